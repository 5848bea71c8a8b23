"""Say who is late: each document past its due day, what is open, what was written, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.charges import Charges
from invoicing.app.facts import gather
from invoicing.domain.dunning import decide
from invoicing.ledger import queries

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.charges import Charge
    from invoicing.app.facts import OpenDocument
    from invoicing.domain.dunning import Blocker, Policy


def late(book: Book, today: date, client: str = "") -> list[dict[str, Any]]:
    """Give the rows of `late --json`, the longest overdue first; nothing is written."""
    with book.ledger() as ledger:
        who = queries.find_client(ledger, client).id if client else ""
        found = [one for one in gather(ledger, today, client=who) if one.overdue]
        found.sort(key=lambda one: (one.due_date, one.number))
        charges = Charges(ledger, today)
        return [_row(one, charges.of(one), book.policy, today) for one in found]


def _row(one: OpenDocument, charge: Charge | None, policy: Policy, today: date) -> dict[str, Any]:
    decision = decide(one.facts, policy, today)
    return {
        "number": one.number,
        "client": one.client,
        "client_name": one.client_name,
        "due_date": one.due_date.isoformat(),
        "days_late": one.days_late(today),
        "outstanding": str(one.outstanding),
        "overdue": str(one.overdue),
        "currency": one.currency,
        "interest": str(charge.interest) if charge else None,
        "compensation": str(charge.compensation) if charge else None,
        "compensation_currency": charge.compensation.currency if charge else None,
        "collection_costs": str(charge.collection_costs) if charge else None,
        "provisional": charge.provisional if charge else False,
        "grade": one.facts.grade,
        "last_letter": one.facts.last_letter.isoformat() if one.facts.last_letter else None,
        "action": decision.letter or decision.action,
        "blockers": [blocker_json(blocker) for blocker in decision.blockers],
        "first": decision.first.isoformat() if decision.first else None,
    }


def blocker_json(blocker: Blocker) -> dict[str, Any]:
    """Give a blocker's shape: code, reason, and the last day it stands or null."""
    return {
        "code": blocker.code,
        "reason": blocker.reason,
        "until": blocker.until.isoformat() if blocker.until else None,
    }
