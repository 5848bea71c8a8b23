"""List, preview and check the themes of pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, group
from invoicing.cli.output import Table, emit

if TYPE_CHECKING:
    from invoicing.app.book import Book

PANEL = "the book"

app = group("List, preview and check the themes of pages.")

_COLUMNS = ("theme", "from", "extends", "used", "findings")

_CHECK = """
    invoicing templates check
    invoicing templates check templates/mine --json
"""


@command(app, "list", example="invoicing templates list")
def list_templates(session: Session) -> None:
    """List the themes there are, the book's own and the shipped ones."""
    from invoicing.app.templates import list_themes

    found = list_themes(_book(session))
    emit(session, found, Table(_COLUMNS, tuple(tuple(one[name] for name in _COLUMNS) for one in found)))


@command(app, "preview", example="invoicing templates preview modern --out modern.pdf")
def preview(
    session: Session,
    theme: Annotated[str, typer.Argument(metavar="THEME", help="The name of a theme, as `templates list` gives it.")],
    out: Annotated[str, typer.Option(metavar="FILE", help="Where the PDF goes (default: THEME.pdf here).")] = "",
) -> None:
    """Draw a sample document with a theme, marked as a draft; nothing is kept in the book."""
    from invoicing.app.templates import preview_theme

    target = Path(out or f"{theme}.pdf").absolute()
    done = preview_theme(_book(session), theme, target, session.today, session.lang or "")
    emit(session, done, f"Drawn: {done['pdf']}")


@command(app, "check", example=_CHECK)
def check(
    session: Session,
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="A theme, or a folder of themes (default: the book's templates).")
    ] = "",
) -> None:
    """Check own themes: settings, template, markup and names, each finding with its line; refused when one is wrong."""
    from invoicing.app.templates import check_themes

    done = check_themes(_book(session), Path(folder).absolute() if folder else None, session.today)
    emit(session, done, f"{len(done['themes'])} checked, nothing to mend: {', '.join(done['themes'])}")


def _book(session: Session) -> Book | None:
    from invoicing.app.book import Book

    folder = session.book_if_any
    return Book(folder) if folder else None
