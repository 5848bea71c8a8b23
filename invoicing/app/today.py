"""What is to be done today: letters, promised days, deadlines of disputes, recurring documents, what waits outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.plan import make_plan, plan_json
from invoicing.app.stripe_waiting import due_disputes, waiting_calls
from invoicing.ledger import queries

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.ledger.queries import ActRow, Source

_ENDING = ("promise", "hold", "log")
"""acts with a day on which somebody has to look again"""


def agenda(book: Book, today: date) -> dict[str, Any]:
    """Give what needs a hand today; nothing is written, and nobody outside is asked.

    `letters` are those of `plan`; `days` are promises, holds and messages whose day has come; `disputes` are a bank's
    with at most three days left; `recurring` the runs that are due; `mail` and `calls` what has no sure outcome.
    """
    with book.ledger() as ledger:
        plan = plan_json(make_plan(ledger, book, today))
        return {
            "today": today.isoformat(),
            "plan": plan["id"],
            "letters": plan["actions"],
            "days": [_day(row) for row in _come(ledger, today)],
            "disputes": due_disputes(ledger, today),
            "recurring": _recurring(ledger, today),
            "mail": _mail(book),
            "calls": [{"what": call.what, "subject": call.subject} for call in waiting_calls(ledger)],
        }


def _come(ledger: Source, today: date) -> list[ActRow]:
    acts = [row for type_ in _ENDING for row in queries.acts(ledger, None, type_, open=True)]
    return sorted((row for row in acts if row.until is not None and row.until <= today), key=lambda row: row.seq)


def _day(row: ActRow) -> dict[str, Any]:
    until = row.until.isoformat() if row.until else None
    return {"what": row.type, "subject": row.subject, "until": until, "why": row.why}


def _recurring(ledger: Source, today: date) -> list[dict[str, Any]]:
    from invoicing.app.recurring.record import made_by, records_of

    return [
        {"recurring": record.id, "run": day.isoformat()}
        for record in records_of(ledger)
        for day in record.due(made_by(ledger, record.id), today)
    ]


def _mail(book: Book) -> list[dict[str, Any]]:
    from invoicing.app.send import outbox

    return [one for one in outbox(book) if one["outcome"] != "sent"]
