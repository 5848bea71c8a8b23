"""European Union: the minimum of Directive 2011/7/EU, for a member state whose own law is not collected."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from invoicing.domain.interest.law import InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import DIRECTIVE, DIRECTIVE_SUMMARY, no_consumer_rate

_LAW = "Directive 2011/7/EU"
_BUSINESS = InterestRule(
    law=_LAW,
    citation="arts 2-4, 6",
    series="ecb-half-year",
    margin=Decimal(8),
    compensation=flat("40", "EUR", "debt", "art. 6"),
    warnings=("the Directive is a minimum; the national law decides and may give more",),
)

LATE_PAYMENT = InterestLaw(
    code="EU",
    country="European Union",
    business=_BUSINESS,
    consumer=no_consumer_rate(_LAW, "consumer debtors excluded", "the Directive leaves consumers out"),
    public=replace(_BUSINESS, citation="arts 2, 4, 6"),
    day_count_note="the Directive names none; 365 is this tool's choice; --day-count takes another",
    sources=(DIRECTIVE, DIRECTIVE_SUMMARY),
    confidence="high",
)
