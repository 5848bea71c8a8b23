"""Belgium: law of 2 August 2002. The ECB rate plus eight points, rounded up to the next half point."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.law import InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import DAY_COUNT_UNKNOWN, DIRECTIVE, DIRECTIVE_SUMMARY, no_consumer_rate

_LAW = "Loi du 2 août 2002"
_BUSINESS = InterestRule(
    law=_LAW,
    citation="arts 4-6",
    series="be-total",
    margin=Decimal(8),
    scope_from=date(2013, 3, 16),
    compensation=flat(
        "40", "EUR", "invoice", "Directive 2011/7/EU art. 6", "the Directive's minimum; national text not read"
    ),
)

LATE_PAYMENT = InterestLaw(
    code="BE",
    country="Belgium",
    business=_BUSINESS,
    consumer=no_consumer_rate(_LAW, "Directive baseline"),
    public=_BUSINESS,
    day_count_note=DAY_COUNT_UNKNOWN,
    sources=(
        "etaamb (Moniteur belge notices)",
        "vanostaeyen.eu",
        "phc-expert",
        "bouwunielimburg",
        "medenam",
        DIRECTIVE,
        DIRECTIVE_SUMMARY,
    ),
    confidence="low: table incomplete",
    not_verified=("60-day hard cap of 2022", "national text on the 40 EUR", "order of part payments"),
)
