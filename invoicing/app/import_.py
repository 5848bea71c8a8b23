"""Bring in the open invoices of another program: numbers kept, marked as imported, all of them or none.

An imported invoice has no series and no PDF; it is owed, chased and paid like any other. When its number is one that a
series of the book would give later, the series goes on after it, so that no number is ever given twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invoicing import regimes
from invoicing.app.book import acting, once
from invoicing.domain.document import Document, Line
from invoicing.domain.errors import Finding, InvoicingError, Refused
from invoicing.domain.issued import Issued
from invoicing.domain.money import zero
from invoicing.domain.numbering import number_of
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Due, Terms
from invoicing.domain.totals import LineSum, TaxRow, Totals
from invoicing.domain.values import to_json
from invoicing.ledger import queries
from invoicing.ledger.reports import IMPORTED_METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.numbering import Series
    from invoicing.intake.open_invoices import OpenInvoice
    from invoicing.ledger.queries import ClientRow
    from invoicing.ledger.store import Work

KIND = "invoice"
_FIELD = re.compile(r"\{(?P<name>year|yy|month|n)(?::0?(?P<width>\d{1,2}))?\}")
_DIGITS = {"year": "4", "yy": "2", "month": "2", "n": "1,"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands in a series of the book: which series, which period, which ordinal."""

    series: str
    period: str
    ordinal: int


def import_open_invoices(book: Book, path: Path, act: Act) -> Result:
    """Import a CSV file of open invoices, and give what is open of each and the series that go on after them.

    Refused with the findings of all rows, each with its line; then nothing is in.
    """
    from invoicing.intake.open_invoices import read_open_invoices
    from invoicing.intake.read import read_bytes
    from invoicing.ledger.paths import sha256_of

    raw = read_bytes(path)
    rows = read_open_invoices(raw, path.name, act.today, _currency(book))
    inputs = {"act": "import-open-invoices", "sha256": sha256_of(raw)}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _import_in(work, book, rows, path.name))


def _currency(book: Book) -> str:
    """Give the book's currency, else that of its country."""
    settings = book.settings
    return settings.currency or (regimes.regime(settings.country).currency if settings.country else "")


def _import_in(work: Work, book: Book, rows: Sequence[OpenInvoice], source: str) -> Result:
    clients, findings = _clients(work, rows)
    places, more = _places(work, rows, book)
    findings += [*_taken(work, rows), *more]
    if findings:
        raise Refused.of(sorted(findings, key=lambda one: int(one.where.split()[1].rstrip(","))))
    for (series, period), (last, day) in places.items():
        work.take_number(series, period, count=last, on=day)
    for row in rows:
        work.append("document-issued", row.number, _body(book, row, clients[row.client], source))
        for count, payment in enumerate(row.payments, 1):
            _pay(work, row, clients[row.client].id, f"IMP-{row.number}-{count}", payment.day, str(payment.amount))
    return {
        "imported": len(rows),
        "documents": [_row_json(row, clients[row.client].id) for row in rows],
        "series": [
            {"series": series, "period": period, "last": last} for (series, period), (last, _) in places.items()
        ],
    }


def _row_json(row: OpenInvoice, client: str) -> dict[str, Any]:
    return {
        "number": row.number,
        "client": client,
        "due_date": row.due_date.isoformat(),
        "total": str(row.total),
        "outstanding": str(row.total - row.paid),
        "currency": row.total.currency,
    }


# ----------------------------------------------------------------------------------------------------------- checks


def _clients(work: Work, rows: Sequence[OpenInvoice]) -> tuple[dict[str, ClientRow], list[Finding]]:
    """Find the client of each row, by id or name."""
    found: dict[str, ClientRow] = {}
    findings = []
    for row in rows:
        if row.client not in found:
            try:
                found[row.client] = queries.find_client(work, row.client)
            except InvoicingError as error:
                where = f"line {row.line}, client"
                remedy = "add the client first: invoicing client add, or invoicing client import"
                findings.append(Finding(error.code, error.message, where, "a client is in the book", remedy))
    return found, findings


def _taken(work: Work, rows: Sequence[OpenInvoice]) -> Iterator[Finding]:
    for row in rows:
        if work.driver.execute("SELECT 1 FROM documents WHERE number = :number", {"number": row.number}):
            message = f"there is a document {row.number} in the book already"
            yield Finding(
                "number-taken", message, f"line {row.line}, number", "BT-1", "delete the row if it is the same"
            )


