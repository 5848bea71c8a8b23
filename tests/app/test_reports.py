"""What each report says of small books, reckoned by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from invoicing.app.reports.aging import aging
from invoicing.app.reports.causes import causes
from invoicing.app.reports.clients import clients
from invoicing.app.reports.income import income
from invoicing.app.reports.report import csv_of, parse_period, span_of
from invoicing.app.reports.statement import statement
from invoicing.app.reports.tax import tax
from invoicing.domain.document import Adjustment, Line
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.tax import Tax
from invoicing.ledger.reports import Span
from tests.app.histories import TODAY, euros, rows_of, taxed

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.app.book import Book
    from tests.app.conftest import Tell

ALL = Span()


# ----------------------------------------------------------------------------------------------------------- aging


@pytest.mark.parametrize(
    ("days_late", "bucket"),
    [
        (-1, "not_due"),
        (0, "not_due"),
        (1, "1_30"),
        (30, "1_30"),
        (31, "31_60"),
        (60, "31_60"),
        (61, "61_90"),
        (90, "61_90"),
        (91, "over_90"),
    ],
)
def test_a_claim_stands_in_the_bucket_of_its_days_late(book: Book, tell: Tell, days_late: int, bucket: str) -> None:
    """The bounds are those of the report's heads; a claim due today is not late."""
    due = date.fromordinal(TODAY.toordinal() - days_late)
    with tell(book) as story:
        story.client("acme")
        story.issue(taxed("100", ""), day=due.isoformat(), days=0)
    row = aging(book, TODAY).value["rows"][0]
    assert row[bucket] == row["outstanding"] == "100.00"


def test_aging_never_adds_two_currencies_and_shows_credit_beside(book: Book, tell: Tell) -> None:
    """A total by currency; 7 paid too much stay beside what is open and are not taken off."""
    with tell(book) as story:
        story.client("acme", "Acme Ltd")
        first = story.issue(taxed("100", ""), day="2026-06-15")
        story.issue(taxed("50", ""), day="2026-01-01")
        story.issue(taxed("900", ""), day="2026-06-15", currency="JPY")
        story.pay(first, "20.00", spare="7.00")
    found = aging(book, TODAY).value
    names = ("client", "currency", "not_due", "over_90", "outstanding", "credit", "claims")
    assert rows_of(found["rows"], *names) == [
        ("acme", "EUR", "80.00", "50.00", "130.00", "7.00", 2),
        ("acme", "JPY", "900", "0", "900", "0", 1),
    ]
    assert rows_of(found["totals"], "currency", "outstanding", "credit") == [
        ("EUR", "130.00", "7.00"),
        ("JPY", "900", "0"),
    ]


def test_the_chart_of_aging_shows_one_currency(book: Book, tell: Tell) -> None:
    """The one with the most claims, because two currencies have no common scale."""
    with tell(book) as story:
        story.client("acme")
        story.issue(taxed("900", ""), day="2026-06-15", currency="JPY")
        for day in ("2026-06-15", "2026-05-15"):
            story.issue(taxed("10", ""), day=day)
    bars = aging(book, TODAY).bars
    assert [(name, str(amount), amount.currency) for name, amount in bars][:2] == [
        ("not_due", "10.00", "EUR"),
        ("1_30", "10.00", "EUR"),
    ]


def test_an_empty_book_has_reports_without_rows(book: Book) -> None:
    """Heads are there, so that a CSV file has them too."""
    for report in (
        aging(book, TODAY),
        income(book, "month", ALL),
        tax(book, parse_period("2026")),
        clients(book, ALL, TODAY),
        causes(book, ALL, TODAY),
    ):
        assert not any(section.rows for section in report.sections)
        assert report.bars == ()
        assert csv_of(report).count("\r\n") == 1


# ------------------------------------------------------------------------------------------------------- statement


def told(book: Book, tell: Tell) -> tuple[str, str]:
    """A client with two invoices: one disputed in part, partly paid and credited; one promised."""
    with tell(book) as story:
        story.client("acme", "Acme Ltd", language="it")
        first = story.issue(taxed("100"), day="2026-01-10")
        second = story.issue(taxed("200"), day="2026-02-10")
        bounced = story.pay(first, "50.00", "2026-02-01", reference="transfer 1")
        story.reverse(bounced, "2026-02-20")
        story.pay(first, "30.00", "2026-03-01")
        story.issue(taxed("20"), day="2026-03-05", kind="credit-note", preceding=[first])
        story.write_off(first, "0.60", "2026-03-06")
        story.act("dispute-opened", first, reason="wrong-amount", amount="40.00", currency="EUR", date="2026-03-07")
        story.act("promise-made", second, amount="100.00", currency="EUR", until="2026-07-01", date="2026-03-08")
    return first, second


