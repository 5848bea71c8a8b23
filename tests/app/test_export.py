"""What leaves the book: tables that say what the ledger says, journals that the programs themselves accept."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from beancount import loader
from beancount.core import data

from invoicing.app.export import FORMS, export
from invoicing.app.exports import workbook
from invoicing.app.exports.journal import Accounts, account_part
from invoicing.domain.errors import Refused
from invoicing.ledger.reports import Span
from tests.app.histories import TODAY, euros, rows_of, taxed

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.app.book import Book
    from tests.app.conftest import Tell

ALL = Span()
FORMULA = '=cmd|"/c calc"!A1'
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def lived(book: Book, tell: Tell) -> None:
    """Every kind of posting: withholding, two rates, fee, credit, reversal, write-off, yen, cash, a deposit."""
    with tell(book) as story:
        story.client("acme.it", 'Acme "; | \\ srl')
        story.client("acme-it", FORMULA)
        first = story.issue(
            taxed("100"), taxed("50", "5.5", "talk"), day="2026-01-10", client="acme.it", withholding=["20"]
        )
        story.issue(taxed("200"), day="2026-01-12", client="acme-it", currency="JPY")
        deposit = story.issue(taxed("100"), day="2026-01-13", client="acme-it", prepaid=euros("22.00"))
        bounced = story.pay(first, "77.00", "2026-02-01")
        paid = story.pay(first, "50.00", "2026-02-03", spare="10.00", fee="0.35", reference="=1+1")
        story.pay(deposit, "100.00", "2026-02-04", method="cash")
        story.reverse(bounced, "2026-02-15")
        spare = story.pay(deposit, "0", "2026-02-16", spare="5.00")
        story.reverse(spare, "2026-02-17")
        story.issue(
            taxed("50", "5.5", "talk"), day="2026-03-01", kind="credit-note", preceding=[first], client="acme.it"
        )
        story.issue(taxed("30"), day="2026-03-02", kind="credit-note", preceding=[deposit], client="acme-it")
        story.apply(paid, first, "5.00", "2026-03-03")
        story.write_off(first, "1.00", "2026-03-05")
        story.issue(taxed("1"), day="2026-03-06", kind="quote")


def written(book: Book, form: str, tmp_path: Path, span: Span = ALL) -> Path:
    """Export to a file and give it."""
    out = tmp_path / f"books.{form}"
    export(book, form, span, out, TODAY)
    return out


# ----------------------------------------------------------------------------------------------------------- tables


def test_csv_is_one_file_a_table_with_signed_amounts(book: Book, tell: Tell, tmp_path: Path) -> None:
    """The total of the credit note over 50 at 5.5 % is -52.75; what is paid off has nothing outstanding."""
    lived(book, tell)
    found = export(book, "csv", ALL, tmp_path / "books.csv", TODAY)
    assert found["counts"] == {"documents": 6, "lines": 7, "payments": 4, "settlements": 7, "clients": 2}
    with (tmp_path / "books.csv").open(encoding="utf-8", newline="") as file:
        documents = list(csv.DictReader(file))
    assert rows_of(documents, "number", "sign", "total", "withheld", "due", "outstanding")[:1] == [
        ("2026-0001", "1", "174.75", "30.00", "144.75", "36.00")
    ]
    assert {row["number"]: row["total"] for row in documents}["CN2026-0001"] == "-52.75"
    assert {row["number"]: row["preceding"] for row in documents}["CN2026-0001"] == "2026-0001"
    with (tmp_path / "books-lines.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert lines[1] == {
        "number": "2026-0001",
        "position": "2",
        "item": "",
        "description": "talk",
        "quantity": "1",
        "unit": "C62",
        "price": "50",
        "currency": "EUR",
        "net": "50.00",
        "taxes": "S 5.5",
    }


def test_no_csv_file_holds_a_formula(book: Book, tell: Tell, tmp_path: Path) -> None:
    """OWASP, CSV injection: names and references are data."""
    lived(book, tell)
    files = export(book, "csv", ALL, tmp_path / "books.csv", TODAY)["files"]
    cells = []
    for name in files:
        with open(name, encoding="utf-8", newline="") as file:  # noqa: PTH123 - a name of the answer
            cells += [cell for row in csv.reader(file) for cell in row]
    assert f"'{FORMULA}" in cells
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_span_picks_documents_by_issue_and_payments_by_their_day(book: Book, tell: Tell, tmp_path: Path) -> None:
    """In February nothing was issued, and four payments arrived; clients come whole."""
    lived(book, tell)
    span = Span(date(2026, 2, 1), date(2026, 2, 28))
    counts = export(book, "json", span, tmp_path / "books.json", TODAY)["counts"]
    assert counts == {"documents": 0, "lines": 0, "payments": 4, "settlements": 4, "clients": 2}


def test_json_has_the_same_tables_with_texts_as_they_are(book: Book, tell: Tell, tmp_path: Path) -> None:
    """Nothing runs a formula in JSON, so nothing is put before it; empty cells are null."""
    lived(book, tell)
    found = json.loads(written(book, "json", tmp_path).read_text(encoding="utf-8"))
    assert rows_of(found["clients"], "client", "name") == [("acme-it", FORMULA), ("acme.it", 'Acme "; | \\ srl')]
    payment = found["payments"][0]
    assert (payment["amount"], payment["reversed_on"]) == ("77.00", "2026-02-15")
    assert found["payments"][1]["reversed_on"] is None
    assert found["settlements"][0] == {
        "date": "2026-02-01",
        "by": "payment",
        "source": "P-1",
        "document": "2026-0001",
        "part": 1,
        "client": "acme.it",
        "currency": "EUR",
        "amount": "77.00",
    }


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Read a workbook back: numbers as decimals, texts as texts, ``=`` before a formula."""
    with zipfile.ZipFile(path) as archive:
        names = [one.get("name", "") for one in _tree(archive, "xl/workbook.xml").iter(f"{_SHEET}sheet")]
        found = {}
        for index, name in enumerate(names, 1):
            tree = _tree(archive, f"xl/worksheets/sheet{index}.xml")
            found[name] = [[_read(cell) for cell in row] for row in tree.iter(f"{_SHEET}row")]
    return found


