"""Record that an offer was declined."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, single
from invoicing.cli.output import emit
from invoicing.cli.wishes import By, Words

PANEL = "documents"

app = single()


@command(app, example='invoicing decline Q2026-0001 --by "Anna Rossi" --date 2026-03-04')
def decline(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The quote, estimate or order.")],
    by: By,
    date: Annotated[str, typer.Option(metavar="DATE", help="The day it was said (default: today).")] = "",
    words: Words = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Record who declined an offer, when, and in which words."""
    from invoicing.app.answer import Answer, answer
    from invoicing.app.book import Act, Book

    said = Answer(number, by, date, words, accepts=False)
    done = answer(Book(session.book), said, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"{number} was declined by {done['by']} on {done['date']} (sha256 {done['sha256'][:12]}…)")
