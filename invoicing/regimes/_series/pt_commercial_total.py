"""Portugal: rate of DL 62/2013, margin included.

Per cent a year; half-year.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.series import Formula, RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="pt-commercial-total",
    title="Portugal: rate of DL 62/2013, margin included",
    kind="half-year",
    total=True,
    gaps=("most half-years between those listed", "2026H1", "2026H2"),
    gap_rule="ECB half-year + 8",
    formula=Formula("ecb-half-year", Decimal(8), date(2013, 7, 1)),
    rows=read_rows("""
        2013-07-01 2013-12-31 8.50 dgtf one_source
        2014-07-01 2014-12-31 8.15 pt_other one_source
        2019-01-01 2019-06-30 8.00 pt_other one_source
        2021-01-01 2021-06-30 8.00 pt_other one_source
        2024-07-01 2024-12-31 12.25 apcmc one_source
        2025-01-01 2025-06-30 11.15 capitalizar one_source
        2025-07-01 2025-12-31 10.15 capitalizar one_source
    """),
)
