"""ECB main refinancing rate in force on 1 January and 1 July.

Per cent a year; half-year, value in force on 1 January / 1 July.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="ecb-half-year",
    title="ECB main refinancing rate in force on 1 January and 1 July",
    kind="half-year, value in force on 1 January / 1 July",
    note=(
        "Before 2009 the half-year reference is the marginal (tender) rate, not the minimum bid rate: "
        "use it_mef_reference there."
    ),
    rows=read_rows("""
        2009-01-01 2009-06-30 2.50 apollo one_source
        2009-07-01 2009-12-31 1.00 apollo one_source
        2010-01-01 2010-06-30 1.00 apollo one_source
        2010-07-01 2010-12-31 1.00 apollo one_source
        2011-01-01 2011-06-30 1.00 apollo one_source
        2011-07-01 2011-12-31 1.25 apollo one_source
        2012-01-01 2012-06-30 1.00 apollo one_source
        2012-07-01 2012-12-31 1.00 apollo one_source
        2013-01-01 2013-06-30 0.75 apollo one_source
        2013-07-01 2013-12-31 0.50 apollo,ie_gov two_or_more
        2014-01-01 2014-06-30 0.25 apollo,ie_gov two_or_more
        2014-07-01 2014-12-31 0.15 apollo,ie_gov two_or_more
        2015-01-01 2015-06-30 0.05 apollo,ie_gov two_or_more
        2015-07-01 2015-12-31 0.05 apollo,ie_gov two_or_more
        2016-01-01 2016-06-30 0.05 apollo,statuterates_ecb,ie_gov two_or_more
        2016-07-01 2016-12-31 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2017-01-01 2017-06-30 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2017-07-01 2017-12-31 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2018-01-01 2018-06-30 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2018-07-01 2018-12-31 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2019-01-01 2019-06-30 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2019-07-01 2019-12-31 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2020-01-01 2020-06-30 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2020-07-01 2020-12-31 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2021-01-01 2021-06-30 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2021-07-01 2021-12-31 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2022-01-01 2022-06-30 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2022-07-01 2022-12-31 0.00 apollo,statuterates_ecb,ie_gov two_or_more
        2023-01-01 2023-06-30 2.50 apollo,statuterates_ecb,ie_gov two_or_more
        2023-07-01 2023-12-31 4.00 apollo,statuterates_ecb,ie_gov two_or_more
        2024-01-01 2024-06-30 4.50 apollo,statuterates_ecb,ie_gov two_or_more
        2024-07-01 2024-12-31 4.25 apollo,statuterates_ecb,ie_gov two_or_more
        2025-01-01 2025-06-30 3.15 apollo,statuterates_ecb two_or_more
        2025-07-01 2025-12-31 2.15 apollo,statuterates_ecb two_or_more
        2026-01-01 2026-06-30 2.15 apollo,statuterates_ecb two_or_more
        2026-07-01 2026-12-31 2.40 apollo,statuterates_ecb two_or_more
    """),
)
