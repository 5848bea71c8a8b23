"""Ireland: rate of S.I. 580/2012, margin included.

Per cent a year; half-year.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.series import Formula, RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="ie-total",
    title="Ireland: rate of S.I. 580/2012, margin included",
    kind="half-year",
    total=True,
    formula=Formula("ecb-half-year", Decimal(8), date(2013, 3, 16)),
    note=(
        "transcribed from a note that the official table equals ECB half-year + 8 in every row; re-read "
        "the table before relying on a single row"
    ),
    rows=read_rows("""
        2013-03-16 2013-06-30 8.75 ie_gov one_source
        2013-07-01 2013-12-31 8.50 ie_gov one_source
        2014-01-01 2014-06-30 8.25 ie_gov one_source
        2014-07-01 2014-12-31 8.15 ie_gov one_source
        2015-01-01 2016-06-30 8.05 ie_gov one_source
        2016-07-01 2022-12-31 8.00 ie_gov one_source
        2023-01-01 2023-06-30 10.50 ie_gov one_source
        2023-07-01 2023-12-31 12.00 ie_gov one_source
        2024-01-01 2024-06-30 12.50 ie_gov one_source
        2024-07-01 2024-12-31 12.25 ie_gov one_source
    """),
)
