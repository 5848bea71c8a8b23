"""Agree on instalments."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing instalments 2026-0001 --parts 3 --from 2026-12-15
    invoicing instalments 2026-0001 2026-12-15=400 2027-01-15=576
"""


@command(app, example=_EXAMPLE)
def instalments(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document to be paid in parts.")],
    part: Annotated[
        list[str] | None, typer.Argument(metavar="DATE=AMOUNT", help="Each instalment; they add up to what is open.")
    ] = None,
    parts: Annotated[int, typer.Option("--parts", metavar="N", help="So many equal instalments, a month apart.")] = 0,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The day of the first of them.")] = "",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Record an instalment plan. While it is kept nobody is reminded; a missing part is named once, kindly."""
    from invoicing.app.book import Act, Book
    from invoicing.app.instalments import Agreed
    from invoicing.app.instalments import instalments as act_on

    act = Act(session.today, session.who, key, dry_run, reason)
    done = act_on(Book(session.book), Agreed(number, tuple(part or ()), parts, first), act)
    rows = tuple((one["due"], one["amount"], done["currency"]) for one in done["instalments"])
    emit(session, done, Table(("due", "amount", "currency"), rows))
