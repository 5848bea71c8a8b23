"""Belgium: rate of the law of 2 August 2002, margin included.

Per cent a year; half-year, reference + 8 rounded up to the next half point.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.series import Formula, RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="be-total",
    title="Belgium: rate of the law of 2 August 2002, margin included",
    kind="half-year, reference + 8 rounded up to the next half point",
    total=True,
    gaps=("2023H2", "2025H1", "2025H2", "2026H1", "2026H2"),
    gap_rule="ECB half-year + 8, rounded up to the next half point",
    formula=Formula("ecb-half-year", Decimal(8), date(2013, 3, 16), Decimal("0.5")),
    rows=read_rows("""
        2012-07-01 2012-12-31 8.00 etaamb one_source
        2013-03-16 2013-06-30 9.00 vanostaeyen one_source |  | contracts from 2013-03-16; 8.00 for older contracts
        2013-07-01 2013-12-31 8.50 vanostaeyen one_source
        2014-01-01 2014-06-30 8.50 vanostaeyen one_source
        2014-07-01 2014-12-31 8.50 vanostaeyen one_source
        2015-01-01 2015-06-30 8.50 vanostaeyen one_source
        2015-07-01 2015-12-31 8.50 vanostaeyen one_source
        2016-01-01 2016-06-30 8.50 vanostaeyen one_source
        2016-07-01 2016-12-31 8.00 vanostaeyen one_source
        2017-01-01 2017-06-30 8.00 vanostaeyen one_source
        2017-07-01 2017-12-31 8.00 vanostaeyen one_source
        2018-01-01 2018-06-30 8.00 vanostaeyen one_source
        2018-07-01 2018-12-31 8.00 vanostaeyen one_source
        2019-01-01 2019-06-30 8.00 vanostaeyen one_source
        2019-07-01 2019-12-31 8.00 vanostaeyen one_source
        2020-01-01 2020-06-30 8.00 phc one_source
        2020-07-01 2020-12-31 8.00 phc one_source
        2021-01-01 2021-06-30 8.00 phc one_source
        2021-07-01 2021-12-31 8.00 bouwunie one_source
        2022-01-01 2022-06-30 8.00 bouwunie one_source
        2022-07-01 2022-12-31 8.00 bouwunie one_source
        2023-01-01 2023-06-30 10.50 etaamb one_source
        2024-01-01 2024-06-30 12.50 medenam one_source
        2024-07-01 2024-12-31 12.50 trendstop one_source
    """),
)
