"""The question and the answer: a late debt, how to reckon it, and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction

    from invoicing.domain.interest.law import Allocation, Compounding, DayCount, Debtor
    from invoicing.domain.money import Money

Rounding = Literal["segment", "total"]
Payday = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that came in on a day."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit note: it lessens the debt itself, from its day, and is not spent on interest or costs."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class AgreedRate:
    """A rate the parties agreed, in per cent a year, from `start` on (None: from the beginning)."""

    rate: Decimal
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed: the payable gross (less withholding) of one invoice, when it was due, and what came in since."""

    principal: Money
    due: date
    debtor: Debtor = "business"
    contract_date: date | None = None
    payments: tuple[Paid, ...] = ()
    credits: tuple[Credit, ...] = ()

    @property
    def events(self) -> tuple[Paid | Credit, ...]:
        """Everything that came in, in no order."""
        return (*self.payments, *self.credits)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How to reckon. None means: as the law has it.

    `until` is the last day that bears interest; interest after `today` is a forecast. `agreed` replaces the statutory
    rate. `payday` "old": the old principal bears interest through the day of payment; "new": it is less from that
    day. `rounding` "segment": each printed row is rounded and the total is their sum; "total": rounded once.
    `costs` are further costs the debtor owes. `letter_expired`: the demand a consumer is owed has run out.
    `costs_vat` is the VAT rate on collection costs, only when the creditor cannot deduct it. `derive`: fill a gap by
    the statute's formula and say so. `strict`: refuse what is provisional.
    """

    until: date
    today: date | None = None
    agreed: tuple[AgreedRate, ...] = ()
    day_count: DayCount | None = None
    compound: Compounding | None = None
    rounding: Rounding = "segment"
    payday: Payday = "old"
    allocation: Allocation | None = None
    costs: Money | None = None
    letter_expired: bool = False
    costs_vat: Decimal | None = None
    derive: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """One printed row: `base` bears `rate` per cent a year from `start` to `end`, both days included.

    `base` is the open principal plus `compounded`, the unpaid interest that has joined it; both are rounded for
    print when the reckoning rounds once. `exact` is the interest in minor units, `interest` the same rounded half up.
    `days` are counted as the day count says. `forecast`: the row ends after today.
    """

    start: date
    end: date
    days: int
    rate: Decimal
    base: Money
    compounded: Money
    exact: Fraction
    interest: Money
    sources: tuple[str, ...] = ()
    check: str = ""
    notice: str = ""
    provisional: bool = False
    derived: bool = False
    forecast: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What the payments were spent on; `excess` is what was left when nothing was owed any more."""

    costs: Money
    interest: Money
    principal: Money
    excess: Money
    compensation: Money
    """taken from what exceeds costs, interest and principal"""


@dataclass(frozen=True, slots=True)
class InterestResult:
    """What the law lets one ask on `until`.

    `interest`, `compensation` and `collection_costs` are what arose in all; `principal` is what is still open;
    `total` is what is open of all four. A compensation in another currency than the debt is not in `total`.
    """

    interest: Money
    compensation: Money
    collection_costs: Money
    principal: Money
    paid: Settled
    total: Money
    segments: tuple[Segment, ...]
    provisional: bool
    derived: bool
    forecast_from: date | None
    law: str
    citation: str
    allocation: Allocation
    day_count: DayCount
    compound: Compounding
    rounding: Rounding
    sources: tuple[str, ...]
    warnings: tuple[str, ...]
    not_verified: tuple[str, ...]

    @property
    def unpaid_interest(self) -> Money:
        """The interest that no payment has covered yet."""
        return self.interest - self.paid.interest

    @property
    def open_compensation(self) -> Money:
        """The compensation that no payment has covered yet, in its own currency."""
        if self.compensation.currency != self.paid.compensation.currency:
            return self.compensation
        return self.compensation - self.paid.compensation

    @property
    def open_costs(self) -> Money:
        """The collection and further costs that no payment has covered yet."""
        return self.collection_costs - self.paid.costs
