"""Write the letters that are due."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import Confirm, DryRun, Key, command, single
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing remind
    invoicing remind 2026-12-01-0a1b2c3d4e5f
    invoicing remind --confirm 2026-0007
"""


@command(app, example=_EXAMPLE)
def remind(
    session: Session,
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="The id of a plan; refused when the facts changed since.")
    ] = "",
    confirm: Confirm = None,
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Write today's letters as PDF. Asked again on the same day, nothing is written twice."""
    from invoicing.app.book import Act, Book
    from invoicing.app.remind import remind as act_on

    done = act_on(
        Book(session.book),
        Act(session.today, session.who, key, dry_run),
        plan,
        tuple(confirm or ()),
        session.lang or "",
    )
    rows = tuple((one["client"], one["letter"], ", ".join(one["documents"]), one["pdf"]) for one in done["letters"])
    parts: list[Table | str] = []
    if rows:
        parts.append(Table(("client", "letter", "documents", "pdf"), rows))
    parts += [
        f"awaiting confirmation: {one['letter']} to {one['client']} ({', '.join(one['documents'])})"
        for one in done["awaiting"]
    ]
    parts += [
        f"incomplete: {one['letter']} to {one['client']}: {one['lacks']['message']}; {one['lacks']['remedy']}"
        for one in done["incomplete"]
    ]
    emit(session, done, *(parts or ["No letter is due today."]))
