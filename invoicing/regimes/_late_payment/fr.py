"""France: Code de commerce L441-10. Without a clause the ECB rate plus ten points."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from invoicing.domain.interest.law import INTEREST_FIRST, InterestLaw, InterestRule, flat
from invoicing.regimes._late_payment._common import DAY_COUNT_OPEN, DIRECTIVE, no_consumer_rate

_LAW = "Code de commerce"
_BUSINESS = InterestRule(
    law=_LAW,
    citation="L441-10, D441-5",
    series="ecb-half-year",
    margin=Decimal(10),
    compensation=flat("40", "EUR", "invoice", "D441-5", "automatic; more on proof"),
    warnings=("a clause may set another rate, but none under three times the legal rate (L441-10)",),
)

LATE_PAYMENT = InterestLaw(
    code="FR",
    country="France",
    business=_BUSINESS,
    consumer=no_consumer_rate(_LAW, "L441-10", "L441-10 is for professionals only"),
    public=replace(
        _BUSINESS,
        law="Directive 2011/7/EU",
        citation="arts 4, 6",
        margin=Decimal(8),
        warnings=("the French text for public buyers was not collected: this is the Directive's minimum",),
    ),
    allocation=INTEREST_FIRST,
    allocation_citation="Code civil art. 1343-1",
    day_count_note=DAY_COUNT_OPEN,
    first_day="the day after the date printed on the invoice",
    sources=(
        "livv.eu (L441-10, D441-5)",
        "https://lexing.law/avocats/penalites-retard-paiement/2014/03/25",
        "bpifrance",
        "github:legalize-dev/legalize-fr",
        DIRECTIVE,
    ),
    confidence="medium: figures derived from the ECB series",
    not_verified=("half-year totals other than 2014H1 and 2024H2 are the ECB rate + 10, not a printed table",),
)
