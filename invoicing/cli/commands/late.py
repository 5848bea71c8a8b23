"""Show who is late and what comes next."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing late
    invoicing late --client acme --json
"""


@command(app, example=_EXAMPLE)
def late(
    session: Session,
    client: Annotated[str, typer.Option(metavar="CLIENT", help="Only this client, by id or name.")] = "",
) -> None:
    """List what is overdue: how long, how much, what was written, what comes next and what stands in its way."""
    from invoicing.app.book import Book
    from invoicing.app.late import late as look

    rows = look(Book(session.book), session.today, client)
    columns = ("number", "client", "due_date", "days_late", "outstanding", "interest", "currency", "grade", "action")
    shown = tuple(
        (*(row[name] for name in columns), "; ".join(one["reason"] for one in row["blockers"])) for row in rows
    )
    emit(session, rows, Table((*columns, "because"), shown) if rows else "Nobody is late.")
