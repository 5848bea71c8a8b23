"""Bring a book back from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import emit

PANEL = "the book"

app = single()

_EXAMPLE = """
    invoicing restore book-2026-11.zip ~/books/studio
    invoicing restore book-2026-11.zip ~/books/studio --ledger postgresql:///books
"""


@command(app, example=_EXAMPLE)
def restore(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup.")],
    folder: Annotated[str, typer.Argument(metavar="DIR", help="An empty or new folder (default: --book).")] = "",
    ledger: Annotated[str, typer.Option(metavar="URL", help="Put the ledger into this PostgreSQL database.")] = "",
) -> None:
    """Restore a backup into an empty folder. Every hash stays what it was."""
    from invoicing.app.backup import restore as act_on

    target = Path(folder) if folder else session.named or Path.cwd()
    done = act_on(Path(file), target, ledger)
    emit(session, done, f"Restored {done['book']}: {done['events']} events, head {done['head']}")
