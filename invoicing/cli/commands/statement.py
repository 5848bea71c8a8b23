"""Issue a client's statement of account."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, command, single
from invoicing.cli.output import emit
from invoicing.cli.said import issued_text

PANEL = "documents"

app = single()


@command(app, example="invoicing statement acme")
def statement(
    session: Session,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="The client, by id or name.")],
    currency: Annotated[str, typer.Option(metavar="CODE", help="Of several currencies, this one.")] = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Issue a numbered document that lists what a client has open. All that was asked and paid: `report statement`."""
    from invoicing.app.account_statement import state
    from invoicing.app.book import Act, Book

    act = Act(session.today, session.who, key, dry_run)
    done = state(Book(session.book), client, currency.upper(), act, session.lang or "")
    emit(session, done, issued_text(done, dry_run=dry_run), done["pdf"])
