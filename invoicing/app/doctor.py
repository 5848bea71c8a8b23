"""Look whether all is well: this machine, the settings, the ledger, the papers. What a crash left is finished."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.book import Act, Book
from invoicing.domain.errors import InvoicingError
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from invoicing.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at, whether it is well, and what to know of it."""

    check: str
    ok: bool
    detail: str


def examine(folder: Path | None, today: date, *, mend: bool = True) -> dict[str, Any]:
    """Give the checks in order.

    With `mend`, files a crash left unwritten are written, missing originals put back, and calls to Stripe finished.
    """
    checks = [*_machine(), *_rates(today)]
    if folder is None:
        checks.append(Checked("book", ok=True, detail="none here; make one with `invoicing init`"))
    else:
        checks += _book(Book(folder), today, mend=mend)
    return {
        "ok": all(one.ok for one in checks),
        "checks": [{"check": one.check, "ok": one.ok, "detail": one.detail} for one in checks],
    }


def _machine() -> Iterator[Checked]:
    import sqlite3

    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Checked("Python", sys.version_info >= (3, 11), version)
    yield Checked("SQLite", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version)
    yield _try("fonts", _fonts)


def _fonts() -> str:
    from invoicing.pdf.fonts import missing

    lost = missing("àèéìòù ëïé ñ ¿¡ ăâîșț €£")
    if lost:
        raise InvoicingError(
            "font-incomplete", f"the fonts lack {' '.join(lost)}", remedy="install pymupdf-fonts again"
        )
    return "every letter of the five languages"


def _rates(today: date) -> Iterator[Checked]:
    """Say how old the series of late-payment rates are."""
    from invoicing.app.rates import list_rates

    for one in list_rates(today):
        left = one["days_left"]
        age = "open" if left is None else f"{left} days left" if left >= 0 else f"{-left} days out of date"
        yield Checked(f"rates {one['series']}", ok=True, detail=f"until {one['last_day'] or 'further notice'}, {age}")


def _book(book: Book, today: date, *, mend: bool) -> Iterator[Checked]:
    yield _try("settings", lambda: f"{book.settings.seller.name or 'no seller yet'}, {book.folder}")
    try:
        ledger = book.ledger()
    except InvoicingError as error:
        yield Checked("ledger", ok=False, detail=f"{error.message}; {error.remedy}")
        return
    with ledger:
        yield _try("ledger", lambda: f"{ledger.driver.dialect}, {ledger.head()[0]} events")
        if mend:
            yield _try("unfinished files", lambda: f"{len(ledger.settle_files(book.folder))} written")
        else:
            waiting = ledger.waiting_files()
            yield Checked("unfinished files", not waiting, f"{len(waiting)} wait")
        yield _try("documents", lambda: _documents(book, ledger, mend=mend))
        yield _try("letters", lambda: _letters(book, ledger))
        yield from _stripe(book, ledger, today, mend=mend)


def _stripe(book: Book, ledger: Ledger, today: date, *, mend: bool) -> Iterator[Checked]:
    """Finish the calls that wait, and name the disputes that must be answered; a book without Stripe has neither."""
    if not ledger.driver.execute("SELECT 1 FROM acts WHERE type IN ('call', 'link', 'provider') LIMIT 1"):
        return
    from invoicing.app import stripe_waiting

    why = stripe_waiting.finish_waiting(book, Act(today)) if mend else ""
    left = stripe_waiting.waiting_calls(ledger)
    said = f"waiting: {stripe_waiting.say_waiting(left)}" + (f"; {why}" if why else "; `invoicing stripe sync`")
    yield Checked("Stripe", not left, said if left else "nothing waits")
    for one in stripe_waiting.due_disputes(ledger, today):
        detail = f"{one['dispute']} about {one['number']} must be answered by {one['due_by']}"
        yield Checked("dispute", ok=False, detail=f"{detail}; `invoicing stripe evidence {one['dispute']}`")


def _documents(book: Book, ledger: Ledger, *, mend: bool) -> str:
    """Compare every original with its recorded hash; put back those that are missing."""
    from invoicing.app.papers import mend as put_back

    good, made, bad = 0, 0, []
    for row in queries.documents(ledger):
        if not row.pdf_path:  # imported: its paper was made elsewhere
            continue
        path = book.folder / row.pdf_path
        try:
            if mend:
                made += put_back(book, ledger, row, path)
            elif not _same(path, row.pdf_sha256):
                bad.append(row.number)
            good += 1
        except InvoicingError as error:
            bad.append(f"{row.number} ({error.code})")
    if bad:
        raise InvoicingError(
            "originals", f"not as issued: {', '.join(bad[:10])}", remedy="`invoicing pdf NUMBER` says what to do"
        )
    return f"{good} originals as issued" + (f", {made} put back" if made else "")


def _letters(book: Book, ledger: Ledger) -> str:
    rows = ledger.driver.execute("SELECT DISTINCT path, sha256 FROM letters WHERE path <> ''")
    bad = [path for path, sha256 in rows if not _same(book.folder / path, sha256)]
    if bad:
        raise InvoicingError(
            "letters", f"missing or changed: {', '.join(bad[:10])}", remedy="bring them back from a backup"
        )
    return f"{len(rows)} as written"


def _same(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _try(check: str, look: Callable[[], str]) -> Checked:
    try:
        return Checked(check, ok=True, detail=look())
    except InvoicingError as error:
        return Checked(check, ok=False, detail=f"{error.message}; {error.remedy}" if error.remedy else error.message)
