"""Take the book's records out: as CSV, an Excel workbook, JSON, or a journal for plain-text accounting."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from invoicing.app.exports.tables import TABLES
from invoicing.app.sheets import cell_text, csv_text
from invoicing.domain.errors import Refused
from invoicing.ledger.paths import write_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from invoicing.app.book import Book
    from invoicing.app.sheets import Cell
    from invoicing.ledger.queries import Source
    from invoicing.ledger.reports import Span

Counts = dict[str, int]


def export(book: Book, form: str, span: Span, out: Path, today: date) -> dict[str, Any]:
    """Write the records of a span in one of `FORMS` to `out`; gives the files written and how many rows each table has.

    CSV is one file a table: documents in `out`, the others beside it, ``books-lines.csv`` beside ``books.csv``. Refused
    (``unknown-form``) for another form.
    """
    if form not in FORMS:
        raise Refused.one(
            "unknown-form",
            f"nothing is exported as {form!r}",
            where="FORM",
            remedy=f"take one of: {', '.join(FORMS)}",
            example="invoicing export csv --out books.csv",
        )
    with book.ledger() as ledger, ledger.reading():
        files, counts = FORMS[form](book, ledger, span, out, today)
    return {
        "form": form,
        "since": span.since.isoformat() if span.since else None,
        "until": span.until.isoformat() if span.until else None,
        "files": [str(path) for path in files],
        "counts": counts,
    }


def _csv(_book: Book, source: Source, span: Span, out: Path, _today: date) -> tuple[list[Path], Counts]:
    files, counts = [], {}
    for table in TABLES:
        rows = list(table.rows(source, span))
        path = out if table is TABLES[0] else out.with_name(f"{out.stem}-{table.name}{out.suffix}")
        write_file(path, csv_text(table.columns, rows).encode())
        files.append(path)
        counts[table.name] = len(rows)
    return files, counts


def _xlsx(_book: Book, source: Source, span: Span, out: Path, today: date) -> tuple[list[Path], Counts]:
    from invoicing.app.exports.workbook import Workbook

    workbook = Workbook(today)
    counts = {}
    try:
        for table in TABLES:
            with closing(table.rows(source, span)) as rows:
                counts[table.name] = workbook.sheet(table.name, table.columns, rows)
    finally:
        made = workbook.close()
    write_file(out, made)
    return [out], counts


def _json(_book: Book, source: Source, span: Span, out: Path, _today: date) -> tuple[list[Path], Counts]:
    import json

    value = {
        table.name: [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows(source, span)]
        for table in TABLES
    }
    write_file(out, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
    return [out], {name: len(rows) for name, rows in value.items()}


def _plain(cell: Cell) -> str | int | None:
    return cell if cell is None or isinstance(cell, int) else cell_text(cell)


def _hledger(book: Book, source: Source, span: Span, out: Path, _today: date) -> tuple[list[Path], Counts]:
    from invoicing.app.exports.plain import hledger

    return _journal(book, source, span, out, hledger)


def _beancount(book: Book, source: Source, span: Span, out: Path, _today: date) -> tuple[list[Path], Counts]:
    from invoicing.app.exports.plain import beancount

    return _journal(book, source, span, out, beancount)


def _journal(
    book: Book, source: Source, span: Span, out: Path, write: Callable[[Any, str], str]
) -> tuple[list[Path], Counts]:
    from invoicing.app.exports.journal import journal

    entries = journal(source, span)
    write_file(out, write(entries, book.settings.seller.name).encode())
    return [out], {"entries": len(entries)}


FORMS: dict[str, Callable[[Book, Source, Span, Path, date], tuple[list[Path], Counts]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
    "hledger": _hledger,
    "beancount": _beancount,
}
