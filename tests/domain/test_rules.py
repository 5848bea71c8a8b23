"""What forbids issuing a document: one case that passes and one that fails for each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from invoicing.domain.dates import Period
from invoicing.domain.document import Adjustment, Document, Line, Preceding, Reduction, Withholding
from invoicing.domain.errors import Finding
from invoicing.domain.kind import Kind
from invoicing.domain.law import LegalText, Regime
from invoicing.domain.money import Money
from invoicing.domain.party import Party
from invoicing.domain.rules import check
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Instalment, Terms
from invoicing.domain.totals import compute
from tests.strategies import documents

if TYPE_CHECKING:
    from collections.abc import Callable

D = Decimal
DAY = date(2026, 3, 1)
INVOICE = Kind("invoice", "380", 1, "{n}", claims=True)
CREDIT = Kind("credit-note", "381", -1, "{n}", needs_preceding=True)
QUOTE = Kind("quote", "", 0, "{n}", taxed=False)
NOWHERE = Regime("XX", "Nowhere", (), "EUR", "VAT")
SELLER, BUYER = Party("Studio", vat="IT00743110157"), Party("Buyer", vat="NL191885113B01")
LINE = Line("Design", price=D(100), taxes=(Tax("S", D(22)),))
GOOD = Document("invoice", "EUR", DAY, SELLER, BUYER, (LINE,))
ENOUGH: dict[str, Any] = {"supply_date": DAY, "delivery_country": "NL"}


def with_tax(category: str, rate: str = "0", **more: object) -> Document:
    """A document whose only line has this tax."""
    tax = Tax(category, D(rate), reason=str(more.pop("reason", "")))
    return replace(GOOD, lines=(replace(LINE, taxes=(tax,)),), **more)  # type: ignore[arg-type]


def with_line(**changes: object) -> Document:
    """A document whose only line is changed."""
    return replace(GOOD, lines=(replace(LINE, **changes),))  # type: ignore[arg-type]


def found(
    document: Document, kind: Kind = INVOICE, regime: Regime = NOWHERE, *, sums: bool = False
) -> list[tuple[str, str]]:
    """Code and place of everything wrong with a document."""
    totals = compute(document) if sums else None
    return [(one.code, one.where) for one in check(document, kind, regime, totals=totals)]


def test_a_right_document_has_no_finding() -> None:
    """The base of all cases below."""
    assert found(GOOD, sums=True) == []


BAD_TAX = "bad-tax"
CASES: list[tuple[str, Document, list[tuple[str, str]]]] = [
    ("BR-16", replace(GOOD, lines=()), [("no-lines", "lines")]),
    ("BR-06", replace(GOOD, seller=Party("")), [("missing-seller", "seller.name")]),
    ("BR-07", replace(GOOD, buyer=Party("")), [("missing-buyer", "buyer.name")]),
    ("BR-CL-03", replace(GOOD, currency="EURO"), [("unknown-currency", "currency")]),
    ("BR-25", with_line(description=" "), [("missing-description", "lines[1].description")]),
    ("BR-27", with_line(price=D(-1)), [("negative-price", "lines[1].price")]),
    ("credit note", with_line(quantity=D(-1)), [("negative-quantity", "lines[1].quantity")]),
    ("BT-138 high", with_line(discount=Reduction(percent=D(101))), [("bad-percent", "lines[1].discount")]),
    ("BT-138 low", with_line(discount=Reduction(percent=D(-1))), [("bad-percent", "lines[1].discount")]),
    ("BT-138 fits", with_line(discount=Reduction(percent=D(100))), []),
    ("BT-136 fits", with_line(discount=Reduction(amount=Money(1, "EUR"))), []),
    ("BR-CL-17", with_tax("Q"), [(BAD_TAX, "lines[1].tax")]),
    ("BR-AE-05", with_tax("AE", "21"), [(BAD_TAX, "lines[1].tax")]),
    ("BT-152", with_tax("S", "101"), [(BAD_TAX, "lines[1].tax")]),
    ("open rate", replace(GOOD, lines=(replace(LINE, taxes=(Tax("S"),)),)), []),
    ("BR-AE-02 both", with_tax("AE"), []),
    ("BR-AE-02 seller", with_tax("AE", seller=Party("s")), [("missing-seller-vat", "lines[1].tax")]),
    ("BR-AE-02 buyer", with_tax("AE", buyer=Party("b")), [("missing-buyer-vat", "lines[1].tax")]),
    ("BR-IC all", with_tax("K", **ENOUGH), []),
    ("BR-IC period", with_tax("K", period=Period(DAY, DAY), delivery_country="NL"), []),
    ("BR-IC-02", with_tax("K", buyer=Party("b"), **ENOUGH), [("missing-buyer-vat", "lines[1].tax")]),
    ("BR-IC-11", with_tax("K", delivery_country="NL"), [("missing-delivery-date", "lines[1].tax")]),
    ("BR-IC-12", with_tax("K", supply_date=DAY), [("missing-delivery-country", "lines[1].tax")]),
    ("BR-G-02 fits", with_tax("G"), []),
    ("BR-G-02", with_tax("G", seller=Party("s")), [("missing-seller-vat", "lines[1].tax")]),
    ("BR-O alone", with_tax("O"), []),
    ("BR-O-11", replace(GOOD, lines=(LINE, with_tax("O").lines[0])), [("mixed-outside-scope", "lines[2].tax")]),
    ("BR-E-10", with_tax("E"), [("missing-exemption-reason", "lines[1].tax")]),
    ("BR-E-10 fits", with_tax("E", reason="art. 10"), []),
    ("226(11a)", with_tax("AE", prices_include_tax=True), [("reverse-charge-with-tax-in-price", "lines[1].tax")]),
    ("BR-33", replace(GOOD, allowances=(Adjustment(""),)), [("missing-adjustment-reason", "allowances[1].reason")]),
    ("BR-38", replace(GOOD, charges=(Adjustment(" "),)), [("missing-adjustment-reason", "charges[1].reason")]),
    ("BT-94", replace(GOOD, allowances=(Adjustment("x", percent=D(101)),)), [("bad-percent", "allowances[1].percent")]),
    ("BT-102", replace(GOOD, charges=(Adjustment("x", taxes=(Tax("Q"),)),)), [(BAD_TAX, "charges[1].tax")]),
    ("adjustment fits", replace(GOOD, charges=(Adjustment("x", percent=D(5), taxes=(Tax("S", D(22)),)),)), []),
    ("withholding", replace(GOOD, withholding=(Withholding(D(101)),)), [("bad-percent", "withholding[1].rate")]),
    ("withholding fits", replace(GOOD, withholding=(Withholding(D(20)),)), []),
    ("BT-9 day", replace(GOOD, terms=Terms(due=date(2026, 2, 28))), [("due-before-issue", "terms")]),
    ("BT-9 fits", replace(GOOD, terms=Terms(due=DAY)), []),
    (
        "BT-9 part",
        replace(GOOD, terms=Terms(instalments=(Instalment(date(2026, 2, 28), percent=D(100)),))),
        [("due-before-issue", "terms")],
    ),
    ("BT-72 far", replace(GOOD, supply_date=date(2027, 3, 3)), [("supply-too-far", "supply_date")]),
    ("BT-72 fits", replace(GOOD, supply_date=date(2027, 3, 2)), []),
]


@pytest.mark.parametrize(("rule", "document", "expected"), CASES, ids=[case[0] for case in CASES])
def test_each_rule_finds_what_breaks_it(rule: str, document: Document, expected: list[tuple[str, str]]) -> None:
    """EN 16931-1 section 6.4, by the rule's number."""
    assert rule
    assert found(document) == expected


