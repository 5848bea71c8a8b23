"""How long `plan` and `late` take over many open documents.

Run: python bench/ladder.py [CLIENTS] [DOCUMENTS]. Prints seconds of CPU for each; letters, promises, holds and plans
are spread over the documents as a busy year would leave them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from invoicing.app.book import Book
from invoicing.app.late import late
from invoicing.app.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from invoicing.ledger.store import Work

TODAY = date(2026, 11, 25)
SETTINGS = 'country = "IT"\ncurrency = "EUR"\nlanguage = "it"\n\n[seller]\nname = "Studio"\n'
_AMOUNT = "976.00"


def main(clients: int, documents: int) -> None:
    """Fill a book and time the two commands in it."""
    with tempfile.TemporaryDirectory() as name:
        book = Book(Path(name))
        (book.folder / "invoicing.toml").write_text(SETTINGS, encoding="utf-8")
        with book.ledger() as ledger, ledger.writing(TODAY, "bench") as work:
            fill(work, clients, documents)
        found = timed("plan", lambda: plan(book, TODAY))
        print(f"  {len(found['actions'])} letters, {len(found['held'])} held")  # type: ignore[index]
        timed("late", lambda: late(book, TODAY))


def fill(work: Work, clients: int, documents: int) -> None:
    """Enter clients and open documents, a letter to every other one, and acts on one in ten."""
    for number in range(clients):
        profile = {"name": f"Client {number}", "country": "IT", "language": "it", "debtor": "business", "record": {}}
        work.append("client-added", f"c{number}", {"id": f"c{number}", "profile": profile})
    for number in range(documents):
        name, client = f"2026-{number:05d}", f"c{number % clients}"
        due = TODAY - timedelta(days=number % 120 - 5)
        work.append("document-issued", name, issued(name, client, due))
        if number % 2:
            written = TODAY - timedelta(days=number % 40)
            body = {"letter": "reminder1", "client": client, "grade": 1, "date": written.isoformat()}
            work.append("letter-written", client, body | {"documents": [{"number": name, "part": 0}]})
        if number % 10 == 3:
            until = (TODAY + timedelta(days=number % 9 - 4)).isoformat()
            work.append("promise-made", name, {"until": until, "amount": _AMOUNT, "currency": "EUR"})
        if number % 10 == 7:
            work.append("hold-placed", name, {"until": None, "why": "asked for time"})


def issued(name: str, client: str, due: date) -> dict[str, object]:
    """Give the event of a document without lines: the ladder reads none."""
    sums = dict.fromkeys(("total", "payable", "due"), _AMOUNT)
    return {
        "number": name,
        "kind": "invoice",
        "client": client,
        "currency": "EUR",
        "country": "IT",
        "issue_date": (due - timedelta(days=30)).isoformat(),
        "due_date": due.isoformat(),
        "sign": 1,
        "net": "800.00",
        "tax": "176.00",
        "language": "it",
        "claims": [{"part": 1, "due_date": due.isoformat(), "amount": _AMOUNT}],
        **sums,
    }


def timed(what: str, work: Callable[[], object]) -> object:
    """Time a piece of work and print its line."""
    start = time.process_time()
    result = work()
    print(f"{what:6} {time.process_time() - start:6.2f} s CPU")
    return result


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    main(*(arguments or [1000, 20_000]))
