"""Austria: UGB 456 and 458; 4 % by ABGB 1000(1) when a consumer owes or the debtor is not at fault."""

from __future__ import annotations

from decimal import Decimal

from invoicing.domain.interest.law import InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import DAY_COUNT_UNKNOWN

_BUSINESS = InterestRule(
    law="UGB",
    citation="§§ 456, 458",
    series="at-basiszinssatz",
    margin=Decimal("9.2"),
    compensation=flat("40", "EUR", "claim", "§ 458 UGB", "a lump sum"),
    warnings=("a debtor who is not at fault for the delay owes only 4 % (§ 456 UGB)",),
)
_CONSUMER = InterestRule(law="ABGB", citation="§ 1000(1)", rate=Decimal("4.00"))

LATE_PAYMENT = InterestLaw(
    code="AT",
    country="Austria",
    business=_BUSINESS,
    consumer=_CONSUMER,
    public=_BUSINESS,
    day_count_note=DAY_COUNT_UNKNOWN,
    sources=(
        "gesetzefinden.at",
        "https://solidbau.at/wissen-service/verzugszinsen-ein-nicht-zu-unterschaetzender-faktor/",
    ),
    confidence="medium",
    not_verified=("order of part payments",),
)
