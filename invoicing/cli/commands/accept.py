"""Record that an offer was accepted."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit
from invoicing.cli.wishes import By, Words

PANEL = "documents"

app = single()


@command(app, example='invoicing accept Q2026-0001 --by "Anna Rossi" --date 2026-03-04')
def accept(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The quote, estimate or order.")],
    by: By,
    date: Annotated[str, typer.Option(metavar="DATE", help="The day it was said (default: today).")] = "",
    words: Words = "",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Record who accepted an offer and when, with the hash of what was accepted."""
    from invoicing.app.answer import Answer, answer
    from invoicing.app.book import Act, Book

    said = Answer(number, by, date, words, accepts=True)
    done = answer(Book(session.book), said, Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, f"{number} was accepted by {done['by']} on {done['date']} (sha256 {done['sha256'][:12]}…)")
