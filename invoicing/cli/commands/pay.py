"""Book a payment that arrived."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, single
from invoicing.cli.output import emit

PANEL = "money in"

app = single()

_EXAMPLE = """
    invoicing pay 2026-0001 120.00
    invoicing pay 2026-0001 50 --date 2026-03-01 --method card --reference "terminal 7"
    invoicing pay 2026-0001,2026-0004 900.00
    invoicing pay 2026-0001 --all --method cash
    invoicing pay 2026-0001 1104.00 --received "1200 USD" --rate 0.92 --fee 5.00
"""


@command(app, example=_EXAMPLE)
def pay(
    session: Session,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="The document that was paid, or several with commas between.")
    ],
    amount: Annotated[
        str, typer.Argument(metavar="AMOUNT", help="What arrived, with a point before the decimals.")
    ] = "",
    whole: Annotated[bool, typer.Option("--all", help="All that is open of it was paid.")] = False,
    also: Annotated[
        list[str] | None, typer.Option("--also", metavar="NUMBER", help="A further document it paid, after the first.")
    ] = None,
    date: Annotated[str, typer.Option(metavar="DATE", help="The day it arrived (default: today).")] = "",
    method: Annotated[str, typer.Option(metavar="METHOD", help="bank, card, cash, cheque or other.")] = "bank",
    reference: Annotated[str, typer.Option(metavar="TEXT", help="What the bank statement says.")] = "",
    currency: Annotated[str, typer.Option(metavar="CODE", help="The currency, to be sure.")] = "",
    fee: Annotated[str, typer.Option(metavar="AMOUNT", help="What the bank kept of it.")] = "",
    received: Annotated[
        str, typer.Option(metavar='"AMOUNT CODE"', help="What was sent in another currency; noted only.")
    ] = "",
    rate: Annotated[
        str, typer.Option(metavar="RATE", help="One unit of what was sent in the document's currency.")
    ] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Book money on a document, or on several in the order named. What exceeds them stays as the client's credit."""
    from invoicing.app.book import Act, Book
    from invoicing.app.pay import Arrived
    from invoicing.app.pay import pay as act_on

    arrived = Arrived(
        number, amount, date, method, reference, currency.upper(), fee, tuple(also or ()), whole, received, rate
    )
    done = act_on(Book(session.book), arrived, Act(session.today, session.who, key, dry_run))
    said = "Would book" if dry_run else "Booked"
    text = (
        f"{said} {done['payment']}: {done['amount']} {done['currency']} on {number}, {done['outstanding']} outstanding"
    )
    noted = done.get("received")
    if noted:
        text += f", sent as {noted['amount']} {noted['currency']}"
    credit = f", {done['credit']} credit" if done["credit"].strip("0.") else ""
    emit(session, done, text + credit)
