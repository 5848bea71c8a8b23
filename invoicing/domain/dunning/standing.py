"""Promises, plans, disputes, holds and messages as they stand on a day: what they hold, and what has been broken.

Nothing here is decided by an event of its own: whether a promise was kept follows from the money that came in, so a
payment booked late, or taken back, changes the answer as it should.

Sources: guides 002 (no step while a complaint is open), 001 (ask for the client's own date, and check on it), 004
(doing nothing is a decision); tone.md nos. 7, 41, 53, 75, 76, 93, 117.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from invoicing.domain.dunning.facts import Blocker
from invoicing.domain.money import Money, total, zero

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in on a document, less what was taken back."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Promise:
    """The client's word, given on `given`: `amount` by `until`."""

    given: date
    until: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a plan."""

    due: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Plan:
    """Instalments agreed on `agreed`, by due day."""

    agreed: date
    parts: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """An open dispute: `amount` is what of the document is disputed, None when all of it is."""

    opened: date
    reason: str
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Chasing stopped by a person: `kind` says what for, `until` is the last day, None without an end."""

    kind: str
    why: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the client that nobody has answered."""

    day: date
    channel: str


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of one document before it is judged. `overdue` is what of it has passed its due day.

    `settled` is the day a dispute or a plan about it last ended. `credit` is what of the client's open credit falls to
    this document.
    """

    outstanding: Money
    overdue: Money
    receipts: tuple[Receipt, ...] = ()
    promises: tuple[Promise, ...] = ()
    plan: Plan | None = None
    objections: tuple[Objection, ...] = ()
    holds: tuple[Hold, ...] = ()
    messages: tuple[Message, ...] = ()
    credit: Money | None = None
    settled: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds the document today, what of it may be chased, and which word was not kept."""

    holds: tuple[Blocker, ...]
    chasable: Money
    broken: Promise | None = None
    missed: Instalment | None = None


HOLD_CODES = {"hold": "on-hold", "nothing": "nothing-decided", "in-transit": "payment-in-transit"}
"""the blocker's code by kind of hold"""


def stand(account: Account, today: date, quiet: int = 0) -> Standing:
    """Say how a document stands on a day. `quiet` days are left after a dispute ended, for the answer to be read."""
    chasable = account.overdue or account.outstanding
    disputed = _disputed(account.objections, chasable)
    chasable -= disputed
    missed = missed_of(account.plan, account.receipts, today) if account.plan else None
    broken = max(_broken(account, today), key=lambda one: one.until, default=None)
    holds = (
        *_objecting(account, chasable),
        *_promising(account, today),
        *_planned(account, missed),
        *_held(account.holds, today),
        *_unanswered(account.messages),
        *_covered(account, chasable),
        *_settled(account, today, quiet),
    )
    return Standing(holds, chasable, broken, missed)


def received_since(receipts: Iterable[Receipt], day: date, currency: str) -> Money:
    """Sum what came in on or after a day."""
    return total((one.amount for one in receipts if one.day >= day), currency)


def is_kept(promise: Promise, receipts: Iterable[Receipt]) -> bool:
    """Say whether what was promised has come in, be it late."""
    return received_since(receipts, promise.given, promise.amount.currency) >= promise.amount


def missed_of(plan: Plan, receipts: Iterable[Receipt], today: date) -> Instalment | None:
    """Give the first instalment whose day has passed and that is not covered, with what of it is missing."""
    for part, open_amount in open_parts(plan, receipts):
        if part.due < today and open_amount:
            return Instalment(part.due, open_amount)
    return None


def open_parts(plan: Plan, receipts: Iterable[Receipt]) -> Iterator[tuple[Instalment, Money]]:
    """Give each instalment with what of it is still open: money since the agreement covers the earliest first."""
    currency = plan.parts[0].amount.currency if plan.parts else ""
    left = received_since(receipts, plan.agreed, currency) if currency else zero("EUR")
    for part in sorted(plan.parts, key=lambda one: one.due):
        covered = min(left, part.amount)
        left -= covered
        yield part, part.amount - covered


def _disputed(objections: Iterable[Objection], chasable: Money) -> Money:
    """Give what of the sum is disputed, at most all of it."""
    found = zero(chasable.currency)
    for one in objections:
        found += chasable if one.amount is None else one.amount
    return min(found, chasable)


def _objecting(account: Account, chasable: Money) -> Iterator[Blocker]:
    """Hold only what is disputed: the rest is chased on."""
    if account.objections and chasable.minor <= 0:
        first = account.objections[0]
        yield Blocker("disputed", f"disputed since {first.opened}: {first.reason}")


def _promising(account: Account, today: date) -> Iterator[Blocker]:
    for one in account.promises:
        if today <= one.until and not is_kept(one, account.receipts):
            yield Blocker("promised", f"{one.amount} {one.amount.currency} promised by {one.until}", one.until)


def _broken(account: Account, today: date) -> Iterator[Promise]:
    for one in account.promises:
        if one.until < today and not is_kept(one, account.receipts):
            yield one


def _planned(account: Account, missed: Instalment | None) -> Iterator[Blocker]:
    if account.plan is None or missed is not None:
        return
    coming = next((part for part, left in open_parts(account.plan, account.receipts) if left), None)
    if coming is not None:
        yield Blocker("plan-kept", f"the instalment plan is kept; the next part is due on {coming.due}", coming.due)


def _held(holds: Iterable[Hold], today: date) -> Iterator[Blocker]:
    for one in holds:
        if one.until is None or today <= one.until:
            yield Blocker(HOLD_CODES.get(one.kind, "on-hold"), one.why or "on hold", one.until)


def _unanswered(messages: Iterable[Message]) -> Iterator[Blocker]:
    for one in messages:
        yield Blocker("unanswered-message", f"a message of {one.day} ({one.channel}) waits for an answer")


def _covered(account: Account, chasable: Money) -> Iterator[Blocker]:
    credit = account.credit
    if credit is not None and credit.minor > 0 and credit >= chasable and chasable.minor > 0:
        yield Blocker("credit-covers", f"the client's open credit of {credit} {credit.currency} covers it")


def _settled(account: Account, today: date, quiet: int) -> Iterator[Blocker]:
    """Leave time for the answer to a dispute to be read before anything else is written."""
    if account.settled is None or quiet <= 0:
        return
    until = account.settled + timedelta(days=quiet)
    if today <= until:
        yield Blocker("dispute-settled", f"a dispute was closed on {account.settled}", until)
