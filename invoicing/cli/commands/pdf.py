"""Find the PDF of a document."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import emit

PANEL = "documents"

app = single()

_EXAMPLE = """
    invoicing pdf 2026-0001
    invoicing pdf 2026-0001 --copy copy.pdf
"""


@command(app, example=_EXAMPLE)
def pdf(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document's number.")],
    copy: Annotated[str, typer.Option(metavar="FILE", help="Write a copy that says it is one.")] = "",
) -> None:
    """Say where the original PDF is; a missing one is put back as it was issued."""
    from pathlib import Path

    from invoicing.app.book import Book
    from invoicing.app.papers import copy_of, original

    book = Book(session.book)
    done = copy_of(book, number, Path(copy)) if copy else original(book, number)
    emit(session, done, done["pdf"])