def test_a_statement_runs_from_entry_to_entry(book: Book, tell: Tell) -> None:
    """122 and 244 asked; 50 paid and taken back; 30 paid; 24.40 credited; 0.60 written off: 311.00 stay."""
    first, second = told(book, tell)
    account = statement(book, "Acme", ALL, TODAY).value["currencies"][0]
    assert rows_of(account["entries"], "date", "entry", "number", "debit", "credit", "balance") == [
        ("2026-01-10", "invoice", first, "122.00", None, "122.00"),
        ("2026-02-01", "payment", "P-1", None, "50.00", "72.00"),
        ("2026-02-10", "invoice", second, "244.00", None, "316.00"),
        ("2026-02-20", "reversal", "P-1", "50.00", None, "366.00"),
        ("2026-03-01", "payment", "P-2", None, "30.00", "336.00"),
        ("2026-03-05", "credit-note", "CN2026-0001", None, "24.40", "311.60"),
        ("2026-03-06", "write-off", first, None, "0.60", "311.00"),
    ]
    assert account["closing"] == account["outstanding"] == "311.00"
    assert account["entries"][1]["reference"] == "transfer 1"


def test_what_is_disputed_and_promised_stands_in_columns_of_its_own(book: Book, tell: Tell) -> None:
    """40 of the 67 open are disputed, 100 of the 244 promised."""
    first, second = told(book, tell)
    account = statement(book, "acme", ALL, TODAY).value["currencies"][0]
    assert rows_of(account["documents"], "number", "outstanding", "disputed", "promised") == [
        (first, "67.00", "40.00", "0.00"),
        (second, "244.00", "0.00", "100.00"),
    ]
    assert (account["disputed"], account["promised"]) == ("40.00", "100.00")


@pytest.mark.parametrize(
    ("body", "disputed"),
    [({}, "122.00"), ({"amount": "500.00"}, "122.00"), ({"amount": "0.50"}, "0.50")],
    ids=["all of it", "at most what is open", "a part"],
)
def test_a_dispute_is_about_what_it_names(book: Book, tell: Tell, body: dict[str, str], disputed: str) -> None:
    """Without an amount all that is open is disputed; never more than that."""
    with tell(book) as story:
        story.client("acme")
        number = story.issue(taxed("100"), day="2026-01-10")
        story.act("dispute-opened", number, reason="quality", date="2026-02-01", **body)
    assert statement(book, "acme", ALL, TODAY).value["currencies"][0]["disputed"] == disputed


def test_a_statement_starts_with_what_was_before_and_ends_on_its_last_day(book: Book, tell: Tell) -> None:
    """On 1 February 122 are open; on 28 February both invoices, because the credit note came later."""
    first, second = told(book, tell)
    found = statement(book, "acme", span_of("2026-02-01", "2026-02-28"), TODAY).value
    account = found["currencies"][0]
    assert (found["until"], account["opening"], account["closing"]) == ("2026-02-28", "122.00", "366.00")
    assert account["entries"][0]["entry"] == "opening-balance"
    assert [row["number"] for row in account["entries"][1:]] == ["P-1", second, "P-1"]
    assert rows_of(account["documents"], "number", "outstanding", "disputed") == [
        (first, "122.00", "0.00"),
        (second, "244.00", "0.00"),
    ]


def test_credit_is_what_the_open_documents_exceed_the_balance_by(book: Book, tell: Tell) -> None:
    """244 open, 10 on account: 234 to pay in all."""
    with tell(book) as story:
        story.client("acme")
        number = story.issue(taxed("100"), day="2026-01-10")
        story.issue(taxed("200"), day="2026-01-11")
        story.pay(number, "122.00", spare="10.00")
    account = statement(book, "acme", ALL, TODAY).value["currencies"][0]
    assert (account["closing"], account["outstanding"], account["credit"]) == ("234.00", "244.00", "10.00")


