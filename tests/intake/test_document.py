"""A document file that is right becomes the document its writer meant."""

from __future__ import annotations

import json
import string
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.dates import Period
from invoicing.domain.document import Reduction
from invoicing.domain.errors import Finding, InvoicingError, NotFound, Refused
from invoicing.domain.money import Money
from invoicing.domain.party import BankAccount, Party
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Instalment, Terms
from invoicing.domain.totals import compute
from invoicing.intake.document import Defaults, Draft, parse_document, parse_line_flag, read_document
from invoicing.intake.item import Item

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.domain.document import Document

DAY = date(2026, 3, 1)
ANY = Defaults(DAY)
SELLER, BUYER = Party("Studio"), Party("Buyer")
LINE = {"description": "Design", "price": "100", "tax": "S 22"}


def made(data: dict[str, Any], defaults: Defaults = ANY) -> Document:
    """Make a document of the keys of a file."""
    return parse_document(data).to_document(seller=SELLER, buyer=BUYER, defaults=defaults)


def said_of(data: dict[str, Any]) -> tuple[Finding, ...]:
    """Give the findings of a file with these keys; none when a document can be made of it."""
    try:
        made(data)
    except InvoicingError as error:
        return error.findings
    return ()


def of_line(**keys: object) -> Document:
    """Make a document in euro with one line."""
    return made({"currency": "EUR", "lines": [{**LINE, **keys}]})


FULL = """
kind = "credit_note"
client = "acme"
country = "it"
currency = "eur"
language = "nl"
issue_date = 2026-02-28
supply_date = "2026-02-27"
terms = [
  { due = 2026-04-01, percent = 40 },
  { due = "2026-05-01", amount = "10.00" },
  { due = 2026-06-01, percent = 60 },
]
reference = " R 1 "
order = "PO 1"
contract = "C 1"
project = "P 1"
notes = "Thank you."
preceding = "2026-0001"
prices_include_tax = true
prepaid = 5
rounding = "0.05"
bank = "IT60 X054 2811 1010 0000 0123 456"
delivery_country = "nl"
attachments = ["hours.pdf"]
period = { start = 2026-02-01, end = 2026-02-28 }

[extra]
CIG = "Z4F"
year = 2026

[[lines]]
description = "Design\\r\\nand text"
quantity = 1.5
unit = "ore"
price = 80
price_base = 2
discount = { amount = "3.00", reason = "friends" }
tax = ["S 10", { name = "PST", category = "S", rate = "7" }, { rate = 5, on = "previous" }]
period = "2026-02-01/2026-02-10"

[[allowances]]
reason = "Early booking"
percent = "5"
base = 100
tax = "S 10"

[[charges]]
reason = "Cassa"
amount = "4.00"
kind = "fund"

[[withholding]]
rate = 20
base = "50.00"

[seller]
name = "Studio Rossi"

[seller.address]
country = "IT"
street = "Via Roma 1"

[buyer]
name = "De Vries"
debtor = "public"
vat = "191885113B01"
contacts = [{ name = "Sanne", role = "director", email = "s@devries.example" }]

[buyer.address]
country = "NL"

[buyer.identifiers]
kvk = "12345678"
"""


def read(tmp_path: Path, text: str, name: str = "document.toml") -> Draft:
    """Read a document file with that text."""
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_document(path)


