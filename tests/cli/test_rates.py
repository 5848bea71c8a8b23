"""Rates entered by the user, and the calculation sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pdfplumber
import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed

DAY = "2027-02-01"
ASK = (
    "interest",
    "--country",
    "FR",
    "--principal",
    "1000",
    "--currency",
    "EUR",
    "--due",
    "2026-12-31",
    "--until",
    "2027-01-31",
)
ADD = ("rates", "add", "ecb-half-year", "2027H1", "2.65", "--source", "ECB, 1 January 2027")


def test_a_rate_that_is_entered_makes_a_provisional_claim_firm(book: Typed) -> None:
    """1000 x (2.65 + 10) % x 31 / 365 = 10.744; before, the last known 2.40 + 10 gives 10.53, provisional."""
    before = book(DAY, *ASK).value
    assert (before["interest"], before["provisional"]) == ("10.53", True)
    assert book(DAY, *ASK, "--strict").error["code"] == "rate-provisional"
    assert book(DAY, *ADD, "--dry-run").code == 0
    assert book(DAY, *ASK).value["provisional"] is True
    assert book(DAY, *ADD).value["rate"] == "2.65"
    after = book(DAY, *ASK, "--strict").value
    assert (after["interest"], after["provisional"]) == ("10.74", False)
    assert "ECB, 1 January 2027" in after["sources"]
    row = book(DAY, "rates", "show", "ecb-half-year").value["rows"][-1]
    assert (row["rate"], row["check"]) == ("2.65", "entered")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ecb-half-year", "2026H2", "9", "--source", "x"), "rate-overlap"),
        (("ecb-half-year", "2027H1", "2.65"), "rate-without-source"),
        (("ecb-half-year", "soon", "2.65", "--source", "x"), "bad-period"),
        (("ecb-half-year", "2027H1", "much", "--source", "x"), "bad-number"),
    ],
)
def test_a_rate_that_cannot_stand_is_refused(book: Typed, words: tuple[str, ...], code: str) -> None:
    """A shipped row is not overruled, and a rate needs a source."""
    answer = book(DAY, "rates", "add", *words)
    assert (answer.code, answer.error["code"]) == (3, code)


def test_the_same_half_year_is_entered_once(book: Typed) -> None:
    """The second row for the same days is refused."""
    book(DAY, *ADD)
    assert book(DAY, *ADD).error["code"] == "rate-overlap"


def test_the_calculation_sheet_shows_every_row_the_law_and_the_sources(book: Typed) -> None:
    """In the language asked for; figures are those of the answer."""
    file = book.folder / "sheet.pdf"
    assert book(DAY, *ASK, "--pdf", str(file), "--lang", "it").code == 0
    with pdfplumber.open(file) as pdf:
        text = pdf.pages[0].extract_text()
    assert "Prospetto di calcolo degli interessi" in text
    assert "10,53 *" in text
    assert "provvisorio" in text
    assert "art. L441-10 del codice di commercio francese" in text
    assert "Studio Lumen" in text


def test_the_sheet_and_the_tables_need_no_book(book: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Design section 5: interest is usable without a book."""
    empty = book.folder / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    (book.folder / "invoicing.toml").unlink()
    answer = book._invoicing("--today", DAY, "--json", *ASK, "--pdf", "sheet.pdf")
    assert answer.code == 0, answer.out
    assert (empty / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert book._invoicing("--today", DAY, "--json", "rates", "list").code == 0
