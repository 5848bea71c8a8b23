"""Check that nothing in the book was changed."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import command, single
from invoicing.cli.output import emit

PANEL = "the book"

app = single()

_EXAMPLE = """
    invoicing verify
    invoicing verify --head 4f2c…
"""


@command(app, example=_EXAMPLE)
def verify(
    session: Session,
    head: Annotated[str | None, typer.Option(metavar="HASH", help="The head noted earlier: finds a cut tail.")] = None,
) -> Exit:
    """Check the chain of events, replay the tables from it and compare. Exit 1 when something is wrong."""
    from invoicing.app.book import Book
    from invoicing.app.check import verify as look

    found = look(Book(session.book), head)
    lines = [f"{one['where']}: {one['message']} [{one['code']}]" for one in found["findings"]]
    lines += dict.fromkeys(f"remedy: {one['remedy']}" for one in found["findings"] if one["remedy"])
    said = (
        f"{found['events']} events, nothing changed"
        if found["ok"]
        else f"{len(found['findings'])} to look at in {found['events']} events"
    )
    emit(session, found, *lines, said, f"head {found['head']}")
    return Exit.DONE if found["ok"] else Exit.FINDINGS
