"""Italy: D.Lgs. 231/2002; consumers owe the legal rate of art. 1284 c.c."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.law import COSTS_FIRST, EarlierMargin, InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import DAY_COUNT_OPEN

_BUSINESS = InterestRule(
    law="D.Lgs. 9 October 2002 n. 231 (as amended by D.Lgs. 192/2012)",
    citation="arts 2-6",
    series="it-mef-reference",
    margin=Decimal(8),
    earlier=EarlierMargin(date(2012, 12, 31), Decimal(7), "D.Lgs. 192/2012 art. 3", inferred=True),
    compensation=flat("40", "EUR", "invoice", "D.Lgs. 231/2002 art. 6", "automatic; more on proof"),
)
_CONSUMER = InterestRule(
    law="Codice civile",
    citation="art. 1284(1)",
    series="it-legal-rate-1284",
    warnings=("from the lawsuit on the rate of D.Lgs. 231/2002 is owed (art. 1284(4) c.c.); it is not reckoned here",),
)

LATE_PAYMENT = InterestLaw(
    code="IT",
    country="Italy",
    business=_BUSINESS,
    consumer=_CONSUMER,
    public=_BUSINESS,
    allocation=COSTS_FIRST,
    allocation_citation="art. 1194 c.c.",
    day_count_note=DAY_COUNT_OPEN,
    sources=(
        "github:piazzaed/apollo-corpus@0c275e5:dati/tassi.json",
        "notiziedellascuola.it (art. 5)",
        "avvocatoconistabile",
        "assifact.it (CJEU 20 Oct 2022)",
        "pqmonline (Trib. Pescara 58/2024)",
    ),
    confidence="high for rates, medium for allocation text",
    not_verified=("text of art. 1194 c.c.", "agri-food margin of D.Lgs. 198/2021 (reference + 12)"),
)
