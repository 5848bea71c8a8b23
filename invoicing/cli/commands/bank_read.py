"""Say up to which day payments are known."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit

PANEL = "money in"

app = single()


@command(app, example="invoicing bank-read 2026-11-24")
def bank_read(
    session: Session,
    day: Annotated[str, typer.Argument(metavar="DATE", help="The last day whose payments are booked.")] = "",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Note that all payments up to a day are booked. With `bank_age` in [policy], older knowledge stops reminders."""
    from invoicing.app.bank_read import bank_read as act_on
    from invoicing.app.book import Act, Book

    done = act_on(Book(session.book), day, Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, f"Payments are known up to {done['until']}")
