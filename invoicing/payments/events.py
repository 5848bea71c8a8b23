"""From hints and snapshots to facts that can be booked: each once, in whatever order and however often they come.

A provider delivers at least once, in no order, sometimes twice for one change. So an event is a hint: the object is
fetched again, and what is booked hangs on the object's own id (payment, refund, balance movement), never on the event.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

from invoicing.domain.money import Money, zero
from invoicing.payments.provider import Dispute, Foreign, Link, Paid, Reference, Refund, Warned

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from invoicing.payments.provider import Arrived, Hint, Movement

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
FactKind = Literal[
    "payment",  # money arrived for a document
    "pending",  # the payer has done all, the bank has not
    "failed",  # a pending payment came to nothing
    "fee",  # what the provider kept of a payment
    "refund",  # money has left us again
    "refund-returned",  # a counted refund came back: the payment stands again
    "refund-failed",  # a refund failed before it was ever counted: no money
    "refund-money",  # one movement of a refund on the provider's balance
    "dispute",  # a dispute is new, or its state has changed
    "dispute-money",  # one movement of a dispute: taken, or given back
    "link",  # a link cannot be paid any more
    "warning",  # a bank's early warning of fraud
    "foreign",  # not this book's: reported only
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to book. `key` is the same whenever the same thing is seen: booked once means its key is known."""

    kind: FactKind
    key: str
    value: Arrived
    movement: Movement | None = None


class Lookup(Protocol[T_co]):
    """What can be asked for one thing by its name: a dict, or a book that looks it up."""

    def get(self, key: str, /) -> T_co | None:
        """Give it, or None."""
        ...


@dataclass(frozen=True, slots=True)
class _Over(Generic[T]):
    """What is new, over what was known before."""

    new: Mapping[str, T]
    before: Lookup[T]

    def get(self, key: str, /) -> T | None:
        """Give what is new of that name, else what was known."""
        return self.new[key] if key in self.new else self.before.get(key)

    def with_more(self, more: Mapping[str, T]) -> _Over[T]:
        return _Over({**self.new, **more}, self.before)


@dataclass(frozen=True, slots=True)
class _Beside:
    """New keys beside those known before."""

    new: frozenset[str]
    before: Container[str]

    def __contains__(self, key: object) -> bool:
        return key in self.new or key in self.before


@dataclass(frozen=True, slots=True)
class Known:
    """What the book knows already; it is only ever asked for single things.

    `documents` gives the currency of each document that may be paid; `payments` the reference of each payment booked
    or pending by its id; `disputes` the state last booked and how many states were; `keys` every fact booked.
    """

    documents: Lookup[str]
    book: str = ""
    live: bool = False
    keys: Container[str] = frozenset()
    payments: Lookup[Reference] = field(default_factory=dict)
    disputes: Lookup[tuple[str, int]] = field(default_factory=dict)

    def after(self, facts: Iterable[Fact]) -> Known:
        """Give what is known once these facts are booked."""
        keys: set[str] = set()
        payments: dict[str, Reference] = {}
        disputes: dict[str, tuple[str, int]] = {}
        for fact in facts:
            keys.add(fact.key)
            if isinstance(fact.value, Paid):
                payments[payment_id(fact.value)] = fact.value.reference
            if fact.kind == "dispute" and isinstance(fact.value, Dispute):
                _, count = disputes.get(fact.value.id) or self.disputes.get(fact.value.id) or ("", 0)
                disputes[fact.value.id] = (fact.value.raw, count + 1)
        return replace(
            self,
            keys=_beside(self.keys, keys),
            payments=_over(self.payments, payments),
            disputes=_over(self.disputes, disputes),
        )


def _beside(before: Container[str], new: set[str]) -> Container[str]:
    if isinstance(before, _Beside):
        return _Beside(before.new | new, before.before)
    return _Beside(frozenset(new), before)


def _over(before: Lookup[T], new: Mapping[str, T]) -> Lookup[T]:
    return before.with_more(new) if isinstance(before, _Over) else _Over(new, before)


def payment_id(paid: Paid) -> str:
    """Name a payment: by its payment intent, or by its session where nothing was due."""
    return paid.payment_intent or paid.session


def distinct(hints: Iterable[Hint], handled: frozenset[str] = frozenset()) -> tuple[Hint, ...]:
    """Keep one hint for each object, for one fetch shows all its changes; drop events handled before.

    Twins (two events for one change) and duplicates fall together here. Of several hints the last created stays.
    """
    latest: dict[str, Hint] = {}
    for hint in hints:
        if hint.id in handled:
            continue
        other = latest.get(hint.object_id)
        if other is None or (other.created, other.id) <= (hint.created, hint.id):
            latest[hint.object_id] = hint
    return tuple(sorted(latest.values(), key=lambda hint: (hint.created, hint.id)))


def reconcile(known: Known, arrived: Iterable[Arrived]) -> tuple[Fact, ...]:
    """Say what is new in what arrived, payments first. Feeding the same again, in any order, gives nothing new.

    Order matters for one thing only: the state of a dispute is that of the snapshot fetched last.
    """
    facts: list[Fact] = []
    for one in sorted(arrived, key=_rank):
        fresh = [fact for fact in _facts(known, one) if fact.key not in known.keys]
        facts += fresh
        known = known.after(fresh)
    return tuple(facts)


def missing_payments(known: Known, arrived: Iterable[Arrived]) -> tuple[str, ...]:
    """Name the payments that refunds and disputes speak of although the book has not seen them yet."""
    here = list(arrived)
    seen = {payment_id(one) for one in here if isinstance(one, Paid)}
    wanted = {one.payment_intent for one in here if isinstance(one, Refund | Dispute)} - seen - {""}
    return tuple(sorted(one for one in wanted if known.payments.get(one) is None))


