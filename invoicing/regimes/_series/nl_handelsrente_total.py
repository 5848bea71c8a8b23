"""Netherlands: wettelijke handelsrente, margin included.

Per cent a year; change points.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.series import Formula, RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="nl-handelsrente-total",
    title="Netherlands: wettelijke handelsrente, margin included",
    kind="change points",
    total=True,
    formula=Formula("ecb-half-year", Decimal(8), date(2013, 3, 16)),
    rows=read_rows("""
        2002-12-01 2002-12-31 10.35 raad,rentetool two_or_more
        2003-01-01 2003-06-30 9.85 raad,rentetool two_or_more
        2003-07-01 2003-12-31 9.10 raad,rentetool two_or_more
        2004-01-01 2004-06-30 9.02 raad,rentetool two_or_more |  | raadvanarbitrage.nl prints 9.01 for this half-year
        2004-07-01 2004-12-31 9.01 raad,rentetool two_or_more
        2005-01-01 2005-06-30 9.09 raad,rentetool two_or_more
        2005-07-01 2005-12-31 9.05 raad,rentetool two_or_more
        2006-01-01 2006-06-30 9.25 raad,rentetool two_or_more
        2006-07-01 2006-12-31 9.83 raad,rentetool two_or_more
        2007-01-01 2007-06-30 10.58 raad,rentetool two_or_more
        2007-07-01 2007-12-31 11.07 raad,rentetool two_or_more
        2008-01-01 2008-06-30 11.20 raad,rentetool two_or_more
        2008-07-01 2008-12-31 11.07 raad,rentetool two_or_more
        2009-01-01 2009-06-30 9.50 rentetool,luxis two_or_more
        2009-07-01 2011-06-30 8.00 rentetool,luxis two_or_more
        2011-07-01 2011-12-31 8.25 rentetool,luxis two_or_more
        2012-01-01 2012-12-31 8.00 rentetool,luxis two_or_more
        2013-01-01 2013-03-15 7.75 rentetool,vdkraan two_or_more
        2013-03-16 2013-06-30 8.75 rentetool one_source |  | margin 8 instead of 7 from this day; luxis has 2013-01-01
        2013-07-01 2013-12-31 8.50 rentetool,luxis two_or_more
        2014-01-01 2014-06-30 8.25 rentetool,luxis two_or_more
        2014-07-01 2014-12-31 8.15 rentetool,luxis two_or_more
        2015-01-01 2016-06-30 8.05 rentetool,luxis two_or_more
        2016-07-01 2022-12-31 8.00 rentetool,luxis two_or_more
        2023-01-01 2023-06-30 10.50 rentetool,luxis two_or_more
        2023-07-01 2023-12-31 12.00 rentetool,luxis two_or_more
        2024-01-01 2024-06-30 12.50 rentetool,luxis two_or_more
        2024-07-01 2024-12-31 12.25 rentetool,luxis,metaalunie two_or_more
        2025-01-01 2025-06-30 11.15 rentetool,luxis two_or_more
        2025-07-01 2025-12-31 10.15 rentetool,luxis two_or_more
        2026-01-01 2026-06-30 10.15 rentetool,luxis two_or_more
        2026-07-01 2026-12-31 10.40 luxis,resofly two_or_more
    """),
)
