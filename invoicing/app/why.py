"""Explain one document: what the ladder thinks of it today, what stands in the way, and all that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.facts import gather, letters_as_facts
from invoicing.app.forms import letter_for
from invoicing.app.late import blocker_json, instalments_json
from invoicing.app.policies import ladders_of
from invoicing.app.timeline import of_document
from invoicing.domain.dunning.decision import decide
from invoicing.domain.dunning.facts import Facts
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
        ladders = ladders_of(book, ledger)
        found = gather(ledger, today, ladders, client=row.client, number=number)
        facts = found[0].facts if found else _of_paid(ledger, row)
        policy = found[0].policy if found else ladders.of("", row.client, number)
        decision = decide(facts, policy, today)
        action = letter_for(book, found[0], decision) if found else decision.letter
        return {
            "number": number,
            "client": row.client,
            "outstanding": str(row.outstanding),
            "disputed": str(found[0].disputed) if found else "0",
            "currency": row.currency,
            "due_date": row.due_date.isoformat() if row.due_date else None,
            "grade": facts.grade,
            "action": action or decision.action,
            "reason": decision.reason,
            "blockers": [blocker_json(one) for one in decision.blockers],
            "first": decision.first.isoformat() if decision.first else None,
            "instalments": instalments_json(found[0], today) if found else [],
            "claimed": _claimed(ledger, number),
            "timeline": of_document(ledger, number),
        }


def _of_paid(ledger: Ledger, row: DocumentRow) -> Facts:
    """Give the facts of a document on which nothing is open."""
    letters = letters_as_facts(queries.letters_of(ledger, row.number), "")
    return Facts(row.number, row.client, row.due_date or row.issue_date, row.outstanding, row.outstanding, letters)


def _claimed(ledger: Ledger, number: str) -> dict[str, Any] | None:
    """Give what the last letter claimed beside the principal, None when none did."""
    for one in reversed(queries.letters_of(ledger, number)):
        body = ledger.body(one.seq)
        sums = {name: body[name] for name in ("interest", "compensation", "costs") if body.get(name)}
        if sums:
            return {"letter": one.letter, "date": one.date.isoformat(), "currency": body.get("currency"), **sums}
    return None
