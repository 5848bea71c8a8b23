"""What the law adds to what is overdue: interest, compensation and collection costs per document, up to a day.

The ledger settles principal with each payment, because the payer names the document; so here too a payment lowers the
principal, and interest and costs stay until they are paid or waived. What the country allows a creditor to settle
first is shown by `invoicing interest`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from invoicing.app.late_payment import law_for, rates_for
from invoicing.domain.errors import Refused
from invoicing.domain.interest import Credit, Debt, Paid, Reckoning, interest_on, prepare, reckon
from invoicing.domain.money import Money, zero
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.app.facts import OpenDocument
    from invoicing.domain.interest import Debtor, InterestLaw, InterestResult, Prepared, RateSeries
    from invoicing.domain.interest.law import Allocation
    from invoicing.ledger.queries import AllocationRow, OpenClaim, Source

PRINCIPAL_FIRST: Allocation = ("principal", "interest", "costs")
PARTS = ("interest", "compensation", "costs")
"""what may be waived"""


@dataclass(frozen=True, slots=True)
class Charge:
    """What may be asked beside the principal. `compensation` may be in another currency than the document (40 EUR)."""

    interest: Money
    compensation: Money
    collection_costs: Money
    provisional: bool = False


@dataclass(slots=True)
class Charges:
    """Answers for many documents on one day; the law of a country is prepared once per currency and kind of debtor."""

    source: Source
    until: date
    _prepared: dict[tuple[str, str, str], Prepared] = field(default_factory=dict)
    _laws: dict[str, tuple[InterestLaw, dict[str, RateSeries]]] = field(default_factory=dict)

    def of(self, document: OpenDocument) -> Charge | None:
        """Give the charge on a document's overdue parts, None where the law gives none without a contract."""
        if not document.law:
            return None
        total: Charge | None = None
        try:
            for part in document.parts:
                if part.due_date < self.until:
                    total = _sum(total, self._part(document, part))
        except Refused:
            return None
        return None if total is None else _without(total, document.waived)

    def rows(self, document: OpenDocument) -> tuple[InterestResult, ...]:
        """Give the reckoning of each overdue part, row by row; none where the law gives no rate."""
        if not document.law:
            return ()
        try:
            return tuple(self._reckon(document, part) for part in document.parts if part.due_date < self.until)
        except Refused:
            return ()

    def law(self, country: str) -> InterestLaw:
        """Give the late-payment law of a country."""
        return self._law(country)[0]

    def _part(self, document: OpenDocument, part: OpenClaim) -> Charge:
        if part.amount == part.outstanding and not document.disputed:
            ready = self._ready(document.law, document.currency, debtor_of(document))
            accrued = interest_on(ready, part.amount.minor, part.due_date)
            return Charge(accrued.interest, accrued.compensation, accrued.collection_costs, accrued.provisional)
        result = self._reckon(document, part)
        return Charge(result.unpaid_interest, result.compensation, result.collection_costs, result.provisional)

    def _reckon(self, document: OpenDocument, part: OpenClaim) -> InterestResult:
        law, rates = self._law(document.law)
        moves = [one for one in queries.allocations_of(self.source, part.document) if one.part == part.part]
        principal = part.amount - _disputed_of(document, part)
        debt = Debt(
            principal, part.due_date, debtor_of(document), payments=tuple(_paid(moves)), credits=tuple(_credited(moves))
        )
        return reckon(law, debt, Reckoning(self.until, allocation=PRINCIPAL_FIRST), rates)

    def _law(self, country: str) -> tuple[InterestLaw, dict[str, RateSeries]]:
        if country not in self._laws:
            law = law_for(country)
            self._laws[country] = (law, rates_for(law))
        return self._laws[country]

    def _ready(self, country: str, currency: str, debtor: Debtor) -> Prepared:
        key = (country, currency, debtor)
        if key not in self._prepared:
            law, rates = self._law(country)
            self._prepared[key] = prepare(law, rates, self.until, currency, debtor)
        return self._prepared[key]


def debtor_of(document: OpenDocument) -> Debtor:
    """Give the kind of debtor that the law of interest asks for."""
    return cast("Debtor", document.debtor or "business")


def _disputed_of(document: OpenDocument, part: OpenClaim) -> Money:
    """Give what of a part is disputed and bears no claim: the latest part first, as a credit note would settle it."""
    left = document.disputed
    for one in sorted(document.parts, key=lambda each: (each.due_date, each.part), reverse=True):
        share = min(left, one.outstanding)
        if one.part == part.part:
            return share
        left -= share
    return left


def _paid(moves: Sequence[AllocationRow]) -> list[Paid]:
    """Give the payments that stand; one that was taken back is as if it had never been."""
    sums: dict[str, tuple[date, Money]] = {}
    for one in moves:
        if one.source_kind == "payment":
            day, amount = sums.get(one.source, (one.date, zero(one.amount.currency)))
            sums[one.source] = (min(day, one.date), amount + one.amount)
    return [Paid(day, amount) for day, amount in sums.values() if amount.minor > 0]


def _credited(moves: Sequence[AllocationRow]) -> list[Credit]:
    return [Credit(one.date, one.amount) for one in moves if one.source_kind != "payment" and one.amount.minor > 0]


def _sum(before: Charge | None, more: Charge) -> Charge:
    """Add the parts of one document; the lump sum is due once for the document."""
    if before is None:
        return more
    return Charge(
        before.interest + more.interest,
        max(before.compensation, more.compensation, key=lambda one: one.minor),
        before.collection_costs + more.collection_costs,
        before.provisional or more.provisional,
    )


def _without(charge: Charge, waived: Sequence[str]) -> Charge:
    """Leave out what somebody waived."""
    if not waived:
        return charge

    def kept(part: str, amount: Money) -> Money:
        return zero(amount.currency) if part in waived else amount

    return Charge(
        kept("interest", charge.interest),
        kept("compensation", charge.compensation),
        kept("costs", charge.collection_costs),
        charge.provisional,
    )
