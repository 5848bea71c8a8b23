"""Austria: Basiszinssatz on the first day of the half-year.

Per cent a year; half-year, value in force on the first day.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="at-basiszinssatz",
    title="Austria: Basiszinssatz on the first day of the half-year",
    kind="half-year, value in force on the first day",
    gaps=("2025H1",),
    gap_rule="ask for the OeNB figure on 1 January 2025",
    rows=read_rows("""
        2016-07-01 2016-12-31 -0.62 solidbau,oenb two_or_more
        2017-01-01 2017-06-30 -0.62 solidbau,oenb two_or_more
        2017-07-01 2017-12-31 -0.62 solidbau,oenb two_or_more
        2018-01-01 2018-06-30 -0.62 solidbau,oenb two_or_more
        2018-07-01 2018-12-31 -0.62 solidbau,oenb two_or_more
        2019-01-01 2019-06-30 -0.62 solidbau,oenb two_or_more
        2019-07-01 2019-12-31 -0.62 solidbau,oenb two_or_more
        2020-01-01 2020-06-30 -0.62 solidbau,oenb two_or_more
        2020-07-01 2020-12-31 -0.62 solidbau,oenb two_or_more
        2021-01-01 2021-06-30 -0.62 solidbau,oenb two_or_more
        2021-07-01 2021-12-31 -0.62 solidbau,oenb two_or_more
        2022-01-01 2022-06-30 -0.62 solidbau,oenb two_or_more
        2022-07-01 2022-12-31 -0.62 solidbau,oenb two_or_more
        2023-01-01 2023-06-30 1.88 solidbau one_source
        2023-07-01 2023-12-31 3.38 onvista one_source |  | inferred from the rate on the date of the page
        2024-01-01 2024-06-30 3.88 onvista one_source |  | inferred from the rate on the date of the page
        2024-07-01 2024-12-31 3.88 onvista one_source
        2025-07-01 2025-12-31 1.53 at_git one_source
        2026-01-01 2026-06-30 1.53 at_git one_source
        2026-07-01 2026-12-31 1.53 at_git one_source
    """),
)
