"""Reckon the interest, compensation and costs that the law lets one ask for a late debt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit, note

PANEL = "chasing"

app = single()

_EXAMPLE = """
    invoicing interest --country IT --principal 1000.00 --currency EUR --due 2025-06-15 --until 2025-08-14
    invoicing interest --country NL --principal 3650 --currency EUR --due 2024-12-31 --until 2026-01-31
    invoicing interest --country US --principal 900 --currency USD --due 2026-01-31 --until 2026-03-31 --rate 12
"""

_COLUMNS = ("from", "to", "days", "rate", "principal", "interest")


@command(app, example=_EXAMPLE)
def interest(
    session: Session,
    country: Annotated[str, typer.Option(metavar="CC", help="The country whose law applies, or EU.")],
    principal: Annotated[str, typer.Option(metavar="P", help="What is payable: gross, less withholding.")],
    currency: Annotated[str, typer.Option(metavar="CUR", help="Its currency (ISO 4217).")],
    due: Annotated[str, typer.Option(metavar="D", help="The due date; interest runs from the day after.")],
    until: Annotated[str, typer.Option(metavar="D", help="The last day that bears interest.")],
    payment: Annotated[list[str] | None, typer.Option(metavar="D=A", help="A payment; may be repeated.")] = None,
    credit: Annotated[list[str] | None, typer.Option(metavar="D=A", help="A credit note; may be repeated.")] = None,
    debtor: Annotated[str, typer.Option(metavar="KIND", help="business, consumer or public.")] = "business",
    contract_date: Annotated[str, typer.Option(metavar="D", help="When the contract was concluded.")] = "",
    costs: Annotated[str, typer.Option(metavar="C", help="Further costs that the debtor owes.")] = "",
    rate: Annotated[
        list[str] | None,
        typer.Option(metavar="R|D=R", help="The agreed yearly rate, or its steps; replaces the statutory one."),
    ] = None,
    day_count: Annotated[str, typer.Option(metavar="365|actual|30/360", help="How days are counted.")] = "",
    compound: Annotated[str, typer.Option(metavar="none|annual", help="Whether interest bears interest.")] = "",
    rounding: Annotated[str, typer.Option(metavar="segment|total", help="Round each row, or once.")] = "segment",
    payday: Annotated[
        str, typer.Option(metavar="old|new", help="Old: the old principal bears interest through the day of payment.")
    ] = "old",
    allocation: Annotated[
        str, typer.Option(metavar="ORDER", help="The agreed order of a part payment: costs,interest,principal.")
    ] = "",
    letter_expired: Annotated[
        bool, typer.Option("--letter-expired", help="The demand that a consumer is owed first has run out.")
    ] = False,
    costs_vat: Annotated[
        str, typer.Option(metavar="RATE", help="VAT on collection costs, only if you cannot deduct it.")
    ] = "",
    derive: Annotated[bool, typer.Option("--derive", help="Fill a gap of a table by the statute's formula.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse a rate that is not published yet.")] = False,
    pdf: Annotated[str, typer.Option(metavar="FILE", help="Draw the calculation sheet that goes with a letter.")] = "",
) -> None:
    """Reckon late-payment interest row by row, with compensation and collection costs; needs no book."""
    from invoicing.app.interest import InterestQuestion
    from invoicing.app.interest import interest as reckon
    from invoicing.app.interest_sheet import draw_sheet
    from invoicing.app.rates import entered_in

    found = reckon(
        InterestQuestion(
            country=country,
            principal=principal,
            currency=currency.upper(),
            due=due,
            until=until,
            payments=tuple(payment or ()),
            credits=tuple(credit or ()),
            debtor=debtor,
            contract_date=contract_date,
            costs=costs,
            rates=tuple(rate or ()),
            day_count=day_count,
            compound=compound,
            rounding=rounding,
            payday=payday,
            allocation=allocation,
            letter_expired=letter_expired,
            costs_vat=costs_vat,
            derive=derive,
            strict=strict,
            today=session.today,
            entered=entered_in(session.book_if_any),
        )
    )
    if pdf:
        draw_sheet(found, session.book_if_any, session.lang or "", Path(pdf))
    sources = "\n  ".join(["sources:", *found["sources"]])
    emit(session, found, _rows(found), _sums(found), f"law: {found['law']}", sources)
    for text in found["warnings"]:
        note(session, text)
    if found["not_verified"]:
        note(session, "taken on trust: " + "; ".join(found["not_verified"]))


def _rows(found: dict[str, Any]) -> Table:
    """Show from, to, days, rate, base and interest, and what a reader must know of a row."""
    rows = tuple((*(row[name] for name in _COLUMNS), _mark(row)) for row in found["segments"])
    return Table((*_COLUMNS[:4], "base", "interest", ""), rows)


def _mark(row: dict[str, Any]) -> str:
    return ", ".join(name for name in ("provisional", "derived", "forecast") if row[name])


def _sums(found: dict[str, Any]) -> Table:
    """Show what arose, what was paid of it and what is open."""
    paid, currency = found["paid"], found["currency"]
    lines = [
        ("interest accrued", found["interest"], currency),
        ("paid: costs", paid["costs"], currency),
        ("paid: interest", paid["interest"], currency),
        ("paid: principal", paid["principal"], currency),
        ("open principal", found["principal"], currency),
        ("open interest", found["unpaid_interest"], currency),
        ("open compensation", found["compensation"], found["compensation_currency"]),
        ("open collection costs", found["collection_costs"], currency),
        ("total open", found["total"], currency),
    ]
    return Table(("sum", "amount", ""), tuple(lines))
