"""The book as five tables: documents, lines, payments, settlements, clients; each a stream of rows.

Amounts of credit notes are negative, so that a column sums to what was billed; `sign` is 0 for what bills nothing. A
span picks documents and lines by issue date, payments and settlements by their own day; clients come whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.app.reports.snapshots import lines_of, withheld_of
from invoicing.domain.money import total
from invoicing.ledger import queries, reports

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from invoicing.app.sheets import Cell
    from invoicing.ledger.queries import Source
    from invoicing.ledger.reports import Span

    Rows = Generator[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns, and how its rows are read."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Source, Span], Rows]


def _documents(source: Source, span: Span) -> Rows:
    names = reports.names(source)
    outstanding = reports.outstanding(source)
    for row in reports.issued(source, span):
        preceding = row.body.get("preceding") or ()
        before = preceding if isinstance(preceding, str) else ", ".join(preceding)
        yield (
            *(row.number, row.kind, row.client, names.get(row.client, "")),
            *(row.issue_date, row.supply_date, row.due_date, row.currency, row.sign),
            *(-one if row.sign < 0 else one for one in (row.net, row.tax, row.total)),
            total((amount for _, amount in withheld_of(row)), row.currency),
            *(-row.due if row.sign < 0 else row.due, outstanding.get(row.number), before),
            "yes" if row.imported else "no",
            *(row.body.get("pdf_path") or "", row.body.get("pdf_sha256") or ""),
        )


def _lines(source: Source, span: Span) -> Rows:
    for row in reports.issued(source, span):
        for line in lines_of(row):
            taxes = ", ".join(line.taxes)
            yield (
                *(row.number, line.position, line.item, line.description, line.quantity, line.unit, line.price),
                *(row.currency, line.net, taxes),
            )


def _payments(source: Source, span: Span) -> Rows:
    for one in queries.payments(source, since=span.since, until=span.until):
        yield (
            *(one.id, one.client, one.date, one.currency, one.amount, one.unallocated, one.fee),
            *(one.method, one.reference, one.reversed_on),
        )
    for one in queries.refunds(source, until=span.until):
        if span.holds(one.date):
            yield (
                *(one.id, one.client, one.date, one.currency, -one.amount, one.unallocated, one.fee),
                *("refund", one.reference, one.reversed_on),
            )


def _settlements(source: Source, span: Span) -> Rows:
    for one in reports.settlements(source, span):
        currency = one.amount.currency
        yield (one.date, one.source_kind, one.source, one.document, one.part, one.client, currency, one.amount)


def _clients(source: Source, _span: Span) -> Rows:
    for one in queries.clients(source, archived=True):
        party = (one.profile.get("record") or {}).get("party") or {}
        address = party.get("address") or {}
        yield (
            *(one.id, one.name, one.country, one.language, one.debtor, "yes" if one.archived else "no"),
            *(party.get("vat", ""), party.get("email", "")),
            *(address.get(name, "") for name in ("street", "postal_code", "city")),
        )


TABLES = (
    Table(
        "documents",
        (
            *("number", "kind", "client", "client_name", "issue_date", "supply_date", "due_date", "currency"),
            *(
                "sign",
                "net",
                "tax",
                "total",
                "withheld",
                "due",
                "outstanding",
                "preceding",
                "imported",
                "pdf",
                "sha256",
            ),
        ),
        _documents,
    ),
    Table(
        "lines",
        ("number", "position", "item", "description", "quantity", "unit", "price", "currency", "net", "taxes"),
        _lines,
    ),
    Table(
        "payments",
        (
            *("payment", "client", "date", "currency", "amount", "unallocated", "fee"),
            *("method", "reference", "reversed_on"),
        ),
        _payments,
    ),
    Table(
        "settlements",
        ("date", "by", "source", "document", "part", "client", "currency", "amount"),
        _settlements,
    ),
    Table(
        "clients",
        (
            *("client", "name", "country", "language", "debtor", "archived"),
            *("vat", "email", "street", "postal_code", "city"),
        ),
        _clients,
    ),
)
