"""The ledger's speed: events written, who is late and aging over many invoices, each beside the bare query.

    python bench/ledger.py [INVOICES] [WHERE]

Makes a book of INVOICES synthetic invoices of 1 000 clients (200 000 unless given; 19 of 20 paid) in a temporary
SQLite file, or at WHERE (a postgresql:// address of an empty schema). Times are wall clock; queries: best of three.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from invoicing.ledger import Ledger, Work, open_ledger, queries  # noqa: E402 - found only after the line above
from invoicing.ledger.archive import backup  # noqa: E402 - found only after the line above
from invoicing.ledger.verify import verify  # noqa: E402 - found only after the line above

if TYPE_CHECKING:
    from collections.abc import Callable

CLIENTS = 1000
TODAY = date(2026, 3, 1)
FIRST_DAY = date(2024, 1, 1)
ONE_BY_ONE = 500
BATCH = 100
OPEN_EVERY = 20
# As much as a real invoice of ten lines carries.
LINES = [{"description": "Design and layout of a page", "quantity": "10", "price": "80.00", "net": "800.00"}] * 10


def invoice(index: int, number: str, ordinal: int) -> dict[str, Any]:
    """Give the body of one invoice: clients, amounts and days differ, always in the same way."""
    issued = FIRST_DAY + timedelta(days=index % 780)
    due = str(issued + timedelta(days=30))
    amount = f"{100 + index * 37 % 9000}.{index % 100:02}"
    return {
        "number": number,
        "kind": "invoice",
        "client": f"c{index % CLIENTS:04}",
        "currency": "EUR",
        "country": "IT",
        "issue_date": str(issued),
        "due_date": due,
        "sign": 1,
        "net": amount,
        "tax": "0.00",
        "total": amount,
        "payable": amount,
        "due": amount,
        "language": "it",
        "series": "invoice",
        "period": "2026",
        "ordinal": ordinal,
        "claims": [{"part": 1, "due_date": due, "amount": amount}],
        "document": {"lines": LINES},
    }


def payment(index: int, body: dict[str, Any]) -> dict[str, Any]:
    """Pay one invoice in full."""
    return {
        "payment": f"P{index}",
        "client": body["client"],
        "amount": body["due"],
        "currency": "EUR",
        "date": body["due_date"],
        "method": "transfer",
        "reference": "",
        "allocations": [{"document": body["number"], "part": 1, "amount": body["due"]}],
        "unallocated": "0",
    }


def issue(work: Work, index: int, *, pay: bool = False) -> None:
    """Issue one invoice, and pay it when asked and when its turn is not to stay open."""
    ordinal = work.take_number("invoice", "2026")
    body = invoice(index, f"2026-{ordinal:07}", ordinal)
    work.append("document-issued", body["number"], body)
    if pay and index % OPEN_EVERY:
        work.append("payment-received", f"P{index}", payment(index, body))


def fill(ledger: Ledger, invoices: int) -> float:
    """Write the synthetic book in large batches and give its events a second."""
    with ledger.writing(TODAY) as work:
        for index in range(CLIENTS):
            profile = {"name": f"Client {index}", "country": "IT", "language": "it", "debtor": "business"}
            work.append("client-added", f"c{index:04}", {"id": f"c{index:04}", "profile": profile})
    before, start = ledger.head()[0], time.perf_counter()
    for first in range(0, invoices, 5000):
        with ledger.writing(TODAY) as work:
            for index in range(first, min(first + 5000, invoices)):
                issue(work, index, pay=True)
    return (ledger.head()[0] - before) / (time.perf_counter() - start)


def writing(ledger: Ledger, first: int) -> dict[str, float]:
    """Give invoices a second, one a transaction and BATCH a transaction."""
    start = time.perf_counter()
    for index in range(ONE_BY_ONE):
        with ledger.writing(TODAY) as work:
            issue(work, first + index)
    one = ONE_BY_ONE / (time.perf_counter() - start)
    start = time.perf_counter()
    for batch in range(20):
        with ledger.writing(TODAY) as work:
            for index in range(BATCH):
                issue(work, first + ONE_BY_ONE + batch * BATCH + index)
    return {
        "invoices/s, one by one": one,
        f"invoices/s, batches of {BATCH}": 20 * BATCH / (time.perf_counter() - start),
    }


def best(do: Callable[[], object]) -> float:
    """Give the best of three runs in milliseconds."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        do()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def reading(ledger: Ledger) -> dict[str, float]:
    """Give the milliseconds of what is asked most, and of the same query bare."""
    bare_late = (
        "SELECT client, currency, due_date, document, part, amount, outstanding FROM claims WHERE outstanding <> 0"
    )
    bare_sum = "SELECT currency, SUM(outstanding) FROM claims WHERE outstanding <> 0 GROUP BY currency"
    return {
        "ms who is late (open_claims)": best(lambda: queries.open_claims(ledger, due_before=TODAY)),
        "ms who is late, one client": best(lambda: queries.open_claims(ledger, client="c0020")),
        "ms open claims, bare query": best(lambda: ledger.driver.execute(bare_late)),
        "ms aging": best(lambda: queries.aging(ledger, TODAY)),
        "ms sum of what is open, bare query": best(lambda: ledger.driver.execute(bare_sum)),
        "ms last 20 documents": best(lambda: queries.documents(ledger, queries.DocumentFilter(limit=20))),
    }


def whole(ledger: Ledger, folder: Path) -> dict[str, float]:
    """Give the seconds of the two that read everything."""
    start = time.perf_counter()
    report = verify(ledger)
    proved = time.perf_counter() - start
    if not report.ok:
        message = f"the book does not verify: {report.findings}"
        raise SystemExit(message)
    start = time.perf_counter()
    backup(ledger, folder / "book", folder / "book.zip")
    return {"s verify": proved, "s backup": time.perf_counter() - start}


def main() -> None:
    """Make the book, measure, and print one line per figure."""
    invoices = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as name:
        where = sys.argv[2] if len(sys.argv) > 2 else f"{name}/ledger.db"
        with open_ledger(where, create=True) as ledger:
            print(f"{invoices} invoices, {ledger.driver.dialect}")
            figures = {"events/s, filling the book": fill(ledger, invoices)}
            figures |= writing(ledger, invoices) | reading(ledger) | whole(ledger, Path(name))
            for label, value in figures.items():
                print(f"{label:<36}{value:>12.1f}")


if __name__ == "__main__":
    main()
