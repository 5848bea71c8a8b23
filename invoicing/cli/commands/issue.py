"""Issue a document."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit, note

PANEL = "documents"

app = single()

_EXAMPLE = """
    invoicing issue invoice.toml
    invoicing issue --client acme --line "Design; 10 h; 80; S 22"
    invoicing issue --client acme --line "Hosting; 1; 120; S" --terms "30 eom" --dry-run
"""


@command(app, example=_EXAMPLE)
def issue(
    session: Session,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The document file, TOML or JSON; - is standard input.")
    ] = "",
    client: Annotated[str, typer.Option(metavar="CLIENT", help="The client, by id or name.")] = "",
    line: Annotated[
        list[str] | None,
        typer.Option(metavar='"TEXT; QTY UNIT; PRICE; TAX"', help="A line; may be given several times."),
    ] = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help="The kind of document (default: invoice).")] = "",
    date: Annotated[str, typer.Option(metavar="DATE", help="The issue date (default: today).")] = "",
    supply_date: Annotated[
        str, typer.Option(metavar="DATE", help="The day of supply, which decides the tax rates.")
    ] = "",
    terms: Annotated[str, typer.Option(metavar="TERMS", help='Days, "30 eom", or the due date.')] = "",
    currency: Annotated[str, typer.Option(metavar="CODE", help="ISO 4217 (default: the client's).")] = "",
    reference: Annotated[str, typer.Option(metavar="TEXT", help="What the buyer wants to see on it.")] = "",
    preceding: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBER", help="The document this one follows, such as the invoice to credit."),
    ] = None,
    pdf: Annotated[str, typer.Option(metavar="FILE", help="Write a copy of the PDF here too.")] = "",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Give a document its number, lock it in the ledger and draw its PDF."""
    from invoicing.app.book import Act, Book
    from invoicing.app.issue import issue as act_on
    from invoicing.app.preview import drafted_from

    flags = {
        "kind": kind,
        "client": client,
        "issue_date": date,
        "supply_date": supply_date,
        "terms": terms,
        "currency": currency,
        "reference": reference,
        "preceding": preceding or [],
        "language": session.lang or "",
    }
    book = Book(session.book)
    drafted = drafted_from(
        book, file, {name: value for name, value in flags.items() if value}, line or [], session.today
    )
    act = Act(session.today, session.who, key, dry_run, reason)
    done = act_on(book, drafted, act, pdf)
    for warning in drafted.warnings:
        note(session, f"look again: {warning.where}: {warning.message}")
    said = "Would issue" if dry_run else "Issued"
    emit(
        session,
        done,
        f"{said} {done['number']}: {done['total']} {done['currency']}, due {done['due_date']}",
        done["pdf"],
    )
