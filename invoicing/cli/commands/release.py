"""Go on chasing, or take another act back."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing release 2026-0001
    invoicing release 2026-0001 --what promise --reason "misheard"
"""


@command(app, example=_EXAMPLE)
def release(
    session: Session,
    target: Annotated[str, typer.Argument(metavar="NUMBER|CLIENT", help="The document, or the client by id or name.")],
    what: Annotated[
        str,
        typer.Option(metavar="KIND", help="hold, promise, plan, skip, waiver, policy or termination (default: hold)."),
    ] = "hold",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Take back the last hold, promise, plan, skipped grade, waiver, own ladder or declared end."""
    from invoicing.app.book import Act, Book
    from invoicing.app.hold import RELEASES
    from invoicing.app.hold import release as act_on
    from invoicing.app.words import one_of

    one_of(what, tuple(RELEASES), "--what")
    done = act_on(Book(session.book), target, what, Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, f"{done['outcome']}: {what} of {done['subject']}")
