"""Check the book: the chain, and that the tables say what the events say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import InvoicingError, Refused

if TYPE_CHECKING:
    from invoicing.app.book import Book

_HASH = re.compile(r"[0-9a-f]{64}")
_DAMAGE = frozenset({"book-damaged", "disk-failed"})
"""codes of a database that cannot even be opened"""


def verify(book: Book, head: str | None = None) -> dict[str, Any]:
    """Give the shape of `verify --json`; `head` noted earlier finds a cut tail. Nothing is written.

    Refused (``bad-head``) for a head that is no hash: an empty variable must not read as all being well.
    """
    from invoicing.ledger.verify import verify as check

    if head is not None and not _HASH.fullmatch(head):
        raise Refused.one(
            "bad-head",
            f"{head!r} is no head of a book",
            where="--head",
            rule="64 hexadecimal digits",
            remedy="give the head that `invoicing verify` printed earlier",
            example="invoicing verify --head " + "3f" * 32,
        )
    try:
        with book.ledger() as ledger:
            report = check(ledger, head)
    except InvoicingError as error:
        if error.code not in _DAMAGE:
            raise
        return _unreadable(error)
    return {
        "ok": report.ok,
        "events": report.events,
        "head": report.head,
        "findings": [
            {"code": one.code, "where": one.where, "message": one.message, "remedy": one.remedy, "example": one.example}
            for one in report.findings
        ],
    }


def _unreadable(error: InvoicingError) -> dict[str, Any]:
    """Give the report on a book whose database cannot be opened: that, too, is a finding."""
    finding = {"code": error.code, "where": "database", "message": error.message, "remedy": error.remedy, "example": ""}
    return {"ok": False, "events": 0, "head": "", "findings": [finding]}
