"""Look at recurring documents: what they made, and the days that come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from invoicing.app.recurring.record import FOREVER, made_by, record_of, records_of
from invoicing.domain.recurrence import describe, next_dates

if TYPE_CHECKING:
    from invoicing.app.book import Book
    from invoicing.app.recurring.record import Recurring
    from invoicing.ledger.queries import Source

COMING = 10
"""how many of the next days are shown"""


def list_recurring(book: Book, today: date, *, archived: bool = False) -> list[dict[str, Any]]:
    """Give all recurring documents by id, each with its rule, its state and its next day."""
    with book.ledger() as ledger:
        return [_row(ledger, one, today) for one in records_of(ledger, archived=archived)]


def show_recurring(book: Book, id_: str, today: date) -> dict[str, Any]:
    """Give one with the documents it made and its next ten days."""
    with book.ledger() as ledger:
        return shown(ledger, record_of(ledger, id_), today)


def shown(source: Source, record: Recurring, today: date) -> dict[str, Any]:
    """Give a record as `recurring show --json` does."""
    made = made_by(source, record.id)
    return _row(source, record, today) | {
        "next": [day.isoformat() for day in _coming(record, made, today)],
        "due": [day.isoformat() for day in record.due(made, today)],
        "made": [{"run": day.isoformat(), "number": number} for day, number in made.items()],
        "pauses": [
            {"from": one.start.isoformat(), "until": None if one.end == FOREVER else one.end.isoformat()}
            for one in record.pauses
        ],
        "rules": [
            {"since": None if one.since == date.min else one.since.isoformat(), "rule": describe(one.rule)}
            for one in record.versions
        ],
        "template": record.template,
    }


def _row(source: Source, record: Recurring, today: date) -> dict[str, Any]:
    made = made_by(source, record.id)
    coming = _coming(record, made, today)
    return {
        "id": record.id,
        "client": record.client,
        "kind": record.template.get("kind", "invoice"),
        "rule": describe(record.versions[-1].rule),
        "state": record.state(today),
        "next_date": coming[0].isoformat() if coming else None,
        "documents": len(made),
    }


def _coming(record: Recurring, made: dict[date, str], today: date) -> tuple[date, ...]:
    """Give the next days that will be made; what a pause skips is passed over, and an open pause leaves none."""
    if record.archived or any(one.end == FOREVER and one.start <= today for one in record.pauses):
        return ()
    days = next_dates(record.versions, today - timedelta(days=1), 5 * COMING)
    free = (day for day in days if day not in made and not any(one.start <= day <= one.end for one in record.pauses))
    return tuple(free)[:COMING]
