"""Be a folder instead of a file."""

from __future__ import annotations

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import emit

app = single()


@command(app, example="invoicing wide")
def wide(session: Session) -> None:
    """Answer."""
    emit(session, {}, "wide")
