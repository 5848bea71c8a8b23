"""Open invoices of another program: every row checked, numbers kept, none or all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invoicing.app.book import Act
from invoicing.app.import_ import Place, import_open_invoices, place_in
from invoicing.app.reports.income import income
from invoicing.app.reports.report import parse_period
from invoicing.app.reports.tax import tax
from invoicing.app.show import show
from invoicing.domain.errors import Conflict, Refused
from invoicing.domain.numbering import Series
from invoicing.ledger import queries
from invoicing.ledger.reports import Span
from invoicing.ledger.verify import verify
from tests.app.histories import TODAY, rows_of, taxed

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.app.book import Book, Result
    from tests.app.conftest import Tell

HEAD = "number,client,currency,issue_date,due_date,total,tax_rate,payments"
ROW = "OLD-118,acme,EUR,2026-01-03,2026-02-02,1220.00,22,"
ACT = Act(TODAY, "ada")


@pytest.fixture
def clients(book: Book, tell: Tell) -> Book:
    """Give a book with two clients."""
    with tell(book) as story:
        story.client("acme", "Acme Ltd")
        story.client("beta", "Beta Ltd")
    return book


def brought_in(book: Book, *rows: str, head: str = HEAD, act: Act = ACT) -> Result:
    """Import rows under a head."""
    path = book.folder / "open.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return import_open_invoices(book, path, act)


def test_an_open_invoice_keeps_its_number_and_owes_what_is_left(clients: Book) -> None:
    """1220 less 500 and 20 paid there: 700 open; no series, no PDF, marked imported; the book verifies."""
    result = brought_in(clients, ROW + "2026-02-20=20.00; 2026-01-20=500.00")
    assert rows_of(result["documents"], "number", "client", "outstanding", "currency") == [
        ("OLD-118", "acme", "700.00", "EUR")
    ]
    with clients.ledger() as ledger:
        row = queries.document(ledger, "OLD-118")
        event = ledger.event(row.seq)
        paid = [(one.date.isoformat(), str(one.amount), one.method) for one in queries.payments_of(ledger, "OLD-118")]
        assert verify(ledger).ok
    assert (row.series, row.ordinal, row.pdf_path, str(row.outstanding)) == ("", None, "", "700.00")
    assert (event.body["imported"], event.body["reason"]) == (True, "imported from open.csv, line 2")
    assert paid == [("2026-01-20", "500.00", "imported"), ("2026-02-20", "20.00", "imported")]


def test_an_imported_invoice_is_shown_like_any_other(clients: Book) -> None:
    """The snapshot has the client, a line, the tax taken out of the total: 1220 at 22 % is 1000 + 220."""
    brought_in(clients, ROW)
    found = show(clients, "OLD-118")
    assert (found["buyer"], found["totals"]["net"], found["totals"]["tax"]) == ("Acme Ltd", "1000.00", "220.00")
    assert rows_of(found["taxes"], "category", "rate", "base", "tax") == [("S", "22", "1000.00", "220.00")]
    assert found["lines"][0]["description"] == "OLD-118"


def test_the_sums_of_the_other_program_stand_to_the_cent(clients: Book) -> None:
    """It rounded by line: 10.01 net at 22 % is 2.20, here 2.21; what was printed there counts."""
    head = "number,client,issue date,due date,gross,net,vat rate,balance,description"
    brought_in(clients, "OLD-1,Acme Ltd,2026-01-03,2026-02-02,12.22,10.01,22%,12.22,Logo", head=head)
    found = show(clients, "OLD-1")
    assert (found["totals"]["tax"], found["totals"]["total"], found["lines"][0]["description"]) == (
        "2.21",
        "12.22",
        "Logo",
    )


def test_without_a_rate_nothing_is_said_of_the_tax(clients: Book) -> None:
    """A rate is never guessed; a rate of zero is one."""
    brought_in(
        clients, "OLD-1,acme,EUR,2026-01-03,2026-02-02,100.00,,", "OLD-2,acme,EUR,2026-01-03,2026-02-02,100.00,0,"
    )
    assert show(clients, "OLD-1")["taxes"] == []
    assert rows_of(show(clients, "OLD-2")["taxes"], "category", "rate", "tax") == [("Z", "0", "0.00")]


def test_what_was_billed_and_paid_elsewhere_is_no_income_and_no_tax_here(clients: Book, tell: Tell) -> None:
    """Accrual tax arose there; of the 1220, the 610 paid here bring half the tax on a cash basis."""
    brought_in(clients, ROW + "2026-01-20=610.00")
    with tell(clients) as story:
        story.pay("OLD-118", "610.00", "2026-06-01")
    year = parse_period("2026")
    assert income(clients, "month", Span()).value["rows"] == []
    assert tax(clients, year).value["rows"] == []
    assert rows_of(tax(clients, year, "cash").value["rows"], "base", "amount") == [("500.00", "110.00")]


def test_a_paid_amount_with_its_day_is_one_payment(clients: Book) -> None:
    """Other programs write one figure; nothing paid is no payment."""
    head = "number,client,issue_date,due_date,total,paid,paid_on"
    found = brought_in(
        clients,
        "A-1,acme,2026-01-03,2026-02-02,100.00,40.00,2026-02-01",
        "A-2,acme,2026-01-03,2026-02-02,5,0.00,",
        head=head,
    )
    assert rows_of(found["documents"], "outstanding") == [("60.00",), ("5.00",)]


# ----------------------------------------------------------------------------------------------------- all or nothing


@pytest.mark.parametrize(
    ("row", "code", "where"),
    [
        ("?,acme,EUR,2026-01-03,2026-02-02,1,,", "number-unusable", "line 2, number"),
        (",acme,EUR,2026-01-03,2026-02-02,1,,", "empty-cell", "line 2, number"),
        ("A,nobody,EUR,2026-01-03,2026-02-02,1,,", "client-unknown", "line 2, client"),
        ("A,acme,EUX,2026-01-03,2026-02-02,1,,", "unknown-currency", "line 2, currency"),
        ("A,acme,EUR,2026-02-30,2026-02-02,1,,", "bad-date", "line 2, issue_date"),
        ("A,acme,EUR,2026-01-03,02/02/2026,1,,", "bad-date", "line 2, due_date"),
        ("A,acme,EUR,2026-07-01,2026-08-02,1,,", "issue-date-in-future", "line 2, issue_date"),
        ("A,acme,EUR,2026-01-03,2026-01-02,1,,", "due-before-issue", "line 2, due_date"),
        ('A,acme,EUR,2026-01-03,2026-02-02,"1,00",,', "bad-number", "line 2, total"),
        ("A,acme,EUR,2026-01-03,2026-02-02,1.001,,", "amount-too-fine", "line 2, total"),
        ("A,acme,EUR,2026-01-03,2026-02-02,0,,", "amount-not-positive", "line 2, total"),
        ("A,acme,EUR,2026-01-03,2026-02-02,1,122,", "bad-percent", "line 2, tax_rate"),
        ("A,acme,EUR,2026-01-03,2026-02-02,1,,soon=1", "bad-date", "line 2, payments"),
        ("A,acme,EUR,2026-01-03,2026-02-02,1,,2026-02-01", "bad-number", "line 2, payments"),
        ("A,acme,EUR,2026-01-03,2026-02-02,1,,2026-02-01=0", "amount-not-positive", "line 2, payments"),
        ("A,acme,EUR,2026-01-03,2026-02-02,1,,2026-07-01=1", "payment-in-future", "line 2, payments"),
        ("A,acme,EUR,2026-01-03,2026-02-02,1,,2026-02-01=2", "paid-more-than-total", "line 2, payments"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_line(clients: Book, row: str, code: str, where: str) -> None:
    """Each cell by itself."""
    with pytest.raises(Refused) as refused:
        brought_in(clients, row)
    assert [(one.code, one.where) for one in refused.value.findings] == [(code, where)]


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        ("number,client,issue_date,due_date,total,open", "A,acme,2026-01-03,2026-02-02,9,8", "open-differs"),
        ("number,client,issue_date,due_date,total,net", "A,acme,2026-01-03,2026-02-02,9,8", "net-without-rate"),
        ("number,client,issue_date,due_date,total,net,tax_rate", "A,acme,2026-01-03,2026-02-02,9,10,22", "sums-differ"),
        ("number,client,issue_date,due_date,total,paid", "A,acme,2026-01-03,2026-02-02,9,8", "bad-date"),
        ("number,client,issue_date,due_date", "A,acme,2026-01-03,2026-02-02", "missing-column"),
        ("number,client,issue_date,due_date,total,colour", "A,acme,2026-01-03,2026-02-02,9,red", "unknown-column"),
        ("number,client,issue_date,due_date,total,curency", "A,acme,2026-01-03,2026-02-02,9,EUR", "unknown-column"),
    ],
)
def test_columns_that_do_not_fit_together_are_refused(clients: Book, head: str, row: str, code: str) -> None:
    """Sums that differ would be wrong in silence; a column nobody knows might hold what matters."""
    with pytest.raises(Refused) as refused:
        brought_in(clients, row, head=head)
    assert [one.code for one in refused.value.findings] == [code]


def test_all_rows_are_judged_and_nothing_is_written(clients: Book) -> None:
    """Three findings in the order of their lines: an unknown client, a number in the book, a number twice."""
    brought_in(clients, ROW)
    with pytest.raises(Refused) as refused:
        brought_in(clients, "A-1,nobody,EUR,2026-01-03,2026-02-02,1,,", ROW, "A-2,acme,EUR,2026-01-03,2026-02-02,1,,")
    assert [(one.code, one.where) for one in refused.value.findings] == [
        ("client-unknown", "line 2, client"),
        ("number-taken", "line 3, number"),
    ]
    with pytest.raises(Refused) as refused:
        brought_in(clients, "A-1,acme,EUR,2026-01-03,2026-02-02,1,,", "A-1,acme,EUR,2026-01-03,2026-02-02,1,,")
    assert [(one.code, one.where) for one in refused.value.findings] == [("number-twice", "line 3, number")]
    with clients.ledger() as ledger:
        assert [row.number for row in queries.documents(ledger, queries.DocumentFilter())] == ["OLD-118"]


def test_a_file_without_rows_is_refused(clients: Book) -> None:
    """With an example of a right one."""
    with pytest.raises(Refused) as refused:
        brought_in(clients)
    assert refused.value.code == "empty-file"


def test_a_dry_run_says_the_same_and_writes_nothing(clients: Book) -> None:
    """Contract: what writes has --dry-run."""
    result = brought_in(clients, ROW, act=Act(TODAY, "ada", dry_run=True))
    assert result["imported"] == 1
    with clients.ledger() as ledger:
        assert queries.documents(ledger, queries.DocumentFilter()) == ()


def test_a_key_makes_the_import_happen_once(clients: Book) -> None:
    """The same file again gives the first result; another file with that key is a conflict."""
    act = Act(TODAY, "ada", key="move")
    first = brought_in(clients, ROW, act=act)
    assert brought_in(clients, ROW, act=act) == first
    with pytest.raises(Conflict):
        brought_in(clients, ROW.replace("118", "119"), act=act)


# ------------------------------------------------------------------------------------------------------------ series


def test_a_series_not_begun_goes_on_after_the_imported_numbers(clients: Book, tell: Tell) -> None:
    """2026-0042 came in, so the book's first own invoice of 2026 is 2026-0043; the series has no gap of ours."""
    rows = [f"2026-00{n},acme,EUR,2026-01-03,2026-02-02,10.00,," for n in ("42", "07")]
    assert brought_in(clients, *rows)["series"] == [{"series": "invoice", "period": "2026", "last": 42}]
    with tell(clients) as story:
        assert story.issue(taxed("1"), day="2026-03-01") == "2026-0043"
    with clients.ledger() as ledger:
        assert verify(ledger).ok