def _tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archive.read(name))  # noqa: S314 - a file of our own


def _read(cell: Any) -> Any:  # noqa: ANN401 - an element
    assert cell.find(f"{_SHEET}f") is None, "a formula"
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    value = cell.find(f"{_SHEET}v")
    return None if value is None else Decimal(value.text)


def test_a_workbook_holds_numbers_days_and_texts_and_no_formula(book: Book, tell: Tell, tmp_path: Path) -> None:
    """2026-01-10 is day 46032 of Excel's calendar (1900 system); what looks like a formula is text."""
    lived(book, tell)
    found = sheets(written(book, "xlsx", tmp_path))
    assert list(found) == ["documents", "lines", "payments", "settlements", "clients"]
    first = found["documents"][1]
    assert first[:2] == ["2026-0001", "invoice"]
    assert Decimal(46032) in first
    assert Decimal("174.75") in first
    assert FORMULA in found["clients"][1]


def test_a_workbook_is_the_same_bytes_again_and_marks_texts_as_texts(book: Book, tell: Tell, tmp_path: Path) -> None:
    """Made on the same day from the same book; quotePrefix keeps a text a text when its cell is edited."""
    lived(book, tell)
    first = written(book, "xlsx", tmp_path).read_bytes()
    assert written(book, "xlsx", tmp_path).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "books.xlsx") as archive:
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")


