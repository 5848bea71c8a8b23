"""A report on paper: the words of its reader's language, the numbers as that language writes them, the book's theme."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.domain.errors import NotFound
from invoicing.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Book
    from invoicing.app.reports.report import Report, Section
    from invoicing.app.sheets import Cell
    from invoicing.pdf.report import ReportTable
    from invoicing.texts import Language

# The page has the name of a client beside its id, and a currency in the title of the table.
_HIDDEN = {
    "aging": frozenset({"client", "currency", "claims"}),
    "statement": frozenset({"currency", "reference"}),
    "income": frozenset({"client", "currency"}),
    "tax": frozenset({"currency", "compound"}),
}
_TITLES = {"tax": "tax-report"}
_LABELS = {
    "client_name": "client",
    "average_days_late": "average-days-late",
    "base": "tax-base",
    "category": "tax-category",
    "rate": "tax-rate",
    "open": "outstanding",
}
_LABELS |= {name.replace("-", "_"): f"bucket-{name}" for name in ("not-due", "1-30", "31-60", "61-90", "over-90")}
# Columns whose words are keys with a word of their own in each language.
_KEYED = frozenset({"entry", "kind"})
_PERCENT = frozenset({"rate", "share", "share_late"})


def pdf_of(book: Book, report: Report, tag: str, today: date) -> bytes:
    """Draw a report in a language (empty: its reader's, else the book's), followed by the files that belong to it."""
    from invoicing import regimes
    from invoicing.app.issue import load_theme
    from invoicing.pdf.report import Bar, ReportPage, render
    from invoicing.texts import language

    words = language(tag or report.language or book.settings.language or "en", book.resources)
    seller = book.settings.seller
    law = regimes.regime(seller.country) if seller.country else regimes.nowhere()
    page = ReportPage(
        seller=seller,
        title=_title(report.key, words),
        language=words.tag,
        day=today,
        facts=tuple(_fact(name, text, words) for name, text in report.facts),
        bars=tuple(Bar(_word(name, words), amount.amount, words.money(amount)) for name, amount in report.bars),
        tables=tuple(_table(report.key, section, words) for section in report.sections if section.rows),
        # What a client reads is in the client's language; a note of the tool is for the user.
        notes=() if report.language else report.notes,
        seller_labels=tuple((one.scheme, one.label) for one in law.identifiers),
    )
    drawn = render(page, load_theme(book, book.settings.theme))
    return _joined(drawn, report.files) if report.files else drawn


def _joined(first: bytes, files: Sequence[str]) -> bytes:
    """Put PDF files behind a PDF, page by page."""
    from io import BytesIO

    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.append(BytesIO(first))
    for path in files:
        writer.append(path)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _title(key: str, words: Language) -> str:
    return words.title("statement") if key == "statement" else _word(_TITLES.get(key, key), words)


def _fact(name: str, text: str, words: Language) -> tuple[str, str]:
    """Give a line of the head; ``as-of`` is one label with the day in it."""
    shown = words.date(date.fromisoformat(text)) if text[:4].isdigit() and len(text) == 10 else text
    return (words.label("date"), shown) if name == "as-of" else (_word(name, words), shown)


def _table(key: str, section: Section, words: Language) -> ReportTable:
    from invoicing.pdf.report import ReportTable

    shown = [place for place, name in enumerate(section.columns) if name not in _HIDDEN.get(key, frozenset())]
    rows = tuple(_row(section.columns, row, shown, words) for row in section.rows)
    total = _row(section.columns, section.total, shown, words) if section.total else ()
    right = [
        place
        for place, column in enumerate(shown)
        if any(isinstance(row[column], Money | Decimal | int) for row in section.rows)
    ]
    title = " ".join(_word(word, words) for word in section.title.split())
    return ReportTable(tuple(_word(section.columns[place], words) for place in shown), rows, tuple(right), total, title)


def _row(columns: Sequence[str], row: Sequence[Cell], shown: Sequence[int], words: Language) -> tuple[str, ...]:
    cells = [_cell(columns[place], row[place], words) for place in shown]
    if row[0] == "total":
        cells[0] = _word("total", words)
    return tuple(cells)


def _cell(column: str, cell: Cell, words: Language) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return words.short_date(cell)
    if not isinstance(cell, str):
        return _number(column, cell, words)
    if column == "label":
        return _word(f"behaviour-{cell}", words)
    return _title_of(cell, words) if column in _KEYED else cell


def _number(column: str, cell: Money | Decimal | int, words: Language) -> str:
    if isinstance(cell, Money):
        return words.amount(cell)
    return words.percent(Decimal(cell)) if column in _PERCENT else words.number(Decimal(cell))


def _title_of(key: str, words: Language) -> str:
    """Give the word of an entry: the title of a document kind, or the label of what else moves a balance."""
    try:
        return words.title(key)
    except NotFound:
        return _word(key, words)


def _word(key: str, words: Language) -> str:
    """Give a label of the language; what has none yet stands in plain English."""
    try:
        return words.label(_LABELS.get(key, key.replace("_", "-")))
    except NotFound:
        return key.replace("_", " ").replace("-", " ") if key.isupper() else _english(key)


def _english(key: str) -> str:
    return key.replace("_", " ").replace("-", " ").capitalize()
