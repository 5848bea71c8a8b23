"""Explain what comes next for a document."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.client_view import timeline_table
from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = single()


@command(app, example="invoicing why 2026-0001")
def why(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document's number.")],
) -> None:
    """Say what the ladder would do about a document today, all that stands in the way, and what happened so far."""
    from invoicing.app.book import Book
    from invoicing.app.why import why as look

    found = look(Book(session.book), number, session.today)
    head = (
        f"{number}: {found['outstanding']} {found['currency']} outstanding, due {found['due_date']}: {found['action']}"
    )
    parts: list[Table | str] = [head, f"because {found['reason']}"]
    parts += [
        f"- {one['code']}: {one['reason']}" + (f" (until {one['until']})" if one["until"] else "")
        for one in found["blockers"]
    ]
    parts.append(f"first possible day: {found['first'] or 'not known'}")
    emit(session, found, *parts, timeline_table(found["timeline"]))
