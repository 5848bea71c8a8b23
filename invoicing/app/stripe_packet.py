"""The combined evidence file of a dispute: one page that says it all, the timeline, the exhibits, and their hashes.

Written in English, for a bank. Exhibits are files of the book as they were issued; what would not fit into the limits
is left out, the latest first, and named as left out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.app.stripe_disputes import Packet
from invoicing.ledger import queries
from invoicing.payments.evidence import LARGEST_FILES, MOST_PAGES, story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.ledger.queries import Source
    from invoicing.payments.evidence import Case
    from invoicing.payments.provider import Dispute


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One file of the book: its day, what it is, its path inside the book, its bytes and their SHA-256."""

    day: date
    what: str
    path: str
    content: bytes
    sha256: str


def packet_of(book: Book, dispute: Dispute, number: str, case: Case, today: date) -> Packet:
    """Draw the packet of a dispute: at most 19 pages and 4.5 MB (docs.stripe.com/disputes/best-practices)."""
    with book.ledger() as ledger:
        exhibits = sorted(exhibits_of(ledger, book, number), key=lambda one: (one.day, one.what))
    kept = list(exhibits)
    while True:
        content = _joined(_front(book, dispute, number, case, kept, exhibits[len(kept) :], today), kept)
        pages = _pages(content)
        if not kept or (pages <= MOST_PAGES and len(content) <= LARGEST_FILES):
            return Packet(content, pages, f"evidence-{dispute.id}.pdf")
        kept.pop()


def exhibits_of(source: Source, book: Book, number: str) -> Iterator[Exhibit]:
    """Give the document, what it follows and what follows it, and the letters about it, where the files are there."""
    related = (*queries.preceding(source, number), number, *queries.following(source, number))
    for one in related:
        for row in source.driver.execute("SELECT number FROM documents WHERE number = :number", {"number": one}):
            document = queries.document(source, row[0])
            yield from _read(book, document.issue_date, f"{document.kind} {document.number}", document.pdf_path)
    for letter in queries.letters_of(source, number):
        yield from _read(book, letter.date, f"letter {letter.letter}", letter.path)


def _read(book: Book, day: date, what: str, path: str) -> Iterator[Exhibit]:
    file = book.folder / path
    if path and file.is_file():
        content = file.read_bytes()
        yield Exhibit(day, what, path, content, hashlib.sha256(content).hexdigest())


def _front(
    book: Book,
    dispute: Dispute,
    number: str,
    case: Case,
    kept: Sequence[Exhibit],
    left_out: Sequence[Exhibit],
    today: date,
) -> bytes:
    """Draw the summary, the timeline and the manifest."""
    from invoicing.app.issue import load_theme
    from invoicing.pdf.report import ReportPage, ReportTable, render

    timeline = tuple((line[:10], line[12:]) for line in story(case).splitlines() if line[:4].isdigit())
    manifest = tuple((str(place), str(one.day), one.what, one.sha256) for place, one in enumerate(kept, 1))
    tables = [
        ReportTable(("Day", "What happened"), timeline, title="Timeline"),
        ReportTable(("Exhibit", "Day", "Document", "SHA-256"), manifest, title="Exhibits, in this order"),
    ]
    page = ReportPage(
        seller=book.settings.seller,
        title=f"Response to dispute {dispute.id}",
        language="en",
        day=today,
        facts=(
            ("Claim", dispute.reason.replace("_", " ")),
            ("Amount disputed", f"{dispute.amount} {dispute.amount.currency}"),
            ("Document", number),
            ("Customer", case.customer_name),
            ("What was sold", case.description),
            ("Supplied", str(case.service_start or "")),
        ),
        tables=tuple(table for table in tables if table.rows),
        notes=tuple(f"Not included for want of space: {one.what} of {one.day}" for one in left_out),
    )
    return render(page, load_theme(book, book.settings.theme))


def _joined(front: bytes, exhibits: Sequence[Exhibit]) -> bytes:
    """Put the exhibits behind the front, page by page."""
    from io import BytesIO

    from pypdf import PdfWriter

    writer = PdfWriter()
    for content in (front, *(one.content for one in exhibits)):
        writer.append(BytesIO(content))
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _pages(content: bytes) -> int:
    from io import BytesIO

    from pypdf import PdfReader

    return len(PdfReader(BytesIO(content)).pages)
