"""Late-payment interest, compensation and collection costs: what the law lets one ask, exact to the cent.

`reckon` answers one question with every row that explains it; `prepare` and `interest_on` answer many questions of one
law and one day quickly.
"""

from __future__ import annotations

from invoicing.domain.interest.costs import collection_costs, compensation_for
from invoicing.domain.interest.debt import (
    AgreedRate,
    Credit,
    Debt,
    InterestResult,
    Paid,
    Reckoning,
    Segment,
    Settled,
)
from invoicing.domain.interest.fast import Accrued, Prepared, interest_on, prepare
from invoicing.domain.interest.law import (
    COSTS_FIRST,
    INTEREST_FIRST,
    CollectionScale,
    Compensation,
    Debtor,
    EarlierMargin,
    InterestLaw,
    InterestRule,
    contract_only,
    flat,
)
from invoicing.domain.interest.reckon import reckon
from invoicing.domain.interest.series import CHECKS, Formula, Quote, RateRow, RateSeries, half_year_name, quote_on

__all__ = [
    "CHECKS",
    "COSTS_FIRST",
    "INTEREST_FIRST",
    "Accrued",
    "AgreedRate",
    "CollectionScale",
    "Compensation",
    "Credit",
    "Debt",
    "Debtor",
    "EarlierMargin",
    "Formula",
    "InterestLaw",
    "InterestResult",
    "InterestRule",
    "Paid",
    "Prepared",
    "Quote",
    "RateRow",
    "RateSeries",
    "Reckoning",
    "Segment",
    "Settled",
    "collection_costs",
    "compensation_for",
    "contract_only",
    "flat",
    "half_year_name",
    "interest_on",
    "prepare",
    "quote_on",
    "reckon",
]
