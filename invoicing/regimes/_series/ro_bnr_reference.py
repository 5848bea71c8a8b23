"""Romania: BNR policy rate in force on 1 January and 1 July.

Per cent a year; half-year, value in force on 1 January / 1 July.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="ro-bnr-reference",
    title="Romania: BNR policy rate in force on 1 January and 1 July",
    kind="half-year, value in force on 1 January / 1 July",
    gaps=("2026H2",),
    gap_rule="ask for the BNR rate in force on 1 July 2026 (6.50 in February 2026)",
    rows=read_rows("""
        2010-01-01 2010-06-30 8.00 techreck one_source
        2010-07-01 2010-12-31 6.25 techreck one_source
        2011-01-01 2011-06-30 6.25 techreck one_source
        2011-07-01 2011-12-31 6.25 techreck one_source
        2012-01-01 2012-06-30 6.00 techreck one_source
        2012-07-01 2012-12-31 5.25 techreck one_source
        2013-01-01 2013-06-30 5.25 techreck one_source
        2013-07-01 2013-12-31 5.25 techreck one_source
        2014-01-01 2014-06-30 4.00 techreck one_source
        2014-07-01 2014-12-31 3.50 techreck one_source
        2015-01-01 2015-06-30 2.75 techreck one_source
        2015-07-01 2015-12-31 1.75 techreck one_source
        2016-01-01 2016-06-30 1.75 techreck one_source
        2016-07-01 2016-12-31 1.75 techreck one_source
        2017-01-01 2017-06-30 1.75 techreck one_source
        2017-07-01 2017-12-31 1.75 techreck one_source
        2018-01-01 2018-06-30 1.75 techreck one_source
        2018-07-01 2018-12-31 2.50 techreck,ro_news two_or_more
        2019-01-01 2019-06-30 2.50 techreck,ro_news two_or_more
        2019-07-01 2019-12-31 2.50 techreck,ro_news two_or_more
        2020-01-01 2020-06-30 2.50 techreck,ro_news two_or_more
        2020-07-01 2020-12-31 1.75 techreck one_source
        2021-01-01 2021-06-30 1.50 techreck one_source
        2021-07-01 2021-12-31 1.25 techreck one_source
        2022-01-01 2022-06-30 1.75 techreck,ro_news two_or_more
        2022-07-01 2022-12-31 3.75 techreck one_source
        2023-01-01 2023-06-30 6.75 techreck one_source
        2023-07-01 2023-12-31 7.00 techreck one_source
        2024-01-01 2024-06-30 7.00 techreck one_source
        2024-07-01 2024-12-31 7.00 techreck one_source
        2025-01-01 2025-06-30 6.50 techreck,ro_news two_or_more
        2025-07-01 2025-12-31 6.50 techreck,ro_news two_or_more
        2026-01-01 2026-06-30 6.50 ro_news,ro_calc two_or_more
    """),
)
