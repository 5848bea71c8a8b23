"""Several processes issue through the whole tool, are killed, and a book moves between its two databases."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.app.book import Book
from invoicing.ledger import queries
from tests.cli.issuer import DAY
from tests.ledger import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.book import Typed
    from tests.cli.conftest import Answer

ROOT = Path(__file__).parents[2]
_schemas = count(1)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Run one PostgreSQL server for these tests; skip with the remedy where there is none."""
    folder = server.binaries()
    if folder is None:
        pytest.skip(server.HOW_TO_GET_ONE)
    with server.running(folder) as url:
        yield url


def point(folder: Path, url: str) -> None:
    """Let a book's settings name a database; an empty one leaves ledger.db in the folder."""
    settings = folder / "invoicing.toml"
    rest = re.sub(r"(?m)^ledger = .*\n", "", settings.read_text(encoding="utf-8"))
    settings.write_text(f'ledger = "{url}"\n{rest}' if url else rest, encoding="utf-8")


def schema_of(url: str) -> str:
    """Give the address of a database that holds nothing yet: a new schema of the server."""
    return f"{url}&options=-csearch_path%3Dcli_{next(_schemas)}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shared(book: Typed, request: pytest.FixtureRequest) -> Typed:
    """Give a book with the client Acme on each of the two databases."""
    if request.param == "postgresql":
        point(book.folder, schema_of(request.getfixturevalue("postgres")))
        done = book("2026-03-01", "client", "add", "--id", "acme", "--name", "Acme S.r.l.", "--country", "IT")
        assert done.code == 0, done.out
    return book


def issuer(book: Typed, many: int) -> subprocess.Popen[str]:
    """Start a process that issues invoices."""
    command = [sys.executable, "-m", "tests.cli.issuer", str(book.folder), str(many)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def check_whole(book: Typed, told: set[str]) -> int:
    """Check that the book verifies and runs from 1 without a gap, each document with its PDF; give how many."""
    mended = book(DAY, "doctor")
    assert mended.code == 0, mended.out
    verified = book(DAY, "verify").value
    assert (verified["ok"], verified["findings"]) == (True, [])
    with Book(book.folder).ledger() as ledger:
        rows = queries.documents(ledger)
    numbers = [row.number for row in rows]
    assert numbers == [f"2026-{ordinal:04}" for ordinal in range(1, len(rows) + 1)]
    assert told <= set(numbers)
    papers = {path.name for path in (book.folder / "documents").glob("*.pdf")}
    assert papers == {f"{number}.pdf" for number in numbers}
    for row in rows:
        assert hashlib.sha256((book.folder / row.pdf_path).read_bytes()).hexdigest() == row.pdf_sha256
    return len(rows)


def run_together(book: Typed, processes: int, many: int) -> None:
    """Let several processes issue at once, and check what they leave."""
    running = [issuer(book, many) for _ in range(processes)]
    numbers = [number for one in running for number in one.communicate()[0].split()]
    assert [one.returncode for one in running] == [0] * processes
    assert len(set(numbers)) == len(numbers) == processes * many
    assert check_whole(book, set(numbers)) == processes * many


@pytest.mark.parametrize(
    "shared", ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow])], indirect=True
)
def test_two_processes_of_200_invoices_each_end_with_400_gapless_numbers(shared: Typed) -> None:
    """The figure of the brief, through the whole tool; each number was told by exactly one of them."""
    run_together(shared, 2, 200)


@pytest.mark.slow
def test_eight_processes_of_250_invoices_each_end_with_2000_gapless_numbers(shared: Typed) -> None:
    """The figure of the brief, on both databases."""
    run_together(shared, 8, 250)


def kill_again_and_again(book: Typed, kills: int) -> None:
    """Kill an issuer with SIGKILL at a point that changes each time, and check the book after each kill."""
    told: set[str] = set()
    for index in range(kills):
        with issuer(book, 10_000) as process:
            assert process.stdout is not None
            said = [process.stdout.readline().strip() for _ in range(1 + index % 3)]
            # Between 0 and 20 ms into the next invoice: in the page, the transaction, or the file.
            time.sleep((index * 7 % 21) / 1000)
            process.kill()
            said += process.stdout.read().split()
        assert all(said)
        assert told.isdisjoint(said)
        told |= set(said)
        # At most the invoice after the last one told had been committed and not yet told.
        assert len(told) <= check_whole(book, told) <= len(told) + index + 1


def test_a_book_whose_issuer_is_killed_is_whole_again_after_doctor(shared: Typed) -> None:
    """Four kills: `verify` is content, nothing is doubled, each issued document has its PDF."""
    kill_again_and_again(shared, 4)


@pytest.mark.slow
def test_a_book_whose_issuer_is_killed_forty_times_is_whole_again_after_doctor(shared: Typed) -> None:
    """The figure of the brief, on both databases."""
    kill_again_and_again(shared, 40)


def events_of(folder: Path) -> list[tuple[Any, ...]]:
    """Give every event of a book with its hash, salt and body."""
    with Book(folder).ledger() as ledger:
        return [tuple(row) for row in ledger.driver.execute("SELECT seq, type, hash, salt, body FROM events")]


@pytest.mark.postgres
def test_a_book_that_moves_to_postgresql_and_back_keeps_every_hash(
    book: Typed, postgres: str, invoicing: Callable[..., Answer], tmp_path: Path
) -> None:
    """Backup and restore: the same events, answers and papers in SQLite, in PostgreSQL, and in SQLite again."""
    for _ in range(3):
        book.issued()
    book("2026-03-10", "pay", "2026-0001", "100")
    book("2026-06-01", "remind")
    url = schema_of(postgres)

    def moved(source: Path, name: str, *more: str) -> Path:
        file, target = tmp_path / f"{name}.zip", tmp_path / name
        for words in (("--book", str(source), "backup", str(file)), ("restore", str(file), str(target), *more)):
            done = invoicing("--json", "--today", "2026-06-02", *words)
            assert done.code == 0, done.out
        return target

    there = moved(book.folder, "there", "--ledger", url)
    point(there, url)
    back = moved(there, "back")
    point(back, "")
    before = events_of(book.folder)
    assert before == events_of(there) == events_of(back)
    for words in (("list",), ("late",), ("plan",), ("verify",), ("show", "2026-0001")):
        answers = [
            invoicing("--json", "--book", str(one), "--today", "2026-06-30", *words).out.replace(str(one), "BOOK")
            for one in (book.folder, there, back)
        ]
        assert answers[0] == answers[1] == answers[2]
    folders = [one / "documents" for one in (book.folder, there, back)]
    papers = [sorted(path.relative_to(one) for path in one.rglob("*.pdf")) for one in folders]
    assert papers[0] == papers[1] == papers[2]
    assert len(papers[0]) == 4
