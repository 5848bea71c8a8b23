"""Italy: legal rate of art. 1284 c.c..

Per cent a year; calendar year.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="it-legal-rate-1284",
    title="Italy: legal rate of art. 1284 c.c.",
    kind="calendar year",
    rows=read_rows("""
        2010-01-01 2010-12-31 1.00 apollo one_source
        2011-01-01 2011-12-31 1.50 apollo one_source
        2012-01-01 2013-12-31 2.50 apollo one_source
        2014-01-01 2014-12-31 1.00 apollo one_source
        2015-01-01 2015-12-31 0.50 apollo one_source
        2016-01-01 2016-12-31 0.20 apollo one_source
        2017-01-01 2017-12-31 0.10 apollo one_source
        2018-01-01 2018-12-31 0.30 apollo one_source
        2019-01-01 2019-12-31 0.80 apollo one_source
        2020-01-01 2020-12-31 0.05 apollo one_source
        2021-01-01 2021-12-31 0.01 apollo one_source
        2022-01-01 2022-12-31 1.25 apollo one_source
        2023-01-01 2023-12-31 5.00 apollo one_source
        2024-01-01 2024-12-31 2.50 apollo one_source
        2025-01-01 2025-12-31 2.00 apollo one_source
        2026-01-01 2026-12-31 1.60 apollo one_source
    """),
)
