"""Write the receipt of a payment."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, single
from invoicing.cli.output import emit

PANEL = "money in"

app = single()

_EXAMPLE = """
    invoicing receipt P2026-0001
    invoicing receipt 2026-0001
"""


@command(app, example=_EXAMPLE)
def receipt(
    session: Session,
    payment: Annotated[
        str, typer.Argument(metavar="PAYMENT", help="The payment, or a document's number for its last payment.")
    ],
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Write the receipt of a payment as PDF; asked for again, the same receipt."""
    from invoicing.app.book import Act, Book
    from invoicing.app.receipt import receipt as act_on

    done = act_on(Book(session.book), payment, Act(session.today, session.who, key, dry_run))
    emit(
        session,
        done,
        f"Receipt {done['number']} for {done['payment']}: {done['total']} {done['currency']}",
        done["pdf"],
    )
