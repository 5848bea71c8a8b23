"""Keep documents that come again, such as a monthly invoice."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, group
from invoicing.cli.output import Table, emit

PANEL = "documents"

app = group("Keep documents that come again, such as a monthly invoice.")

Which = Annotated[str, typer.Argument(metavar="ID", help="The recurring document's id.")]
File = Annotated[str, typer.Argument(metavar="FILE", help="A document file as template; {period} is filled in.")]
Client = Annotated[str, typer.Option("--client", metavar="CLIENT", help="The client, by id or name.")]
Line = Annotated[
    list[str] | None,
    typer.Option("--line", metavar='"TEXT; QTY UNIT; PRICE; TAX"', help="A line; may be given several times."),
]
Rule = Annotated[
    str,
    typer.Option(
        "--rule", metavar="RULE", help='"monthly on 31", "quarterly", "every 2 weeks on tuesday", or RFC 5545.'
    ),
]
Start = Annotated[str, typer.Option("--start", metavar="DATE", help="The first day (default: today).")]
Terms = Annotated[str, typer.Option("--terms", metavar="TERMS", help='Days, or "30 eom".')]

_ADD = """
    invoicing recurring add --client acme --line "Hosting {period}; 1; 40; S" --rule "monthly on 31"
    invoicing recurring add care.toml --rule "every 2 weeks on tuesday until 2026-12-31" --start 2026-03-01
    invoicing recurring add care.toml --rule "yearly on 1 march" --id domain
"""


@command(app, "add", example=_ADD)
def add(
    session: Session,
    rule: Rule,
    file: File = "",
    client: Client = "",
    line: Line = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help="The kind of document (default: invoice).")] = "",
    terms: Terms = "",
    start: Start = "",
    id: Annotated[str, typer.Option("--id", metavar="ID", help="Its name (default: the client's id).")] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Set up a document that comes again. Its first one is checked at once; `recurring run` makes what is due."""
    from invoicing.app.book import Act, Book
    from invoicing.app.recurring.setup import Plan
    from invoicing.app.recurring.setup import add as act_on

    flags = _flags(client=client, kind=kind, terms=terms, language=session.lang or "")
    plan = Plan(rule, file, flags, tuple(line or ()), start, id)
    done = act_on(Book(session.book), plan, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would set up' if dry_run else 'Set up'} {done['id']}: {done['rule']}", _coming(done))


@command(app, "edit", example='invoicing recurring edit acme --line "Hosting {period}; 1; 45; S" --rule quarterly')
def edit(
    session: Session,
    id: Which,
    file: File = "",
    rule: Rule = "",
    client: Client = "",
    line: Line = None,
    terms: Terms = "",
    start: Start = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Change what comes from the next run on. What was made stays, and how it was before stays in the ledger."""
    from invoicing.app.book import Act, Book
    from invoicing.app.recurring.setup import Plan
    from invoicing.app.recurring.setup import edit as act_on

    flags = _flags(client=client, terms=terms, language=session.lang or "")
    plan = Plan(rule, file, flags, tuple(line or ()), start)
    done = act_on(Book(session.book), id, plan, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would change' if dry_run else 'Changed'} {id}: {done['rule']}", _coming(done))


@command(app, "list", example="invoicing recurring list")
def list_(
    session: Session,
    stopped: Annotated[bool, typer.Option("--stopped", help="Stopped ones too.")] = False,
) -> None:
    """List what comes again, with its rule and its next day."""
    from invoicing.app.book import Book
    from invoicing.app.recurring.look import list_recurring

    rows = list_recurring(Book(session.book), session.today, archived=stopped)
    columns = ("id", "client", "kind", "rule", "state", "next_date", "documents")
    table = Table(columns, tuple(tuple(row[name] for name in columns) for row in rows))
    emit(session, rows, table if rows else "Nothing comes again. Set it up: invoicing recurring add --help")


@command(app, "show", example="invoicing recurring show acme")
def show(session: Session, id: Which) -> None:
    """Show one: its rules, the documents it made, and its next ten days."""
    from invoicing.app.book import Book
    from invoicing.app.recurring.look import show_recurring

    found = show_recurring(Book(session.book), id, session.today)
    parts = [f"{found['id']}  {found['kind']} to {found['client']}  {found['state']}"]
    parts += [f"rule{_since(one)}: {one['rule']}" for one in found["rules"]]
    parts += [f"paused from {one['from']} until {one['until'] or 'resumed'}" for one in found["pauses"]]
    parts += [f"made {one['run']}: {one['number']}" for one in found["made"]]
    parts += [f"due {day}" for day in found["due"]]
    emit(session, found, *parts, _coming(found))


@command(app, "pause", example="invoicing recurring pause acme --until 2026-08-31")
def pause(
    session: Session,
    id: Which,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day of the pause.")] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Skip what would come from today on, up to a day or until it is resumed."""
    from invoicing.app.book import Act, Book
    from invoicing.app.recurring.setup import pause as act_on

    done = act_on(Book(session.book), id, until, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would pause' if dry_run else 'Paused'} {id}", _coming(done))


@command(app, "resume", example="invoicing recurring resume acme")
def resume(session: Session, id: Which, key: Key = "", dry_run: DryRun = False) -> None:
    """Go on from today. The days that passed in the pause stay skipped."""
    from invoicing.app.book import Act, Book
    from invoicing.app.recurring.setup import resume as act_on

    done = act_on(Book(session.book), id, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would resume' if dry_run else 'Resumed'} {id}", _coming(done))


@command(app, "stop", example="invoicing recurring stop acme")
def stop(session: Session, id: Which, key: Key = "", dry_run: DryRun = False) -> None:
    """Make nothing more of it. What was made stays."""
    from invoicing.app.book import Act, Book
    from invoicing.app.recurring.setup import stop as act_on

    done = act_on(Book(session.book), id, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{'Would stop' if dry_run else 'Stopped'} {id} after {done['documents']} documents")


@command(app, "run", example="invoicing recurring run --dry-run")
def run(
    session: Session,
    id: Annotated[str, typer.Argument(metavar="ID", help="Only this one (default: all).")] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Make every document that is due, each once: missed days are caught up, and a second run makes nothing."""
    from invoicing.app.book import Act, Book, keyed
    from invoicing.app.recurring.run import run as act_on

    book, act = Book(session.book), Act(session.today, session.who, key, dry_run)
    done = keyed(book, act, {"act": "recurring-run", "id": id}, lambda: act_on(book, replace(act, key=""), id))
    said = "would make" if dry_run else "made"
    parts = [
        f"{one['recurring']} {one['run']}: {said} {one['number']}, {one['total']} {one['currency']}"
        for one in done["made"]
    ]
    parts += [f"{one['recurring']} {one['run']}: {one['message']} [{one['code']}]" for one in done["failed"]]
    emit(session, done, *(parts or ["Nothing is due today."]))


def _flags(**words: str) -> dict[str, Any]:
    return {name: value for name, value in words.items() if value}


def _since(one: dict[str, Any]) -> str:
    return f" since {one['since']}" if one["since"] else ""


def _coming(found: dict[str, Any]) -> str:
    return f"next: {', '.join(found['next']) or 'never'}"
