"""Whatever may stand on a document reaches every kind of it: deposits add up, credit notes mirror, copies repeat."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed

DAY = "2026-03-02"
# What each document says beside kind and client, with net, tax, total and due as worked out by hand.
DOCUMENTS = {
    "taxable and exempt lines": (
        """
[[lines]]
description = "Design"
quantity = "10"
price = "80.00"
discount = "12.50"
tax = "S 22"
[[lines]]
description = "Course"
price = "300.00"
tax = { category = "E", reason = "Exempt, art. 132(1)(i) Directive 2006/112/EC" }
""",
        # 787.50 x 22 % = 173.25
        ("1087.50", "173.25", "1260.75", "1260.75"),
    ),
    "two taxes, the second on the first": (
        """
[[lines]]
description = "Work"
price = "100.00"
tax = ["S 10", { name = "PST", category = "S", rate = "10", on = "previous" }]
""",
        # design section 4: bases 100 and 110, total 121
        ("100.00", "21.00", "121.00", "121.00"),
    ),
    "a discount, a charge and a withholding": (
        """
[[lines]]
description = "Work"
price = "1000.00"
tax = "S 22"
[[allowances]]
reason = "Loyalty"
percent = "10"
[[charges]]
reason = "Travel"
amount = "55.50"
tax = "S 22"
[[withholding]]
kind = "ritenuta"
rate = "20"
""",
        # 955.50 + 210.21; 20 % of 955.50 is 191.10
        ("955.50", "210.21", "1165.71", "974.61"),
    ),
    "prices including tax": (
        """
prices_include_tax = true
[[lines]]
description = "Print"
quantity = "3"
price = "9.99"
tax = "S 22"
[[lines]]
description = "Book"
price = "12.00"
tax = "S 4"
""",
        # 29.97 holds 5.40, 12.00 holds 0.46
        ("36.11", "5.86", "41.97", "41.97"),
    ),
}


def issued(book: Typed, name: str, kind: str, *more: str) -> dict[str, Any]:
    """Issue one of the documents as a kind."""
    file = book.file("d.toml", f'kind = "{kind}"\nclient = "acme"\n{DOCUMENTS[name][0]}')
    answer = book(DAY, "issue", file, *more)
    assert answer.code == 0, answer.out
    value: dict[str, Any] = answer.value
    return value


def sums(book: Typed, number: str) -> tuple[Decimal, ...]:
    """Give net, tax, total and due."""
    totals = book(DAY, "show", number).value["totals"]
    return tuple(Decimal(totals[name]) for name in ("net", "tax", "total", "due"))


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize(
    "kind", ["quote", "pro-forma", "invoice", "tax-invoice", "simplified-invoice", "final-invoice"]
)
def test_the_sums_are_those_of_the_hand_on_every_kind(book: Typed, name: str, kind: str) -> None:
    """Each expectation is worked out beside its document."""
    assert sums(book, issued(book, name, kind)["number"]) == tuple(map(Decimal, DOCUMENTS[name][1]))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_deposits_and_the_final_invoice_make_the_whole(book: Typed, name: str) -> None:
    """A third, then an eighth, then the rest: each sum to the cent."""
    quote = issued(book, name, "quote")["number"]
    numbers = [
        book(DAY, "convert", quote, "--to", "deposit-invoice", "--share", share).value["number"]
        for share in ("33%", "12.5%")
    ]
    numbers.append(book(DAY, "convert", quote, "--to", "final-invoice").value["number"])
    added = [sum(column) for column in zip(*(sums(book, one) for one in numbers), strict=True)]
    assert tuple(added) == tuple(map(Decimal, DOCUMENTS[name][1]))


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("way", [(), ("--cancel",)])
def test_a_credit_mirrors_the_whole_and_leaves_nothing_open(book: Typed, name: str, way: tuple[str, ...]) -> None:
    """Also what the buyer would have kept back."""
    number = issued(book, name, "invoice")["number"]
    note = book(DAY, "credit", number, *way).value
    assert sums(book, note["number"]) == tuple(map(Decimal, DOCUMENTS[name][1]))
    assert (note["outstanding"], note["credit"]) == ("0.00", "0.00")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_copy_and_a_delivered_job_come_to_the_same(book: Typed, name: str) -> None:
    """A copy of the invoice; a quote that is delivered and invoiced from the delivery note."""
    wanted = tuple(map(Decimal, DOCUMENTS[name][1]))
    number = issued(book, name, "invoice")["number"]
    assert sums(book, book(DAY, "copy", number).value["number"]) == wanted
    quote = issued(book, name, "quote")["number"]
    delivered = book(DAY, "convert", quote, "--to", "delivery-note").value["number"]
    assert sums(book, book(DAY, "convert", delivered, "--to", "invoice").value["number"]) == wanted


def test_cash_rounding_stays_with_the_document_it_was_written_on(book: Typed) -> None:
    """41.97 is paid as 41.95; the deposit and the rest are not rounded twice."""
    name = "prices including tax"
    quote = issued(book, name, "quote", "--rounding", "0.05")["number"]
    assert sums(book, quote)[3] == Decimal("41.95")
    invoice = book(DAY, "convert", quote, "--to", "invoice").value
    assert invoice["due"] == "41.95"
    note = book(DAY, "credit", invoice["number"]).value
    assert (note["due"], note["outstanding"]) == ("41.95", "0.00")


def test_flags_say_what_a_file_says(book: Typed) -> None:
    """The third document above, typed; with its further fields on the page."""
    flags = ("--discount", "Loyalty; 10%", "--charge", "Travel; 55.50; S 22", "--withholding", "ritenuta; 20")
    more = ("--extra", "CIG=7A1B", "--note", "Grazie", "--order", "PO 7", "--project", "Sito", "--prepaid", "100")
    number = book.issued(DAY, "Work; 1; 1000; S 22", *flags, *more)["number"]
    assert sums(book, number) == tuple(map(Decimal, ("955.50", "210.21", "1165.71", "874.61")))
    shown = book(DAY, "show", number).value
    assert (shown["extra"], shown["notes"]) == ({"CIG": "7A1B"}, ["Grazie"])
    for flag, text, code in (
        ("--discount", "10%", "bad-adjustment"),
        ("--charge", "a; b; c; d", "bad-adjustment"),
        ("--extra", "CIG", "bad-extra"),
    ):
        wrong = book(DAY, "issue", "--client", "acme", "--line", "x; 1; 1; S", flag, text)
        assert wrong.error["code"] == code
