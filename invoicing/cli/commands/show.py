"""Show one document with its chain and its payments."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit

PANEL = "documents"

app = single()


@command(app, example="invoicing show 2026-0001")
def show(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The document's number.")],
) -> None:
    """Show a document: lines, sums, what came before and after it, payments and letters."""
    from invoicing.app.book import Book
    from invoicing.app.show import show as look

    found = look(Book(session.book), number)
    emit(session, found, *_shown(found))


def _shown(found: dict[str, Any]) -> list[Table | str]:
    head = f"{found['number']}  {found['kind']}  {found['buyer']}  {found['issue_date']}"
    lines = Table(
        ("description", "quantity", "unit", "price", "net"),
        tuple(
            (one["description"].splitlines()[0], one["quantity"], one["unit"], one["price"], one["net"])
            for one in found["lines"]
        ),
    )
    sums = ("net", "tax", "total", "withheld", "payable", "due")
    totals = Table(("", found["currency"]), tuple((name, found["totals"][name]) for name in sums))
    parts: list[Table | str] = [head, lines, totals]
    chain = " -> ".join([*found["preceding"], f"[{found['number']}]", *found["following"]])
    parts.append(f"chain: {chain}")
    parts += [f"settled {one['date']}: {one['amount']} by {one['by']} {one['source']}" for one in found["settled"]]
    parts += [f"letter {one['date']}: {one['letter']}" for one in found["letters"]]
    parts.append(f"outstanding: {found['outstanding']} {found['currency']}   {found['pdf']}")
    return parts
