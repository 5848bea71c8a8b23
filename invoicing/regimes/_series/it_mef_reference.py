"""Italy: MEF reference rate for D.Lgs. 231/2002.

Per cent a year; half-year, MEF notice in the Gazzetta Ufficiale.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.series import Formula, RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="it-mef-reference",
    title="Italy: MEF reference rate for D.Lgs. 231/2002",
    kind="half-year, MEF notice in the Gazzetta Ufficiale",
    formula=Formula("ecb-half-year", Decimal(0), date(2009, 1, 1)),
    note=(
        "Margin 8 for transactions concluded from 2013-01-01, 7 for older ones. 2008H2 is 4.10 here, "
        "4.07 in NL, ES and DE derivations."
    ),
    rows=read_rows("""
        2002-07-01 2002-12-31 3.35 apollo,unind two_or_more
        2003-01-01 2003-06-30 2.85 apollo,unind two_or_more
        2003-07-01 2003-12-31 2.10 apollo,unind two_or_more
        2004-01-01 2004-06-30 2.02 apollo,unind two_or_more
        2004-07-01 2004-12-31 2.01 apollo,unind two_or_more
        2005-01-01 2005-06-30 2.09 apollo,unind two_or_more
        2005-07-01 2005-12-31 2.05 apollo,unind two_or_more
        2006-01-01 2006-06-30 2.25 apollo,unind two_or_more
        2006-07-01 2006-12-31 2.83 apollo,unind two_or_more
        2007-01-01 2007-06-30 3.58 apollo,unind two_or_more
        2007-07-01 2007-12-31 4.07 apollo,unind two_or_more
        2008-01-01 2008-06-30 4.20 apollo,unind two_or_more
        2008-07-01 2008-12-31 4.10 apollo,unind two_or_more
        2009-01-01 2009-06-30 2.50 apollo,unind two_or_more
        2009-07-01 2009-12-31 1.00 apollo,unind two_or_more
        2010-01-01 2010-06-30 1.00 apollo,unind two_or_more
        2010-07-01 2010-12-31 1.00 apollo,unind two_or_more
        2011-01-01 2011-06-30 1.00 apollo,unind two_or_more
        2011-07-01 2011-12-31 1.25 apollo,unind two_or_more
        2012-01-01 2012-06-30 1.00 apollo,unind two_or_more
        2012-07-01 2012-12-31 1.00 apollo,unind two_or_more
        2013-01-01 2013-06-30 0.75 apollo,unind two_or_more | 13A00357
        2013-07-01 2013-12-31 0.50 apollo,ie_gov two_or_more
        2014-01-01 2014-06-30 0.25 apollo,ie_gov two_or_more
        2014-07-01 2014-12-31 0.15 apollo,ie_gov two_or_more
        2015-01-01 2015-06-30 0.05 apollo,ie_gov two_or_more
        2015-07-01 2015-12-31 0.05 apollo,ie_gov two_or_more
        2016-01-01 2016-06-30 0.05 apollo,ie_gov,statuterates_ecb two_or_more
        2016-07-01 2016-12-31 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2017-01-01 2017-06-30 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2017-07-01 2017-12-31 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2018-01-01 2018-06-30 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2018-07-01 2018-12-31 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2019-01-01 2019-06-30 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2019-07-01 2019-12-31 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2020-01-01 2020-06-30 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2020-07-01 2020-12-31 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2021-01-01 2021-06-30 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2021-07-01 2021-12-31 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2022-01-01 2022-06-30 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2022-07-01 2022-12-31 0.00 apollo,ie_gov,statuterates_ecb two_or_more
        2023-01-01 2023-06-30 2.50 apollo,ie_gov,statuterates_ecb two_or_more | 23A00245
        2023-07-01 2023-12-31 4.00 apollo,ie_gov,statuterates_ecb,studiogelasio two_or_more | 23A03990
        2024-01-01 2024-06-30 4.50 apollo,ie_gov,statuterates_ecb two_or_more | 24A00193
        2024-07-01 2024-12-31 4.25 apollo,ie_gov,statuterates_ecb two_or_more | 24A03951
        2025-01-01 2025-06-30 3.15 apollo,statuterates_ecb,studiotisi two_or_more | 25A01696 (GU 17 Mar 2025)
        2025-07-01 2025-12-31 2.15 apollo,statuterates_ecb two_or_more | 25A03971
        2026-01-01 2026-06-30 2.15 apollo,statuterates_ecb,andreani two_or_more | 26A00172 (GU 15, 20 Jan 2026)
        2026-07-01 2026-12-31 2.40 apollo,statuterates_ecb two_or_more | 26A03514 (GU 163, 16 Jul 2026)
    """),
)
