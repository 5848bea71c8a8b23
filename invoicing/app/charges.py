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
    from invoicing.domain.interest import Debtor, InterestLaw, Prepared, RateSeries
    from invoicing.domain.interest.law import Allocation
    from invoicing.ledger.queries import AllocationRow, Source

PRINCIPAL_FIRST = cast("Allocation", ("principal", "interest", "costs"))


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
        if not document.country:
            return None
        total: Charge | None = None
        try:
            for part in document.parts:
                if part.due_date < self.until:
                    total = _sum(
                        total,
                        self._part(document, part.document, part.part, part.amount, part.due_date, part.outstanding),
                    )
        except Refused:
            return None
        return total

    def _part(self, document: OpenDocument, number: str, part: int, amount: Money, due: date, open_: Money) -> Charge:
        debtor = cast("Debtor", document.debtor or "business")
        if amount == open_:
            accrued = interest_on(self._ready(document.country, document.currency, debtor), amount.minor, due)
            return Charge(accrued.interest, accrued.compensation, accrued.collection_costs, accrued.provisional)
        law, rates = self._law(document.country)
        moves = [one for one in queries.allocations_of(self.source, number) if one.part == part]
        debt = Debt(amount, due, debtor, payments=tuple(_paid(moves)), credits=tuple(_credited(moves)))
        result = reckon(law, debt, Reckoning(self.until, allocation=PRINCIPAL_FIRST), rates)
        return Charge(result.unpaid_interest, result.compensation, result.collection_costs, result.provisional)

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