def test_what_is_said_about_the_whole_account_is_a_note(book: Book, tell: Tell) -> None:
    """A promise about the client names no document; a hold is nobody's claim."""
    with tell(book) as story:
        story.client("acme")
        story.issue(taxed("100"), day="2026-01-10")
        story.act("promise-made", "acme", amount="50.00", currency="EUR", until="2026-07-01", date="2026-06-01")
        story.act("dispute-opened", "acme", reason="quality", date="2026-06-02")
        story.act("hold-placed", "acme", why="asked", date="2026-06-02")
        story.act("dispute-closed", "acme", outcome="withdrawn", date="2026-06-03")
    report = statement(book, "acme", ALL, TODAY)
    assert report.notes == ("promise of 50.00 EUR about the whole account since 2026-06-01 until 2026-07-01",)


def test_open_documents_are_attached_when_their_file_is_the_one_issued(book: Book, tell: Tell, tmp_path: Path) -> None:
    """One is there, one was changed, one is missing, one never had a file."""
    from invoicing.ledger.paths import sha256_of

    with tell(book) as story:
        story.client("acme")
        for name in ("there", "changed", "gone"):
            body = {"pdf_path": f"documents/{name}.pdf", "pdf_sha256": sha256_of(b"as issued")}
            story.issue(taxed("100"), day="2026-01-10", body=body)
        story.issue(taxed("100"), day="2026-01-10")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "there.pdf").write_bytes(b"as issued")
    (tmp_path / "documents" / "changed.pdf").write_bytes(b"touched")
    found = statement(book, "acme", ALL, TODAY, attach=True).value
    assert found["attachments"] == [str(tmp_path / "documents" / "there.pdf")]
    assert rows_of(found["missing"], "number", "reason") == [
        ("2026-0002", "the file is not the one that was issued"),
        ("2026-0003", "there is no file"),
        ("2026-0004", "there is no file"),
    ]


def test_a_statement_of_a_client_the_book_does_not_have_is_not_found(book: Book) -> None:
    """Contract: exit code 4."""
    with pytest.raises(NotFound, match="acme"):
        statement(book, "acme", ALL, TODAY)


def test_a_client_without_documents_has_an_empty_statement(book: Book, tell: Tell) -> None:
    """No currency, no entry."""
    with tell(book) as story:
        story.client("acme")
    assert statement(book, "acme", ALL, TODAY).value["currencies"] == []


# ---------------------------------------------------------------------------------------------------------- income


def billed(book: Book, tell: Tell) -> None:
    """Two clients, two currencies, a credit note, a discount, an imported invoice."""
    with tell(book) as story:
        story.client("acme", "Acme Ltd")
        story.client("beta", "Beta Ltd")
        first = story.issue(taxed("100", what="Design\nsecond line"), taxed("40", "10", item="host"), day="2026-01-31")
        story.issue(
            taxed("60", what="Design"),
            day="2026-02-01",
            allowances=(Adjustment("loyal", amount=euros("10.00"), taxes=(Tax("S", Decimal(22)),)),),
        )
        story.issue(taxed("500", ""), day="2026-02-02", client="beta", currency="JPY")
        story.issue(taxed("40", "10", item="host"), day="2026-02-03", kind="credit-note", preceding=[first])
        story.issue(taxed("999"), day="2026-02-04", client="beta", body={"series": "", "ordinal": None})
        story.issue(taxed("7", "", what="quoted"), day="2026-02-05", kind="quote")


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        (
            "month",
            [("2026-01", "EUR", 1, "140.00"), ("2026-02", "EUR", 2, "10.00"), ("2026-02", "JPY", 1, "500")],
        ),
        ("client", [("acme", "EUR", 3, "150.00"), ("beta", "JPY", 1, "500")]),
        (
            "item",
            [
                ("Design", "EUR", 2, "160.00"),
                ("host", "EUR", 2, "0.00"),
                ("loyal", "EUR", 1, "-10.00"),
                ("work", "JPY", 1, "500"),
            ],
        ),
    ],
)
def test_income_is_net_of_tax_and_credit_notes(book: Book, tell: Tell, by: str, rows: list[tuple[object, ...]]) -> None:
    """100 + 40 + 60 - 10 - 40 net; a quote bills nothing, what was imported was billed elsewhere."""
    billed(book, tell)
    found = income(book, by, ALL).value
    assert rows_of(found["rows"], by, "currency", "documents", "net") == rows
    assert rows_of(found["totals"], "currency", "documents", "net") == [("EUR", 3, "150.00"), ("JPY", 1, "500")]
    assert found["imported"] == [{"currency": "EUR", "documents": 1, "net": "999.00"}]


