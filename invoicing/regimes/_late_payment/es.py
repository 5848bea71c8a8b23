"""Spain: Ley 3/2004. Never the tax-default rate of 3.75 % and never the legal interest of money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.law import INTEREST_FIRST, EarlierMargin, InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import DAY_COUNT_OPEN, no_consumer_rate

_LAW = "Ley 3/2004, de 29 de diciembre"
_BUSINESS = InterestRule(
    law=_LAW,
    citation="arts 3, 4, 5, 7, 8, 9",
    series="es-ley-3-2004-total",
    margin=Decimal(8),
    earlier=EarlierMargin(
        date(2013, 2, 23), Decimal(7), "RDL 4/2013; its transition for older contracts is not verified"
    ),
    compensation=flat(
        "40",
        "EUR",
        "invoice",
        "Ley 3/2004 art. 8",
        "always, unless the debtor is not responsible for the delay (art. 8)",
    ),
)

LATE_PAYMENT = InterestLaw(
    code="ES",
    country="Spain",
    business=_BUSINESS,
    consumer=no_consumer_rate(_LAW, "art. 3", "consumers are excluded by art. 3"),
    public=_BUSINESS,
    allocation=INTEREST_FIRST,
    allocation_citation="Código civil art. 1173 (courts divided)",
    day_count_note=DAY_COUNT_OPEN,
    first_day="the day after the due date, without notice (art. 5)",
    sources=("github:legalize-dev/legalize-es:es/BOE-A-2004-21830.md",),
    confidence="high for law, low (one source) for 2024H2-2026H2 figures, though each equals ECB half-year + 8",
    not_verified=("transition of RDL 4/2013 for older contracts",),
)
