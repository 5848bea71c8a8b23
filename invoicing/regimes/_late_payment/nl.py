"""Netherlands: Burgerlijk Wetboek Boek 6. Interest compounds yearly; 40 EUR is the least collection costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from invoicing.domain.interest.law import COSTS_FIRST, CollectionScale, EarlierMargin, InterestLaw, InterestRule

_LAW = "Burgerlijk Wetboek Boek 6"
# 15 % of the first 2 500, 10 % of the next 2 500, 5 % of the next 5 000, 1 % of the next 190 000, 0.5 % above; the
# maximum is reached at a claim of exactly 1 000 000.
_SCALE = CollectionScale(
    bands=(
        (Decimal(2500), Decimal(15)),
        (Decimal(2500), Decimal(10)),
        (Decimal(5000), Decimal(5)),
        (Decimal(190000), Decimal(1)),
        (None, Decimal("0.5")),
    ),
    minimum=Decimal(40),
    maximum=Decimal(6775),
    currency="EUR",
    citation="BW 6:96(4)-(5)",
)
_BUSINESS = InterestRule(
    law=_LAW,
    citation="BW 6:119a, 6:120(2), 6:96(4), 6:43, 6:44",
    series="nl-handelsrente-total",
    margin=Decimal(8),
    earlier=EarlierMargin(date(2013, 3, 15), Decimal(7), "margin 8 since 16 March 2013"),
    compound="annual",
    collection=_SCALE,
)
_CONSUMER = InterestRule(
    law=_LAW,
    citation="BW 6:119, 6:120(1), 6:96(5)-(7)",
    series="nl-wettelijke-rente-consumer",
    compound="annual",
    collection=replace(_SCALE, citation="BW 6:96(5)-(7)", needs_letter=True),
    warnings=("interest runs from the day after default, which for a consumer may be later than the due date",),
)

LATE_PAYMENT = InterestLaw(
    code="NL",
    country="Netherlands",
    business=_BUSINESS,
    consumer=_CONSUMER,
    public=replace(_BUSINESS, citation="BW 6:119b, 6:120(2), 6:96(4), 6:43, 6:44"),
    allocation=COSTS_FIRST,
    allocation_citation="BW 6:44",
    day_count_note="the statute is silent; engines seen divide by 365 also in leap years",
    sources=(
        "github:statengeneraal/laws-markdown@91556a8 BW Boek 6",
        "https://www.raadvanarbitrage.nl wettelijke rente tables",
        "github:Matthi-code/rentetool@4e0d98a:docs/03_rentetabel.csv",
        "github:Apartsalan/luxis@afe6a1a",
    ),
    confidence="high",
)
