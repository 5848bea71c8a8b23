"""Show the rates of late-payment interest and where they were read."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, group
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = group("Show the rates of late-payment interest and where they were read.")

_COLUMNS = ("series", "first_day", "last_day", "last_rate", "days_left", "rows", "title")


@command(app, "list", example="invoicing rates list")
def list_rates(session: Session) -> None:
    """List the rate tables: how far each reaches, and the days left from today (below 0: it is out of date)."""
    from invoicing.app.rates import list_rates as look

    found = look(session.today)
    emit(session, found, Table(_COLUMNS, tuple(tuple(row[name] for name in _COLUMNS) for row in found)))


@command(app, "show", example="invoicing rates show de-basiszinssatz")
def show_rates(
    session: Session,
    series: Annotated[str, typer.Argument(metavar="SERIES", help="The key of a table, as `rates list` gives it.")],
) -> None:
    """Show a rate table row by row, with the source of each row and how well it is checked."""
    from invoicing.app.rates import show_rates as look

    found = look(series)
    rows = tuple(
        (row["from"], row["to"], row["rate"], row["check"], row["notice"] or row["note"], "; ".join(row["sources"]))
        for row in found["rows"]
    )
    gaps = f"missing: {', '.join(found['gaps'])}" if found["gaps"] else "nothing is known to be missing"
    emit(session, found, Table(("from", "to", "rate", "check", "notice", "sources"), rows, found["title"]), gaps)
