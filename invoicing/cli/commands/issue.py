"""Issue a document."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import DryRun, Key, Reason, command, single
from invoicing.cli.output import emit, note
from invoicing.cli.said import issued_text
from invoicing.cli.wishes import Date, Note, Reference, SupplyDate, Terms, ValidUntil

PANEL = "documents"

app = single()

_EXAMPLE = """
    invoicing issue invoice.toml
    invoicing issue --client acme --line "Design; 10 h; 80; S 22"
    invoicing issue --client acme --line "Hosting; 1; 120; S" --terms "30 eom" --dry-run
    invoicing issue --client acme --kind quote --line "Site; 1; 4000; S" --discount "Loyalty; 5%"
"""


@command(app, example=_EXAMPLE)
def issue(
    session: Session,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The document file, TOML or JSON; - is standard input.")
    ] = "",
    client: Annotated[str, typer.Option(metavar="CLIENT", help="The client, by id or name.")] = "",
    line: Annotated[
        list[str] | None,
        typer.Option(metavar='"TEXT; QTY UNIT; PRICE; TAX"', help="A line; may be given several times."),
    ] = None,
    kind: Annotated[str, typer.Option(metavar="KIND", help="The kind of document (default: invoice).")] = "",
    date: Date = "",
    supply_date: SupplyDate = "",
    terms: Terms = "",
    valid_until: ValidUntil = "",
    currency: Annotated[str, typer.Option(metavar="CODE", help="ISO 4217 (default: the client's).")] = "",
    reference: Reference = "",
    order: Annotated[str, typer.Option(metavar="TEXT", help="The buyer's purchase order.")] = "",
    project: Annotated[str, typer.Option(metavar="TEXT", help="The project.")] = "",
    preceding: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBER", help="The document this one follows, such as the invoice to credit."),
    ] = None,
    discount: Annotated[
        list[str] | None,
        typer.Option(metavar='"REASON; AMOUNT|N%; TAX"', help="Taken off the whole; the tax may be left out."),
    ] = None,
    charge: Annotated[
        list[str] | None,
        typer.Option(metavar='"REASON; AMOUNT|N%; TAX"', help="Added to the whole; the tax may be left out."),
    ] = None,
    withholding: Annotated[
        list[str] | None, typer.Option(metavar='"KIND; RATE"', help="Tax that the buyer keeps back.")
    ] = None,
    prices_include_tax: Annotated[bool, typer.Option("--including-tax", help="The prices hold the tax.")] = False,
    rounding: Annotated[str, typer.Option(metavar="STEP", help="Round what is due, such as to 0.05.")] = "",
    prepaid: Annotated[str, typer.Option(metavar="AMOUNT", help="What was paid of it before.")] = "",
    extra: Annotated[
        list[str] | None, typer.Option(metavar="LABEL=VALUE", help="A further field to print, such as CIG=7A1B.")
    ] = None,
    note_: Note = None,
    attach: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="A file of the book that goes with it; kept by its hash.")
    ] = None,
    pdf: Annotated[str, typer.Option(metavar="FILE", help="Write a copy of the PDF here too.")] = "",
    reason: Reason = "",
    key: Key = "",
    dry_run: DryRun = False,
) -> None:
    """Give a document its number, lock it in the ledger and draw its PDF."""
    from invoicing.app.book import Act, Book
    from invoicing.app.flags import document_flags
    from invoicing.app.issue import issue as act_on
    from invoicing.app.preview import drafted_from

    words = {
        "kind": kind,
        "client": client,
        "issue_date": date,
        "supply_date": supply_date,
        "terms": terms,
        "valid_until": valid_until,
        "currency": currency,
        "reference": reference,
        "order": order,
        "project": project,
        "rounding": rounding,
        "prepaid": prepaid,
        "language": session.lang or "",
    }
    lists = {
        "preceding": preceding,
        "allowances": discount,
        "charges": charge,
        "withholding": withholding,
        "extra": extra,
        "notes": note_,
        "attachments": attach,
    }
    book = Book(session.book)
    flags = document_flags(words, lists, prices_include_tax=prices_include_tax)
    drafted = drafted_from(book, file, flags, line or [], session.today)
    done = act_on(book, drafted, Act(session.today, session.who, key, dry_run, reason), pdf)
    for warning in drafted.warnings:
        note(session, f"look again: {warning.where}: {warning.message}")
    emit(session, done, issued_text(done, dry_run=dry_run), done["pdf"])
