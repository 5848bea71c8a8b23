"""Several processes at once, and processes that are killed: numbers without gaps, nothing lost, nothing doubled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from invoicing.ledger import open_ledger, queries
from invoicing.ledger.paths import sha256_of
from invoicing.ledger.verify import verify
from tests.ledger.books import TODAY, client

ROOT = Path(__file__).parents[2]


@pytest.fixture
def book(where: str) -> str:
    """Give the address of a book with one client."""
    with open_ledger(where, create=True) as ledger, ledger.writing(TODAY) as work:
        work.append("client-added", "acme", client())
    return where


def writer(book: str, folder: Path, count: int) -> subprocess.Popen[str]:
    """Start a process that issues invoices."""
    command = [sys.executable, "-m", "tests.ledger.writer", book, str(folder), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def check_gapless(book: str, folder: Path, count: int | None = None) -> int:
    """Check that the book verifies and that its numbers run from 1, each with its PDF; give how many there are."""
    with open_ledger(book) as ledger:
        report = verify(ledger)
        assert report.findings == ()
        ledger.settle_files(folder)
        rows = queries.documents(ledger)
        assert [row.ordinal for row in rows] == list(range(1, len(rows) + 1))
        assert len(queries.payments(ledger)) == len(rows)
    for row in rows:
        assert sha256_of((folder / row.pdf_path).read_bytes()) == row.pdf_sha256
    assert count in {None, len(rows)}
    return len(rows)


def run_together(book: str, folder: Path, processes: int, count: int) -> None:
    """Let several processes issue at once, and check what they leave."""
    running = [writer(book, folder, count) for _ in range(processes)]
    numbers = [number for one in running for number in one.communicate()[0].split()]
    assert [one.returncode for one in running] == [0] * processes
    assert len(set(numbers)) == len(numbers) == processes * count
    check_gapless(book, folder, processes * count)


def test_two_processes_of_200_invoices_each_end_with_400_gapless_numbers(book: str, tmp_path: Path) -> None:
    """The figure of the brief; each number was printed by exactly one of them."""
    run_together(book, tmp_path / "files", 2, 200)


@pytest.mark.slow
def test_eight_processes_of_250_invoices_each_end_with_2000_gapless_numbers(book: str, tmp_path: Path) -> None:
    """The figure of the brief, on both databases."""
    run_together(book, tmp_path / "files", 8, 250)


def kill_again_and_again(book: str, folder: Path, kills: int) -> None:
    """Kill a writer with SIGKILL after a changing number of commits, and check the book after each kill."""
    held = 0
    for index in range(kills):
        with writer(book, folder, 10_000) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(1 + 7 * index % 11)]
            process.kill()
        assert all(said)
        now = check_gapless(book, folder)
        # What was told as done is there; at most the one after it had been committed and not yet told.
        assert now >= held + len(said)
        held = now


def test_a_book_whose_writer_is_killed_is_whole(book: str, tmp_path: Path) -> None:
    """Four kills: the chain verifies, each issued document has its PDF."""
    kill_again_and_again(book, tmp_path / "files", 4)


@pytest.mark.slow
def test_a_book_whose_writer_is_killed_forty_times_is_whole(book: str, tmp_path: Path) -> None:
    """The figure of the brief."""
    kill_again_and_again(book, tmp_path / "files", 40)