def test_every_key_of_a_file_reaches_the_document(tmp_path: Path) -> None:
    """The keys of design section 5, and those that mirror the fields of the document."""
    draft = read(tmp_path, FULL)
    assert (draft.kind, draft.client, draft.country, draft.currency, draft.language) == (
        "credit-note",
        "acme",
        "IT",
        "EUR",
        "nl",
    )
    assert draft.seller is not None
    assert draft.buyer is not None
    document = draft.to_document(seller=draft.seller, buyer=draft.buyer, defaults=ANY)
    assert document.seller.address.street == "Via Roma 1"
    assert (document.buyer.vat, document.buyer.debtor, document.buyer.identifier("kvk")) == (
        "NL191885113B01",
        "public",
        "12345678",
    )
    assert document.buyer.contacts[0].role == "director"
    assert (document.issue_date, document.supply_date) == (date(2026, 2, 28), date(2026, 2, 27))
    assert document.terms == Terms(
        instalments=(
            Instalment(date(2026, 4, 1), percent=Decimal(40)),
            Instalment(date(2026, 5, 1), amount=Money(1000, "EUR")),
            Instalment(date(2026, 6, 1), percent=Decimal(60)),
        )
    )
    assert (document.reference, document.order, document.contract, document.project) == ("R 1", "PO 1", "C 1", "P 1")
    assert (document.notes, document.attachments) == (("Thank you.",), ("hours.pdf",))
    assert (document.preceding[0].number, draft.preceding) == ("2026-0001", ("2026-0001",))
    assert document.prices_include_tax
    assert (document.prepaid, document.rounding_step) == (Money(500, "EUR"), Money(5, "EUR"))
    assert document.bank == BankAccount(iban="IT60X0542811101000000123456")
    assert (document.delivery_country, document.extra) == ("NL", (("CIG", "Z4F"), ("year", "2026")))
    assert document.period == Period(date(2026, 2, 1), date(2026, 2, 28))


def test_every_key_of_a_line_reaches_the_line(tmp_path: Path) -> None:
    """A second tax without a name is called VAT 2 by its position (design section 4)."""
    draft = read(tmp_path, FULL)
    document = draft.to_document(seller=SELLER, buyer=BUYER, defaults=ANY)
    (line,) = document.lines
    assert (line.description, line.quantity, line.unit) == ("Design\nand text", Decimal("1.5"), "HUR")
    assert (line.price, line.price_base) == (Decimal(80), Decimal(2))
    assert line.discount == Reduction(amount=Money(300, "EUR"), reason="friends")
    assert line.taxes == (
        Tax("S", Decimal(10)),
        Tax("S", Decimal(7), "PST"),
        Tax("S", Decimal(5), "VAT 3", compound=True),
    )
    assert line.period == Period(date(2026, 2, 1), date(2026, 2, 10))
    (allowance,), (charge,), (withheld,) = document.allowances, document.charges, document.withholding
    assert (allowance.reason, allowance.percent, allowance.base) == ("Early booking", Decimal(5), Money(10000, "EUR"))
    assert allowance.taxes == (Tax("S", Decimal(10)),)
    assert (charge.amount, charge.kind, charge.taxes) == (Money(400, "EUR"), "fund", ())
    assert (withheld.rate, withheld.kind, withheld.base) == (Decimal(20), "withholding", Money(5000, "EUR"))


def test_a_minimal_file_has_kind_currency_and_lines() -> None:
    """Design section 5; without a book, a line without a tax has none."""
    document = made({"kind": "invoice", "currency": "EUR", "lines": [{"description": "Design", "price": 100}]})
    assert compute(document).total == Money(10000, "EUR")


@pytest.mark.parametrize(
    ("written", "total"), [(["S 10", "S 10"], "120.00"), (["S 10", {"rate": 10, "on": "previous"}], "121.00")]
)
def test_two_taxes_stand_side_by_side_or_on_each_other(written: list[Any], total: str) -> None:
    """Issue: 100 + 10 % + 10 % = 120, compound 121."""
    assert str(compute(of_line(tax=written)).total) == total


