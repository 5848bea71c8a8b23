"""Adding up a document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from invoicing.domain.document import Adjustment, Document, Line, Reduction, Withholding
from invoicing.domain.money import Money
from invoicing.domain.tax import Tax
from invoicing.domain.totals import Totals, compute
from tests.strategies import ANYBODY, documents

D = Decimal
VAT22 = (Tax("S", D(22)),)
VAT21 = (Tax("S", D(21)),)


def eur(text: str) -> Money:
    """Euros from text."""
    return Money(int(D(text) * 100), "EUR")


def add_up(*lines: Line, **more: Any) -> Totals:  # noqa: ANN401 - any field of a document
    """Totals of an invoice in euros with these lines."""
    return compute(Document("invoice", "EUR", date(2026, 1, 15), ANYBODY, ANYBODY, lines, **more))


def line(price: str, taxes: tuple[Tax, ...] = VAT22, quantity: str = "1", discount: Reduction | None = None) -> Line:
    """One line."""
    return Line("work", D(quantity), price=D(price), taxes=taxes, discount=discount)


def rows(totals: Totals) -> list[tuple[str, str, str, str]]:
    """The breakdown as text."""
    return [(row.name, str(row.rate), str(row.base), str(row.tax)) for row in totals.taxes]


def test_two_taxes_on_one_base_make_120_of_100() -> None:
    """design.md section 4: 100 + 10 % + 10 % gives two rows of base 100, total 120."""
    totals = add_up(line("100", (Tax("S", D(10)), Tax("S", D(10), "VAT 2"))))
    assert totals.total == eur("120")
    assert rows(totals) == [("VAT", "10", "100.00", "10.00"), ("VAT 2", "10", "100.00", "10.00")]


def test_a_compound_tax_stands_on_the_tax_before_it() -> None:
    """design.md section 4: compound gives bases 100 and 110, total 121."""
    totals = add_up(line("100", (Tax("S", D(10)), Tax("S", D(10), "VAT 2", compound=True))))
    assert totals.total == eur("121")
    assert rows(totals) == [("VAT", "10", "100.00", "10.00"), ("VAT 2", "10", "110.00", "11.00")]


def test_a_compound_tax_in_included_prices_gives_the_same_parts_backwards() -> None:
    """121 including 10 % and a compound 10 %: the parts of the test above."""
    totals = add_up(line("121", (Tax("S", D(10)), Tax("S", D(10), "VAT 2", compound=True))), prices_include_tax=True)
    assert rows(totals) == [("VAT", "10", "100.00", "10.00"), ("VAT 2", "10", "110.00", "11.00")]
    assert totals.total == eur("121")


def test_withholding_lowers_what_is_payable_and_not_the_total() -> None:
    """1000 + 21 % - 15 % withheld = 1060 (IRPF on the net)."""
    totals = add_up(line("1000", VAT21), withholding=(Withholding(D(15), "irpf"),))
    assert (totals.total, totals.withheld, totals.payable) == (eur("1210"), eur("150"), eur("1060"))
    assert totals.withholdings[0].base == eur("1000")


def test_a_price_of_eight_cents_including_tax_stays_eight_cents() -> None:
    """0.08 including 22 %: tax = round(0.08 x 22/122) = 0.01, base 0.07."""
    totals = add_up(line("0.08"), prices_include_tax=True)
    assert (totals.total, totals.net, totals.tax) == (eur("0.08"), eur("0.07"), eur("0.01"))


def test_included_prices_are_taken_apart_per_row_and_the_nets_fitted_to_the_base() -> None:
    """Three lines of 9.99 with 22 %: gross 29.97, tax round(29.97 x 22/122) = 5.40, base 24.57 = 3 x 8.19."""
    totals = add_up(line("9.99"), line("9.99"), line("9.99"), prices_include_tax=True)
    assert (totals.tax, totals.net, totals.total) == (eur("5.40"), eur("24.57"), eur("29.97"))
    assert [str(one.net) for one in totals.line_sums] == ["8.19", "8.19", "8.19"]


def test_tax_is_computed_once_per_row_on_the_summed_base() -> None:
    """Three lines of 0.03 with 22 %: 0.0198 of tax on 0.09 is 0.02, not three times 0.01."""
    totals = add_up(line("0.03"), line("0.03"), line("0.03"))
    assert totals.tax == eur("0.02")


def test_rates_and_categories_have_rows_of_their_own() -> None:
    """One row per (name, category, rate, compound); exempt rows carry their reason."""
    totals = add_up(line("100"), line("50", (Tax("S", D(10)),)), line("30", (Tax("E", D(0), reason="art-10"),)))
    assert rows(totals) == [
        ("VAT", "22", "100.00", "22.00"),
        ("VAT", "10", "50.00", "5.00"),
        ("VAT", "0", "30.00", "0.00"),
    ]
    assert totals.taxes[2].reason == "art-10"


@pytest.mark.parametrize(
    ("discount", "net"),
    [
        (Reduction(percent=D(10)), "89.99"),
        (Reduction(amount=eur("9.99")), "90.00"),
        (Reduction(), "99.99"),
        (None, "99.99"),
    ],
)
def test_a_line_discount_is_a_percentage_of_the_gross_or_an_amount(discount: Reduction | None, net: str) -> None:
    """3 x 33.33 = 99.99; 10 % of it is 9.999, rounded 10.00."""
    totals = add_up(line("33.33", quantity="3", discount=discount))
    assert str(totals.lines) == net


def test_a_price_may_be_for_a_number_of_units() -> None:
    """BT-149: 250 sheets at 12.50 for 1000 sheets = 3.125, rounded half up."""
    totals = add_up(Line("paper", D(250), price=D("12.50"), price_base=D(1000), taxes=VAT22))
    assert str(totals.lines) == "3.13"


def test_a_document_discount_without_tax_is_split_over_the_rates() -> None:
    """10 % of 150: 10 from the 22 % lines, 5 from the 10 % ones; tax (90 x 22 % + 45 x 10 %) = 19.80 + 4.50."""
    totals = add_up(line("100"), line("50", (Tax("S", D(10)),)), allowances=(Adjustment("loyalty", percent=D(10)),))
    assert str(totals.allowances) == "15.00"
    assert rows(totals) == [("VAT", "22", "90.00", "19.80"), ("VAT", "10", "45.00", "4.50")]


def test_a_charge_with_its_own_tax_has_its_own_row() -> None:
    """100 + shipping 10 at 10 %."""
    totals = add_up(line("100"), charges=(Adjustment("shipping", amount=eur("10"), taxes=(Tax("S", D(10)),)),))
    assert str(totals.charges) == "10.00"
    assert rows(totals) == [("VAT", "22", "100.00", "22.00"), ("VAT", "10", "10.00", "1.00")]


def test_a_percentage_may_stand_on_a_base_of_its_own() -> None:
    """BT-93: 4 % of 500 only."""
    totals = add_up(line("1000"), charges=(Adjustment("fund", percent=D(4), base=eur("500"), taxes=VAT22),))
    assert str(totals.charges) == "20.00"


def test_a_professional_fund_is_taxed_but_not_withheld_on() -> None:
    """Italian lawyer: 1000 + cassa 4 % = 1040, VAT 228.80, ritenuta 20 % of 1000 = 200; payable 1068.80."""
    totals = add_up(
        line("1000"),
        charges=(Adjustment("cassa", percent=D(4), taxes=VAT22, kind="fund"),),
        withholding=(Withholding(D(20), "ritenuta"),),
    )
    assert (totals.total, totals.withheld, totals.payable) == (eur("1268.80"), eur("200"), eur("1068.80"))


def test_an_allowance_in_included_prices_is_gross_too() -> None:
    """122 gross less 12.20 gross: base 90, tax 19.80."""
    totals = add_up(line("122"), allowances=(Adjustment("rebate", amount=eur("12.20")),), prices_include_tax=True)
    assert (totals.lines, totals.allowances, totals.net, totals.tax) == (eur("100"), eur("10"), eur("90"), eur("19.80"))


def test_an_amount_without_lines_is_an_adjustment_without_tax() -> None:
    """A document of charges only."""
    totals = add_up(charges=(Adjustment("fee", amount=eur("5")),))
    assert (totals.charges, totals.total, totals.taxes) == (eur("5"), eur("5"), ())


def test_prepaid_and_cash_rounding_lead_to_what_is_due() -> None:
    """BT-115 = BT-112 - BT-113 + BT-114: 122.03 - 22 = 100.03, in coins of 0.05: 100.05."""
    totals = add_up(line("100.02"), prepaid=eur("22"), rounding_step=Money(5, "EUR"))
    assert str(totals.total) == "122.02"
    assert (str(totals.rounding), str(totals.due)) == ("-0.02", "100.00")


def test_withholding_may_name_its_base() -> None:
    """20 % of 400 only."""
    totals = add_up(line("1000"), withholding=(Withholding(D(20), base=eur("400")),))
    assert totals.withheld == eur("80")


@given(documents())
def test_the_sums_of_every_document_agree(document: Document) -> None:
    """BR-CO-10, -11, -12, -13, -14, -15, -16 with exact equality."""
    totals = compute(document)
    assert sum(one.net.minor for one in totals.line_sums) == totals.lines.minor
    assert totals.net == totals.lines - totals.allowances + totals.charges
    assert sum(row.tax.minor for row in totals.taxes) == totals.tax.minor
    assert totals.total == totals.net + totals.tax
    assert totals.payable == totals.total - totals.withheld
    assert totals.due == totals.payable - totals.prepaid + totals.rounding
    first = [row for row in totals.taxes if row.name == "VAT"]
    assert sum(row.base.minor for row in first) == totals.net.minor


@given(documents())
def test_an_agreed_gross_stands_to_the_cent(document: Document) -> None:
    """With prices that include tax the total is the sum of what was written."""
    totals = compute(document)
    if document.prices_include_tax:
        written = sum((one.gross - one.discount).minor for one in totals.line_sums)
        written += sum(one.amount.minor * (1 if one.charge else -1) for one in totals.adjustments)
        assert totals.total.minor == written
    else:
        for row in totals.taxes:
            assert abs(row.tax.amount - row.base.amount * row.rate / 100) * 2 <= Money(1, document.currency).amount
