"""Stop chasing a document or a client."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing hold 2026-0001 --until 2026-12-15 --reason "asked for time by phone"
    invoicing hold acme --nothing --reason "small sum, good client"
    invoicing hold 2026-0001 --in-transit --until 2026-12-03 --reason "transfer slip of today"
"""


@command(app, example=_EXAMPLE)
def hold(
    session: Session,
    target: Annotated[str, typer.Argument(metavar="NUMBER|CLIENT", help="The document, or the client by id or name.")],
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day of the hold (default: no end).")] = "",
    nothing: Annotated[bool, typer.Option("--nothing", help="Record that nothing is to be done, and why.")] = False,
    in_transit: Annotated[bool, typer.Option("--in-transit", help="A payment is on its way.")] = False,
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Stop reminding, with a reason. `invoicing release` goes on."""
    from invoicing.app.book import Act, Book
    from invoicing.app.hold import Stop
    from invoicing.app.hold import hold as act_on

    kind = "nothing" if nothing else "in-transit" if in_transit else "hold"
    act = Act(session.today, session.who, key, dry_run, reason)
    done = act_on(Book(session.book), Stop(target, until, kind), act)
    end = f"until {done['until']}" if done["until"] else "without an end"
    emit(session, done, f"{'Would hold' if dry_run else 'On hold'}: {done['subject']} {end}")
