"""Romania: Legea 72/2013 and OG 13/2011. The compensation is 40 EUR, which this tool does not convert to lei."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.law import COSTS_FIRST, InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import DAY_COUNT_OPEN, no_consumer_rate

_LAW = "Legea 72/2013; OG 13/2011"
_BUSINESS = InterestRule(
    law=_LAW,
    citation="Legea 72/2013 arts 2-10, 20; OG 13/2011 art. 3(2^1), 4",
    series="ro-bnr-reference",
    margin=Decimal(8),
    scope_from=date(2013, 4, 5),
    compensation=flat(
        "40",
        "EUR",
        "claim",
        "Legea 72/2013",
        "a minimum, in addition to interest; owed in lei at the BNR rate, the day of which is not verified",
    ),
)

LATE_PAYMENT = InterestLaw(
    code="RO",
    country="Romania",
    business=_BUSINESS,
    consumer=no_consumer_rate(_LAW, "Legea 72/2013 arts 2-10; OG 13/2011", "consumers are excluded"),
    public=_BUSINESS,
    allocation=COSTS_FIRST,
    allocation_citation="Codul civil art. 1509(2)",
    day_count_note=DAY_COUNT_OPEN,
    sources=(
        "https://legislatie.just.ro/Public/DetaliiDocument/174101",
        "lege5.ro",
        "prokolekt.ro",
        "legaleaz.net (Codul civil art. 1509)",
    ),
    confidence="medium: the half-year rule is known from code and commentary, not from the text of the article",
    not_verified=("text of OG 13/2011 art. 4 (half-year rule)", "day of the conversion of the 40 EUR"),
)
