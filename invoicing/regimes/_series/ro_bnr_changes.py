"""Romania: BNR policy rate, day by day.

Per cent a year; change points.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="ro-bnr-changes",
    title="Romania: BNR policy rate, day by day",
    kind="change points",
    rows=read_rows("""
        2003-01-08 2003-01-21 19.75 techreck one_source
        2003-01-22 2003-02-05 19.25 techreck one_source
        2003-02-06 2003-03-25 19.00 techreck one_source
        2003-03-26 2003-03-30 18.50 techreck one_source
        2003-03-31 2003-05-07 18.50 techreck one_source
        2003-05-08 2003-08-06 18.25 techreck one_source
        2003-08-07 2003-10-01 19.25 techreck one_source
        2003-10-02 2003-11-19 20.25 techreck one_source
        2003-11-20 2004-06-06 21.25 techreck one_source
        2004-06-07 2004-07-11 20.75 techreck one_source
        2004-07-12 2004-08-04 20.00 techreck one_source
        2004-08-05 2004-08-26 19.25 techreck one_source
        2004-08-27 2004-11-01 18.75 techreck one_source
        2004-11-02 2004-11-21 18.25 techreck one_source
        2004-11-22 2004-12-19 17.75 techreck one_source
        2004-12-20 2005-01-16 17.00 techreck one_source
        2005-01-17 2005-02-13 16.50 techreck one_source
        2005-02-14 2005-03-13 15.75 techreck one_source
        2005-03-14 2005-04-10 14.50 techreck one_source
        2005-04-11 2005-08-08 12.50 techreck one_source
        2005-08-09 2005-09-21 8.50 techreck one_source
        2005-09-22 2006-02-08 7.50 techreck one_source
        2006-02-09 2006-06-27 8.50 techreck one_source
        2006-06-28 2007-02-11 8.75 techreck one_source
        2007-02-12 2007-03-26 8.00 techreck one_source
        2007-03-27 2007-05-02 7.50 techreck one_source
        2007-05-03 2007-06-25 7.25 techreck one_source
        2007-06-26 2007-07-31 7.00 techreck one_source
        2007-08-01 2007-10-31 7.00 techreck one_source
        2007-11-01 2008-01-07 7.50 techreck one_source
        2008-01-08 2008-02-03 8.00 techreck one_source
        2008-02-04 2008-03-25 9.00 techreck one_source
        2008-03-26 2008-05-06 9.50 techreck one_source
        2008-05-07 2008-06-26 9.75 techreck one_source
        2008-06-27 2008-07-31 10.00 techreck one_source
        2008-08-01 2009-02-04 10.25 techreck one_source
        2009-02-05 2009-05-06 10.00 techreck one_source
        2009-05-07 2009-06-30 9.50 techreck one_source
        2009-07-01 2009-08-04 9.00 techreck one_source
        2009-08-05 2009-09-29 8.50 techreck one_source
        2009-09-30 2010-01-05 8.00 techreck one_source
        2010-01-06 2010-02-03 7.50 techreck one_source
        2010-02-04 2010-03-29 7.00 techreck one_source
        2010-03-30 2010-05-04 6.50 techreck one_source
        2010-05-05 2011-11-02 6.25 techreck one_source
        2011-11-03 2012-01-05 6.00 techreck one_source
        2012-01-06 2012-02-02 5.75 techreck one_source
        2012-02-03 2012-03-29 5.50 techreck one_source
        2012-03-30 2013-05-02 5.25 techreck one_source
        2013-05-03 2013-07-01 5.25 techreck one_source
        2013-07-02 2013-08-05 5.00 techreck one_source
        2013-08-06 2013-09-30 4.50 techreck one_source
        2013-10-01 2013-11-05 4.25 techreck one_source
        2013-11-06 2014-01-08 4.00 techreck one_source
        2014-01-09 2014-02-04 3.75 techreck one_source
        2014-02-05 2014-08-04 3.50 techreck one_source
        2014-08-05 2014-09-30 3.25 techreck one_source
        2014-10-01 2014-11-04 3.00 techreck one_source
        2014-11-05 2015-01-07 2.75 techreck one_source
        2015-01-08 2015-02-04 2.50 techreck one_source
        2015-02-05 2015-03-31 2.25 techreck one_source
        2015-04-01 2015-05-06 2.00 techreck one_source
        2015-05-07 2017-10-03 1.75 techreck one_source
        2017-10-04 2017-11-07 1.75 techreck one_source
        2017-11-08 2018-01-08 1.75 techreck one_source
        2018-01-09 2018-02-07 2.00 techreck one_source
        2018-02-08 2018-05-07 2.25 techreck one_source
        2018-05-08 2020-03-22 2.50 techreck one_source
        2020-03-23 2020-06-01 2.00 techreck one_source
        2020-06-02 2020-08-05 1.75 techreck one_source
        2020-08-06 2021-01-17 1.50 techreck one_source
        2021-01-18 2021-10-05 1.25 techreck one_source
        2021-10-06 2021-11-09 1.50 techreck one_source
        2021-11-10 2022-01-10 1.75 techreck one_source
        2022-01-11 2022-02-09 2.00 techreck one_source
        2022-02-10 2022-04-05 2.50 techreck one_source
        2022-04-06 2022-05-10 3.00 techreck one_source
        2022-05-11 2022-07-06 3.75 techreck one_source
        2022-07-07 2022-08-07 4.75 techreck one_source
        2022-08-08 2022-10-05 5.50 techreck one_source
        2022-10-06 2022-11-08 6.25 techreck one_source
        2022-11-09 2023-01-10 6.75 techreck one_source
        2023-01-11 2024-07-07 7.00 techreck one_source
        2024-07-08 2024-08-07 6.75 techreck one_source
        2024-08-08 open       6.50 techreck one_source
    """),
)
