"""Each kind of wrong input in a document file: one finding, with its place, rule, remedy and an example."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import Finding, Refused
from invoicing.intake.document import parse_document, read_document
from tests.intake.test_document import ANYTHING, LINE, said_of

if TYPE_CHECKING:
    from pathlib import Path


def refused(data: dict[str, Any]) -> tuple[Finding, ...]:
    """Give the findings of a file with these keys."""
    with pytest.raises(Refused) as caught:
        parse_document(data)
    return caught.value.findings


def of_document(**keys: object) -> tuple[Finding, ...]:
    """Give the findings of a right document in euro with these keys changed."""
    return refused({"currency": "EUR", "lines": [LINE], **keys})


def of_line(**keys: object) -> tuple[Finding, ...]:
    """Give the findings of a document whose second line has these keys changed."""
    return refused({"currency": "EUR", "lines": [LINE, {**LINE, **keys}]})


LINE_CASES: list[tuple[dict[str, object], str, str, str]] = [
    ({"colour": "red"}, "unknown-key", "lines[2].colour", ""),
    ({"quantitiy": 1}, "unknown-key", "lines[2].quantitiy", "quantity = 10"),
    ({"unit-price": 1}, "unknown-key", "lines[2].unit-price", 'price = "80.00"'),
    ({"description": ""}, "missing-key", "lines[2].description", 'description = "Design"'),
    ({"description": 5}, "wrong-type", "lines[2].description", '"…"'),
    ({"description": "x" * 5001}, "text-too-long", "lines[2].description", ""),
    ({"description": "a\u202eb"}, "control-character", "lines[2].description", 'description = "Design, 10 hours"'),
    ({"description": "a\x07b"}, "control-character", "lines[2].description", 'description = "Design, 10 hours"'),
    ({"description": "a\ud800b"}, "control-character", "lines[2].description", 'description = "Design, 10 hours"'),
    ({"quantity": -1}, "negative-quantity", "lines[2].quantity", 'kind = "credit-note"\npreceding = "2026-0007"'),
    ({"quantity": True}, "wrong-type", "lines[2].quantity", "1234.50"),
    ({"quantity": "1,5"}, "bad-number", "lines[2].quantity", "1.5"),
    ({"quantity": "ten"}, "bad-number", "lines[2].quantity", "1234.50"),
    ({"quantity": "1e3"}, "bad-number", "lines[2].quantity", "1234.50"),
    ({"quantity": "\u0661"}, "bad-number", "lines[2].quantity", "1234.50"),
    ({"quantity": Decimal("1E+999")}, "number-too-long", "lines[2].quantity", "1234.50"),
    ({"quantity": 10**4000}, "number-too-long", "lines[2].quantity", "1234.50"),
    ({"quantity": "0.12345678901"}, "number-too-long", "lines[2].quantity", "1234.50"),
    ({"price": "1.234,50"}, "bad-number", "lines[2].price", "1234.50"),
    ({"price": "1,234.50"}, "bad-number", "lines[2].price", "1234.50"),
    ({"price": "1 234.50"}, "bad-number", "lines[2].price", "1234.50"),
    ({"price": "€ 80"}, "bad-number", "lines[2].price", "80"),
    ({"price": "80 EUR"}, "bad-number", "lines[2].price", "80"),
    ({"price": "1,234"}, "bad-number", "lines[2].price", "1234.50"),
    ({"price": "nan"}, "bad-number", "lines[2].price", "1234.50"),
    ({"price": Decimal("Infinity")}, "bad-number", "lines[2].price", "1234.50"),
    ({"price": None}, "missing-key", "lines[2].price", 'price = "80.00"'),
    ({"price": -5}, "negative-price", "lines[2].price", 'discount = "10%"'),
    ({"price_base": 0}, "bad-number", "lines[2].price_base", "100"),
    ({"price_base": -1}, "negative-amount", "lines[2].price_base", "1"),
    ({"unit": "hoar"}, "unknown-unit", "lines[2].unit", 'unit = "hour"'),
    ({"discount": "120%"}, "bad-discount", "lines[2].discount", 'discount = "100%"'),
    ({"discount": -5}, "bad-discount", "lines[2].discount", 'discount = "5"'),
    ({"discount": "half"}, "bad-number", "lines[2].discount", "1234.50"),
    ({"discount": {"percent": 5, "amount": 5}}, "either-or", "lines[2].discount", 'discount = "10%"'),
    ({"discount": {}}, "either-or", "lines[2].discount", 'discount = "10%"'),
    ({"discount": {"percent": 101}}, "bad-percent", "lines[2].discount.percent", "10"),
    ({"discount": "0.001"}, "amount-too-fine", "lines[2].discount", "0.00"),
    ({"tax": "S 0"}, "bad-tax", "lines[2].tax", 'tax = { category = "E", reason = "…" }'),
    ({"tax": 0}, "bad-tax", "lines[2].tax", 'tax = { category = "E", reason = "…" }'),
    ({"tax": ""}, "bad-tax", "lines[2].tax", 'tax = "S 22"'),
    ({"tax": True}, "wrong-type", "lines[2].tax", 'tax = "S 22"'),
    ({"tax": "X 5"}, "bad-tax", "lines[2].tax", 'tax = "S 22"'),
    ({"tax": "S 5,5"}, "bad-tax", "lines[2].tax", 'tax = "S 5.5"'),
    ({"tax": "S 1O"}, "bad-tax", "lines[2].tax", 'tax = "S 22"'),
    ({"tax": "S 101"}, "bad-percent", "lines[2].tax", "10"),
    ({"tax": "AE 21"}, "bad-tax", "lines[2].tax", 'tax = "AE"'),
    ({"tax": ["S 5", "Y"]}, "bad-tax", "lines[2].tax[2]", 'tax = "S 22"'),
    ({"tax": {"category": "S", "rat": 5}}, "unknown-key", "lines[2].tax.rat", "rate = 20"),
    ({"tax": ["S 5", {"rate": "x"}]}, "bad-number", "lines[2].tax[2].rate", "1234.50"),
    (
        {"tax": {"rate": 5, "on": "previous"}},
        "bad-tax",
        "lines[2].tax",
        'tax = ["S 10", { rate = 10, on = "previous" }]',
    ),
    ({"tax": {"rate": 5, "on": "top"}}, "bad-tax", "lines[2].tax.on", 'on = "previous"'),
    ({"tax": {"rate": 5, "on": ["x"]}}, "bad-tax", "lines[2].tax.on", 'on = "previous"'),
    ({"tax": {"key": "low"}}, "bad-tax", "lines[2].tax.key", 'key = "reduced"'),
    (
        {"tax": [{"rate": 5, "name": "A"}, {"rate": 7, "name": "A"}]},
        "bad-tax",
        "lines[2].tax",
        'tax = ["S 5", { name = "PST", category = "S", rate = 7 }]',
    ),
    ({"item": "a b"}, "bad-key", "lines[2].item", 'client = "acme"'),
    ({"period": "2026-01-01"}, "bad-period", "lines[2].period", "2026-01-01/2026-01-31"),
    ({"period": "2026-02-01/2026-01-01"}, "period-backwards", "lines[2].period", "2026-01-01/2026-01-31"),
]


@pytest.mark.parametrize(("keys", "code", "where", "example"), LINE_CASES)
def test_a_wrong_value_on_a_line_is_one_finding_at_its_place(
    keys: dict[str, object], code: str, where: str, example: str
) -> None:
    """Issue: place, rule, remedy and an example; lines are counted from 1."""
    (finding,) = of_line(**keys)
    assert (finding.code, finding.where, finding.example) == (code, where, example)
    assert finding.message
    assert finding.rule
    assert finding.remedy


PARTS = "terms = [{ due = 2026-12-01, percent = 50 }, { due = 2027-01-01, percent = 50 }]"
DOCUMENT_CASES: list[tuple[dict[str, object], str, str, str]] = [
    ({"curency": "EUR"}, "unknown-key", "curency", 'currency = "EUR"'),
    ({"issue-date": "2026-01-01"}, "unknown-key", "issue-date", "issue_date = 2026-02-28"),
    ({"kind": "invoce"}, "unknown-kind", "kind", 'kind = "invoice"'),
    ({"kind": 5}, "wrong-type", "kind", '"…"'),
    ({"client": "a/../b"}, "bad-key", "client", 'client = "acme"'),
    ({"currency": "EURO"}, "unknown-currency", "currency", 'currency = "EUR"'),
    ({"country": "ZZ"}, "unknown-country", "country", 'country = "IT"'),
    ({"country": "Italy"}, "unknown-country", "country", 'country = "IT"'),
    ({"language": "italian!"}, "bad-language", "language", 'language = "it"'),
    ({"issue_date": "2026-02-30"}, "bad-date", "issue_date", "2026-02-28"),
    ({"issue_date": "28.02.2026"}, "bad-date", "issue_date", "2026-02-28"),
    ({"issue_date": dt.datetime(2026, 2, 28, 12)}, "bad-date", "issue_date", "2026-02-28"),  # noqa: DTZ001
    ({"issue_date": dt.time(12)}, "wrong-type", "issue_date", "2026-02-28"),
    ({"issue_date": 20260228}, "wrong-type", "issue_date", "2026-02-28"),
    ({"terms": "soon"}, "bad-terms", "terms", 'terms = "30 eom"'),
    ({"terms": True}, "bad-terms", "terms", PARTS),
    ({"terms": []}, "bad-terms", "terms", PARTS),
    ({"terms": {"days": 3}}, "bad-terms", "terms", PARTS),
    ({"terms": [{"due": "2026-12-01", "percent": 40}]}, "bad-terms", "terms", PARTS),
    ({"terms": [{"percent": 100}]}, "missing-key", "terms[1].due", "due = 2026-03-31"),
    ({"terms": [{"due": "2026-12-01"}]}, "either-or", "terms[1]", "{ due = 2026-12-01, percent = 50 }"),
    ({"terms": [{"due": "2026-12-01", "amount": "0.001"}]}, "amount-too-fine", "terms[1].amount", "0.00"),
    ({"terms": ["30"]}, "wrong-type", "terms[1]", "[terms]"),
    ({"reference": "a\nb"}, "control-character", "reference", 'name = "Studio Example"'),
    ({"reference": "x" * 301}, "text-too-long", "reference", ""),
    ({"notes": ["ok", 5]}, "wrong-type", "notes[2]", '"…"'),
    ({"preceding": ""}, "missing-key", "preceding.number", 'number = "2026-0007"'),
    ({"preceding": [{"number": "1", "amount": -1}]}, "negative-amount", "preceding[1].amount", "1"),
    ({"prices_include_tax": "yes"}, "wrong-type", "prices_include_tax", "true"),
    ({"lines": {"description": "x"}}, "wrong-type", "lines", "[[lines]]"),
    ({"lines": ["x"]}, "wrong-type", "lines[1]", "[lines]"),
    ({"allowances": [{"reason": "x"}]}, "either-or", "allowances[1]", "amount = 50"),
    ({"charges": [{"reason": "x", "amount": 1, "kind": "tip"}]}, "unknown-word", "charges[1].kind", 'kind = "fund"'),
    ({"charges": [{"reason": "x", "amount": "1.999"}]}, "amount-too-fine", "charges[1].amount", "2.00"),
    ({"allowances": [{"reason": "x", "percent": 5, "base": "1.999"}]}, "amount-too-fine", "allowances[1].base", "2.00"),
    ({"withholding": [{"kind": "x"}]}, "missing-key", "withholding[1].rate", "rate = 20"),
    ({"withholding": {"rate": 20, "base": "0.001"}}, "amount-too-fine", "withholding[1].base", "0.00"),
    ({"prepaid": "1.005"}, "amount-too-fine", "prepaid", "1.01"),
    ({"rounding": "0.005"}, "amount-too-fine", "rounding", "0.01"),
    ({"preceding": {"number": "1", "amount": "1.005"}}, "amount-too-fine", "preceding[1].amount", "1.01"),
    ({"bank": "IT60X0542811101000000123457"}, "bad-iban", "bank", 'iban = "NL91ABNA0417164300"'),
    ({"bank": {"bic": "XX"}}, "bad-bic", "bank.bic", 'bic = "ABNANL2A"'),
    ({"extra": ["x"]}, "wrong-type", "extra", 'extra = { CIG = "Z4F1234567" }'),
    ({"extra": {str(one): "x" for one in range(60)}}, "too-many", "extra", ""),
    ({"extra": {"": "x"}}, "empty-text", "extra", ""),
    ({"extra": {"a": [1]}}, "wrong-type", "extra.a", '"…"'),
    ({"buyer": "Rossi"}, "wrong-type", "buyer", "[buyer]"),
    ({"buyer": {"name": "x", "country": "IT"}}, "unknown-key", "buyer.country", ""),
    ({"buyer": {"vat": "IT12345678901"}}, "bad-vat-number", "buyer.vat", 'vat = "IT00743110157"'),
    ({"buyer": {"vat": "12345678901"}}, "bad-vat-number", "buyer.vat", 'vat = "IT00743110157"'),
    ({"buyer": {"vat": "X1", "address": {"country": "US"}}}, "no-vat-number", "buyer.vat", ""),
    ({"buyer": {"email": "rossi"}}, "bad-email", "buyer.email", 'email = "billing@example.com"'),
    ({"buyer": {"debtor": "bussiness"}}, "unknown-word", "buyer.debtor", 'debtor = "business"'),
    ({"buyer": {"contacts": [{"role": "legal"}]}}, "missing-key", "buyer.contacts[1].name", 'name = "Studio Rossi"'),
    (
        {"buyer": {"contacts": [{"name": "x", "role": "boss"}]}},
        "unknown-word",
        "buyer.contacts[1].role",
        'role = "billing"',
    ),
    (
        {"buyer": {"address": {"country": "NL"}, "identifiers": {"kvk": "1"}}},
        "bad-identifier",
        "buyer.identifiers.kvk",
        'kvk = "12345678"',
    ),
]


@pytest.mark.parametrize(("keys", "code", "where", "example"), DOCUMENT_CASES)
def test_a_wrong_value_of_the_document_is_one_finding_at_its_place(
    keys: dict[str, object], code: str, where: str, example: str
) -> None:
    """Issue: place, rule, remedy and an example."""
    (finding,) = of_document(**keys)
    assert (finding.code, finding.where, finding.example) == (code, where, example)
    assert finding.message
    assert finding.remedy


def test_lines_must_be_there() -> None:
    """BR-16: the key itself; an empty list is found by the rules of the domain."""
    (finding,) = refused({"currency": "EUR"})
    assert (finding.code, finding.where) == ("missing-key", "lines")
    assert finding.example == 'lines = [{ description = "Design", price = 80 }]'


def test_a_credit_note_may_have_a_negative_quantity() -> None:
    """Only what asks for money may not."""
    data = {"kind": "credit_note", "currency": "EUR", "lines": [{**LINE, "quantity": -1}]}
    assert parse_document(data).form.lines[0].quantity == -1


WRONG = """\
currency = "EURO"
issue_dat = 2026-01-01
terms = "soon"