def test_income_of_a_span_counts_its_first_and_last_day(book: Book, tell: Tell) -> None:
    """From 31 January to 1 February: the first two invoices."""
    billed(book, tell)
    found = income(book, "month", span_of("2026-01-31", "2026-02-01")).value
    assert rows_of(found["rows"], "month", "net", "total") == [
        ("2026-01", "140.00", "166.00"),
        ("2026-02", "50.00", "61.00"),
    ]
    assert (found["since"], found["until"]) == ("2026-01-31", "2026-02-01")


def test_the_chart_of_income_shows_the_months_that_brought_something(book: Book, tell: Tell) -> None:
    """Only by month, and only the main currency."""
    billed(book, tell)
    assert [(name, str(amount)) for name, amount in income(book, "month", ALL).bars] == [
        ("2026-01", "140.00"),
        ("2026-02", "10.00"),
    ]
    assert income(book, "client", ALL).bars == ()


def test_income_by_anything_else_is_refused(book: Book) -> None:
    """The ways are named."""
    with pytest.raises(Refused, match="week") as refused:
        income(book, "week", ALL)
    assert refused.value.code == "unknown-way"


# ------------------------------------------------------------------------------------------------------------- tax


def test_tax_on_accrual_is_by_name_category_and_rate(book: Book, tell: Tell) -> None:
    """22 % of 160 - 10; the 10 % were credited whole and vanish; what bears no tax is said."""
    billed(book, tell)
    found = tax(book, parse_period("2026-Q1")).value
    assert rows_of(found["rows"], "tax", "category", "rate", "currency", "base", "amount") == [
        ("VAT", "S", "22", "EUR", "150.00", "33.00"),
        (None, None, None, "JPY", "500", "0"),
    ]
    assert found["imported"] == 1


@pytest.mark.parametrize(
    ("period", "base"),
    [("2026", "70.00"), ("2026-Q1", "30.00"), ("2026-Q2", "40.00"), ("2026-03", "20.00"), ("2026-q2", "40.00")],
)
def test_a_period_is_a_year_a_quarter_or_a_month(book: Book, tell: Tell, period: str, base: str) -> None:
    """10 in January, 20 on 31 March, 40 on 1 April."""
    with tell(book) as story:
        story.client("acme")
        for day, net in (("2025-12-31", "80"), ("2026-01-01", "10"), ("2026-03-31", "20"), ("2026-04-01", "40")):
            story.issue(taxed(net), day=day)
    assert tax(book, parse_period(period)).value["rows"][0]["base"] == base


@pytest.mark.parametrize("text", ["", "2026-Q5", "2026-13", "26", "2026-1", "0000", "2026-Q1-03"])
def test_any_other_period_is_refused(text: str) -> None:
    """With an example of a right one."""
    with pytest.raises(Refused) as refused:
        parse_period(text)
    assert refused.value.code == "bad-period"


def test_tax_by_supply_date_moves_a_document_to_the_month_of_its_supply(book: Book, tell: Tell) -> None:
    """Supplied in January, billed in February."""
    with tell(book) as story:
        story.client("acme")
        story.issue(taxed("100"), day="2026-02-02", supply_date=date(2026, 1, 30))
    january = parse_period("2026-01")
    assert tax(book, january).value["rows"] == []
    assert tax(book, january, by_date="supply").value["rows"][0]["amount"] == "22.00"


def test_cash_tax_is_the_share_of_each_payment(book: Book, tell: Tell) -> None:
    """232 = 100 + 22 and 100 + 10; half of it paid in February brings half of each row, the rest in March."""
    with tell(book) as story:
        story.client("acme")
        number = story.issue(taxed("100"), taxed("100", "10"), day="2026-01-10")
        story.pay(number, "116.00", "2026-02-01")
        story.pay(number, "116.00", "2026-03-01")
    names = ("rate", "base", "amount")
    assert tax(book, parse_period("2026-01"), "cash").value["rows"] == []
    for month in ("2026-02", "2026-03"):
        rows = tax(book, parse_period(month), "cash").value["rows"]
        assert rows_of(rows, *names) == [("10", "50.00", "5.00"), ("22", "50.00", "11.00")]


def test_a_payment_of_what_is_payable_brings_the_whole_tax(book: Book, tell: Tell) -> None:
    """20 % withheld: 102 of 122 settle the invoice, and the whole 22 are due."""
    with tell(book) as story:
        story.client("acme")
        number = story.issue(taxed("100"), day="2026-01-10", withholding=["20"])
        story.pay(number, "102.00")
    assert rows_of(tax(book, parse_period("2026"), "cash").value["rows"], "base", "amount") == [("100.00", "22.00")]


