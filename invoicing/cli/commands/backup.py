"""Write the whole book into one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import emit

PANEL = "the book"

app = single()


@command(app, example="invoicing backup book-2026-11.zip")
def backup(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The backup to write; never overwritten.")],
) -> None:
    """Write ledger, documents, letters and settings into one file that `restore` reads on either database."""
    from invoicing.app.backup import backup as act_on
    from invoicing.app.book import Book

    done = act_on(Book(session.book), Path(file))
    emit(session, done, f"Wrote {done['file']}: {done['events']} events, head {done['head']}")
