"""Netherlands: wettelijke rente for consumers.

Per cent a year; change points, set by decree.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="nl-wettelijke-rente-consumer",
    title="Netherlands: wettelijke rente for consumers",
    kind="change points, set by decree",
    total=True,
    rows=read_rows("""
        1976-04-01 1978-12-31 8.00 raad one_source
        1979-01-01 1980-03-31 10.00 raad one_source
        1980-04-01 1982-12-31 12.00 raad one_source
        1983-01-01 1987-03-31 9.00 raad one_source
        1987-04-01 1989-12-31 8.00 raad one_source
        1990-01-01 1990-06-30 10.00 raad one_source
        1990-07-01 1991-12-31 11.00 raad one_source
        1992-01-01 1993-06-30 12.00 raad one_source
        1993-07-01 1993-12-31 10.00 raad one_source
        1994-01-01 1994-12-31 9.00 raad one_source
        1995-01-01 1995-12-31 8.00 raad one_source
        1996-01-01 1996-06-30 7.00 raad one_source
        1996-07-01 1997-12-31 5.00 raad one_source
        1998-01-01 2000-12-31 6.00 raad one_source
        2001-01-01 2001-12-31 8.00 raad,rentetool two_or_more
        2002-01-01 2003-07-31 7.00 raad,rentetool two_or_more
        2003-08-01 2004-01-31 5.00 raad,rentetool two_or_more
        2004-02-01 2006-12-31 4.00 raad,rentetool two_or_more
        2007-01-01 2009-06-30 6.00 raad,rentetool two_or_more
        2009-07-01 2009-12-31 4.00 raad,rentetool two_or_more
        2010-01-01 2011-06-30 3.00 raad,rentetool two_or_more
        2011-07-01 2012-06-30 4.00 iqount,rentetool two_or_more
        2012-07-01 2014-12-31 3.00 rentetool,luxis two_or_more
        2015-01-01 2022-12-31 2.00 inkoop,resofly,rentetool two_or_more
        2023-01-01 2023-06-30 4.00 rentetool,luxis two_or_more
        2023-07-01 2023-12-31 6.00 rentetool,luxis two_or_more
        2024-01-01 2024-12-31 7.00 smk,rentetool,luxis two_or_more
        2025-01-01 2025-12-31 6.00 rentetool,luxis two_or_more
        2026-01-01 2026-12-31 4.00 rentetool,luxis two_or_more |  | by decree; unchanged on 2026-07-01
    """),
)