def _places(
    work: Work, rows: Sequence[OpenInvoice], book: Book
) -> tuple[dict[tuple[str, str], tuple[int, date]], list[Finding]]:
    """Find the series that would give these numbers: one not begun goes on after them, one begun cannot go back."""
    found: dict[tuple[str, str], tuple[int, date]] = {}
    findings = []
    series = _series(book)
    for row in rows:
        for place in filter(None, (place_in(one, row.number, row.issue_date) for one in series)):
            key = (place.series, place.period)
            last, _ = work.last_number(*key)
            if last and place.ordinal > last:
                message = f"series {place.series} would give {row.number} too; it has given numbers up to {last}"
                remedy = "give the series another pattern in invoicing.toml, then import again"
                findings.append(Finding("number-of-a-series", message, f"line {row.line}, number", "BT-1", remedy))
            elif not last:
                highest, day = found.get(key, (0, row.issue_date))
                found[key] = (max(highest, place.ordinal), max(day, row.issue_date))
    return found, findings


def _series(book: Book) -> tuple[Series, ...]:
    from invoicing import kinds

    return tuple(book.settings.series(one.key, one.pattern) for one in kinds.kinds())


def place_in(series: Series, number: str, day: date) -> Place | None:
    """Say which ordinal of a series a number is; None when the series never gives it. `day` tells the century."""
    match = re.fullmatch(_written_by(series.pattern), number)
    if match is None:
        return None
    values = {name: int(text) for name, text in match.groupdict().items()}
    year = values.get("year", day.year - day.year % 100 + values["yy"] if "yy" in values else day.year)
    if not values["n"] or number_of(series, values["n"], year, values.get("month", 1)) != number:
        return None
    return Place(series.key, str(year) if series.yearly else "all", values["n"])


def _written_by(pattern: str) -> str:
    """Give the expression for what a pattern writes; the ordinal has at least its digits, and grows beyond them."""
    parts, end = [], 0
    seen: set[str] = set()
    for field in _FIELD.finditer(pattern):
        name, width = field["name"], field["width"]
        digits = f"{width}," if width and name in {"n", "month"} else _DIGITS[name]
        parts.append(re.escape(pattern[end : field.start()]))
        parts.append(f"(?P={name})" if name in seen else rf"(?P<{name}>\d{{{digits}}})")
        seen.add(name)
        end = field.end()
    return "".join(parts) + re.escape(pattern[end:])


# ----------------------------------------------------------------------------------------------------------- events


def _body(book: Book, row: OpenInvoice, client: ClientRow, source: str) -> Mapping[str, Any]:
    """Give the event of an imported invoice: a whole snapshot, so that letters and lists treat it like any other."""
    issued = _issued(book, row, client)
    day = row.due_date.isoformat()
    sums = issued.totals
    return {
        "number": row.number,
        "kind": KIND,
        "client": client.id,
        "currency": row.total.currency,
        "country": issued.document.country,
        "issue_date": row.issue_date.isoformat(),
        "due_date": day,
        "supply_date": row.issue_date.isoformat(),
        "sign": 1,
        **{name: str(getattr(sums, name)) for name in ("net", "tax", "total", "payable", "due")},
        "preceding": [],
        "language": issued.document.language,
        "document": to_json(issued),
        "claims": [{"part": 1, "due_date": day, "amount": str(row.total)}],
        "imported": True,
        "reason": f"imported from {source}, line {row.line}",
    }


def _issued(book: Book, row: OpenInvoice, client: ClientRow) -> Issued:
    from invoicing.app.clients import record_of

    taxes = (Tax("S" if row.rate else "Z", row.rate),) if row.rate is not None else ()
    document = Document(
        kind=KIND,
        currency=row.total.currency,
        issue_date=row.issue_date,
        seller=book.settings.seller,
        buyer=record_of(client).party,
        lines=(Line(row.description or row.number, price=row.net.amount, taxes=taxes),),
        country=book.settings.country,
        client=client.id,
        language=client.language or book.settings.language or "en",
        terms=Terms(due=row.due_date),
        reference=row.reference,
    )
    return Issued(row.number, document, _totals(row, taxes), schedule=(Due(row.due_date, row.total),))


def _totals(row: OpenInvoice, taxes: Sequence[Tax]) -> Totals:
    """Take the sums as the other program made them, to the cent, whatever its way of rounding."""
    nothing, tax = zero(row.total.currency), row.total - row.net
    rows = tuple(TaxRow(one.name, one.category, one.rate or Decimal(0), False, row.net, tax) for one in taxes)  # noqa: FBT003 - not compound
    whole = Totals(
        *(row.net, nothing, nothing, row.net, tax, row.total, nothing, row.total, nothing, nothing, row.total)
    )
    return replace(whole, line_sums=(LineSum(row.net, nothing, row.net),), taxes=rows)


def _pay(work: Work, row: OpenInvoice, client: str, payment: str, day: date, amount: str) -> None:
    body = {
        "payment": payment,
        "client": client,
        "amount": amount,
        "currency": row.total.currency,
        "date": day.isoformat(),
        "method": IMPORTED_METHOD,
        "reference": f"paid before the import of {row.number}",
        "allocations": [{"document": row.number, "part": 1, "amount": amount}],
        "unallocated": "0",
        "imported": True,
    }
    work.append("payment-received", payment, body)
