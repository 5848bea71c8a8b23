"""See and change the ladder of a client or a document."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, group
from invoicing.cli.output import Table, emit

PANEL = "chasing"

app = group("See and change the ladder of a client or a document.")

Target = Annotated[str, typer.Argument(metavar="NUMBER|CLIENT", help="The document, or the client by id or name.")]
AnyTarget = Annotated[str, typer.Argument(metavar="NUMBER|CLIENT", help="The document or client; without, the book's.")]

_SET = """
    invoicing policy set acme grades.2.wait=21 pay_within=14
    invoicing policy set 2026-0001 agreement="our agreement of 3 March 2026, section 4"
"""


@command(app, "set", example=_SET)
def set_(
    session: Session,
    target: Target,
    setting: Annotated[list[str], typer.Argument(metavar="NAME=VALUE", help="A setting with its name as in [policy].")],
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Lay settings over the book's ladder, for one client or one document; `invoicing release` undoes it."""
    from invoicing.app.book import Act, Book
    from invoicing.app.own_policy import set_policy

    done = set_policy(Book(session.book), target, setting, Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, f"{done['subject']} goes by its own ladder: {', '.join(setting)}")


@command(app, "show", example="invoicing policy show acme")
def show(session: Session, target: AnyTarget = "") -> None:
    """Show the whole ladder that holds: the usual one with the book's, the client's and the document's settings."""
    from invoicing.app.book import Book
    from invoicing.app.own_policy import show_policy

    found = show_policy(Book(session.book), target)
    columns = ("grade", "wait", "gap", "minimum", "role", "channel", "enabled", "letter")
    rows = tuple(tuple(one[name] for name in columns) for one in found["grades"])
    names = ("pay_within", "bank_age", "notice", "hand_over", "agreement", "work")
    emit(session, found, Table(columns, rows), *(f"{name} = {found[name]}" for name in names if found[name]))
