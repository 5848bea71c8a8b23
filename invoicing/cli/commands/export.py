"""Export documents, lines, payments and clients to other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import emit

PANEL = "the book"

app = single()

_EXAMPLE = """
    invoicing export csv --out books.csv
    invoicing export xlsx --since 2026-01-01 --until 2026-12-31 --out 2026.xlsx
    invoicing export beancount --out books.beancount
"""


@command(app, example=_EXAMPLE)
def export(
    session: Session,
    form: Annotated[str, typer.Argument(metavar="FORM", help="csv, xlsx, json, hledger or beancount.")],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="The file to write; CSV puts more beside it.")],
    since: Annotated[str, typer.Option(metavar="DATE", help="From this day on; a journal opens with what was.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Up to this day.")] = "",
) -> None:
    """Write the book's records for a spreadsheet, another program, or plain-text accounting."""
    from pathlib import Path

    from invoicing.app.book import Book
    from invoicing.app.export import export as write
    from invoicing.app.reports.report import span_of

    found = write(Book(session.book), form, span_of(since, until), Path(out), session.today)
    counts = ", ".join(f"{count} {name}" for name, count in found["counts"].items())
    emit(session, found, *(f"written: {path}" for path in found["files"]), counts)
