"""Import what another program knows: open invoices with their part payments."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, group
from invoicing.cli.output import Table, emit, note

PANEL = "the book"

app = group("Import what another program knows: open invoices with their part payments.")

_EXAMPLE = """
    invoicing import open-invoices open.csv --dry-run
    invoicing import open-invoices open.csv
"""


@command(app, "open-invoices", example=_EXAMPLE)
def open_invoices(
    session: Session,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="CSV: number, client, issue_date, due_date, total; if known currency, tax_rate, net, payments"
            " (2025-12-20=500.00; …), open, description, reference.",
        ),
    ],
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Bring in open invoices: numbers are kept, every row is checked first, and all of them come in or none."""
    from pathlib import Path

    from invoicing.app.book import Act, Book
    from invoicing.app.import_ import import_open_invoices

    act = Act(session.today, session.who, key, dry_run)
    found = import_open_invoices(Book(session.book), Path(file), act)
    columns = ("number", "client", "due_date", "total", "outstanding", "currency")
    rows = tuple(tuple(row[name] for name in columns) for row in found["documents"])
    emit(session, found, Table(columns, rows))
    for one in found["series"]:
        note(session, f"series {one['series']} goes on after number {one['last']} of {one['period']}")
    if dry_run:
        note(session, "nothing was written")
