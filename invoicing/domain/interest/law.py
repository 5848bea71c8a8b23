"""What a country's law says about paying late: one `InterestLaw` per jurisdiction, written in `regimes/late_payment`.

Rates are per cent a year. The words of the law stand in `citation`, the places they were read in `sources`, and what
was taken on trust in `not_verified`. A debtor is ``business``, ``consumer`` or ``public``; each has a rule of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Debtor = Literal["business", "consumer", "public"]
Compounding = Literal["none", "annual"]
DayCount = Literal["365", "actual", "30/360"]
Part = Literal["costs", "interest", "principal"]
Allocation = tuple[Part, Part, Part]

COSTS_FIRST: Allocation = ("costs", "interest", "principal")
INTEREST_FIRST: Allocation = ("interest", "principal", "costs")


@dataclass(frozen=True, slots=True)
class EarlierMargin:
    """The margin of contracts concluded up to and including `until`.

    `inferred`: without a contract date the due date stands for it, since no contract is younger than its due date.
    Otherwise only a contract date that was given counts, because the published table itself changes on that day.
    """

    until: date
    margin: Decimal
    citation: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Compensation:
    """A lump sum for each late invoice or debt, by the size of the debt.

    `steps` are (from this amount, sum) in rising order; one step from 0 is a flat sum. It is damages: no VAT.
    """

    steps: tuple[tuple[Decimal, Decimal], ...]
    currency: str
    per: str
    citation: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CollectionScale:
    """Collection costs as a share of the claim: `bands` are (width, per cent), the last width None for the rest.

    `minimum` and `maximum` are before VAT. `needs_letter`: owed only when a demand with a further term has run out.
    """

    bands: tuple[tuple[Decimal | None, Decimal], ...]
    minimum: Decimal
    maximum: Decimal
    currency: str
    citation: str
    needs_letter: bool = False


@dataclass(frozen=True, slots=True)
class InterestRule:
    """The rule for one kind of debtor.

    The rate is `rate`, or the value of the series `series` plus `margin`; a series that is a total contains the
    margin, which then only serves `earlier`. With neither there is no statutory rate, and `reason` and `remedy` say
    so. `fixed`: the rate of the first interest day stays for the life of the debt; else it floats.
    `scope_from`: the rule is known for contracts from that day.
    """

    law: str
    citation: str
    series: str | None = None
    margin: Decimal = Decimal(0)
    rate: Decimal | None = None
    earlier: EarlierMargin | None = None
    fixed: bool = False
    compound: Compounding = "none"
    scope_from: date | None = None
    compensation: Compensation | None = None
    collection: CollectionScale | None = None
    reason: str = ""
    remedy: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def statutory(self) -> bool:
        """Whether the law itself names a rate."""
        return self.series is not None or self.rate is not None


@dataclass(frozen=True, slots=True)
class InterestLaw:
    """The late-payment law of one jurisdiction (ISO 3166 code, or EU for the Directive alone).

    `day_count` is the toolkit's default where `day_count_note` says the law is silent. `allocation` is the order in
    which a part payment is taken, with its source in `allocation_citation`; empty when none was found, and then the
    result says that the order is the toolkit's. `confidence` is the collector's word.
    """

    code: str
    country: str
    business: InterestRule
    consumer: InterestRule
    public: InterestRule
    allocation: Allocation = COSTS_FIRST
    allocation_citation: str = ""
    day_count: DayCount = "365"
    day_count_note: str = ""
    first_day: str = "the day after the due date"
    sources: tuple[str, ...] = ()
    confidence: str = ""
    not_verified: tuple[str, ...] = ()

    def rule_for(self, debtor: Debtor) -> InterestRule:
        """Give the rule for a kind of debtor."""
        rules: dict[Debtor, InterestRule] = {
            "business": self.business,
            "consumer": self.consumer,
            "public": self.public,
        }
        return rules[debtor]


def flat(amount: str, currency: str, per: str, citation: str, note: str = "") -> Compensation:
    """Write a lump sum that does not depend on the size of the debt."""
    return Compensation(((Decimal(0), Decimal(amount)),), currency, per, citation, note)


def contract_only(law: str, reason: str, *warnings: str) -> InterestRule:
    """Write a rule without a statutory rate: only what was agreed can be asked."""
    return InterestRule(law, "", reason=reason, remedy=CONTRACT_REMEDY, warnings=warnings)


CONTRACT_REMEDY = "give the rate the contract names with --rate"