def test_a_number_that_a_begun_series_would_give_is_refused(clients: Book, tell: Tell) -> None:
    """2026-0001 was given; importing 2026-0009 would stop the ninth invoice of the year."""
    with tell(clients) as story:
        story.issue(taxed("1"), day="2026-03-01")
    with pytest.raises(Refused) as refused:
        brought_in(clients, "2026-0009,acme,EUR,2026-01-03,2026-02-02,10.00,,")
    assert (refused.value.code, refused.value.where) == ("number-of-a-series", "line 2, number")


@pytest.mark.parametrize(
    ("pattern", "yearly", "number", "place"),
    [
        ("{year}-{n:4}", True, "2026-0042", Place("s", "2026", 42)),
        ("{year}-{n:4}", True, "2026-12345", Place("s", "2026", 12345)),
        ("{year}-{n:4}", True, "2026-42", None),
        ("{year}-{n:4}", True, "2026-0000", None),
        ("{year}-{n:4}", True, "X2026-0042", None),
        ("F{yy}/{n:3}", True, "F25/007", Place("s", "2025", 7)),
        ("{n}", False, "118", Place("s", "all", 118)),
        ("{n}", False, "0118", None),
        ("{year}{month}{n:3}", True, "202602007", Place("s", "2026", 7)),
        ("A.{n:2}", False, "A-07", None),
        ("{year}/{n}/{year}", True, "2026/5/2026", Place("s", "2026", 5)),
        ("{year}/{n}/{year}", True, "2026/5/2025", None),
        ("{n:03}.{year}", True, "1007.2026", Place("s", "2026", 1007)),
    ],
)
def test_a_number_is_found_in_the_series_that_would_give_it(
    pattern: str,
    yearly: bool,  # noqa: FBT001 - a column of the table
    number: str,
    place: Place | None,
) -> None:
    """Only a number that the pattern itself would write is of the series."""
    assert place_in(Series("s", pattern, yearly), number, date(2026, 2, 1)) == place


def test_a_file_of_a_spreadsheet_is_read_as_it_comes(clients: Book, tmp_path: Path) -> None:
    """Semicolons, Windows-1252, Italian heads."""
    path = tmp_path / "aperte.csv"
    path.write_bytes(
        "numero;cliente;data;scadenza;totale;oggetto\r\nF-1;acme;2026-01-03;2026-02-02;10.00;caffè\r\n".encode("cp1252")
    )
    import_open_invoices(clients, path, ACT)
    assert show(clients, "F-1")["lines"][0]["description"] == "caffè"
