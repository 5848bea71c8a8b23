"""United Kingdom: the 1998 Act. The rate is fixed for the life of a debt; later Bank Rate changes do not split it."""

from __future__ import annotations

from decimal import Decimal

from invoicing.domain.interest.law import Compensation, InterestLaw, InterestRule
from invoicing.regimes._late_payment._common import DAY_COUNT_OPEN, no_consumer_rate

_LAW = "Late Payment of Commercial Debts (Interest) Act 1998; SI 2002/1675"
_BUSINESS = InterestRule(
    law=_LAW,
    citation="ss 1, 4, 5A; the 2002 Rate Order",
    series="gb-reference",
    margin=Decimal(8),
    fixed=True,
    compensation=Compensation(
        steps=((Decimal(0), Decimal(40)), (Decimal(1000), Decimal(70)), (Decimal(10000), Decimal(100))),
        currency="GBP",
        per="debt",
        citation="s 5A",
        note="once statutory interest runs; reasonable recovery costs beyond it",
    ),
)

LATE_PAYMENT = InterestLaw(
    code="GB",
    country="United Kingdom",
    business=_BUSINESS,
    consumer=no_consumer_rate(_LAW, "ss 1, 4", "the Act is for business debts only"),
    public=_BUSINESS,
    day_count_note=DAY_COUNT_OPEN,
    first_day="the day after the relevant day (s 4(2))",
    sources=("https://www.legislation.gov.uk/ukpga/1998/20", "https://payontime.co.uk reference-rate table"),
    confidence="high",
    not_verified=("substantial contractual remedy rule of s 8", "order of part payments"),
)
