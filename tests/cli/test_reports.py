"""`report`, `export` and `import`, as they are typed."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader, PdfWriter

from invoicing.app.book import Book
from invoicing.ledger.paths import sha256_of
from tests.app.histories import SETTINGS, TODAY, Story, taxed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

    Run = Callable[..., Answer]

REPORTS: dict[str, tuple[str, ...]] = {
    "aging": (),
    "statement": ("acme",),
    "income": (),
    "tax": ("--period", "2026"),
    "clients": (),
    "causes": (),
}


def pdf() -> bytes:
    """One empty page."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.fixture
def report(invoicing: Run, tmp_path: Path) -> Run:
    """Run the tool on a book with a client who pays late, disputes and was talked with."""
    (tmp_path / "invoicing.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "1.pdf").write_bytes(pdf())
    with Book(tmp_path).ledger() as ledger, ledger.writing(TODAY, "ada") as work:
        story = Story(work)
        story.client("acme", "Acme Ltd", language="it")
        body = {"pdf_path": "documents/1.pdf", "pdf_sha256": sha256_of(pdf())}
        number = story.issue(taxed("100"), day="2026-01-10", body=body)
        story.issue(taxed("100", "10"), day="2026-06-10")
        story.pay(number, "22.00")
        story.act("dispute-opened", number, reason="quality", amount="10.00", date="2026-02-01")
        story.act("log-added", "acme", kind="incident", words="shouted", date="2026-02-01")

    def run(*args: str) -> Answer:
        return invoicing(*args, "--book", str(tmp_path), "--today", "2026-06-30")

    return run


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_is_a_table_json_csv_and_pdf(report: Run, tmp_path: Path, name: str) -> None:
    """The four forms of one report; the JSON names the files."""
    files = ("--csv", str(tmp_path / "r.csv"), "--pdf", str(tmp_path / "r.pdf"))
    shown = report("report", name, *REPORTS[name])
    assert shown.code == 0
    assert len(shown.out.splitlines()) > 1
    answer = report("report", name, *REPORTS[name], *files, "--json")
    assert answer.code == 0
    assert (answer.value["csv"], answer.value["pdf"]) == (files[1], files[3])
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) > 1
    assert PdfReader(tmp_path / "r.pdf").pages[0].extract_text()


def words(path: Path, page: int = 0) -> str:
    """Read the text of a page with single blanks."""
    return " ".join(PdfReader(path).pages[page].extract_text().split())


def test_a_statement_on_paper_speaks_the_language_of_its_client(report: Run, tmp_path: Path) -> None:
    """Italian client: title, numbers and heads are Italian; --lang wins."""
    path = tmp_path / "s.pdf"
    report("report", "statement", "acme", "--pdf", str(path))
    assert "Estratto conto" in words(path)
    assert "Acme Ltd" in words(path)
    assert "210,00" in words(path)
    report("report", "statement", "acme", "--pdf", str(path), "--lang", "en")
    assert "Statement of account" in words(path)
    assert "210.00" in words(path)


def test_copies_of_the_open_documents_follow_the_statement(report: Run, tmp_path: Path) -> None:
    """One has its file and follows as a page; the other is named on standard error."""
    path = tmp_path / "s.pdf"
    answer = report("report", "statement", "acme", "--attach", "--pdf", str(path), "--json")
    assert len(PdfReader(path).pages) == 2
    assert answer.value["attachments"] == [str(tmp_path / "documents" / "1.pdf")]
    assert "not attached: 2026-0002, there is no file" in answer.err


def test_aging_on_paper_has_its_chart(report: Run, tmp_path: Path) -> None:
    """Each bucket is a bar with its amount; the total of the currency stands below."""
    path = tmp_path / "a.pdf"
    report("report", "aging", "--pdf", str(path))
    text = words(path)
    for part in ("Aged receivables", "Over 90 days", "€100.00", "€110.00", "210.00"):
        assert part in text


@pytest.mark.parametrize(
    ("args", "code", "error"),
    [
        (("report", "statement", "nobody"), 4, "client-unknown"),
        (("report", "tax", "--period", "soon"), 3, "bad-period"),
        (("report", "tax", "--period", "2026", "--basis", "x"), 3, "unknown-basis"),
        (("report", "income", "--by", "day"), 3, "unknown-way"),
        (("report", "income", "--since", "2026-02-01", "--until", "2026-01-01"), 3, "period-backwards"),
        (("report", "tax"), 2, "missing-option"),
        (("export", "odt", "--out", "x"), 3, "unknown-form"),
        (("import", "open-invoices", "missing.csv"), 4, "no-such-file"),
    ],
)
def test_what_cannot_be_reported_is_an_error_with_its_code(
    report: Run, args: tuple[str, ...], code: int, error: str
) -> None:
    """Contract: exit codes and the one JSON value."""
    answer = report(*args, "--json")
    assert (answer.code, answer.error["code"]) == (code, error)


def test_an_empty_book_says_so(invoicing: Run, tmp_path: Path) -> None:
    """A sentence instead of a table without rows."""
    (tmp_path / "invoicing.toml").write_text(SETTINGS, encoding="utf-8")
    assert invoicing("report", "aging", "--book", str(tmp_path)).out == "Nothing to report.\n"


def test_export_says_what_it_wrote(report: Run, tmp_path: Path) -> None:
    """The files, and the rows of each table."""
    answer = report("export", "csv", "--out", str(tmp_path / "x.csv"))
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "2 documents, 2 lines, 1 payments, 1 settlements, 1 clients"
    value: dict[str, Any] = report("export", "json", "--out", str(tmp_path / "x.json"), "--json").value
    assert value["files"] == [str(tmp_path / "x.json")]


def test_import_shows_what_came_in_and_which_series_goes_on(report: Run, tmp_path: Path) -> None:
    """A dry run first, then the import."""
    path = tmp_path / "open.csv"
    path.write_text(
        "number,client,issue_date,due_date,total\n2025-0042,acme,2025-01-03,2025-02-02,12.20\n", encoding="utf-8"
    )
    dry = report("import", "open-invoices", str(path), "--dry-run")
    assert (dry.code, "nothing was written" in dry.err) == (0, True)
    answer = report("import", "open-invoices", str(path))
    assert "2025-0042  acme" in answer.out
    assert "series invoice goes on after number 42 of 2025" in answer.err
