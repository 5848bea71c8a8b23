"""What happened to a document or to a client, in one line of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.ledger.events import Event
    from invoicing.ledger.store import Ledger

_BEHIND = frozenset({"key-used", "call-wanted", "call-ended", "provider-said", "client-added", "client-changed"})
"""events of the machinery, and of the address book"""
_WORDS = (
    *("kind", "letter", "grade", "amount", "currency", "until", "why", "reason", "outcome", "words", "stage"),
    "advice",
    *("channel", "direction", "form", "instalments", "parts", "attachments", "interest", "compensation", "policy"),
)
"""what a reader of the timeline wants of an event"""


def of_document(ledger: Ledger, number: str) -> list[dict[str, Any]]:
    """Give what happened to a document and to its client because of it, in order: day, what, and by whom."""
    payments = {one.source for one in queries.allocations_of(ledger, number)}
    letters = {one.seq for one in queries.letters_of(ledger, number)}
    return _lines(ledger, {number, *payments}, letters, number)


def of_client(ledger: Ledger, client: str) -> list[dict[str, Any]]:
    """Give what happened with a client: its documents, money, letters and every act about any of them."""
    numbers = {one.number for one in queries.documents(ledger, queries.DocumentFilter(client=client))}
    payments = {one.id for one in queries.payments(ledger, client)}
    letters = {one.seq for one in queries.letters_to(ledger, client)}
    return _lines(ledger, {client, *numbers, *payments}, letters)


def _lines(ledger: Ledger, subjects: set[str], letters: Iterable[int], about: str = "") -> list[dict[str, Any]]:
    found = [event for subject in sorted(subjects) for event in ledger.events(subject=subject)]
    found += [ledger.event(seq) for seq in sorted(letters)]
    if about:
        found += _from_the_client(ledger, about)
    unique = {event.seq: event for event in found if event.type not in _BEHIND}
    return [_line(event) for _, event in sorted(unique.items())]


def _from_the_client(ledger: Ledger, number: str) -> list[Event]:
    """Give the acts about the client of a document that bear on it: holds, messages, an end."""
    client = queries.document(ledger, number).client
    return [ledger.event(one.seq) for one in queries.acts(ledger, client) if one.body.get("document") in {None, number}]


def _line(event: Event) -> dict[str, Any]:
    body = event.body
    detail = {name: body[name] for name in _WORDS if body.get(name) not in (None, "")}
    return {
        "seq": event.seq,
        "date": event.date,
        "what": event.type,
        "subject": event.subject,
        "who": event.who,
        **detail,
    }
