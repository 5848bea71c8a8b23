"""Ireland: S.I. 580/2012. The official page says that one rate applies, so the rate is fixed for each debt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.law import InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import no_consumer_rate

_LAW = "S.I. 580/2012"
_CITATION = "European Communities (Late Payment in Commercial Transactions) Regulations 2012"
_BUSINESS = InterestRule(
    law=_LAW,
    citation=_CITATION,
    series="ie-total",
    margin=Decimal(8),
    fixed=True,
    scope_from=date(2013, 3, 16),
    compensation=flat("40", "EUR", "payment", _CITATION, "a minimum"),
    warnings=("the official page says only one rate applies: the rate is kept for the whole debt, which is uncertain",),
)

LATE_PAYMENT = InterestLaw(
    code="IE",
    country="Ireland",
    business=_BUSINESS,
    consumer=no_consumer_rate(_LAW, _CITATION, "consumers are excluded"),
    public=_BUSINESS,
    day_count_note="the official page divides the yearly rate by 365",
    sources=("https://enterprise.gov.ie", "djei.ie"),
    confidence="medium",
    not_verified=(
        "whether the rate is fixed for each debt",
        "a compensation scale of 40/70/100",
        "order of part payments",
        "the official rate table row by row",
    ),
)
