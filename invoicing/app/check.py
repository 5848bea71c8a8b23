"""Check the book: the chain, and that the tables say what the events say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from invoicing.app.book import Book


def verify(book: Book, head: str = "") -> dict[str, Any]:
    """Give the shape of `verify --json`; `head` noted earlier finds a cut tail. Nothing is written."""
    from invoicing.ledger.verify import verify as check

    with book.ledger() as ledger:
        report = check(ledger, head or None)
    return {
        "ok": report.ok,
        "events": report.events,
        "head": report.head,
        "findings": [
            {"code": one.code, "where": one.where, "message": one.message, "remedy": one.remedy, "example": one.example}
            for one in report.findings
        ],
    }
