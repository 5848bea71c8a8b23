"""Show who is late and what comes next."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit
from invoicing.domain.errors import UsageFault

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing late
    invoicing late --client acme --json
    invoicing late --by client
"""


@command(app, example=_EXAMPLE)
def late(
    session: Session,
    client: Annotated[str, typer.Option(metavar="CLIENT", help="Only this client, by id or name.")] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="document|client", help="One row per document, or per client and currency.")
    ] = "document",
) -> None:
    """List what is overdue: how long, how much, what was written, what comes next and what stands in its way."""
    from invoicing.app.book import Book
    from invoicing.app.late import late as look
    from invoicing.app.late import late_by_client

    if by not in {"document", "client"}:
        raise UsageFault("bad-usage", f"--by {by} is neither document nor client", remedy="--by client", where="--by")
    rows = (look if by == "document" else late_by_client)(Book(session.book), session.today, client)
    shown = _documents(rows) if by == "document" else _clients(rows)
    emit(session, rows, shown if rows else "Nobody is late.")


def _documents(rows: list[dict[str, Any]]) -> Table:
    columns = ("number", "client", "due_date", "days_late", "outstanding", "interest", "currency", "grade", "action")
    shown = tuple(
        (*(row[name] for name in columns), "; ".join(one["reason"] for one in row["blockers"])) for row in rows
    )
    return Table((*columns, "because"), shown)


def _clients(rows: list[dict[str, Any]]) -> Table:
    columns = ("client", "currency", "days_late", "overdue", "interest", "grade", "last_letter")
    shown = tuple(
        (*(row[name] for name in columns), row["behaviour"]["label"], "; ".join(row["behaviour"]["reasons"]))
        for row in rows
    )
    return Table((*columns, "pays", "because"), shown)