@pytest.mark.parametrize(
    ("written", "taxes"),
    [
        ("S 21", (Tax("S", Decimal(21)),)),
        ("VAT 21", (Tax("S", Decimal(21)),)),
        ("s 21 %", (Tax("S", Decimal(21)),)),
        ("21", (Tax("S", Decimal(21)),)),
        (21, (Tax("S", Decimal(21)),)),
        (Decimal("5.5"), (Tax("S", Decimal("5.5")),)),
        ("S", (Tax("S"),)),
        ("reduced", (Tax("S", key="reduced"),)),
        ("VAT reduced", (Tax("S", key="reduced"),)),
        ("L reduced", (Tax("L", key="reduced"),)),
        ("M 4", (Tax("M", Decimal(4)),)),
        ("AE", (Tax("AE"),)),
        ("reverse charge", (Tax("AE"),)),
        ("zero", (Tax("Z"),)),
        ("Z 0", (Tax("Z"),)),
        ({"category": "E", "reason": "art. 10"}, (Tax("E", reason="art. 10"),)),
        ({"name": "PST", "category": "S", "rate": "10"}, (Tax("S", Decimal(10), "PST"),)),
        ({"category": "VAT", "rate": "10%", "on": "net"}, (Tax("S", Decimal(10)),)),
        ({"key": "super reduced"}, (Tax("S", key="super-reduced"),)),
        ("none", ()),
        ([], ()),
    ],
)
def test_a_tax_may_be_written_in_many_ways(written: object, taxes: tuple[Tax, ...]) -> None:
    """Design section 5: category and rate, VAT, the category alone, a table."""
    assert of_line(tax=written).lines[0].taxes == taxes


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("30", Terms(30)),
        (30, Terms(30)),
        ("30 eom", Terms(30, end_of_month=True)),
        ("2026-12-31", Terms(due=date(2026, 12, 31))),
        (date(2026, 12, 31), Terms(due=date(2026, 12, 31))),
    ],
)
def test_terms_may_be_written_in_many_ways(written: object, terms: Terms) -> None:
    """Design section 5: days, days to the end of the month, a day."""
    assert made({"currency": "EUR", "terms": written, "lines": [LINE]}).terms == terms


@pytest.mark.parametrize(
    ("written", "discount"),
    [
        ("10%", Reduction(percent=Decimal(10))),
        ("12.5 %", Reduction(percent=Decimal("12.5"))),
        ("10", Reduction(amount=Money(1000, "EUR"))),
        (10, Reduction(amount=Money(1000, "EUR"))),
        ({"percent": 10, "reason": "friends"}, Reduction(percent=Decimal(10), reason="friends")),
    ],
)
def test_a_discount_is_a_share_or_an_amount(written: object, discount: Reduction) -> None:
    """Design section 5: "10%" or an amount."""
    assert of_line(discount=written).lines[0].discount == discount


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("hour", "HUR"),
        ("Ore", "HUR"),
        ("uur", "HUR"),
        ("pcs", "C62"),
        ("day", "DAY"),
        ("kg", "KGM"),
        ("XBX", "XBX"),
        ("m²", "MTK"),
    ],
)
def test_a_unit_is_a_word_or_a_code(written: str, unit: str) -> None:
    """UN/ECE Recommendation 20."""
    assert of_line(unit=written).lines[0].unit == unit


def test_what_the_file_leaves_out_comes_from_the_defaults() -> None:
    """The book, the client and the day."""
    bank = BankAccount(iban="NL91ABNA0417164300")
    defaults = Defaults(DAY, "GBP", "GB", "en", Terms(14), (Tax("S"),), tax_expected=True, bank=bank)
    document = made({"lines": [{"description": "Design", "price": 100}]}, defaults)
    assert (document.kind, document.currency, document.country, document.issue_date) == ("invoice", "GBP", "GB", DAY)
    assert (document.terms, document.bank, document.lines[0].taxes) == (Terms(14), bank, (Tax("S"),))


def test_the_documents_tax_holds_for_the_lines_that_name_none() -> None:
    """``tax`` above the lines; a line that names one keeps it."""
    data = {"currency": "EUR", "tax": "S 22", "lines": [{"description": "a", "price": 1}, {**LINE, "tax": "S 10"}]}
    assert [line.taxes[0].rate for line in made(data).lines] == [22, 10]


def test_a_line_that_names_no_tax_is_refused_where_another_names_one() -> None:
    """A forgotten tax is never silent."""
    with pytest.raises(Refused) as caught:
        made({"currency": "EUR", "lines": [LINE, {"description": "a", "price": 1}]})
    assert [(one.code, one.where) for one in caught.value.findings] == [("missing-tax", "lines[2].tax")]


def test_a_line_that_names_no_tax_is_refused_where_the_country_has_one() -> None:
    """`Defaults.tax_expected`; ``tax = "none"`` says that there is none."""
    expecting = Defaults(DAY, tax_expected=True)
    with pytest.raises(Refused) as caught:
        made({"currency": "EUR", "lines": [{"description": "a", "price": 1}]}, expecting)
    assert caught.value.code == "missing-tax"
    assert made({"currency": "EUR", "lines": [{**LINE, "tax": "none"}]}, expecting).lines[0].taxes == ()


