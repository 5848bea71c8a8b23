"""Record a promise to pay."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing promise 2026-0001 500.00 --by 2026-12-15
    invoicing promise 2026-0001 --by 2026-12-15 --words "I will pay on Tuesday."
"""


@command(app, example=_EXAMPLE)
def promise(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document the promise is about.")],
    amount: Annotated[
        str, typer.Argument(metavar="AMOUNT", help="What was promised (default: all that is open).")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="DATE", help="The day it was promised for.")] = "",
    words: Annotated[str, typer.Option(metavar="TEXT", help="The client's own words.")] = "",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Record the client's word. Reminders rest until the day after; if it is not kept, the next letter names it."""
    from invoicing.app.book import Act, Book
    from invoicing.app.promise import Word
    from invoicing.app.promise import promise as act_on

    act = Act(session.today, session.who, key, dry_run, reason)
    done = act_on(Book(session.book), Word(number, amount, by, words), act)
    emit(session, done, f"Promised: {done['amount']} {done['currency']} on {number} by {done['by']}")
