"""Turn a document into the next one, such as a quote into a deposit invoice."""

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
    invoicing convert Q2026-0001 --to deposit-invoice --share 30%
    invoicing convert Q2026-0001 --to final-invoice
    invoicing convert DL2026-0004 --to invoice --terms 30
    invoicing convert Q2026-0002 --to delivery-note --line 1=5 --line 3
"""


@command(app, example=_EXAMPLE)
def convert(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document it comes from.")],
    to: Annotated[str, typer.Option("--to", metavar="KIND", help="What it becomes: deposit-invoice, invoice …")],
    share: Annotated[str, typer.Option(metavar="PERCENT", help="The share of a deposit (default: 20%).")] = "",
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
    """Issue the document that follows another one, with its lines and the link between the two.

    A final invoice takes off every open deposit of the job, each by number and date with its tax.
    """
    from invoicing.app.book import Act, Book
    from invoicing.app.convert import Step
    from invoicing.app.convert import convert as act_on
    from invoicing.app.derive import Wish

    wish = Wish(
        date, supply_date, terms, valid_until, reference, session.lang or "", tuple(line or ()), tuple(note or ())
    )
    step = Step(number, to.replace("_", "-"), share, wish)
    done = act_on(Book(session.book), step, Act(session.today, session.who, key, dry_run, reason))
    emit(session, done, issued_text(done, dry_run=dry_run), f"from {number}   {done['pdf']}")