HOUR = Item("hour", "Design hour", Decimal(80), "HUR", "EUR", (Tax("S", Decimal(22)),))


def test_a_saved_item_gives_what_the_line_leaves_out() -> None:
    """Description, price, unit and tax; what the line says wins."""
    defaults = Defaults(DAY, "EUR", items={"hour": HOUR})
    plain, own = made(
        {
            "lines": [
                {"item": "hour", "quantity": 3},
                {"item": "hour", "price": 90, "unit": "day", "tax": "S 10", "description": "x"},
            ]
        },
        defaults,
    ).lines
    assert (plain.description, plain.price, plain.unit, plain.taxes) == ("Design hour", Decimal(80), "HUR", HOUR.taxes)
    assert (own.description, own.price, own.unit, own.taxes) == ("x", Decimal(90), "DAY", (Tax("S", Decimal(10)),))


@pytest.mark.parametrize(
    ("currency", "item", "code", "example"),
    [
        ("EUR", "hours", "unknown-item", 'item = "hour"'),
        ("EUR", "zzz", "unknown-item", 'description = "Design"\nprice = 80'),
        ("GBP", "hour", "item-currency", "price = 80"),
    ],
)
def test_an_item_that_does_not_fit_is_refused(currency: str, item: str, code: str, example: str) -> None:
    """An unknown key, and a price in another currency."""
    with pytest.raises(Refused) as caught:
        made({"lines": [{"item": item}]}, Defaults(DAY, currency, items={"hour": HOUR}))
    (finding,) = caught.value.findings
    assert (finding.code, finding.where, finding.example) == (code, "lines[1].item", example)


def test_a_currency_must_come_from_somewhere() -> None:
    """Neither the file nor the book names one."""
    with pytest.raises(Refused) as caught:
        made({"lines": [LINE]})
    assert (caught.value.code, caught.value.where) == ("missing-key", "currency")


def test_an_amount_finer_than_the_books_currency_is_refused_with_its_line(tmp_path: Path) -> None:
    """The file names no currency, so only the book's tells that yen have no decimals."""
    draft = read(tmp_path, '[[lines]]\ndescription = "a"\nprice = "10.5"\ndiscount = "0.5"\n')
    with pytest.raises(Refused) as caught:
        draft.to_document(seller=SELLER, buyer=BUYER, defaults=Defaults(DAY, "JPY"))
    (finding,) = caught.value.findings
    assert (finding.code, finding.where) == ("amount-too-fine", "lines[1].discount (line 4)")


def test_findings_of_a_later_check_get_their_lines(tmp_path: Path) -> None:
    """The rules of the domain speak of ``lines[2].quantity``; the file knows the line."""
    draft = read(
        tmp_path, 'currency = "EUR"\n[[lines]]\ndescription = "a"\nprice = 1\n[[lines]]\ndescription = "b"\nprice = 2\n'
    )
    placed = draft.place([Finding("x", "y", "lines[2].price"), Finding("x", "z", "buyer.vat"), Finding("x", "q", "")])
    assert [one.where for one in placed.findings] == ["lines[2].price (line 7)", "buyer.vat", ""]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (
            "Design; 10 h; 80; S 22",
            {"description": "Design", "quantity": "10", "unit": "h", "price": "80", "tax": "S 22"},
        ),
        ("Design; 80", {"description": "Design", "quantity": "1", "price": "80"}),
        ("Design; 2; 80", {"description": "Design", "quantity": "2", "price": "80"}),
        ("Design; 2; 80;; 10%", {"description": "Design", "quantity": "2", "price": "80", "discount": "10%"}),
    ],
)
def test_a_line_flag_gives_the_keys_of_a_line(written: str, line: dict[str, str]) -> None:
    """Design section 5: --line "Design; 10 h; 80; S 22"."""
    assert parse_line_flag(written) == line


@pytest.mark.parametrize("written", ["", "Design", "Design;;80", "a;1;2;3;4;5", ";1;2"])
def test_a_line_flag_that_is_none_is_refused(written: str) -> None:
    """Two to five parts, the needed ones not empty."""
    with pytest.raises(Refused) as caught:
        parse_line_flag(written)
    assert (caught.value.code, caught.value.findings[0].where) == ("bad-line", "--line")


