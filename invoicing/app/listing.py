"""List the documents of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Book
    from invoicing.ledger.queries import DocumentFilter, DocumentRow


def list_documents(book: Book, wanted: DocumentFilter) -> list[dict[str, Any]]:
    """Give documents in the order of their issue, each with what is still open of it."""
    with book.ledger() as ledger:
        return [row_json(row) for row in queries.documents(ledger, wanted)]


def row_json(row: DocumentRow) -> dict[str, Any]:
    """Give one document as lists show it."""
    return {
        "number": row.number,
        "kind": row.kind,
        "client": row.client,
        "issue_date": row.issue_date.isoformat(),
        "due_date": row.due_date.isoformat() if row.due_date else None,
        "total": str(row.total),
        "due": str(row.due),
        "outstanding": str(row.outstanding),
        "currency": row.currency,
    }
