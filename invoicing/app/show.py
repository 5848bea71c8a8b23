"""Look at one document, with its chain and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.answer import answer_to
from invoicing.app.chain import chain
from invoicing.app.drafting import taxes_json, totals_json
from invoicing.app.listing import row_json
from invoicing.app.snapshot import snapshot
from invoicing.domain.money import plain, total
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Book
    from invoicing.app.chain import Link
    from invoicing.domain.issued import Issued
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
            "chain": [_link(one) for one in chain(ledger, number)],
            "answer": answer_to(ledger, number),
            "valid_until": document.valid_until.isoformat() if document.valid_until else None,
            "notes": list(document.notes),
            "extra": dict(document.extra),
            "attachments": list(document.attachments),
            "reversed_on": _reversed_on(ledger, issued),
            "pdf": str(book.folder / row.pdf_path),
            "pdf_sha256": row.pdf_sha256,
            **_money_side(ledger, number),
        }


def _link(link: Link) -> dict[str, Any]:
    row = link.row
    return {
        "number": row.number,
        "kind": row.kind,
        "issue_date": row.issue_date.isoformat(),
        "total": str(row.total),
        "place": link.place,
        "follows": list(link.follows),
    }


def _reversed_on(ledger: Source, issued: Issued) -> str | None:
    """Give the day on which the payment of a receipt was taken back or the last of it went back, or None."""
    if issued.receipt is None:
        return None
    payment = queries.payment(ledger, issued.receipt.payment)
    gone = queries.refunds(ledger, payment.id)
    day = payment.reversed_on
    if gone and total((one.amount for one in gone), payment.currency) == payment.amount:
        day = gone[-1].date
    return day.isoformat() if day else None


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
