"""Settling rates by the day of supply, and the sentences a document must carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from invoicing.domain.document import Adjustment, Document, Line, Withholding, taxes_of
from invoicing.domain.errors import Refused
from invoicing.domain.law import LegalText, Regime, settle_rates, texts_for, unusual_rates
from invoicing.domain.party import Address, Contact, Identifier, Party
from invoicing.domain.tax import DatedRate, Tax, key_of, rate_on, rates_on
from tests.strategies import ANYBODY

D = Decimal
LAND = Regime(
    code="XX",
    name="Somewhere",
    languages=("en",),
    currency="EUR",
    tax_label="VAT",
    rates=(
        DatedRate("standard", D(21), date(2025, 8, 1)),
        DatedRate("standard", D(19), date(2020, 1, 1), date(2025, 7, 31)),
        DatedRate("reduced", D(9), date(2020, 1, 1), date(2025, 7, 31)),
    ),
    texts=(
        LegalText("reverse-charge", "AE"),
        LegalText("small", "E:small-business"),
        LegalText("credit", "kind:credit-note"),
        LegalText("held", "withholding:irpf"),
        LegalText("late", "debtor:business"),
    ),
    eu_since=date(2007, 1, 1),
    eu_until=date(2026, 1, 31),
)


def document(*taxes: Tax, day: date = date(2026, 1, 15)) -> Document:
    """An invoice with one line per tax."""
    lines = tuple(Line("work", price=D(100), taxes=(tax,)) for tax in taxes)
    return Document("invoice", "EUR", day, ANYBODY, ANYBODY, lines)


@pytest.mark.parametrize(
    ("day", "rate"),
    [(date(2025, 7, 31), "19"), (date(2025, 8, 1), "21"), (date(2024, 2, 29), "19"), (date(2026, 6, 1), "21")],
)
def test_a_standard_rate_is_that_of_the_day_of_supply(day: date, rate: str) -> None:
    """Before, on and after the change in the table above."""
    settled = settle_rates(document(Tax("S"), day=day), LAND)
    assert settled.lines[0].taxes[0].rate == D(rate)


def test_the_day_of_supply_comes_before_the_issue_date() -> None:
    """A document of 2026 for work of July 2025 takes the rate of July 2025."""
    late = replace(document(Tax("S")), supply_date=date(2025, 7, 10))
    assert settle_rates(late, LAND).lines[0].taxes[0].rate == D(19)


def test_a_written_rate_stands_and_categories_without_tax_have_none() -> None:
    """S 5 stays 5; AE is 0, also on allowances."""
    given = replace(
        document(Tax("S", D(5)), Tax("AE")), allowances=(Adjustment("less", percent=D(1), taxes=(Tax("AE"),)),)
    )
    rates = [tax.rate for tax in taxes_of(settle_rates(given, LAND))]
    assert rates == [D(5), D(0)]


@pytest.mark.parametrize(("tax", "day"), [(Tax("S", key="reduced"), date(2026, 1, 1)), (Tax("S"), date(2019, 12, 31))])
def test_a_rate_the_table_does_not_have_is_refused_with_those_it_has(tax: Tax, day: date) -> None:
    """Nothing is guessed; the finding names what is known."""
    with pytest.raises(Refused) as caught:
        settle_rates(document(tax, day=day), LAND)
    assert caught.value.code == "no-rate"
    assert ("21 %" in caught.value.message) == (day.year == 2026)


def test_a_rate_that_was_none_of_the_country_is_worth_a_look() -> None:
    """A warning, never a refusal; nothing is said where no table is known."""
    settled = settle_rates(document(Tax("S", D(22)), Tax("S", D(21)), Tax("S", D(7), "PST")), LAND)
    assert [one.message for one in unusual_rates(settled, LAND)] == ["22 % was no rate of Somewhere on 2026-01-15"]
    assert unusual_rates(settled, replace(LAND, rates=())) == ()


def test_the_sentences_follow_category_reason_kind_withholding_and_debtor() -> None:
    """Each key of LegalText.when."""
    given = replace(
        document(Tax("AE"), Tax("E", reason="small-business")),
        kind="credit-note",
        withholding=(Withholding(D(15), "irpf"),),
    )
    assert [one.key for one in texts_for(LAND, given)] == ["reverse-charge", "small", "credit", "held", "late"]
    consumer = replace(document(Tax("S", D(21))), buyer=replace(ANYBODY, debtor="consumer"))
    assert texts_for(LAND, consumer) == ()


@pytest.mark.parametrize(
    ("day", "member"),
    [(date(2006, 12, 31), False), (date(2007, 1, 1), True), (date(2026, 1, 31), True), (date(2026, 2, 1), False)],
)
def test_membership_of_the_union_has_a_first_and_a_last_day(day: date, member: bool) -> None:  # noqa: FBT001
    """The days of the regime above."""
    assert LAND.in_eu(day) is member
    assert not replace(LAND, eu_since=None).in_eu(day)
    assert replace(LAND, eu_until=None).in_eu(date(2030, 1, 1))


def test_rates_are_found_by_key_and_day() -> None:
    """One rate per key and day, None where the table is silent."""
    found = rate_on(LAND.rates, "standard", date(2025, 7, 31))
    assert found is not None
    assert found.rate == D(19)
    assert rate_on(LAND.rates, "reduced", date(2026, 1, 1)) is None
    assert [one.rate for one in rates_on(LAND.rates, date(2025, 7, 31))] == [D(19), D(9)]
    assert key_of(Tax("S")).rate == D(0)


def test_a_partys_numbers_and_contacts_are_found_by_name() -> None:
    """The role asked for, else billing, else the first, else nobody."""
    director, billing = Contact("Dee", "director"), Contact("Bill", "billing")
    party = Party("P", Address(country="IT"), identifiers=(Identifier("kvk", "1"),), contacts=(director, billing))
    assert party.country == "IT"
    assert (party.identifier("kvk"), party.identifier("siren")) == ("1", "")
    assert party.contact("director") is director
    assert party.contact("legal") is billing
    assert replace(party, contacts=(director,)).contact("legal") is director
    assert replace(party, contacts=()).contact("legal") is None


def test_the_end_of_the_period_is_the_day_of_supply_where_no_other_is_given() -> None:
    """BG-14 end date."""
    from invoicing.domain.dates import Period

    given = replace(document(Tax("S")), period=Period(date(2025, 6, 1), date(2025, 6, 30)))
    assert given.supplied == date(2025, 6, 30)