def _rank(one: Arrived) -> tuple[int, bool]:
    """Payments first; of refunds those that came back before those that took what had come back."""
    order = (Paid, Refund, Dispute, Link, Warned, Foreign)
    return order.index(type(one)), isinstance(one, Refund) and not one.failed


def _facts(known: Known, one: Arrived) -> Iterator[Fact]:
    """List every fact a snapshot stands for, booked already or not."""
    if isinstance(one, Refund | Dispute) and not one.reference.document:
        one = replace(one, reference=known.payments.get(one.payment_intent) or Reference())
    foreign = one if isinstance(one, Foreign) else _foreign(known, one)
    if foreign is not None:
        yield Fact("foreign", f"foreign:{foreign.id}", foreign)
    elif isinstance(one, Paid):
        yield from _payment_facts(known, one)
    elif isinstance(one, Refund):
        yield from _refund_facts(known, one)
    elif isinstance(one, Dispute):
        yield from _dispute_facts(known, one)
    elif isinstance(one, Link) and not one.active:
        yield Fact("link", f"link:{one.id}:closed", one)
    elif isinstance(one, Warned) and one.actionable:
        yield Fact("warning", f"warning:{one.id}", one)


def _payment_facts(known: Known, paid: Paid) -> Iterator[Fact]:
    name = payment_id(paid)
    if paid.outcome == "paid":
        yield Fact("payment", f"payment:{name}", paid)
        if paid.movement is not None:
            yield Fact("fee", f"fee:{name}", paid, paid.movement)
    elif paid.outcome in {"pending", "failed"} and f"payment:{name}" not in known.keys:
        # A failure is final for a bank debit, so an older "pending" that comes after it says nothing.
        if paid.outcome == "failed":
            yield Fact("failed", f"failed:{name}", paid)
        elif f"failed:{name}" not in known.keys:
            yield Fact("pending", f"pending:{name}", paid)


def _refund_facts(known: Known, refund: Refund) -> Iterator[Fact]:
    counted, ended = f"refund:{refund.id}" in known.keys, f"refund-returned:{refund.id}" in known.keys
    if refund.counts and not ended:
        yield Fact("refund", f"refund:{refund.id}", refund)
    elif refund.failed:
        kind: FactKind = "refund-returned" if counted else "refund-failed"
        yield Fact(kind, f"refund-returned:{refund.id}", refund)
    for movement in (refund.movement, refund.returned):
        if movement is not None:
            yield Fact("refund-money", f"movement:{movement.id}", refund, movement)


def _dispute_facts(known: Known, dispute: Dispute) -> Iterator[Fact]:
    raw, count = known.disputes.get(dispute.id) or ("", 0)
    if dispute.raw != raw:
        yield Fact("dispute", f"dispute:{dispute.id}:{count + 1}:{dispute.raw}", dispute)
    for movement in dispute.movements:
        yield Fact("dispute-money", f"movement:{movement.id}", dispute, movement)


def _foreign(known: Known, one: Paid | Refund | Dispute | Link | Warned) -> Foreign | None:
    """Say why something is not this book's, or None when it is. Nothing is guessed from amounts or names."""
    reference = one.reference
    what = type(one).__name__.lower()
    mode = None if isinstance(one, Warned | Refund) else one.live
    currency = known.documents.get(reference.document)
    amount = one.amount if isinstance(one, Paid | Refund) else None
    if not reference.document:
        why = "it carries no document of ours"
    elif known.book and reference.book != known.book:
        why = "it belongs to another book"
    elif mode is not None and mode != known.live:
        why = "it is of the other mode (test or live)"
    elif currency is None:
        why = f"the book has no document {reference.document}"
    elif amount is not None and amount.currency != currency:
        why = f"it is in {amount.currency}, the document in {currency}"
    else:
        return None
    return Foreign(payment_id(one) if isinstance(one, Paid) else one.id, what, why)


@dataclass(frozen=True, slots=True)
class Tally:
    """What facts come to: received less refunded by document, and what reached the balance by payout currency."""

    documents: Mapping[str, Money]
    balances: Mapping[str, Money]


def tally(facts: Iterable[Fact]) -> Tally:
    """Sum facts up, so that the book can be held against the provider's own balance.

    A dispute's movement counts against its document where both are in one currency; otherwise the amount that the
    document lost is not known from the balance alone and only the balance shows it.
    """
    documents: dict[str, Money] = {}
    balances: dict[str, Money] = {}
    for fact in facts:
        for place, name, amount in _entries(fact):
            target = documents if place == "document" else balances
            target[name] = target.get(name, zero(amount.currency)) + amount
    return Tally(documents, balances)


def _entries(fact: Fact) -> Iterator[tuple[str, str, Money]]:
    """Give the sums one fact adds to: ("document", number, amount) or ("balance", currency, net)."""
    value, movement = fact.value, fact.movement
    if fact.kind == "payment" and isinstance(value, Paid):
        yield "document", value.reference.document, value.amount
    if fact.kind in {"refund", "refund-returned"} and isinstance(value, Refund):
        yield "document", value.reference.document, -value.amount if fact.kind == "refund" else value.amount
    if isinstance(value, Dispute) and movement is not None and movement.amount.currency == value.amount.currency:
        yield "document", value.reference.document, movement.amount
    if movement is not None:
        yield "balance", movement.net.currency, movement.net