def test_what_is_written_off_brings_no_cash_tax(book: Book, tell: Tell) -> None:
    """Half paid, half given up: half the tax."""
    with tell(book) as story:
        story.client("acme")
        number = story.issue(taxed("100"), day="2026-01-10")
        story.write_off(number, "61.00", "2026-02-01")
        story.pay(number, "61.00", "2026-02-02")
    assert rows_of(tax(book, parse_period("2026"), "cash").value["rows"], "base", "amount") == [("50.00", "11.00")]


def test_what_asks_for_nothing_more_counts_on_its_day(book: Book, tell: Tell) -> None:
    """An invoice paid before it was written has no claim that a payment could settle."""
    with tell(book) as story:
        story.client("acme")
        story.issue(taxed("100"), day="2026-01-10", prepaid=euros("122.00"))
    assert rows_of(tax(book, parse_period("2026-01"), "cash").value["rows"], "amount") == [("22.00",)]


def test_two_taxes_on_one_base_have_no_sum_of_bases(book: Book, tell: Tell) -> None:
    """100 + 10 % + 10 % compound: bases 100 and 110 (design section 4) would count the 100 twice."""
    taxes = (Tax("S", Decimal(10), "GST"), Tax("S", Decimal(10), "PST", compound=True))
    with tell(book) as story:
        story.client("acme")
        story.issue(Line("work", price=Decimal(100), taxes=taxes), day="2026-01-10")
    found = tax(book, parse_period("2026"))
    assert rows_of(found.value["rows"], "tax", "compound", "base", "amount") == [
        ("GST", None, "100.00", "10.00"),
        ("PST", "compound", "110.00", "11.00"),
    ]
    assert found.value["totals"] == [{"tax": "total", "currency": "EUR", "amount": "21.00"}]


@pytest.mark.parametrize(("basis", "day"), [("received", "issue"), ("accrual", "payment")])
def test_another_basis_or_day_is_refused(book: Book, basis: str, day: str) -> None:
    """The words are named."""
    with pytest.raises(Refused) as refused:
        tax(book, parse_period("2026"), basis, day)
    assert refused.value.code == "unknown-basis"


def test_a_redacted_document_still_counts_with_what_was_kept_of_it(book: Book, tell: Tell) -> None:
    """Without the snapshot the rates are gone, the sums are not."""
    from invoicing.ledger.redaction import redact

    with tell(book) as story:
        story.client("acme")
        story.issue(taxed("100"), day="2026-01-10")
    with book.ledger() as ledger:
        (event,) = ledger.events(type="document-issued")
        kept = {name: value for name, value in event.body.items() if name not in {"document", "numbers"}}
        redact(ledger, event.seq, kept, "asked to be forgotten", TODAY)
    found = tax(book, parse_period("2026")).value["rows"]
    assert rows_of(found, "tax", "base", "amount") == [(None, "100.00", "22.00")]
    assert rows_of(income(book, "item", ALL).value["rows"], "item", "net") == [("invoice", "100.00")]


# ------------------------------------------------------------------------------------------------ clients and causes


def test_the_report_on_clients_says_what_they_bring_pay_and_cost(book: Book, tell: Tell) -> None:
    """Three invoices due 9 Feb, 9 Feb, 3 Mar, paid 40, 0 and 31 days late: 23.7 on average, 2 of 3 late: slow."""
    with tell(book) as story:
        story.client("acme", "Acme Ltd")
        story.client("beta")
        for day, paid in (("2026-01-10", "2026-03-21"), ("2026-01-10", "2026-02-09"), ("2026-02-01", "2026-04-03")):
            story.pay(story.issue(taxed("100"), day=day), "122.00", paid)
        story.issue(taxed("200"), day="2026-06-20")
        story.act("log-added", "acme", kind="incident", words="shouted", date="2026-02-01", hours="0.5")
        story.act("log-added", "2026-0001", kind="call", words="asked", date="2026-02-02", hours="1")
        story.act("log-added", "acme", kind="call", words="asked", date="2026-02-02", hours="a lot")
        story.act("dispute-opened", "2026-0001", reason="quality", date="2026-02-03")
        story.act("log-added", "acme", kind="call", words="before", date="2025-02-02")
    one = clients(book, span_of("2026-01-01", ""), TODAY).value["clients"][0]
    assert one["currencies"] == [{"currency": "EUR", "documents": 4, "net": "500.00", "open": "244.00"}]
    assert (one["label"], one["average_days_late"], one["worst_days"]) == ("slow", "23.7", 40)
    assert one["reasons"] == ["2 of 3 invoices paid late", "23.7 days late on average, median 31"]
    assert (one["contacts"], one["incidents"], one["disputes"], one["hours"]) == (2, 1, 1, "1.5")
    assert one["exposures"][0]["times_usual"] == "2"


