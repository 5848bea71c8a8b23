"""Open invoices of another program as CSV: what was issued there, what was paid of it there, and what is still owed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.domain.money import Money, exact_money, to_money, zero
from invoicing.domain.money import total as sum_of
from invoicing.intake import numbers, table, text, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")
_WORDS = {
    "number": "number invoice invoice-number no nr numero numero-fattura factuurnummer factura número",
    "client": "client customer client-id customer-id cliente klant client-name",
    "currency": "currency valuta moneda",
    "issue_date": "issue-date date invoice-date data fecha datum",
    "due_date": "due-date due scadenza vencimiento vervaldatum scadență",
    "total": "total gross amount totale totaal",
    "net": "net subtotal imponibile netto",
    "tax_rate": "tax-rate vat-rate rate aliquota btw-tarief",
    "paid": "paid amount-paid pagato pagado betaald",
    "paid_on": "paid-on payment-date paid-date",
    "payments": "payments",
    "open": "open outstanding balance saldo residuo",
    "description": "description subject oggetto omschrijving descripción",
    "reference": "reference po purchase-order riferimento",
}
COLUMNS = tuple(_WORDS)
HEADERS = table.headers({key.replace("_", "-"): several for key, several in _WORDS.items()})
EXAMPLE = (
    "number,client,currency,issue_date,due_date,total,payments\n"
    "2025-118,acme,EUR,2025-11-03,2025-12-03,1220.00,2025-12-20=500.00"
)
_NEEDED = ("number", "client", "issue_date", "due_date", "total")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/ -]{0,29}")


@dataclass(frozen=True, slots=True)
class PartPayment:
    """What was paid to the other program: the day and the amount."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """One row: an invoice as the other program knows it. `rate` is None when the file says nothing of its tax."""

    line: int
    number: str
    client: str
    issue_date: date
    due_date: date
    total: Money
    net: Money
    rate: Decimal | None
    payments: tuple[PartPayment, ...]
    description: str
    reference: str

    @property
    def paid(self) -> Money:
        """What was paid in all."""
        return sum_of((one.amount for one in self.payments), self.total.currency)


def read_open_invoices(raw: bytes, source: str, today: date, currency: str = "") -> tuple[OpenInvoice, ...]:
    """Read the rows of a file; `currency` is that of rows which name none.

    Refused with the findings of all rows at once, each with its line. ``empty-file`` when there is no row.
    """
    written = table.decode(raw)
    rows = list(table.rows(written, source))
    found = list(_headers(rows[0][1] if rows else {}))
    made: list[OpenInvoice] = []
    seen: dict[str, int] = {}
    for line, row in [] if found else rows:
        reader = _Row(line, row, today, currency)
        one = reader.read()
        if one is not None and one.number in seen:
            message = f"{one.number} stands on line {seen[one.number]} too"
            reader.add("number-twice", message, "number", "a number stands for one document")
        elif one is not None:
            seen[one.number] = line
            made.append(one)
        found += reader.findings
    if not rows:
        found = [Finding("empty-file", f"{source} has no rows", source, "", "write one row an invoice", EXAMPLE)]
    if found:
        raise Refused.of(found)
    return tuple(made)


def _headers(row: Mapping[str, str]) -> Iterator[Finding]:
    """Name the headers nobody knows, and the columns that are missing."""
    keys = {_key(header) for header in row}
    for header in row:
        if header and _key(header) is None:
            close = nearest(table.folded(header), HEADERS)
            remedy = f"did you mean {close}? Or delete the column" if close else "delete the column"
            message = f"nobody knows what the column {text.shorten(header)} means"
            yield Finding("unknown-column", message, "line 1", f"columns: {', '.join(COLUMNS)}", remedy, EXAMPLE)
    for name in _NEEDED if row else ():
        if name not in keys:
            message = f"there is no column {name}"
            yield Finding("missing-column", message, "line 1", f"needed: {', '.join(_NEEDED)}", "add it", EXAMPLE)


def _key(header: str) -> str | None:
    found = HEADERS.get(table.folded(header))
    return found.replace("-", "_") if found else None


class _Row:
    """One row being read: each cell by itself, so that all that is wrong with it is found at once."""

    def __init__(self, line: int, row: Mapping[str, str], today: date, currency: str) -> None:
        self.line = line
        self.cells = {key: cell.strip() for header, cell in row.items() if (key := _key(header))}
        self.today = today
        self.currency = currency
        self.findings: list[Finding] = []

    def add(self, code: str, message: str, column: str, rule: str = "", remedy: str = "correct the cell") -> None:
        """Note what is wrong in a column."""
        self.findings.append(Finding(code, message, f"line {self.line}, {column}", rule, remedy))

    def _cell(self, column: str, read: Callable[[], T]) -> T | None:
        """Read a cell; None, with the findings placed, when it is refused."""
        try:
            return read()
        except Refused as refused:
            self.findings += [replace(one, where=f"line {self.line}, {column}") for one in refused.findings]
            return None

    def read(self) -> OpenInvoice | None:
        """Give the invoice, or None with the findings noted."""
        self._needed()
        number, currency = self._number(), self._currency()
        issued, due = self._day("issue_date"), self._day("due_date")
        if issued and issued > self.today:
            self.add("issue-date-in-future", f"{issued} lies after today, {self.today}", "issue_date")
        if issued and due and due < issued:
            self.add("due-before-issue", f"due on {due}, before it was issued on {issued}", "due_date")
        total = self._amount("total", currency)
        net, rate = self._net(total)
        payments = self._payments(currency)
        if self.findings or total is None or net is None or issued is None or due is None:
            return None
        if total <= zero(currency):
            self.add("amount-not-positive", f"{total} is nothing that is owed", "total")
        paid = sum_of((one.amount for one in payments), currency)
        if paid > total:
            self.add("paid-more-than-total", f"{paid} was paid of {total}", "payments", "at most the total is paid")
        self._check_open(total - paid)
        description, reference = self.cells.get("description", ""), self.cells.get("reference", "")
        one = OpenInvoice(
            self.line, number, self.cells["client"], issued, due, total, net, rate, payments, description, reference
        )
        return None if self.findings else one

    def _needed(self) -> None:
        for name in _NEEDED:
            if not self.cells.get(name):
                self.add("empty-cell", f"{name} is empty", name, f"needed: {', '.join(_NEEDED)}", "fill it in")

    def _number(self) -> str:
        number = self.cells.get("number", "")
        if number and not _NUMBER.fullmatch(number):
            rule = "BT-1: 1 to 30 of letters, digits and . _ / - or space"
            self.add("number-unusable", f"{text.shorten(number)} is no document number", "number", rule)
        return number

    def _currency(self) -> str:
        written = self.cells.get("currency") or self.currency
        return self._cell("currency", lambda: words.currency(written)) or ""

    def _day(self, column: str) -> date | None:
        written = self.cells.get(column)
        return self._cell(column, lambda: parse_date(written)) if written else None

    def _amount(self, column: str, currency: str) -> Money | None:
        written = self.cells.get(column)
        if not written or not currency:
            return None
        return self._cell(column, lambda: exact_money(numbers.number(written), currency))

    def _net(self, total: Money | None) -> tuple[Money | None, Decimal | None]:
        """Give net and rate: as written, or taken out of the total by the rate; without a rate the tax is not known."""
        if total is None or not self.cells.get("tax_rate"):
            if self.cells.get("net"):
                self.add("net-without-rate", "a net amount says its tax only with the rate", "tax_rate")
            return total, None
        rate = self._cell("tax_rate", lambda: numbers.percent(self.cells["tax_rate"])) or Decimal(0)
        net = self._amount("net", total.currency)
        if net is None:
            net = to_money(total.amount * 100 / (100 + rate), total.currency)
        if net > total:
            self.add("sums-differ", f"the net {net} is more than the total {total}", "net", "net + tax = total")
        return net, rate

    def _payments(self, currency: str) -> tuple[PartPayment, ...]:
        """Read ``2025-12-20=500.00; 2026-01-20=100.00``, or one amount under `paid` and its day under `paid_on`."""
        parts = [part.strip() for part in re.split(r"[;|]", self.cells.get("payments", "")) if part.strip()]
        if self.cells.get("paid") and self.cells["paid"].strip("0.,") and not parts:
            parts = [f"{self.cells.get('paid_on', '')}={self.cells['paid']}"]
        found = [self._payment(part, currency) for part in parts] if currency else []
        return tuple(sorted((one for one in found if one is not None), key=lambda one: one.day))

    def _payment(self, part: str, currency: str) -> PartPayment | None:
        day, _, amount = part.partition("=")
        when = self._cell("payments", lambda: parse_date(day))
        money = self._cell("payments", lambda: exact_money(numbers.number(amount), currency))
        if when is None or money is None:
            return None
        if money <= zero(currency):
            self.add("amount-not-positive", f"{money} is no payment", "payments")
        if when > self.today:
            self.add("payment-in-future", f"{when} lies after today, {self.today}", "payments")
        return PartPayment(when, money)

    def _check_open(self, left: Money) -> None:
        """Hold what the file says is open against the total less its payments."""
        stated = self._amount("open", left.currency)
        if stated is not None and stated != left:
            message = f"{stated} is said to be open, but the total less the payments is {left}"
            self.add("open-differs", message, "open", "open = total - payments", "add the payments that are missing")