def test_a_credit_note_names_its_invoice_and_may_count_backwards() -> None:
    """BG-3; a negative quantity is refused only where money is asked for."""
    credit = replace(with_line(quantity=D(-1)), kind="credit-note")
    assert found(credit, CREDIT) == [("missing-preceding", "preceding")]
    assert found(replace(credit, preceding=(Preceding("2026-0001"),)), CREDIT) == []


def test_a_document_that_asks_for_nothing_has_no_due_day_to_keep() -> None:
    """A quote carries no claim and no tax event."""
    quote = replace(GOOD, terms=Terms(due=date(2026, 1, 1)), supply_date=date(2030, 1, 1))
    assert found(quote, QUOTE) == []


def test_the_sentence_of_the_law_satisfies_the_reason() -> None:
    """BR-E-10: the regime prints why lines of category E are exempt."""
    printing = replace(NOWHERE, texts=(LegalText("exempt", "E"),))
    assert found(with_tax("E"), INVOICE, printing) == []


def test_a_draft_needs_no_names_and_no_reasons() -> None:
    """A preview works without a book; the two VAT identifiers of a reverse charge are needed all the same."""
    draft = replace(with_tax("E", seller=Party(""), buyer=Party("")), allowances=(Adjustment(""),))
    assert check(draft, INVOICE, NOWHERE, draft=True) == ()
    charged = with_tax("AE", seller=Party(""), buyer=Party(""))
    assert [one.code for one in check(charged, INVOICE, NOWHERE, draft=True)] == [
        "missing-vat-identifiers",
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (with_line(price=D(0)), [("nothing-to-pay", "lines")]),
        (
            with_line(discount=Reduction(amount=Money(10001, "EUR"))),
            [("nothing-to-pay", "lines"), ("discount-too-large", "lines[1].discount")],
        ),
        (replace(GOOD, allowances=(Adjustment("x", Money(20000, "EUR")),)), [("nothing-to-pay", "lines")]),
        (replace(GOOD, prepaid=Money(12201, "EUR")), [("prepaid-too-much", "prepaid")]),
        (replace(GOOD, prepaid=Money(12200, "EUR")), []),
    ],
)
def test_an_invoice_asks_for_something(document: Document, expected: list[tuple[str, str]]) -> None:
    """A claim is an amount above zero; 100 + 22 % is 122.00."""
    assert found(document, sums=True) == expected


def test_a_credit_note_may_come_to_nothing() -> None:
    """The rules on sums hold for what asks for money."""
    nothing = replace(with_line(price=D(0)), kind="credit-note", preceding=(Preceding("1"),), prepaid=Money(5, "EUR"))
    assert found(nothing, CREDIT, sums=True) == []


def test_vat_identifiers_are_checked_by_the_function_that_is_passed_in() -> None:
    """Check digits are looked at outside of the domain; a party without one is not asked about."""
    finding = Finding("bad-vat-number", "no", "seller.vat")
    asked: list[tuple[str, str]] = []

    def digits(answer: Finding | None) -> Callable[[str, str], Finding | None]:
        def look(number: str, where: str) -> Finding | None:
            asked.append((number, where))
            return answer

        return look

    document = replace(GOOD, buyer=Party("b"))
    assert check(document, INVOICE, NOWHERE, vat_finding=digits(finding)) == (finding,)
    assert check(document, INVOICE, NOWHERE, vat_finding=digits(None)) == ()
    assert asked == [("IT00743110157", "seller.vat")] * 2


@given(documents())
def test_every_finding_says_where_and_what_to_do(document: Document) -> None:
    """Law: whatever document comes, a finding has its place, its rule, a remedy and an example."""
    for one in check(document, INVOICE, NOWHERE, totals=compute(document)):
        assert one.where
        assert one.rule
        assert one.remedy
        assert one.example
