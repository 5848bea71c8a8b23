"""Show what the frame understood."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import Confirm, DryRun, Key, Yes, command, single
from invoicing.cli.output import Table, emit, note

PANEL = "talk"

app = single()


@command(app, example="invoicing echo one --line a")
def echo(
    session: Session,
    words: Annotated[list[str] | None, typer.Argument(metavar="WORD...", help="What to repeat.")] = None,
    line: Annotated[list[str] | None, typer.Option("--line", help="May be given several times.")] = None,
    key: Key = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    confirm: Confirm = None,
) -> None:
    """Show what the frame understood, as JSON or as a table."""
    said = {
        "named": session.named,
        "json": session.json,
        "today": session.today,
        "lang": session.lang,
        "quiet": session.quiet,
        "debug": session.debug,
        "who": session.who,
        "words": words or [],
        "line": line or [],
        "acts": [key, dry_run, yes, confirm],
    }
    note(session, "a note")
    emit(session, said, Table(("Name", "Value"), tuple(said.items())))
