"""United Kingdom: Bank Rate on the preceding 30 June or 31 December.

Per cent a year; half-year, Bank Rate on the preceding 30 June / 31 December.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="gb-reference",
    title="United Kingdom: Bank Rate on the preceding 30 June or 31 December",
    kind="half-year, Bank Rate on the preceding 30 June / 31 December",
    rows=read_rows("""
        2011-01-01 2011-06-30 0.50 payontime one_source
        2011-07-01 2011-12-31 0.50 payontime one_source
        2012-01-01 2012-06-30 0.50 payontime one_source
        2012-07-01 2012-12-31 0.50 payontime one_source
        2013-01-01 2013-06-30 0.50 payontime one_source
        2013-07-01 2013-12-31 0.50 payontime one_source
        2014-01-01 2014-06-30 0.50 payontime one_source
        2014-07-01 2014-12-31 0.50 payontime one_source
        2015-01-01 2015-06-30 0.50 payontime one_source
        2015-07-01 2015-12-31 0.50 payontime,statuterates_uk two_or_more
        2016-01-01 2016-06-30 0.50 payontime,statuterates_uk two_or_more
        2016-07-01 2016-12-31 0.50 payontime,statuterates_uk two_or_more
        2017-01-01 2017-06-30 0.25 payontime,statuterates_uk two_or_more
        2017-07-01 2017-12-31 0.25 payontime,statuterates_uk two_or_more
        2018-01-01 2018-06-30 0.50 payontime,statuterates_uk two_or_more
        2018-07-01 2018-12-31 0.50 payontime,statuterates_uk two_or_more
        2019-01-01 2019-06-30 0.75 payontime,statuterates_uk two_or_more
        2019-07-01 2019-12-31 0.75 payontime,statuterates_uk two_or_more
        2020-01-01 2020-06-30 0.75 payontime,statuterates_uk two_or_more
        2020-07-01 2020-12-31 0.10 payontime,statuterates_uk two_or_more
        2021-01-01 2021-06-30 0.10 payontime,statuterates_uk two_or_more
        2021-07-01 2021-12-31 0.10 payontime,statuterates_uk two_or_more
        2022-01-01 2022-06-30 0.25 payontime,statuterates_uk two_or_more
        2022-07-01 2022-12-31 1.25 payontime,statuterates_uk two_or_more
        2023-01-01 2023-06-30 3.50 payontime,statuterates_uk two_or_more
        2023-07-01 2023-12-31 5.00 payontime,statuterates_uk two_or_more
        2024-01-01 2024-06-30 5.25 payontime,statuterates_uk two_or_more
        2024-07-01 2024-12-31 5.25 statuterates_uk one_source
        2025-01-01 2025-06-30 4.75 statuterates_uk one_source
        2025-07-01 2025-12-31 4.25 statuterates_uk one_source
        2026-01-01 2026-06-30 3.75 statuterates_uk one_source
        2026-07-01 2026-12-31 3.75 statuterates_uk one_source
    """),
)
