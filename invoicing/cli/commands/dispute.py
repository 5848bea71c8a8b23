"""Follow a dispute from its first word to its outcome."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, group
from invoicing.cli.output import emit

PANEL = "talk"

app = group("Follow a dispute from its first word to its outcome.")

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="The document that is disputed.")]
Words = Annotated[str, typer.Option("--words", metavar="TEXT", help="What was said, word for word.")]
By = Annotated[str, typer.Option("--by", metavar="DATE", help="The day it was promised for.")]

_OPEN = """
    invoicing dispute open 2026-0001 --reason quality --words "The colours are wrong."
    invoicing dispute open 2026-0001 --reason wrong-amount --amount 120.00
    invoicing dispute open 2026-0001 --reason not-ordered --line 2 --attach order.pdf
"""


@command(app, "open", example=_OPEN)
def open_(
    session: Session,
    number: Number,
    reason: Annotated[
        str, typer.Option("--reason", metavar="KEY", help="late, wrong-amount, quality, not-ordered, cannot-pay …")
    ] = "other",
    words: Words = "",
    line: Annotated[int, typer.Option("--line", metavar="N", help="Only this line is disputed, counted from 1.")] = 0,
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help="Only so much of it is disputed.")] = "",
    channel: Annotated[str, typer.Option("--channel", metavar="KEY", help="phone, email, letter …")] = "other",
    attach: Annotated[list[str] | None, typer.Option("--attach", metavar="FILE", help="What the client sent.")] = None,
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Open a dispute about a document, a line or an amount. What is disputed is not chased; the rest is."""
    from invoicing.app.book import Act, Book
    from invoicing.app.dispute import Dispute, open_dispute

    what = Dispute(number, reason, words, line, amount, channel, tuple(attach or ()))
    done = open_dispute(Book(session.book), what, Act(session.today, session.who, key, dry_run))
    emit(session, done, f"Disputed: {done['amount']} {done['currency']} of {number} ({reason})")


@command(app, "note", example='invoicing dispute note 2026-0001 --words "We look at it until Friday." --by 2026-12-04')
def note(
    session: Session, number: Number, words: Words = "", by: By = "", key: Key = "", dry_run: DryRun = False
) -> None:
    """Write down what was said."""
    _say(session, number, "note", words, by, key, dry_run)


@command(app, "propose", example='invoicing dispute propose 2026-0001 --words "We print it again." --by 2026-12-10')
def propose(
    session: Session, number: Number, words: Words = "", by: By = "", key: Key = "", dry_run: DryRun = False
) -> None:
    """Write down what was proposed."""
    _say(session, number, "propose", words, by, key, dry_run)


@command(app, "agree", example='invoicing dispute agree 2026-0001 --words "New print, same price." --by 2026-12-10')
def agree(
    session: Session, number: Number, words: Words = "", by: By = "", key: Key = "", dry_run: DryRun = False
) -> None:
    """Write down what was agreed, and by when it is done."""
    _say(session, number, "agree", words, by, key, dry_run)


@command(app, "follow-up", example="invoicing dispute follow-up 2026-0001 --by 2026-12-20")
def follow_up(
    session: Session, number: Number, words: Words = "", by: By = "", key: Key = "", dry_run: DryRun = False
) -> None:
    """Write down when it is checked whether the solution worked, or that it did."""
    _say(session, number, "follow-up", words, by, key, dry_run)


def _say(session: Session, number: str, stage: str, words: str, by: str, key: str, dry_run: bool) -> None:
    from invoicing.app.book import Act, Book
    from invoicing.app.dispute import note_dispute

    act = Act(session.today, session.who, key, dry_run)
    done = note_dispute(Book(session.book), number, stage, words, by, act)
    emit(session, done, f"Noted on {number}: {stage}")


@command(app, "close", example='invoicing dispute close 2026-0001 --outcome rejected --reason "delivered as ordered"')
def close(
    session: Session,
    number: Number,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="KEY", help="accepted, partly, rejected or withdrawn.")
    ] = "withdrawn",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Close a dispute. Accepted needs a credit note of the amount first."""
    from invoicing.app.book import Act, Book
    from invoicing.app.dispute import close_dispute

    act = Act(session.today, session.who, key, dry_run, reason)
    done = close_dispute(Book(session.book), number, outcome, act)
    emit(session, done, f"Closed on {number}: {outcome}")
