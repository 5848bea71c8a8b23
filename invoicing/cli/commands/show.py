"""Show one document with its chain and its payments, or one client."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from invoicing.cli.client_view import client_parts
from invoicing.cli.context import Session
from invoicing.cli.options import command, single
from invoicing.cli.output import Table, emit
from invoicing.domain.errors import NotFound, Refused

PANEL = "documents"

app = single()


@command(app, example="invoicing show 2026-0001")
def show(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER|CLIENT", help="The document's number, or a client.")],
) -> None:
    """Show a document: lines, sums, what came before and after it, payments and letters; or all about a client."""
    from invoicing.app.book import Book
    from invoicing.app.clients import show_client
    from invoicing.app.show import show as look

    book = Book(session.book)
    try:
        found = look(book, number)
    except NotFound as no_document:
        try:
            client = show_client(book, number)
        except (NotFound, Refused):
            raise no_document from None
        emit(session, client, *client_parts(client))
    else:
        emit(session, found, *_shown(found))


def _shown(found: dict[str, Any]) -> list[Table | str]:
    head = f"{found['number']}  {found['kind']}  {found['buyer']}  {found['issue_date']}"
    lines = Table(
        ("description", "quantity", "unit", "price", "net"),
        tuple(
            (
                one["description"].splitlines()[0],
                one["quantity"],
                one["unit"].replace("C62", ""),
                one["price"],
                one["net"],
            )
            for one in found["lines"]
        ),
    )
    sums = ("net", "tax", "total", "withheld", "payable", "due")
    totals = Table(("", found["currency"]), tuple((name, found["totals"][name]) for name in sums))
    parts: list[Table | str] = [head, lines, totals]
    parts.append(f"chain: {_chain(found)}")
    answer = found["answer"]
    if answer:
        parts.append(f"{answer['answer']} by {answer['by']} on {answer['date']}")
    if found["reversed_on"]:
        parts.append(f"reversed: the payment was taken back on {found['reversed_on']}")
    parts += [f"settled {one['date']}: {one['amount']} by {one['by']} {one['source']}" for one in found["settled"]]
    parts += [f"letter {one['date']}: {one['letter']}" for one in found["letters"]]
    parts.append(f"outstanding: {found['outstanding']} {found['currency']}   {found['pdf']}")
    return parts


def _chain(found: dict[str, Any]) -> str:
    """Write the whole chain in the order of issue, this document in brackets, each with its kind."""
    links = found["chain"]
    if len(links) == 1:
        return f"[{found['number']}]"
    named = (f"{one['number']} ({one['kind']})" for one in links)
    return " -> ".join(f"[{text}]" if one["place"] == "this" else text for text, one in zip(named, links, strict=True))
