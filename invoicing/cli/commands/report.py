"""Report on the book: what is open, billed, taxed, and how clients pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, group
from invoicing.cli.output import Table, emit, note

if TYPE_CHECKING:
    from invoicing.app.book import Book
    from invoicing.app.reports.report import Report, Section

PANEL = "reports"

app = group("Report on the book: what is open, billed, taxed, and how clients pay.")

Csv = Annotated[str, typer.Option("--csv", metavar="FILE", help="Write the rows to this CSV file too.")]
Pdf = Annotated[str, typer.Option("--pdf", metavar="FILE", help="Write the report to this PDF file too.")]
Since = Annotated[str, typer.Option(metavar="DATE", help="From this day on.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="Up to this day.")]


@command(app, "aging", example="invoicing report aging\ninvoicing report aging --today 2026-06-30 --pdf aging.pdf")
def aging(session: Session, csv: Csv = "", pdf: Pdf = "") -> None:
    """Show what is open by client, currency and how long it has been due, with the credit clients have."""
    from invoicing.app.reports.aging import aging as look

    book = _book(session)
    _show(session, book, look(book, session.today), csv, pdf)


_STATEMENT = """
    invoicing report statement acme
    invoicing report statement acme --since 2026-01-01 --pdf acme.pdf --attach
"""


@command(app, "statement", example=_STATEMENT)
def statement(
    session: Session,
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="The client, by id or name.")],
    since: Since = "",
    until: Until = "",
    attach: Annotated[
        bool, typer.Option("--attach", help="Name the PDFs of the open documents; with --pdf they follow in the file.")
    ] = False,
    csv: Csv = "",
    pdf: Pdf = "",
) -> None:
    """State the account of a client: every document, payment and reversal, with the running balance by currency."""
    from invoicing.app.reports.report import span_of
    from invoicing.app.reports.statement import statement as look

    book = _book(session)
    found = look(book, client, span_of(since, until), session.today, attach=attach)
    _show(session, book, found, csv, pdf)
    for one in found.value["missing"]:
        note(session, f"not attached: {one['number']}, {one['reason']}")


@command(
    app, "income", example="invoicing report income --by month --since 2026-01-01\ninvoicing report income --by item"
)
def income(
    session: Session,
    by: Annotated[str, typer.Option(metavar="month|client|item", help="What the sums are made by.")] = "month",
    since: Since = "",
    until: Until = "",
    csv: Csv = "",
    pdf: Pdf = "",
) -> None:
    """Sum what was billed, net of tax and of credit notes, by month, client or item."""
    from invoicing.app.reports.income import income as look
    from invoicing.app.reports.report import span_of

    book = _book(session)
    _show(session, book, look(book, by, span_of(since, until)), csv, pdf)


_TAX = """
    invoicing report tax --period 2026-Q1
    invoicing report tax --period 2026-03 --basis cash --csv march.csv
"""


@command(app, "tax", example=_TAX)
def tax(
    session: Session,
    period: Annotated[str, typer.Option(metavar="YYYY[-QN|-MM]", help="The year, quarter or month.")],
    basis: Annotated[str, typer.Option(metavar="accrual|cash", help="Tax when billed, or when paid.")] = "accrual",
    date: Annotated[
        str, typer.Option("--date", metavar="issue|supply", help="On accrual: which day of a document counts.")
    ] = "issue",
    csv: Csv = "",
    pdf: Pdf = "",
) -> None:
    """Sum the tax of a period by name, category and rate. It is a basis for the return, not the return."""
    from invoicing.app.reports.report import parse_period
    from invoicing.app.reports.tax import tax as look

    book = _book(session)
    _show(session, book, look(book, parse_period(period), basis, date), csv, pdf)


@command(app, "clients", example="invoicing report clients\ninvoicing report clients --since 2026-01-01 --json")
def clients(session: Session, since: Since = "", until: Until = "", csv: Csv = "", pdf: Pdf = "") -> None:
    """Set clients side by side: revenue, how they pay with the figures behind it, contacts, incidents and hours."""
    from invoicing.app.reports.clients import clients as look
    from invoicing.app.reports.report import span_of

    book = _book(session)
    _show(session, book, look(book, span_of(since, until), session.today), csv, pdf)


@command(app, "causes", example="invoicing report causes\ninvoicing report causes --since 2026-01-01")
def causes(session: Session, since: Since = "", until: Until = "", csv: Csv = "", pdf: Pdf = "") -> None:
    """Count why clients dispute and why they pay late, so that the cause can be mended."""
    from invoicing.app.reports.causes import causes as look
    from invoicing.app.reports.report import span_of

    book = _book(session)
    _show(session, book, look(book, span_of(since, until), session.today), csv, pdf)


def _book(session: Session) -> Book:
    from invoicing.app.book import Book

    return Book(session.book)


def _show(session: Session, book: Book, report: Report, csv: str, pdf: str) -> None:
    """Write the files that were asked for, then answer with the report."""
    from pathlib import Path

    from invoicing.ledger.paths import write_file

    if csv:
        from invoicing.app.reports.report import csv_of

        write_file(Path(csv), csv_of(report).encode())
    if pdf:
        from invoicing.app.reports.paper import pdf_of

        write_file(Path(pdf), pdf_of(book, report, session.lang or "", session.today))
    value = report.value | {"csv": csv or None, "pdf": pdf or None}
    tables = [_table(section) for section in report.sections if section.rows]
    emit(session, value, *tables, *report.notes, *([] if tables else ["Nothing to report."]))
    for path in (csv, pdf):
        if path:
            note(session, f"written: {path}")


def _table(section: Section) -> Table:
    from invoicing.domain.money import Money

    rows = (*section.rows, section.total) if section.total else section.rows
    shown = tuple(tuple(str(cell) if isinstance(cell, Money) else cell for cell in row) for row in rows)
    return Table(section.columns, shown, section.title)
