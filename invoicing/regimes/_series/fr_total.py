"""France: default rate of L441-10, margin included.

Per cent a year; half-year.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.series import Formula, RateSeries
from invoicing.regimes._series._rows import read_rows

SERIES = RateSeries(
    key="fr-total",
    title="France: default rate of L441-10, margin included",
    kind="half-year",
    total=True,
    gaps=("all others: only ECB + 10 can be computed",),
    gap_rule="ECB half-year + 10",
    formula=Formula("ecb-half-year", Decimal(10), date(2014, 1, 1)),
    rows=read_rows("""
        2014-01-01 2014-06-30 10.25 lexing one_source
        2024-07-01 2024-12-31 14.25 bpifrance,agencefr two_or_more
    """),
)
