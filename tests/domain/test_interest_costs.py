"""Compensation and collection costs, by the scales the law prints."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from invoicing.app.late_payment import law_for, rates_for
from invoicing.domain.interest import Debt, Reckoning, collection_costs, compensation_for, interest_on, prepare, reckon
from invoicing.domain.money import Money

NL_SCALE = law_for("NL").business.collection
DUE, LATE = date(2025, 9, 30), date(2025, 10, 1)


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        # 15 % of the first 2 500, 10 % of the next 2 500, 5 % of the next 5 000, 1 % of the next 190 000, 0.5 % above.
        ("0.01", "40.00"),
        ("266.66", "40.00"),  # 39.999
        ("266.67", "40.00"),  # 40.0005
        ("266.70", "40.01"),  # 40.005, half up
        ("2500.00", "375.00"),
        ("5000.00", "625.00"),
        ("10000.00", "875.00"),
        ("200000.00", "2775.00"),
        ("999998.00", "6774.99"),
        ("1000000.00", "6775.00"),  # the maximum, at 1 000 000 and not at 1 005 000
        ("1005000.00", "6775.00"),
        ("0.00", "0.00"),
    ],
)
def test_dutch_collection_costs_follow_the_scale_with_its_floor_and_its_ceiling(principal: str, expected: str) -> None:
    """BW 6:96(4)-(5) and the decree's scale, as the collection prints it."""
    assert NL_SCALE is not None
    assert str(collection_costs(NL_SCALE, Money(int(Decimal(principal) * 100), "EUR"))) == expected


def test_vat_on_collection_costs_is_added_only_when_the_creditor_cannot_deduct_it() -> None:
    """Working: 21 % on 150.00 is 31.50; on the maximum it is added above it: 6 775 x 1.21 = 8 197.75."""
    assert NL_SCALE is not None
    assert str(collection_costs(NL_SCALE, Money(1000_00, "EUR"))) == "150.00"
    assert str(collection_costs(NL_SCALE, Money(1000_00, "EUR"), Decimal(21))) == "181.50"
    assert str(collection_costs(NL_SCALE, Money(2_000_000_00, "EUR"), Decimal(21))) == "8197.75"


def test_the_dutch_forty_euro_are_the_least_collection_costs_and_no_compensation_beside_them() -> None:
    """BW 6:96(4)."""
    result = reckon(law_for("NL"), Debt(Money(100_00, "EUR"), DUE), Reckoning(LATE), rates_for(law_for("NL")))
    assert (str(result.compensation), str(result.collection_costs), str(result.total)) == ("0.00", "40.00", "140.03")


def test_a_dutch_consumer_owes_collection_costs_only_when_the_letter_has_run_out() -> None:
    """BW 6:96(6): fourteen days after a demand that names the sum."""
    law = law_for("NL")
    debt = Debt(Money(1000_00, "EUR"), DUE, "consumer")
    before = reckon(law, debt, Reckoning(LATE), rates_for(law))
    after = reckon(law, debt, Reckoning(LATE, letter_expired=True, costs_vat=Decimal(21)), rates_for(law))
    assert before.collection_costs.minor == 0
    assert any("further term" in text for text in before.warnings)
    assert str(after.collection_costs) == "181.50"
    quick = interest_on(prepare(law, rates_for(law), LATE, "EUR", "consumer"), 1000_00, DUE)
    assert quick.collection_costs.minor == 0


def test_the_dutch_scale_is_not_converted() -> None:
    """A debt in another currency: no costs are claimed, and why is said."""
    law = law_for("NL")
    result = reckon(law, Debt(Money(1000_00, "USD"), DUE), Reckoning(LATE), rates_for(law))
    assert result.collection_costs.minor == 0
    assert any("not converted" in text for text in result.warnings)


@pytest.mark.parametrize(
    ("debt", "expected"),
    [
        ("0.01", "40.00"),
        ("999.99", "40.00"),
        ("1000.00", "70.00"),
        ("9999.99", "70.00"),
        ("10000.00", "100.00"),
        ("0.00", "0.00"),
    ],
)
def test_british_compensation_goes_by_the_size_of_the_debt(debt: str, expected: str) -> None:
    """Late Payment of Commercial Debts (Interest) Act 1998 s 5A: 40, 70 or 100; the quick way agrees."""
    law = law_for("GB")
    minor = int(Decimal(debt) * 100)
    assert str(compensation_for(law.business.compensation, Money(minor, "GBP"))) == expected
    quick = interest_on(prepare(law, rates_for(law), LATE, "GBP"), minor, DUE)
    assert str(quick.compensation) == expected


def test_a_debt_in_another_currency_takes_the_lowest_step_of_the_british_scale() -> None:
    """Its size cannot be compared without a rate of exchange, which this tool does not make up."""
    law = law_for("GB")
    assert str(compensation_for(law.business.compensation, Money(50_000_00, "EUR"))) == "40.00"
    assert interest_on(prepare(law, rates_for(law), LATE, "EUR"), 50_000_00, DUE).compensation == Money(40_00, "GBP")


@pytest.mark.parametrize("country", ["IT", "ES", "RO", "DE", "FR", "BE", "IE", "PT", "AT", "EU"])
def test_forty_euro_are_owed_for_a_late_debt_however_small(country: str) -> None:
    """Directive 2011/7 art. 6 and the national laws."""
    compensation = law_for(country).business.compensation
    assert compensation_for(compensation, Money(1, "EUR")) == Money(40_00, "EUR")


@pytest.mark.parametrize("country", ["CH", "US", "CA", "AU", "NL"])
def test_where_the_law_has_no_lump_sum_there_is_none(country: str) -> None:
    """CH, US, CA, AU: contract only; NL: a floor of the collection costs instead."""
    law = law_for(country)
    for debtor in ("business", "consumer", "public"):
        assert compensation_for(law.rule_for(debtor).compensation, Money(1000_00, "EUR")).minor == 0


@pytest.mark.parametrize("country", ["IT", "DE", "NL", "AT"])
def test_a_consumer_owes_no_lump_sum(country: str) -> None:
    """It is for commercial transactions only (DE: § 288(5) BGB)."""
    assert law_for(country).consumer.compensation is None
