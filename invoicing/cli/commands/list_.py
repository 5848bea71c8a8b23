"""List documents."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit

PANEL = "documents"

app = single()

_EXAMPLE = """
    invoicing list
    invoicing list --client acme --open
    invoicing list --kind credit-note --since 2026-01-01 --json
"""


@command(app, example=_EXAMPLE)
def list_(
    session: Session,
    kind: Annotated[str, typer.Option(metavar="KIND", help="Only this kind: invoice, credit-note, receipt …")] = "",
    client: Annotated[str, typer.Option(metavar="CLIENT", help="Only this client, by id or name.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Issued on this day or later.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Issued on this day or earlier.")] = "",
    open_: Annotated[bool, typer.Option("--open", help="Only what is not settled yet.")] = False,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Only the newest N.")] = None,
) -> None:
    """List the documents of the book in the order of their issue."""
    from invoicing.app.book import Book
    from invoicing.app.listing import list_documents
    from invoicing.domain.dates import parse_date
    from invoicing.ledger.queries import DocumentFilter

    wanted = DocumentFilter(
        kind=kind.replace("_", "-"),
        client=client,
        since=parse_date(since, "--since") if since else None,
        until=parse_date(until, "--until") if until else None,
        open_only=open_,
        limit=limit,
    )
    rows = list_documents(Book(session.book), wanted)
    columns = ("number", "kind", "client", "issue_date", "due_date", "total", "outstanding", "currency")
    table = Table(columns, tuple(tuple(row[name] for name in columns) for row in rows))
    emit(session, rows, table if rows else "No documents. Write the first one: invoicing issue --help")
