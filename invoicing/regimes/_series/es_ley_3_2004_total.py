"""Spain: rate of Ley 3/2004, margin included.

Per cent a year; half-year, BOE notice.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.series import Formula, RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="es-ley-3-2004-total",
    title="Spain: rate of Ley 3/2004, margin included",
    kind="half-year, BOE notice",
    total=True,
    gaps=("2013H2", "2015H2", "2016H1"),
    gap_rule="ECB half-year + 8",
    formula=Formula("ecb-half-year", Decimal(8), date(2013, 2, 24)),
    rows=read_rows("""
        2006-01-01 2006-06-30 9.25 tesoro one_source
        2006-07-01 2006-12-31 9.83 tesoro one_source
        2007-01-01 2007-06-30 10.58 tesoro one_source
        2007-07-01 2007-12-31 11.07 tesoro one_source
        2008-01-01 2008-06-30 11.20 tesoro one_source
        2008-07-01 2008-12-31 11.07 tesoro one_source
        2009-01-01 2009-06-30 9.50 tesoro one_source
        2009-07-01 2009-12-31 8.00 tesoro one_source
        2010-01-01 2010-06-30 8.00 tesoro one_source
        2010-07-01 2010-12-31 8.00 tesoro one_source
        2011-01-01 2011-06-30 8.00 tesoro one_source
        2011-07-01 2011-12-31 8.25 tesoro one_source
        2012-01-01 2012-06-30 8.00 tesoro one_source
        2012-07-01 2012-12-31 8.00 tesoro one_source
        2013-01-01 2013-02-23 7.75 tesoro,larioja two_or_more
        2013-02-24 2013-06-30 8.75 tesoro,larioja two_or_more
        2014-01-01 2014-06-30 8.25 tesoro one_source
        2014-07-01 2014-12-31 8.15 tesoro one_source
        2015-01-01 2015-06-30 8.05 tesoro one_source
        2016-07-01 2016-12-31 8.00 sage_es one_source
        2017-01-01 2017-06-30 8.00 sage_es one_source
        2017-07-01 2017-12-31 8.00 sage_es one_source
        2018-01-01 2018-06-30 8.00 sage_es,ideac two_or_more
        2018-07-01 2018-12-31 8.00 sage_es,ideac two_or_more
        2019-01-01 2019-06-30 8.00 sage_es,ideac two_or_more
        2019-07-01 2019-12-31 8.00 sage_es,ideac two_or_more
        2020-01-01 2020-06-30 8.00 sage_es,ideac,boe2020 two_or_more | BOE-A-2019-18736
        2020-07-01 2020-12-31 8.00 sage_es,ideac two_or_more
        2021-01-01 2021-06-30 8.00 sage_es,ideac,redclaimer two_or_more
        2021-07-01 2021-12-31 8.00 sage_es,redclaimer two_or_more
        2022-01-01 2022-06-30 8.00 sage_es,redclaimer two_or_more
        2022-07-01 2022-12-31 8.00 sage_es,redclaimer two_or_more
        2023-01-01 2023-06-30 10.50 redclaimer,sage_es two_or_more
        2023-07-01 2023-12-31 12.00 redclaimer one_source
        2024-01-01 2024-06-30 12.50 redclaimer one_source
        2024-07-01 2024-12-31 12.25 dineroseguro one_source
        2025-01-01 2025-06-30 11.15 delegum one_source
        2025-07-01 2025-12-31 10.15 delegum one_source | BOE-A-2025-13217 exists; its figure was not seen
        2026-01-01 2026-06-30 10.15 delegum one_source | BOE-A-2025-27201
        2026-07-01 2026-12-31 10.40 delegum one_source | BOE-A-2026-14327 (Resolucion of 30 June 2026)
    """),
)
