"""How long reports take over 200 000 invoices, nine of ten of them paid.

Run: python bench/reports.py [COUNT]. Fills a book in a temporary folder, then prints one line a report.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing.app.book import Book
from invoicing.app.export import export
from invoicing.app.reports.aging import aging
from invoicing.app.reports.clients import clients
from invoicing.app.reports.income import income
from invoicing.app.reports.report import parse_period
from invoicing.app.reports.statement import statement
from invoicing.app.reports.tax import tax
from invoicing.domain.document import Document, Line
from invoicing.domain.issued import Issued
from invoicing.domain.party import Party
from invoicing.domain.tax import Tax
from invoicing.domain.totals import compute
from invoicing.domain.values import to_json
from invoicing.ledger.reports import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from invoicing.ledger.store import Work

FIRST = date(2023, 1, 1)
TODAY = date(2026, 6, 30)
DAYS = (TODAY - FIRST).days
CLIENTS = 1000


def main() -> None:
    """Fill a book and time the reports over it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "invoicing.toml").write_text('[seller]\nname = "Studio"\n', encoding="utf-8")
        book = Book(Path(folder))
        show(f"fill with {count} invoices", lambda: fill(book, count))
        all_time, last = Span(), parse_period("2026-Q2")
        show("aging", lambda: aging(book, TODAY))
        show("statement of one client", lambda: statement(book, "c7", all_time, TODAY))
        show("income by month", lambda: income(book, "month", all_time))
        show("income by client", lambda: income(book, "client", all_time))
        show("income by item, all years", lambda: income(book, "item", all_time))
        show("tax of a quarter, accrual", lambda: tax(book, last))
        show("tax of a quarter, cash", lambda: tax(book, last, "cash"))
        show("tax of all years, accrual", lambda: [tax(book, parse_period(str(y))) for y in range(2023, 2027)])
        show("clients", lambda: clients(book, all_time, TODAY))
        for form in ("csv", "xlsx", "beancount"):
            out = Path(folder) / f"x.{form}"
            show(f"export {form}, a quarter", partial(quarter, book, form, out))


def quarter(book: Book, form: str, out: Path) -> None:
    """Export the last quarter."""
    export(book, form, Span(date(2026, 4, 1), TODAY), out, TODAY)


def fill(book: Book, count: int) -> None:
    """Issue `count` invoices over three and a half years and pay nine of ten a month later."""
    bodies = [snapshot(number) for number in range(20)]
    with book.ledger() as ledger, ledger.writing(TODAY, "bench") as work:
        for number in range(CLIENTS):
            profile = {"name": f"Client {number}", "country": "IT", "language": "it", "debtor": "business"}
            work.append("client-added", f"c{number}", {"id": f"c{number}", "profile": profile})
        for number in range(count):
            issue(work, number, FIRST + timedelta(days=number * DAYS // count), bodies[number % len(bodies)])


def snapshot(number: int) -> dict[str, Any]:
    """Make the body of an invoice of three lines at two rates."""
    rates = (Decimal(22), Decimal(22), Decimal(10))
    lines = tuple(
        Line(f"Service {place + number}", Decimal(2), "HUR", Decimal(10 + number), taxes=(Tax("S", rate),))
        for place, rate in enumerate(rates)
    )
    document = Document("invoice", "EUR", FIRST, Party("Studio"), Party("Client"), lines, client="c0")
    sums = compute(document)
    return {
        "kind": "invoice",
        "currency": "EUR",
        "country": "IT",
        "sign": 1,
        **{name: str(getattr(sums, name)) for name in ("net", "tax", "total", "payable", "due")},
        "series": "invoice",
        "period": "all",
        "document": to_json(Issued("1", document, sums)),
    }


def issue(work: Work, number: int, day: date, body: dict[str, Any]) -> None:
    """Append one invoice, and its payment unless it is the tenth."""
    client, name = f"c{number % CLIENTS}", f"N{number}"
    due = (day + timedelta(days=30)).isoformat()
    claim = {"part": 1, "due_date": due, "amount": body["due"]}
    own = {"number": name, "client": client, "issue_date": day.isoformat(), "due_date": due, "claims": [claim]}
    work.append("document-issued", name, {**body, **own})
    if number % 10:
        part = {"document": name, "part": 1, "amount": body["due"]}
        paid = {"payment": f"P{number}", "client": client, "amount": body["due"], "currency": "EUR", "date": due}
        work.append("payment-received", f"P{number}", {**paid, "allocations": [part], "method": "bank"})


def show(what: str, work: Callable[[], object]) -> None:
    """Time a piece of work and print its line."""
    start = time.process_time()
    work()
    print(f"{what:30} {time.process_time() - start:8.2f} s CPU", flush=True)


if __name__ == "__main__":
    main()
