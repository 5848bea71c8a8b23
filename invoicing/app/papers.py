"""The files of the book: the original PDF of each document, put back where a crash or a hand removed it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing.app.issue import snapshot
from invoicing.app.links import current_url
from invoicing.domain.errors import Conflict, NotFound
from invoicing.ledger import queries

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.app.book import Book
    from invoicing.domain.issued import Issued
    from invoicing.ledger.queries import DocumentRow
    from invoicing.ledger.store import Ledger


def original(book: Book, number: str) -> dict[str, Any]:
    """Give where the original PDF of a document is; a missing one is made again with the recorded hash.

    Conflict (``original-changed``) when the file is there with other bytes: an original is never overwritten.
    """
    with book.ledger() as ledger:
        ledger.settle_files(book.folder)
        row = queries.document(ledger, number)
        if not row.pdf_path:
            raise _imported(number)
        path = book.folder / row.pdf_path
        made = mend(book, ledger, row, path)
    return {"number": number, "pdf": str(path), "sha256": row.pdf_sha256, "restored": made}


def _imported(number: str) -> NotFound:
    return NotFound(
        "imported-document",
        f"{number} was imported: its paper was made by another program",
        where="NUMBER",
        remedy="look for it there; a copy drawn by this tool would not be the original",
    )


def mend(book: Book, ledger: Ledger, row: DocumentRow, path: Path) -> bool:
    """Make the original again when it is missing; True when it was made."""
    if path.is_file():
        if hashlib.sha256(path.read_bytes()).hexdigest() != row.pdf_sha256:
            raise Conflict(
                "original-changed",
                f"{path} is not the file that was issued",
                where=row.number,
                remedy="move it away; `invoicing pdf` then makes the original again",
            )
        return False
    data = redraw(book, ledger, row)
    if hashlib.sha256(data).hexdigest() != row.pdf_sha256:
        raise Conflict(
            "original-lost",
            f"the original of {row.number} is gone, and this version draws it with other bytes",
            where=row.number,
            remedy="bring it back from a backup; a copy that says so is made with --copy",
        )
    from invoicing.ledger.paths import write_file

    write_file(path, data)
    return True


def redraw(book: Book, ledger: Ledger, row: DocumentRow, *, copy: bool = False) -> bytes:
    """Draw a document from its snapshot, with the theme it was issued in.

    `copy` marks it as a copy, and puts the current payment link on it.
    """
    from invoicing.app.issue import load_theme
    from invoicing.pdf.document import render

    theme = load_theme(book, ledger.body(row.seq).get("theme", book.settings.theme))
    issued = snapshot(ledger, row.number)
    if copy:
        issued = replace(issued, copy=True, payment_link=current_url(ledger, row.number))
        notes = (*issued.document.notes, *_reversal(book, ledger, issued))
        issued = replace(issued, document=replace(issued.document, notes=notes))
    return render(issued, theme)


def _reversal(book: Book, ledger: Ledger, issued: Issued) -> tuple[str, ...]:
    """Say on the copy of a receipt that its payment was taken back."""
    if issued.receipt is None:
        return ()
    from invoicing.texts import language

    day = queries.payment(ledger, issued.receipt.payment).reversed_on
    words = language(issued.document.language, book.resources)
    return (f"{words.label('reversal')}: {words.date(day)}",) if day else ()


def copy_of(book: Book, number: str, target: Path) -> dict[str, Any]:
    """Write a copy of a document that says it is one; the original stays as issued."""
    from invoicing.ledger.paths import write_file

    with book.ledger() as ledger:
        data = redraw(book, ledger, queries.document(ledger, number), copy=True)
    write_file(target, data)
    return {"number": number, "pdf": str(target), "sha256": hashlib.sha256(data).hexdigest(), "copy": True}
