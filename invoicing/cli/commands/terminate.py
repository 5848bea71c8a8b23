"""End the agreement with a client."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import Confirm, DryRun, Key, Reason, Yes, command, single
from invoicing.cli.output import emit

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing terminate acme
    invoicing terminate acme --confirm acme --handover "the pages in progress" --handover "access to the server"
    invoicing terminate acme --direct --reason "that invoices are paid months after their due date" --confirm acme
"""


@command(app, example=_EXAMPLE)
def terminate(
    session: Session,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="The client, by id or name.")],
    vague: Annotated[bool, typer.Option("--vague", help="Give no reason (the default).")] = False,
    direct: Annotated[bool, typer.Option("--direct", help="Name the reason, and what the decision rests on.")] = False,
    conduct: Annotated[bool, typer.Option("--conduct", help="For conduct: quote what was said, from the log.")] = False,
    handover: Annotated[
        list[str] | None,
        typer.Option(
            "--handover", metavar="TEXT", help="What is handed over, in the client's language; again for more."
        ),
    ] = None,
    confirm: Confirm = None,
    yes: Yes = False,
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Declare the end for the last day of next month, or later if notice demands it, and write the letter.

    Refused with all that is missing: an open dispute, promise, plan or hold; no earlier notice; fewer than two
    incidents in the log (one for conduct). Without --confirm the end is only shown.
    """
    from invoicing.app.book import Act, Book
    from invoicing.app.terminate import End
    from invoicing.app.terminate import terminate as act_on
    from invoicing.domain.errors import UsageFault

    if vague + direct + conduct > 1:
        raise UsageFault(
            "one-form",
            "--vague, --direct and --conduct exclude each other",
            remedy="give one of them",
            where="--direct",
        )
    form = "direct" if direct else "conduct" if conduct else "vague"
    act = Act(session.today, session.who, key, dry_run, reason)
    agreed = yes or bool(set(confirm or ()) & {"all", client})
    done = act_on(Book(session.book), End(client, form, tuple(handover or ())), act, confirmed=agreed)
    if done["awaiting"]:
        emit(session, done, f"awaiting confirmation: {done['letter']} to {done['client']}, ending {done['end_day']}")
    else:
        emit(session, done, f"The agreement with {done['client']} ends on {done['end_day']}", done["pdf"])
