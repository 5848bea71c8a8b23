"""Take back an invoice: whole, by line or by amount."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, single
from invoicing.cli.output import emit
from invoicing.cli.said import issued_text
from invoicing.cli.wishes import Date, Line

PANEL = "documents"

app = single()

_EXAMPLE = """
    invoicing credit 2026-0001 --reason "sent by mistake"
    invoicing credit 2026-0001 --line 2 --line 3=1.5
    invoicing credit 2026-0001 --amount 100.00 --reason "late delivery, as agreed"
    invoicing credit 2026-0001 --cancel
"""


@command(app, example=_EXAMPLE)
def credit(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The invoice to take back.")],
    line: Line = None,
    amount: Annotated[str, typer.Option(metavar="AMOUNT", help="Only so much of it, tax included.")] = "",
    cancel: Annotated[bool, typer.Option("--cancel", help="Cancel it: all that is left, as a cancellation.")] = False,
    date: Date = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; printed on the document and kept in the ledger.")
    ] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Issue the credit note of an invoice. Without --line or --amount all that is left of it is taken back."""
    from invoicing.app.book import Act, Book
    from invoicing.app.credit import Taken
    from invoicing.app.credit import credit as act_on

    kind = "cancellation" if cancel else "credit-note"
    taken = Taken(number, kind, tuple(line or ()), amount, date, reason)
    done = act_on(Book(session.book), taken, Act(session.today, session.who, key, dry_run, reason))
    left = f"{done['outstanding']} {done['currency']} of {number} still open, {done['credit']} credit"
    emit(session, done, issued_text(done, dry_run=dry_run), left, done["pdf"])
