"""Make a document again, with its days rolled forward."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit
from invoicing.cli.said import issued_text
from invoicing.cli.wishes import Date, Line, Note, Reference, SupplyDate, Terms, ValidUntil

PANEL = "documents"

app = single()

_EXAMPLE = """
    invoicing copy 2026-0012
    invoicing copy 2026-0012 --client rossi --lines-only
    invoicing copy Q2025-0007 --valid-until 2026-03-31
"""


@command(app, example=_EXAMPLE)
def copy(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document to make again.")],
    client: Annotated[str, typer.Option(metavar="CLIENT", help="For another client, by id or name.")] = "",
    kind: Annotated[str, typer.Option(metavar="KIND", help="As another kind.")] = "",
    lines_only: Annotated[bool, typer.Option("--lines-only", help="Take only the lines.")] = False,
    line: Line = None,
    date: Date = "",
    supply_date: SupplyDate = "",
    terms: Terms = "",
    valid_until: ValidUntil = "",
    reference: Reference = "",
    note: Note = None,
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Issue a document like another one. Days move with the issue date, periods by whole months."""
    from invoicing.app.book import Act, Book
    from invoicing.app.copying import Again
    from invoicing.app.copying import copy as act_on
    from invoicing.app.derive import Wish

    wish = Wish(
        date, supply_date, terms, valid_until, reference, session.lang or "", tuple(line or ()), tuple(note or ())
    )
    again = Again(number, client, kind.replace("_", "-"), lines_only, wish)
    done = act_on(Book(session.book), again, Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, issued_text(done, dry_run=dry_run), f"copied from {number}   {done['pdf']}")