def test_flags_win_over_the_file(tmp_path: Path) -> None:
    """`changes` replaces keys of the file before they are checked."""
    path = tmp_path / "d.json"
    path.write_text(json.dumps({"kind": "nonsense", "currency": "EUR", "lines": [LINE], "client": None}))
    draft = read_document(path, {"kind": "invoice", "client": "acme"})
    assert (draft.kind, draft.client, draft.text) == ("invoice", "acme", "")


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    """One form for both."""
    data = {"currency": "EUR", "issue_date": "2026-01-31", "lines": [{**LINE, "price": 80.25}]}
    toml = 'currency = "EUR"\nissue_date = 2026-01-31\n[[lines]]\ndescription = "Design"\nprice = 80.25\ntax = "S 22"\n'
    first = read(tmp_path, json.dumps(data), "a.json").to_document(seller=SELLER, buyer=BUYER, defaults=ANY)
    second = read(tmp_path, toml).to_document(seller=SELLER, buyer=BUYER, defaults=ANY)
    assert first == second
    assert first.lines[0].price == Decimal("80.25")


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    """NotFound, exit code 4."""
    with pytest.raises(NotFound) as caught:
        read_document(tmp_path / "none.toml")
    assert caught.value.code == "no-such-file"


KEYS = st.sampled_from(
    ["kind", "client", "currency", "lines", "tax", "terms", "issue_date", "notes", "preceding", "allowances", "charges",
     "withholding", "buyer", "seller", "extra", "bank", "period", "prepaid", "description", "quantity", "unit", "price",
     "discount", "rate", "category", "name", "on", "reason", "percent", "amount", "base", "address", "vat", "item"]
)  # fmt: skip
SCALARS = st.one_of(
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.text(max_size=12),
    st.text(string.digits + "SVAT%.,- ", max_size=8),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(["S 22", "10%", "30 eom", "EUR", "invoice", "2026-01-31", "AE", "none", "previous"]),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, ANYTHING, max_size=6))
def test_whatever_a_file_holds_is_read_or_refused_and_never_fails(data: dict[str, Any]) -> None:
    """Law: nothing but an `InvoicingError` leaves the reader, and each finding says where and what to do."""
    assert all(one.code and one.message and one.where and one.remedy for one in said_of(data))


LINES = st.fixed_dictionaries(
    {
        "description": st.just("work"),
        "price": st.decimals(0, 10**6, places=4).map(str),
        "tax": st.sampled_from(["S 22", "S", "E", 10, ["S 5", "S 7"]]),
    },
    optional={
        "quantity": st.integers(0, 1000),
        "unit": st.sampled_from(["hour", "KGM"]),
        "discount": st.sampled_from(["5%", "0.10"]),
    },
)


@given(
    st.fixed_dictionaries(
        {"currency": st.sampled_from(["EUR", "JPY", "KWD"]), "lines": st.lists(LINES, min_size=1, max_size=4)}
    )
)
def test_a_right_file_is_read_the_same_from_its_own_values(data: dict[str, Any]) -> None:
    """Law: reading what was read changes nothing."""
    if data["currency"] == "JPY":
        data = {
            **data,
            "lines": [{key: one for key, one in line.items() if key != "discount"} for line in data["lines"]],
        }
    once = made(data)
    again = made(
        {
            "currency": once.currency,
            "lines": [
                {
                    "description": line.description,
                    "quantity": line.quantity,
                    "unit": line.unit,
                    "price": line.price,
                    "discount": written.get("discount", {"amount": 0}),
                    "tax": [
                        {"category": tax.category, "rate": tax.rate, "name": tax.name}
                        if tax.rate is not None
                        else tax.category
                        for tax in line.taxes
                    ],
                }
                for line, written in zip(once.lines, data["lines"], strict=True)
            ],
        }
    )
    assert compute(_rated(again)) == compute(_rated(once))


def _rated(document: Document) -> Document:
    """Settle open rates as 22 % for the sums."""
    from invoicing.domain.document import map_taxes, taxes_of

    return map_taxes(document, {tax: Tax(tax.category, tax.rate or Decimal(0), tax.name) for tax in taxes_of(document)})