[[lines]]
description = \"\"\"
quantity = 5
[[lines]]
\"\"\"
price = 1

[[lines]]
  quantity = "1,5"
  tax = ["S 10",
         "X 5"]

[lines.discount]
percent = 101

[buyer]
address.country = "ZZ"
"vat" = "IT1"
"""


def test_all_findings_of_a_file_come_at_once_in_its_order_with_their_lines(tmp_path: Path) -> None:
    """Text over several lines does not mislead the counting; a missing key points at its table."""
    path = tmp_path / "wrong.toml"
    path.write_text(WRONG, encoding="utf-8", newline="\r\n")
    with pytest.raises(Refused) as caught:
        read_document(path)
    assert [(one.code, one.where) for one in caught.value.findings] == [
        ("unknown-currency", "currency (line 1)"),
        ("unknown-key", "issue_dat (line 2)"),
        ("bad-terms", "terms (line 3)"),
        ("missing-key", "lines[2].description (line 12)"),
        ("missing-key", "lines[2].price (line 12)"),
        ("bad-number", "lines[2].quantity (line 13)"),
        ("bad-tax", "lines[2].tax[2] (line 14)"),
        ("bad-percent", "lines[2].discount.percent (line 18)"),
        ("unknown-country", "buyer.address.country (line 21)"),
        ("bad-vat-number", "buyer.vat (line 22)"),
    ]
    assert caught.value.message == "'EURO' is not a currency of ISO 4217 (and 9 more)"


PLACES = st.sampled_from(
    [("currency",), ("terms",), ("tax",), ("notes",), ("buyer",), ("bank",), ("extra",), ("period",), ("withholding",),
     ("preceding",), ("allowances",), ("lines",), ("lines", 0), ("lines", 0, "tax"), ("lines", 0, "price"),
     ("lines", 0, "quantity"), ("lines", 0, "discount"), ("lines", 0, "unit"), ("lines", 0, "period"),
     ("lines", 0, "item")]
)  # fmt: skip


@given(PLACES, ANYTHING)
def test_garbage_at_one_place_is_found_at_that_place(place: tuple[str | int, ...], garbage: object) -> None:
    """Law: what is wrong with a value is said where it stands, and nothing else is blamed."""
    line: dict[str, Any] = dict(LINE)
    data: dict[str, Any] = {"currency": "EUR", "lines": [line]}
    if place == ("lines", 0):
        data["lines"] = [garbage]
    elif len(place) == 3:
        line[str(place[2])] = garbage
    else:
        data[str(place[0])] = garbage
    start = str(place[0]) if len(place) < 3 else f"lines[1].{place[2]}"
    assert all(one.where.startswith(start) for one in said_of(data))