def test_more_rows_than_a_sheet_holds_are_refused(
    book: Book, tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel would drop them in silence."""
    lived(book, tell)
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    with pytest.raises(Refused) as refused:
        written(book, "xlsx", tmp_path)
    assert refused.value.code == "too-many-rows"
    assert not (tmp_path / "books.xlsx").exists()


def test_another_form_is_refused(book: Book, tmp_path: Path) -> None:
    """The forms are named."""
    with pytest.raises(Refused) as refused:
        export(book, "odt", ALL, tmp_path / "x", TODAY)
    assert refused.value.code == "unknown-form"


# --------------------------------------------------------------------------------------------------------- journals

# What the ledger says of the book above, by hand: 144.75 - 50 - 52.75 (credited) - 5 - 1 = 36.00 open, 10 - 5 = 5.00
# of credit; the deposit was paid whole, so its credit note over 36.60 stays as credit.
BALANCES = {
    ("Assets:Receivable:Acme-it-2", "EUR"): "36.00",
    ("Liabilities:Customer-Credit:Acme-it-2", "EUR"): "-5.00",
    ("Liabilities:Customer-Credit:Acme-it", "EUR"): "-36.60",
    ("Assets:Receivable:Acme-it", "JPY"): "244",
    ("Assets:Withholding:Withholding", "EUR"): "30.00",
    ("Assets:Bank", "EUR"): "59.65",
    ("Assets:Cash", "EUR"): "100.00",
    ("Expenses:Bank-Fees", "EUR"): "0.35",
    ("Expenses:Write-Offs", "EUR"): "1.00",
    ("Liabilities:Deposits", "EUR"): "22.00",
    ("Income:Sales", "EUR"): "-170.00",
    ("Income:Sales", "JPY"): "-200",
    ("Liabilities:Tax:VAT-S-22", "EUR"): "-37.40",
    ("Liabilities:Tax:VAT-S-22", "JPY"): "-44",
}


def loaded(path: Path) -> dict[tuple[str, str], Decimal]:
    """Load a journal with beancount itself and sum its accounts; any error fails."""
    entries, errors, _ = loader.load_file(str(path))
    assert errors == []
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in data.filter_txns(entries):
        for posting in entry.postings:
            assert posting.units is not None
            assert posting.units.number is not None
            key = (posting.account, posting.units.currency)
            sums[key] = sums.get(key, Decimal(0)) + posting.units.number
    return {key: amount for key, amount in sums.items() if amount}


def test_beancount_accepts_the_journal_and_finds_the_balances_of_the_ledger(
    book: Book, tell: Tell, tmp_path: Path
) -> None:
    """Receivables are the open claims, credit is the credit, and every account is as reckoned by hand."""
    lived(book, tell)
    assert loaded(written(book, "beancount", tmp_path)) == {key: Decimal(text) for key, text in BALANCES.items()}


def test_bean_check_itself_is_content(book: Book, tell: Tell, tmp_path: Path) -> None:
    """The command a user would run."""
    lived(book, tell)
    path = written(book, "beancount", tmp_path)
    code = "import sys; from beancount.scripts.check import main; sys.argv = ['bean-check', sys.argv[1]]; main()"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("day", ["2026-01-11", "2026-02-16", "2026-03-04", "2027-01-01"])
def test_a_journal_that_starts_later_ends_with_the_same_balance_sheet(
    book: Book, tell: Tell, tmp_path: Path, day: str
) -> None:
    """What was before stands in one opening entry; income and expenses of that time are equity."""
    lived(book, tell)
    found = loaded(written(book, "beancount", tmp_path, Span(date.fromisoformat(day))))
    sheet = {key: amount for key, amount in found.items() if key[0].startswith(("Assets:", "Liabilities:"))}
    wanted = {key: Decimal(text) for key, text in BALANCES.items() if key[0].startswith(("Assets:", "Liabilities:"))}
    assert sheet == wanted
    assert ("Equity:Opening-Balances", "EUR") in found


def test_a_journal_ends_where_it_is_told_to(book: Book, tell: Tell, tmp_path: Path) -> None:
    """On 10 February the first payment has not bounced yet."""
    lived(book, tell)
    found = loaded(written(book, "beancount", tmp_path, Span(None, date(2026, 2, 10))))
    assert found["Assets:Receivable:Acme-it-2", "EUR"] == Decimal("17.75")


def parsed(text: str) -> dict[tuple[str, str], Decimal]:
    """Read an hledger journal: accounts declared, each entry summing to nothing in each currency."""
    declared = {line.split(" ", 1)[1] for line in text.splitlines() if line.startswith("account ")}
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in text.split("\n\n")[2:]:
        own: dict[str, Decimal] = {}
        for line in entry.splitlines()[1:]:
            account, amount, currency = line.split()
            assert account in declared
            own[currency] = own.get(currency, Decimal(0)) + Decimal(amount)
            sums[account, currency] = sums.get((account, currency), Decimal(0)) + Decimal(amount)
        assert not any(own.values())
    return {key: amount for key, amount in sums.items() if amount}


def test_the_hledger_journal_says_the_same(book: Book, tell: Tell, tmp_path: Path) -> None:
    """The same balances; nothing a client is called starts a comment or parts payee and note."""
    lived(book, tell)
    text = written(book, "hledger", tmp_path).read_text(encoding="utf-8")
    assert parsed(text) == {key: Decimal(amount) for key, amount in BALANCES.items()}
    assert text.startswith("; Studio Prova\ndecimal-mark .\n\ncommodity 1000.00 EUR\ncommodity 1000. JPY\n")
    assert '2026-01-10 * (2026-0001) Acme ", / \\ srl | invoice 2026-0001\n' in text


def test_an_imported_invoice_is_booked_against_equity(book: Book, tell: Tell, tmp_path: Path) -> None:
    """Its income and the money paid before were booked by the other program; a later payment is ours."""
    with tell(book) as story:
        story.client("acme")
        number = story.issue(taxed("100"), day="2026-01-10", body={"series": ""})
        story.pay(number, "22.00", "2026-01-20", method="imported", fee="1.00")
        story.pay(number, "50.00", "2026-02-20")
    assert loaded(written(book, "beancount", tmp_path)) == {
        ("Assets:Receivable:Acme", "EUR"): Decimal(50),
        ("Assets:Bank", "EUR"): Decimal(50),
        ("Equity:Opening-Balances", "EUR"): Decimal(-100),
    }


def test_a_redacted_snapshot_leaves_a_journal_that_balances(book: Book, tell: Tell, tmp_path: Path) -> None:
    """Of an invoice with withholding only the sums are known: what lies between total and due is a deposit."""
    from invoicing.ledger.redaction import redact

    with tell(book) as story:
        story.client("acme")
        story.issue(taxed("100"), day="2026-01-10", withholding=["20"])
    with book.ledger() as ledger:
        (event,) = ledger.events(type="document-issued")
        kept = {name: value for name, value in event.body.items() if name not in {"document", "numbers"}}
        redact(ledger, event.seq, kept, "asked to be forgotten", TODAY)
    assert loaded(written(book, "beancount", tmp_path)) == {
        ("Assets:Receivable:Acme", "EUR"): Decimal(102),
        ("Income:Sales", "EUR"): Decimal(-100),
        ("Liabilities:Tax:Unspecified", "EUR"): Decimal(-22),
        ("Liabilities:Deposits", "EUR"): Decimal(20),
    }


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("acme", "Acme"),
        ("a.b_c", "A-b-c"),
        ("7eleven", "7eleven"),
        ("Café Zürich", "Cafe-Zurich"),
        ("--x--", "X"),
        ("日本", "Unnamed"),
    ],
)
def test_a_part_of_an_account_name_is_what_both_programs_take(text: str, part: str) -> None:
    """Beancount: a capital or a digit first, then letters, digits and hyphens; hledger: no two blanks."""
    assert account_part(text) == part


def test_two_clients_never_share_an_account() -> None:
    """Keys that differ only in what a name cannot hold get a number; a client of no list gets one too."""
    accounts = Accounts({"a.b": "", "a-b": "", "a_b": ""})
    found = [accounts.receivable(one) for one in ("a-b", "a.b", "a_b", "A B", "A B")]
    assert [one.rpartition(":")[2] for one in found] == ["A-b", "A-b-2", "A-b-3", "A-B", "A-B"]


def test_every_form_writes_an_empty_book_too(book: Book, tmp_path: Path) -> None:
    """Heads without rows, a journal without entries."""
    for form in FORMS:
        assert written(book, form, tmp_path).stat().st_size > 0
