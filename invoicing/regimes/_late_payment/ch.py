"""Switzerland: Obligationenrecht 104. Five per cent for everybody, and no lump sum."""

from __future__ import annotations

from decimal import Decimal

from invoicing.domain.interest.law import COSTS_FIRST, InterestLaw, InterestRule

_RULE = InterestRule(
    law="Obligationenrecht",
    citation="OR 104, 105(3)",
    rate=Decimal("5.00"),
    warnings=("interest runs from default: a reminder, or the day after a date that was agreed",),
)

LATE_PAYMENT = InterestLaw(
    code="CH",
    country="Switzerland",
    business=_RULE,
    consumer=_RULE,
    public=_RULE,
    allocation=COSTS_FIRST,
    allocation_citation="OR 85",
    day_count_note="the statute is silent; engines seen use actual/actual and actual/360; 365 is this tool's choice",
    first_day="the day after default (a reminder or an agreed date)",
    sources=("github:legalize-dev/legalize-ch cc-27-317_321_377.md",),
    confidence="high",
)
