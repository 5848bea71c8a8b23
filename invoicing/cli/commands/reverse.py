"""Take a payment back that bounced or was booked wrongly."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit

PANEL = "money in"

app = single()


@command(app, example='invoicing reverse P2026-0003 --reason "returned by the bank"')
def reverse(
    session: Session,
    payment: Annotated[str, typer.Argument(metavar="PAYMENT", help="The payment's id.")],
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Reverse a payment: what it settled is open again, and its receipt says so when it is shown."""
    from invoicing.app.book import Act, Book
    from invoicing.app.reverse import reverse as act_on

    done = act_on(Book(session.book), payment, Act(session.today, session.who, key, dry_run, reason))
    said = "Would take back" if dry_run else "Took back"
    opened = "".join(f", {one['outstanding']} open of {one['number']}" for one in done["documents"])
    emit(session, done, f"{said} {done['payment']}: {done['amount']} {done['currency']}{opened}")
