"""The combined evidence file of a dispute: one page that says it all, the timeline, the exhibits, and their hashes.

Written in English, for a bank. Exhibits are files of the book as they are; what cannot be joined, and what would not
fit into the limits (the latest first), is left out and named as left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from invoicing.app.stripe_case import exhibits_of
from invoicing.app.stripe_disputes import Packet
from invoicing.payments.evidence import LARGEST_FILES, MOST_PAGES, story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.stripe_case import Exhibit
    from invoicing.payments.evidence import Case, Record
    from invoicing.payments.provider import Dispute

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_A4 = (1240, 1754)
"""a page at 150 dots an inch: small enough for the limits, sharp enough to be read"""


@dataclass(frozen=True, slots=True)
class _Sheets:
    """An exhibit and its pages as a PDF."""

    exhibit: Exhibit
    content: bytes


def packet_of(book: Book, dispute: Dispute, number: str, case: Case, today: date) -> Packet:
    """Draw the packet of a dispute: at most 19 pages and 4.5 MB (docs.stripe.com/disputes/best-practices)."""
    with book.ledger() as ledger:
        exhibits = sorted(exhibits_of(ledger, book, number), key=lambda one: one.day)
    sheets = [_Sheets(one, content) for one in exhibits if (content := _as_pdf(one.content))]
    joined = {one.exhibit for one in sheets}
    notes = [f"Not included, for it is no page: {one.what} of {one.day}" for one in exhibits if one not in joined]
    kept = list(sheets)
    while True:
        short = [
            f"Not included for want of space: {one.exhibit.what} of {one.exhibit.day}" for one in sheets[len(kept) :]
        ]
        front = _front(book, dispute, number, case, [one.exhibit for one in kept], (*notes, *short), today)
        content, pages = _joined(front, [one.content for one in kept])
        if not kept or (pages <= MOST_PAGES and len(content) <= LARGEST_FILES):
            return Packet(content, pages, f"evidence-{dispute.id}.pdf")
        kept.pop()


def _as_pdf(content: bytes) -> bytes:
    """Give a file as PDF pages; empty for what is neither a readable PDF nor a picture."""
    try:
        if content.startswith(_PICTURES):
            return _picture(content)
        return content if content.startswith(b"%PDF-") and _pages(content) else b""
    except Exception:  # noqa: BLE001 - a client's file may be broken in any way, and must not keep the others back
        return b""


def _picture(content: bytes) -> bytes:
    """Put a picture on a page of its own, upright, not larger than the page."""
    from PIL import Image, ImageOps

    made = BytesIO()
    with Image.open(BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
        upright.thumbnail(_A4)
        page = Image.new("RGB", _A4, "white")
        page.paste(upright, ((_A4[0] - upright.width) // 2, 0))
        page.save(made, "PDF", resolution=150, quality=80)
    return made.getvalue()


def _front(
    book: Book, dispute: Dispute, number: str, case: Case, kept: Sequence[Exhibit], notes: Sequence[str], today: date
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
    supplied = [str(day) for day in (case.service_start, case.service_end) if day]
    facts = (
        ("Claim", dispute.reason.replace("_", " ")),
        ("Amount disputed", f"{dispute.amount} {dispute.amount.currency}"),
        ("Document", number),
        ("Customer", case.customer_name),
        ("What was sold", case.description),
        ("Supplied", " to ".join(dict.fromkeys(supplied))),
    )
    page = ReportPage(
        seller=book.settings.seller,
        title=f"Response to dispute {dispute.id}",
        language="en",
        day=today,
        facts=tuple(fact for fact in facts if fact[1]),
        intro=tuple(_answer(case)),
        tables=tuple(table for table in tables if table.rows),
        notes=tuple(notes),
    )
    return render(page, load_theme(book, book.settings.theme))


def _answer(case: Case) -> Iterator[str]:
    """Answer the claim in three dated facts; one the book does not hold is said to be missing, never made up."""
    yield from _fact("What was agreed", case.agreed)
    yield from _fact("What was delivered", case.delivered)
    yield from _fact("What was paid", case.payments)


def _fact(what: str, records: Sequence[Record]) -> Iterator[str]:
    if not records:
        yield f"{what}: the book holds no record of it."
        return
    _, last = max(enumerate(records), key=lambda pair: (pair[1].day, pair[0]))
    yield f"{what}: {last.what} on {last.day}" + (f", “{last.text}”." if last.text else ".")


def _joined(front: bytes, exhibits: Sequence[bytes]) -> tuple[bytes, int]:
    """Put the exhibits behind the front, page by page; give the file and its number of pages."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for content in (front, *exhibits):
        writer.append(BytesIO(content))
    made = BytesIO()
    writer.write(made)
    return made.getvalue(), len(writer.pages)


def _pages(content: bytes) -> int:
    """Count the pages of a PDF; a broken one is our own finding, not a line on somebody's terminal."""
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return len(PdfReader(BytesIO(content)).pages)
