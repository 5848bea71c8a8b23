"""Say who is late: each document past its due day, what is open, what was written, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.charges import Charge
    from invoicing.app.facts import OpenDocument
    from invoicing.domain.dunning.facts import Blocker
    from invoicing.ledger.queries import Source


def late(book: Book, today: date, client: str = "") -> list[dict[str, Any]]:
    """Give the rows of `late --json`, the longest overdue first; nothing is written."""
    with book.ledger() as ledger:
        return _rows(book, ledger, today, client)


def late_by_client(book: Book, today: date, client: str = "") -> list[dict[str, Any]]:
    """Give one row per client and currency with how the client pays; the largest sum first."""
    from invoicing.app.late_clients import by_client

    with book.ledger() as ledger:
        return by_client(ledger, _rows(book, ledger, today, client), today)


def _rows(book: Book, source: Source, today: date, client: str) -> list[dict[str, Any]]:
    who = queries.find_client(source, client).id if client else ""
    if not _anything_late(source, today, who):
        return []
    from invoicing.app.charges import Charges
    from invoicing.app.facts import gather
    from invoicing.app.policies import ladders_of

    found = [one for one in gather(source, today, ladders_of(book, source), client=who) if one.overdue]
    found.sort(key=lambda one: (one.due_date, one.number))
    charges = Charges(source, today)
    return [_row(book, one, charges.of(one), today) for one in found]


def _anything_late(source: Source, today: date, client: str) -> bool:
    """Ask first: in a book where nobody is late nothing of the law is loaded."""
    sql = "SELECT 1 FROM claims WHERE outstanding <> 0 AND due_date < :today"
    narrow = " AND client = :client" if client else ""
    return bool(source.driver.execute(f"{sql}{narrow} LIMIT 1", {"today": today.isoformat(), "client": client}))


def _row(book: Book, one: OpenDocument, charge: Charge | None, today: date) -> dict[str, Any]:
    from invoicing.app.forms import letter_for
    from invoicing.domain.dunning.decision import decide

    decision = decide(one.facts, one.policy, today)
    return {
        "number": one.number,
        "client": one.client,
        "client_name": one.client_name,
        "due_date": one.due_date.isoformat(),
        "days_late": one.days_late(today),
        "outstanding": str(one.outstanding),
        "overdue": str(one.overdue),
        "disputed": str(one.disputed),
        "currency": one.currency,
        "interest": str(charge.interest) if charge else None,
        "compensation": str(charge.compensation) if charge else None,
        "compensation_currency": charge.compensation.currency if charge else None,
        "collection_costs": str(charge.collection_costs) if charge else None,
        "provisional": charge.provisional if charge else False,
        "waived": list(one.waived),
        "grade": one.facts.grade,
        "last_letter": one.facts.last_letter.isoformat() if one.facts.last_letter else None,
        "action": letter_for(book, one, decision) or decision.action,
        "blockers": [blocker_json(blocker) for blocker in decision.blockers],
        "first": decision.first.isoformat() if decision.first else None,
        "instalments": instalments_json(one, today),
    }


def instalments_json(one: OpenDocument, today: date) -> list[dict[str, Any]]:
    """Give each instalment of a plan, or each part a document is payable in; empty when it is payable at once."""
    if one.account.plan is not None:
        from invoicing.domain.dunning.standing import open_parts

        parts = open_parts(one.account.plan, one.account.receipts)
        found: Iterable[tuple[date, str, Any]] = [(part.due, str(part.amount), left) for part, left in parts]
    else:
        found = [(part.due_date, str(part.amount), part.outstanding) for part in one.parts]
        if len(one.parts) < 2:  # payable at once
            return []
    return [
        {
            "due_date": due.isoformat(),
            "amount": amount,
            "outstanding": str(left),
            "days_late": max((today - due).days, 0) if left else 0,
        }
        for due, amount, left in found
    ]


def blocker_json(blocker: Blocker) -> dict[str, Any]:
    """Give a blocker's shape: code, reason, and the last day it stands or null."""
    return {
        "code": blocker.code,
        "reason": blocker.reason,
        "until": blocker.until.isoformat() if blocker.until else None,
    }
