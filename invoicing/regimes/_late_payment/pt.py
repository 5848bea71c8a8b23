"""Portugal: Decreto-Lei 62/2013. The table collected here has many gaps."""

from __future__ import annotations

from decimal import Decimal

from invoicing.domain.interest.law import InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import DAY_COUNT_UNKNOWN, no_consumer_rate

_LAW = "Decreto-Lei 62/2013"
_BUSINESS = InterestRule(
    law=_LAW,
    citation="DL 62/2013; Código comercial art. 102",
    series="pt-commercial-total",
    margin=Decimal(8),
    compensation=flat("40", "EUR", "claim", "DL 62/2013", "a minimum"),
    warnings=("claims under DL 62/2013; other commercial claims bear one point less (ECB + 7)",),
)

LATE_PAYMENT = InterestLaw(
    code="PT",
    country="Portugal",
    business=_BUSINESS,
    consumer=no_consumer_rate(_LAW, "Directive baseline"),
    public=_BUSINESS,
    day_count_note=DAY_COUNT_UNKNOWN,
    sources=("dgtf.pt", "apcmc", "capitalizar.pt", "ggadvogados"),
    confidence="low: table incomplete",
    not_verified=("order of part payments", "national text on terms"),
)
