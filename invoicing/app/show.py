"""Look at one document, with its chain and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.drafting import taxes_json, totals_json
from invoicing.app.issue import snapshot
from invoicing.app.listing import row_json
from invoicing.domain.money import plain
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Book
    from invoicing.ledger.queries import Source


def show(book: Book, number: str) -> dict[str, Any]:
    """Give one document: its lines and sums, what came before and after it, its claims, payments and letters."""
    with book.ledger() as ledger:
        row = queries.document(ledger, number)
        issued = snapshot(ledger, number)
        document, totals = issued.document, issued.totals
        return row_json(row) | {
            "buyer": document.buyer.name,
            "language": document.language,
            "reference": document.reference,
            "lines": [
                {
                    "description": line.description,
                    "quantity": plain(line.quantity),
                    "unit": line.unit,
                    "price": plain(line.price),
                    "net": str(sums.net),
                }
                for line, sums in zip(document.lines, totals.line_sums, strict=True)
            ],
            "totals": totals_json(totals),
            "taxes": taxes_json(totals),
            "preceding": list(queries.preceding(ledger, number)),
            "following": list(queries.following(ledger, number)),
            "pdf": str(book.folder / row.pdf_path),
            "pdf_sha256": row.pdf_sha256,
            **_money_side(ledger, number),
        }


def _money_side(ledger: Source, number: str) -> dict[str, Any]:
    claims = queries.claims_of(ledger, number)
    settled = queries.allocations_of(ledger, number)
    letters = queries.letters_of(ledger, number)
    return {
        "claims": [
            {
                "part": one.part,
                "due_date": one.due_date.isoformat(),
                "amount": str(one.amount),
                "outstanding": str(one.outstanding),
            }
            for one in claims
        ],
        "settled": [
            {"by": one.source_kind, "source": one.source, "date": one.date.isoformat(), "amount": str(one.amount)}
            for one in settled
        ],
        "letters": [
            {
                "letter": one.letter,
                "grade": one.grade,
                "date": one.date.isoformat(),
                "path": one.path,
                "outcome": one.outcome,
            }
            for one in letters
        ],
    }
