"""Let interest, compensation or costs go."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing waive 2026-0001 --reason "paid the principal at once after our call"
    invoicing waive 2026-0001 --what interest --reason "first time late"
"""


@command(app, example=_EXAMPLE)
def waive(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document.")],
    what: Annotated[
        list[str] | None,
        typer.Option("--what", metavar="PART", help="interest, compensation or costs; again for more (default: all)."),
    ] = None,
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Claim no interest, compensation or costs on a document, with a reason. The principal stays."""
    from invoicing.app.book import Act, Book
    from invoicing.app.waive import waive as act_on

    done = act_on(Book(session.book), number, what or (), Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, f"Waived on {number}: {', '.join(done['parts'])}")
