"""Use a client's credit for another document."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, single
from invoicing.cli.output import emit

PANEL = "money in"

app = single()

_EXAMPLE = """
    invoicing apply P2026-0004 2026-0009
    invoicing apply CN2026-0001 2026-0009 50.00
"""


@command(app, example=_EXAMPLE)
def apply(
    session: Session,
    credit: Annotated[str, typer.Argument(metavar="CREDIT", help="The payment or credit note with credit left.")],
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document to settle.")],
    amount: Annotated[
        str, typer.Argument(metavar="AMOUNT", help="How much (default: as much as there is credit and debt).")
    ] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Settle a document with what was paid too much before, or with what a credit note left over."""
    from invoicing.app.apply import apply as act_on
    from invoicing.app.book import Act, Book

    act = Act(session.today, session.who, key, dry_run)
    done = act_on(Book(session.book), credit, number, amount, act)
    said = "Would use" if dry_run else "Used"
    text = f"{said} {done['amount']} {done['currency']} of {credit} for {number}"
    emit(session, done, f"{text}: {done['outstanding']} outstanding, {done['credit']} credit left")
