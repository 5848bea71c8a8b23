"""Write off what will not be pursued."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit

PANEL = "money in"

app = single()

_EXAMPLE = """
    invoicing write-off 2026-0001 --reason "insolvent, no assets"
    invoicing write-off 2026-0001 0.02 --reason "rounding"
"""


@command(app, "write-off", example=_EXAMPLE)
def write_off(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document.")],
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="How much (default: all that is open).")] = "",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Write off what is open of a document, or a part of it, with a reason. The document stays as it is."""
    from invoicing.app.book import Act, Book
    from invoicing.app.write_off import write_off as act_on

    act = Act(session.today, session.who, key, dry_run, reason)
    done = act_on(Book(session.book), number, amount, act)
    said = "Would write off" if dry_run else "Wrote off"
    text = f"{said} {done['amount']} {done['currency']} of {number}: {done['reason']}"
    emit(session, done, f"{text}, {done['outstanding']} outstanding")
