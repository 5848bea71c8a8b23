"""Start a book in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from invoicing.cli.context import SETTINGS, Session
from invoicing.cli.options import DryRun, command, single
from invoicing.cli.output import emit, note
from invoicing.domain.errors import Conflict

PANEL = "start"

app = single()

_EXAMPLE = """
    invoicing init
    invoicing init ~/books/studio
"""


@command(app, example=_EXAMPLE)
def init(
    session: Session,
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="The folder of the new book; made when it is missing.")
    ] = "",
    *,
    dry_run: DryRun = False,
) -> None:
    """Start a book: write an invoicing.toml to fill in. What is there already is never overwritten."""
    target = Path(folder).expanduser() if folder else session.named or Path.cwd()
    path = target / SETTINGS
    if not dry_run:
        _write_new(path)
        note(session, f"Now fill in {path}, then write your first invoice.")
    emit(session, {"book": str(target), "settings": str(path)}, f"{'Would write' if dry_run else 'Wrote'} {path}")


def _write_new(path: Path) -> None:
    """Write the settings, unless there are some; raises Conflict (``book-exists``)."""
    from invoicing.intake.settings import SKELETON

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(SKELETON)
    except FileExistsError:
        raise Conflict(
            "book-exists",
            f"there is a book in {path.parent} already",
            remedy="edit its invoicing.toml, or name another folder",
            where=str(path),
        ) from None
