"""Explain one document: what the ladder thinks of it today, what stands in the way, and all that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.facts import gather
from invoicing.app.late import blocker_json
from invoicing.domain.dunning import Facts, Letter, decide
from invoicing.ledger import queries

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.ledger.queries import DocumentRow
    from invoicing.ledger.store import Ledger


def why(book: Book, number: str, today: date) -> dict[str, Any]:
    """Give the judgement on a document with every blocker and the first possible day, and its timeline."""
    with book.ledger() as ledger:
        row = queries.document(ledger, number)
        facts = _facts(ledger, row, today)
        decision = decide(facts, book.policy, today)
        return {
            "number": number,
            "client": row.client,
            "outstanding": str(row.outstanding),
            "currency": row.currency,
            "due_date": row.due_date.isoformat() if row.due_date else None,
            "grade": facts.grade,
            "action": decision.letter or decision.action,
            "reason": decision.reason,
            "blockers": [blocker_json(one) for one in decision.blockers],
            "first": decision.first.isoformat() if decision.first else None,
            "timeline": timeline(ledger, number),
        }


def _facts(ledger: Ledger, row: DocumentRow, today: date) -> Facts:
    """Give the facts of a document that is open, or of one where nothing is."""
    found = gather(ledger, today, client=row.client, number=row.number)
    if found:
        return found[0].facts
    letters = tuple(
        Letter(one.grade, one.date) for one in queries.letters_of(ledger, row.number) if one.grade is not None
    )
    return Facts(row.number, row.client, row.due_date or row.issue_date, row.outstanding, row.outstanding, letters)


def timeline(ledger: Ledger, number: str) -> list[dict[str, Any]]:
    """Give what happened to a document, in order: day, what, and by whom."""
    payments = {one.source for one in queries.allocations_of(ledger, number)}
    letters = {one.seq for one in queries.letters_of(ledger, number)}
    subjects = {number, *payments}
    found = [
        event for subject in sorted(subjects) for event in ledger.events(subject=subject) if event.type != "key-used"
    ]
    found += [ledger.event(seq) for seq in sorted(letters)]
    unique = {event.seq: event for event in found}
    return [
        {"date": event.date, "what": event.type, "subject": event.subject, "who": event.who, **_detail(event.body)}
        for _, event in sorted(unique.items())
    ]


def _detail(body: dict[str, Any]) -> dict[str, Any]:
    """Give the few words of an event that a reader of the timeline wants."""
    names = ("kind", "letter", "grade", "amount", "currency", "until", "why", "reason", "outcome", "words")
    return {name: body[name] for name in names if body.get(name) not in (None, "")}
