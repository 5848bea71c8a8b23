"""Look whether all is well, and finish what a crash left."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit

PANEL = "start"

app = single()


@command(app, example="invoicing doctor")
def doctor(
    session: Session,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look; mend nothing.")] = False,
) -> Exit:
    """Check this machine and the book, put missing PDFs back, and say what is wrong. Exit 1 when something is."""
    from invoicing.app.doctor import examine

    found = examine(session.book_if_any, session.today, mend=not dry_run)
    rows = tuple((one["check"], "ok" if one["ok"] else "!", one["detail"]) for one in found["checks"])
    emit(session, found, Table(("check", "", "detail"), rows))
    return Exit.DONE if found["ok"] else Exit.FINDINGS
