"""ECB main refinancing operations, day by day.

Per cent a year; change points.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="ecb-mro-changes",
    title="ECB main refinancing operations, day by day",
    kind="change points",
    note="ECB main refinancing operations: fixed rate (minimum bid rate 2000-06-28 to 2008-10-14)",
    rows=read_rows("""
        1999-01-01 1999-04-08 3.00 apollo one_source
        1999-04-09 1999-11-04 2.50 apollo one_source
        1999-11-05 2000-02-03 3.00 apollo one_source
        2000-02-04 2000-03-16 3.25 apollo one_source
        2000-03-17 2000-04-27 3.50 apollo one_source
        2000-04-28 2000-06-08 3.75 apollo one_source
        2000-06-09 2000-06-27 4.25 apollo one_source
        2000-06-28 2000-08-31 4.25 apollo one_source
        2000-09-01 2000-10-05 4.50 apollo one_source
        2000-10-06 2001-05-10 4.75 apollo one_source
        2001-05-11 2001-08-30 4.50 apollo one_source
        2001-08-31 2001-09-17 4.25 apollo one_source
        2001-09-18 2001-11-08 3.75 apollo one_source
        2001-11-09 2002-12-05 3.25 apollo one_source
        2002-12-06 2003-03-06 2.75 apollo one_source
        2003-03-07 2003-06-05 2.50 apollo one_source
        2003-06-06 2005-12-05 2.00 apollo one_source
        2005-12-06 2006-03-07 2.25 apollo one_source
        2006-03-08 2006-06-14 2.50 apollo one_source
        2006-06-15 2006-08-08 2.75 apollo one_source
        2006-08-09 2006-10-10 3.00 apollo one_source
        2006-10-11 2006-12-12 3.25 apollo one_source
        2006-12-13 2007-03-13 3.50 apollo one_source
        2007-03-14 2007-06-12 3.75 apollo one_source
        2007-06-13 2008-07-08 4.00 apollo one_source
        2008-07-09 2008-10-14 4.25 apollo one_source
        2008-10-15 2008-11-11 3.75 apollo one_source
        2008-11-12 2008-12-09 3.25 apollo one_source
        2008-12-10 2009-01-20 2.50 apollo one_source
        2009-01-21 2009-03-10 2.00 apollo one_source
        2009-03-11 2009-04-07 1.50 apollo one_source
        2009-04-08 2009-05-12 1.25 apollo one_source
        2009-05-13 2011-04-12 1.00 apollo one_source
        2011-04-13 2011-07-12 1.25 apollo one_source
        2011-07-13 2011-11-08 1.50 apollo one_source
        2011-11-09 2011-12-13 1.25 apollo one_source
        2011-12-14 2012-07-10 1.00 apollo one_source
        2012-07-11 2013-05-07 0.75 apollo one_source
        2013-05-08 2013-11-12 0.50 apollo one_source
        2013-11-13 2014-06-10 0.25 apollo one_source
        2014-06-11 2014-09-09 0.15 apollo one_source
        2014-09-10 2016-03-15 0.05 apollo one_source
        2016-03-16 2022-07-26 0.00 apollo,statuterates_ecb two_or_more
        2022-07-27 2022-09-13 0.50 apollo,statuterates_ecb two_or_more
        2022-09-14 2022-11-01 1.25 apollo,statuterates_ecb two_or_more
        2022-11-02 2022-12-20 2.00 apollo,statuterates_ecb two_or_more
        2022-12-21 2023-02-07 2.50 apollo,statuterates_ecb two_or_more
        2023-02-08 2023-03-21 3.00 apollo,statuterates_ecb two_or_more
        2023-03-22 2023-05-09 3.50 apollo,statuterates_ecb two_or_more
        2023-05-10 2023-06-20 3.75 apollo,statuterates_ecb two_or_more
        2023-06-21 2023-08-01 4.00 apollo,statuterates_ecb two_or_more
        2023-08-02 2023-09-19 4.25 apollo,statuterates_ecb two_or_more
        2023-09-20 2024-06-11 4.50 apollo,statuterates_ecb two_or_more
        2024-06-12 2024-09-17 4.25 apollo,statuterates_ecb two_or_more
        2024-09-18 2024-10-22 3.65 apollo,statuterates_ecb two_or_more
        2024-10-23 2024-12-17 3.40 apollo,statuterates_ecb two_or_more
        2024-12-18 2025-02-04 3.15 apollo,statuterates_ecb two_or_more
        2025-02-05 2025-03-11 2.90 apollo,statuterates_ecb two_or_more
        2025-03-12 2025-04-22 2.65 apollo,statuterates_ecb two_or_more
        2025-04-23 2025-06-10 2.40 apollo,statuterates_ecb two_or_more
        2025-06-11 2026-06-16 2.15 apollo,statuterates_ecb two_or_more
        2026-06-17 2026-09-15 2.40 apollo,statuterates_ecb two_or_more
        2026-09-16 open       2.65 apollo,statuterates_ecb two_or_more
    """),
)
