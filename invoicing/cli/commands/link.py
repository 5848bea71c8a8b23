"""Give the payment link of a document."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.exits import Exit
from invoicing.cli.options import DryRun, Key, command, single
from invoicing.cli.output import emit, note

PANEL = "money in"

app = single()

_EXAMPLE = """
    invoicing link 2026-0001
    invoicing link 2026-0001 --purpose instalment 2
"""


@command(app, example=_EXAMPLE)
def link(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document to be paid.")],
    nth: Annotated[int, typer.Argument(metavar="[N]", help="Which instalment, from 1.")] = 0,
    purpose: Annotated[
        str, typer.Option(metavar="full|deposit|instalment|balance", help="What it is for (default: all that is open).")
    ] = "",
    part: Annotated[int, typer.Option(metavar="N", help="Which instalment, from 1.")] = 0,
    live: Annotated[bool, typer.Option("--live", help="Allow a live key: real money moves.")] = False,
    key: Key = "",
    dry_run: DryRun = False,
) -> Exit:
    """Give the link by which a document can be paid once, made at Stripe when there is none for what is open now.

    Exit 6 when Stripe did not answer: the link is pending, and `invoicing stripe sync` makes it.
    """
    from invoicing.app.account import account
    from invoicing.app.book import Act, Book
    from invoicing.app.link import Asked
    from invoicing.app.link import link as give
    from invoicing.payments.providers.stripe import StripeProvider

    book = Book(session.book)
    provider = StripeProvider("") if dry_run else account(book, live=live)
    act = Act(session.today, session.who, key, dry_run)
    word, _, digits = purpose.partition(" ")
    which = part or nth or (int(digits) if digits.strip().isdecimal() else 0)
    found = give(book, Asked(number, word, which), act, provider)
    if found["pending"] and not dry_run:
        note(session, f"The link is pending: {found['problem']}. Run `invoicing stripe sync` later.")
    amount = f"{found['amount']} {found['currency']}"
    emit(session, found, found["url"] or f"no link yet for {amount} on {number}")
    return Exit.OUTSIDE if found["pending"] and not dry_run else Exit.DONE
