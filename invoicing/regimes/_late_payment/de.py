"""Germany: BGB 288. Nine points above the Basiszinssatz between businesses, five when a consumer owes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.law import COSTS_FIRST, EarlierMargin, InterestLaw, InterestRule, flat

_BUSINESS = InterestRule(
    law="BGB",
    citation="§§ 247, 286, 288(2), 288(5), 289",
    series="de-basiszinssatz",
    margin=Decimal(9),
    earlier=EarlierMargin(
        date(2014, 7, 28), Decimal(8), "§ 288(2) BGB as it stood; transition in the EGBGB not verified", inferred=True
    ),
    compensation=flat(
        "40",
        "EUR",
        "claim",
        "§ 288(5) BGB",
        "it is set off against legal costs that are claimed as damages (§ 288(5) BGB)",
    ),
)
_CONSUMER = InterestRule(
    law="BGB",
    citation="§§ 247, 286, 288(1), 289",
    series="de-basiszinssatz",
    margin=Decimal(5),
    warnings=("a consumer is in default 30 days after due date and bill only if the bill said so (§ 286(3) BGB)",),
)

LATE_PAYMENT = InterestLaw(
    code="DE",
    country="Germany",
    business=_BUSINESS,
    consumer=_CONSUMER,
    public=_BUSINESS,
    allocation=COSTS_FIRST,
    allocation_citation="§ 367(1) BGB",
    day_count_note="BGB 288 names none; 365 is this tool's default, --day-count takes actual and 30/360",
    first_day="the day after the default date",
    sources=(
        "github:bundestag/gesetze@77abca2 bgb",
        "github:ameax/bgb-interest@8624a00:data/basiszins.json",
        "github:digineo/verzugszinsen@a36bad5",
        "bauprofessor.de (margin 8 to 2014-07-28, 9 from 2014-07-29)",
    ),
    confidence="high",
    not_verified=("EGBGB transition rule for the 9-point margin",),
)
