"""Show the rates of late-payment interest, and enter a new one."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, group
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = group("Show the rates of late-payment interest, and enter a new one.")

_COLUMNS = ("series", "first_day", "last_day", "last_rate", "days_left", "rows", "title")


@command(app, "list", example="invoicing rates list")
def list_rates(session: Session) -> None:
    """List the rate tables: how far each reaches, and the days left from today (below 0: it is out of date)."""
    from invoicing.app.rates import entered_in
    from invoicing.app.rates import list_rates as look

    found = look(session.today, entered_in(session.book_if_any))
    emit(session, found, Table(_COLUMNS, tuple(tuple(row[name] for name in _COLUMNS) for row in found)))


@command(app, "show", example="invoicing rates show de-basiszinssatz")
def show_rates(
    session: Session,
    series: Annotated[str, typer.Argument(metavar="SERIES", help="The key of a table, as `rates list` gives it.")],
) -> None:
    """Show a rate table row by row, with the source of each row and how well it is checked."""
    from invoicing.app.rates import entered_in
    from invoicing.app.rates import show_rates as look

    found = look(series, entered_in(session.book_if_any))
    rows = tuple(
        (row["from"], row["to"], row["rate"], row["check"], row["notice"] or row["note"], "; ".join(row["sources"]))
        for row in found["rows"]
    )
    gaps = f"missing: {', '.join(found['gaps'])}" if found["gaps"] else "nothing is known to be missing"
    emit(session, found, Table(("from", "to", "rate", "check", "notice", "sources"), rows, found["title"]), gaps)


@command(app, "add", example="invoicing rates add ecb-half-year 2027H1 2.65 --source https://www.example.org/notice")
def add_rate(
    session: Session,
    series: Annotated[str, typer.Argument(metavar="SERIES", help="The key of a table, as `rates list` gives it.")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="A half-year such as 2027H1, or FROM/TO.")],
    rate: Annotated[str, typer.Argument(metavar="RATE", help="Per cent a year.")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where it is published.")] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Enter a rate the tables lack yet, with its source; it holds for this book."""
    from invoicing.app.book import Act, Book
    from invoicing.app.rates import add_rate as act_on

    act = Act(session.today, session.who, key, dry_run)
    done = act_on(Book(session.book), series, period, rate, source, act)
    emit(session, done, f"{'Would enter' if dry_run else 'Entered'} {series} {done['from']}: {done['rate']} %")