def test_a_client_with_talk_and_no_document_is_there_too(book: Book, tell: Tell) -> None:
    """An incident before the first order counts; the CSV has a row for it."""
    with tell(book) as story:
        story.client("acme")
        story.act("log-added", "acme", kind="incident", words="rude", date="2026-02-01")
    report = clients(book, ALL, TODAY)
    assert [(one["client"], one["label"], one["currencies"]) for one in report.value["clients"]] == [
        ("acme", "new", [])
    ]
    assert csv_of(report).splitlines()[1].startswith("acme,Acme,,")


def test_a_client_billed_outside_the_span_still_owes(book: Book, tell: Tell) -> None:
    """Nothing billed since March, 122 open."""
    with tell(book) as story:
        story.client("acme")
        story.issue(taxed("100"), day="2026-01-10")
    one = clients(book, span_of("2026-03-01", ""), TODAY).value["clients"][0]
    assert one["currencies"] == [{"currency": "EUR", "documents": 0, "net": "0.00", "open": "122.00"}]


def test_causes_are_counted_with_what_became_of_them(book: Book, tell: Tell) -> None:
    """Two disputes over the amount, one without a word; one late payer was asked, one was not."""
    with tell(book) as story:
        story.client("acme")
        story.client("beta")
        numbers = [story.issue(taxed("100"), day="2026-01-10") for _ in range(3)]
        unasked = story.issue(taxed("100"), day="2026-01-10", client="beta")
        story.act("dispute-opened", numbers[0], reason="wrong-amount", date="2026-02-01")
        story.act("dispute-closed", numbers[0], outcome="accepted", date="2026-02-05")
        story.act("dispute-opened", numbers[1], reason="wrong-amount", date="2026-02-01")
        story.act("dispute-opened", numbers[1], date="2026-02-02")
        story.act("log-added", numbers[2], reason="cannot-pay", date="2026-02-01")
        story.act("log-added", numbers[2], words="hello", date="2026-02-01")
        story.act("link-made", numbers[2], date="2026-02-01")
    assert unasked
    names = ("about", "cause", "count", "share", "clients", "outcomes")
    assert rows_of(causes(book, ALL, TODAY).value["rows"], *names) == [
        ("dispute", "wrong-amount", 2, "66.7", 1, {"accepted": 1, "open": 1}),
        ("dispute", "not-said", 1, "33.3", 1, {"open": 1}),
        ("late", "cannot-pay", 1, "50", 1, {"noted": 1}),
        ("late", "not-said", 1, "50", 1, {"open": 1}),
    ]


def test_causes_of_another_time_are_left_out(book: Book, tell: Tell) -> None:
    """Recorded in February, asked about March: the payer was asked all the same."""
    with tell(book) as story:
        story.client("acme")
        number = story.issue(taxed("100"), day="2026-01-10")
        story.act("promise-made", number, reason="cannot-pay", until="2026-03-01", date="2026-02-01")
    assert causes(book, span_of("2026-03-01", "2026-03-31"), TODAY).value["rows"] == []


# ------------------------------------------------------------------------------------------------------------- CSV


def test_the_csv_of_a_report_takes_no_text_for_a_formula(book: Book, tell: Tell) -> None:
    """OWASP, CSV injection: the name of a client is data; a negative amount stays a number."""
    with tell(book) as story:
        story.client("acme", '=HYPERLINK("http://x")')
        number = story.issue(taxed("100"), day="2026-01-10")
        story.pay(number, "122.00")
        story.issue(taxed("100"), day="2026-02-10", kind="credit-note", preceding=[number])
    assert (
        csv_of(income(book, "client", ALL)).splitlines()[1] == 'acme,"\'=HYPERLINK(""http://x"")",EUR,2,0.00,0.00,0.00'
    )
    assert "-122.00" in csv_of(statement(book, "acme", ALL, TODAY)).splitlines()[3]


def test_a_span_that_runs_backwards_is_refused() -> None:
    """BR-29 for any period."""
    with pytest.raises(Refused) as refused:
        span_of("2026-02-01", "2026-01-01")
    assert refused.value.code == "period-backwards"
