"""What of Stripe needs somebody: calls that wait, disputes with a near deadline, payments on their way.

All of it is read from the ledger; only `finish_waiting` talks to Stripe.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from invoicing.app import outside
from invoicing.app.link import IN_TRANSIT
from invoicing.app.link_calls import CLOSE, finish
from invoicing.app.link_terms import OPEN
from invoicing.domain.errors import InvoicingError
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from invoicing.app.book import Act, Book
    from invoicing.app.outside import Call
    from invoicing.ledger.queries import Source

WARN_DAYS = 3
"""a deadline is shown as urgent so many days before the bank's"""
_WHAT = {OPEN: "a link to be made", CLOSE: "a link to be closed", "refund": "a refund", "receipt": "a receipt"}


def waiting_calls(source: Source) -> tuple[Call, ...]:
    """Give the calls to Stripe, and the receipts after them, that are wanted and have no outcome yet."""
    return tuple(call for call in outside.waiting(source) if call.what in _WHAT)


def say_waiting(calls: Iterable[Call]) -> str:
    """Name calls in one line."""
    return ", ".join(f"{_WHAT[call.what]} ({call.subject})" for call in calls)


def finish_waiting(book: Book, act: Act) -> str:
    """Make the calls that wait, when a key is at hand, and say why something is left; empty when nothing is."""
    from invoicing.app.account import account_in_passing
    from invoicing.app.refund import finish_refunds
    from invoicing.app.stripe_sync import write_receipts

    with book.ledger() as ledger:
        calls = waiting_calls(ledger)
    why = ""
    if calls:
        try:
            provider = account_in_passing(book, allowed=any(call.body.get("live") for call in calls))
            problems = finish(book, act, provider) | finish_refunds(book, act, provider)
            why = next(iter(problems.values()), "")
        except InvoicingError as error:
            why = error.message
        write_receipts(book, act)
    return why


def due_disputes(source: Source, today: date) -> list[dict[str, Any]]:
    """Give the open disputes of banks that must be answered within three days, or whose day has passed: nearest first.

    The day is the bank's own, as it was last heard of; `invoicing stripe disputes` asks anew.
    """
    found = []
    for one in queries.acts(source, None, "dispute", open=True):
        by = one.body.get("due_by") if one.body.get("dispute") else None
        if by and date.fromisoformat(by) <= today + timedelta(days=WARN_DAYS):
            left = (date.fromisoformat(by) - today).days
            found.append({"dispute": one.body["dispute"], "number": one.subject, "due_by": by, "days_left": left})
    return sorted(found, key=lambda row: (row["due_by"], row["dispute"]))


def in_transit(source: Source, numbers: Iterable[str] | None = None) -> Mapping[str, date]:
    """Give, by document, the day until which a payment that was made is waited for: the bank has not answered yet."""
    holds = queries.acts(source, numbers, "hold", open=True)
    return {one.subject: one.until for one in holds if one.body.get("kind") == IN_TRANSIT and one.until is not None}
