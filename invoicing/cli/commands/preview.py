"""Add up a document without writing anything."""

from __future__ import annotations

from typing import Annotated

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit, note

PANEL = "documents"

app = single()

_EXAMPLE = """
    invoicing preview invoice.toml
    invoicing preview invoice.toml --pdf draft.pdf
"""


@command(app, example=_EXAMPLE)
def preview(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The document file, TOML or JSON; - is standard input.")],
    pdf: Annotated[str, typer.Option(metavar="FILE", help="Also draw it, marked as a draft.")] = "",
) -> None:
    """Check a document file and show its totals. Works without a book; no number is used, nothing is kept."""
    from invoicing.app.preview import preview as look

    found = look(session.book_if_any, file, session.today, session.lang or "", pdf)
    lines = Table(
        ("description", "quantity", "unit", "price", "net"),
        tuple(
            (one["description"], one["quantity"], one["unit"].replace("C62", ""), one["price"], one["net"])
            for one in found["lines"]
        ),
    )
    taxes = Table(
        ("tax", "category", "rate", "base", "amount"),
        tuple((one["name"], one["category"], one["rate"], one["base"], one["tax"]) for one in found["taxes"]),
    )
    sums = Table(("", found["currency"]), tuple((name, amount) for name, amount in found["totals"].items()))
    for warning in found["warnings"]:
        note(session, f"look again: {warning['where']}: {warning['message']}")
    emit(session, found, lines, taxes, sums)
