"""Germany: Basiszinssatz of BGB 247.

Per cent a year; half-year change points.
"""

from __future__ import annotations

from invoicing.domain.interest.series import RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="de-basiszinssatz",
    title="Germany: Basiszinssatz of BGB 247",
    kind="half-year change points",
    rows=read_rows("""
        2002-01-01 2002-06-30 2.57 ameax,peti,digineo two_or_more
        2002-07-01 2002-12-31 2.47 ameax,peti,digineo two_or_more
        2003-01-01 2003-06-30 1.97 ameax,peti,digineo two_or_more
        2003-07-01 2003-12-31 1.22 ameax,peti,digineo two_or_more
        2004-01-01 2004-06-30 1.14 ameax,peti,digineo two_or_more
        2004-07-01 2004-12-31 1.13 ameax,peti,digineo two_or_more
        2005-01-01 2005-06-30 1.21 ameax,peti,digineo two_or_more
        2005-07-01 2005-12-31 1.17 ameax,peti,digineo two_or_more
        2006-01-01 2006-06-30 1.37 ameax,peti,digineo two_or_more
        2006-07-01 2006-12-31 1.95 ameax,peti,digineo two_or_more
        2007-01-01 2007-06-30 2.70 ameax,peti,digineo two_or_more
        2007-07-01 2007-12-31 3.19 ameax,peti,digineo two_or_more
        2008-01-01 2008-06-30 3.32 ameax,peti,digineo two_or_more
        2008-07-01 2008-12-31 3.19 ameax,peti,digineo two_or_more
        2009-01-01 2009-06-30 1.62 ameax,peti,digineo two_or_more
        2009-07-01 2011-06-30 0.12 ameax,peti,digineo two_or_more
        2011-07-01 2011-12-31 0.37 ameax,peti,digineo two_or_more
        2012-01-01 2012-12-31 0.12 ameax,peti,digineo two_or_more
        2013-01-01 2013-06-30 -0.13 ameax,peti,digineo two_or_more
        2013-07-01 2013-12-31 -0.38 ameax,peti,digineo two_or_more
        2014-01-01 2014-06-30 -0.63 ameax,peti,digineo two_or_more
        2014-07-01 2014-12-31 -0.73 ameax,peti,digineo two_or_more
        2015-01-01 2016-06-30 -0.83 ameax,peti,digineo two_or_more
        2016-07-01 2022-12-31 -0.88 ameax,peti,digineo two_or_more
        2023-01-01 2023-06-30 1.62 ameax,peti,digineo two_or_more
        2023-07-01 2023-12-31 3.12 ameax,peti,digineo two_or_more
        2024-01-01 2024-06-30 3.62 ameax,peti,digineo two_or_more
        2024-07-01 2024-12-31 3.37 ameax,peti,digineo two_or_more
        2025-01-01 2025-06-30 2.27 ameax,digineo two_or_more
        2025-07-01 2025-12-31 1.27 ameax,digineo two_or_more
        2026-01-01 2026-06-30 1.27 digineo,at_least_4_other_repositories two_or_more
        2026-07-01 2026-12-31 1.52 digineo,at_least_4_other_repositories two_or_more
    """),
)
