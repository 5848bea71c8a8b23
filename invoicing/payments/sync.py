"""One round of asking the provider what happened: hints, their objects, the payments behind them, and the facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.payments.events import distinct, missing_payments, reconcile
from invoicing.payments.provider import Foreign, ProviderFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.payments.events import Fact, Known
    from invoicing.payments.provider import Arrived, Hint, PaymentProvider

# Events may be listed a little late, so each round looks back over the last one's end. Seeing twice is harmless.
OVERLAP = 600
# The provider forgets events after 30 days; beyond that only the links themselves tell.
KEPT = 29 * 86_400


@dataclass(frozen=True, slots=True)
class Round:
    """What one round found. `cursor` (epoch seconds) is to be stored after the facts are booked, not before."""

    facts: tuple[Fact, ...]
    cursor: int | None
    unanswered: tuple[str, ...]


def gap(cursor: int | None, now: int) -> bool:
    """Say whether events may have been missed, so that the links must be asked one by one."""
    return cursor is None or now - cursor > KEPT


def ask(provider: PaymentProvider, known: Known, cursor: int | None) -> Round:
    """Fetch everything that happened since the cursor and say what is new."""
    hints = provider.hints(None if cursor is None else cursor - OVERLAP)
    newest = max((hint.created for hint in hints), default=cursor)
    facts, unanswered = follow(provider, known, hints)
    return Round(facts, newest, unanswered)


def follow(provider: PaymentProvider, known: Known, hints: Iterable[Hint]) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """Look at what hints point at and reconcile it, with the payments that refunds and disputes need.

    Gives the facts, and the ids of payments that no checkout was found for. A hint that a webhook brought and one that
    polling found come to the same facts.
    """
    arrived: list[Arrived] = []
    for hint in distinct(hints):
        try:
            arrived += provider.look(hint)
        except ProviderFailed as error:
            # One object that is gone or withheld must not keep all others from being booked.
            if error.code != "stripe-refused":
                raise
            arrived.append(Foreign(hint.object_id, hint.type, error.message))
    return complete(provider, known, arrived)


def repair(provider: PaymentProvider, known: Known, links: Iterable[str], *, closed: bool = True) -> tuple[Fact, ...]:
    """Ask link by link instead of by events: for open links, and after a gap; `closed`: also whether they still are."""
    arrived: list[Arrived] = []
    for link_id in links:
        try:
            arrived += provider.payments_of(link_id)
            if closed:
                arrived.append(provider.link(link_id))
        except ProviderFailed as error:
            # A link that the account does not have must not keep the others from being asked.
            if error.code != "stripe-refused":
                raise
    return complete(provider, known, arrived)[0]


def complete(
    provider: PaymentProvider, known: Known, arrived: list[Arrived]
) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """Add the payments that are spoken of and not known, and reconcile all together."""
    unanswered = []
    for payment_intent in missing_payments(known, arrived):
        found = provider.payment(payment_intent)
        arrived += found
        if not found:
            unanswered.append(payment_intent)
    return reconcile(known, arrived), tuple(unanswered)
