"""Money: minor units, rounding, splitting."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import Refused
from invoicing.domain.money import (
    LARGEST_MINOR,
    Money,
    decimal_text,
    exact_money,
    fit,
    half_up,
    largest_remainder,
    minor_units,
    parse_decimal,
    plain,
    round_to_step,
    split,
    to_money,
    total,
    zero,
)


@pytest.mark.parametrize(
    ("code", "decimals"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("ISK", 0), ("CLF", 4), ("RSD", 2), ("MGA", 2)]
)
def test_minor_units_are_those_of_iso_4217(code: str, decimals: int) -> None:
    """ISO 4217 list one, column "Minor unit"."""
    assert minor_units(code) == decimals


def test_an_unknown_currency_is_refused_with_the_nearest_known() -> None:
    """design.md section 4: an unknown code is refused."""
    with pytest.raises(Refused) as caught:
        minor_units("EURO")
    assert caught.value.code == "unknown-currency"
    assert "EUR" in caught.value.findings[0].example
    with pytest.raises(Refused, match="'§§§' is not a currency"):
        minor_units("§§§")


@pytest.mark.parametrize(
    ("exact", "currency", "expected"),
    [
        ("2.345", "EUR", "2.35"),
        ("2.344999", "EUR", "2.34"),
        ("-2.345", "EUR", "-2.35"),
        ("0.5", "JPY", "1"),
        ("0.4999", "JPY", "0"),
        ("1.0005", "KWD", "1.001"),
        ("0", "EUR", "0.00"),
    ],
)
def test_exact_amounts_round_half_away_from_zero(exact: str, currency: str, expected: str) -> None:
    """Commercial rounding, worked by hand."""
    assert str(to_money(Decimal(exact), currency)) == expected


def test_an_amount_beyond_the_ledger_is_refused() -> None:
    """The limit is stated in money.py."""
    assert to_money(Decimal(LARGEST_MINOR).scaleb(-2), "EUR").minor == LARGEST_MINOR
    with pytest.raises(Refused) as caught:
        to_money(Decimal(LARGEST_MINOR).scaleb(-2) + 1, "EUR")
    assert caught.value.code == "amount-too-large"


@pytest.mark.parametrize(
    ("text", "code"), [("1.005", "amount-too-fine"), ("NaN", "bad-number"), ("Infinity", "bad-number")]
)
def test_an_amount_is_taken_as_written_or_refused(text: str, code: str) -> None:
    """An amount finer than the currency is bad input."""
    with pytest.raises(Refused) as caught:
        exact_money(Decimal(text), "EUR")
    assert caught.value.code == code


def test_amounts_of_one_currency_add_compare_and_negate() -> None:
    """Arithmetic by hand."""
    one, two = Money(100, "EUR"), Money(250, "EUR")
    assert one + two == Money(350, "EUR")
    assert two - one == Money(150, "EUR")
    assert -one == Money(-100, "EUR")
    same = Money(250, "EUR")
    assert one < two <= same
    assert two > one
    assert two >= same
    assert total([one, two], "EUR") == Money(350, "EUR")
    assert not zero("EUR")
    assert one
    assert two.amount == Decimal("2.50")


def test_two_currencies_are_never_added_or_compared() -> None:
    """The rule of the ledger."""
    with pytest.raises(ValueError, match="EUR and USD"):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(ValueError, match="EUR and USD"):
        assert Money(1, "EUR") < Money(1, "USD")


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(-5, "EUR", "-0.05"), (0, "EUR", "0.00"), (123456, "EUR", "1234.56"), (7, "JPY", "7"), (-1, "KWD", "-0.001")],
)
def test_minor_units_are_written_as_plain_decimals(minor: int, currency: str, text: str) -> None:
    """By hand."""
    assert decimal_text(minor, currency) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("22.00", "22"), ("1E+2", "100"), ("5.50", "5.5"), ("-0", "0"), ("-0.00", "0"), ("0.1000", "0.1"), ("100", "100")],
)
def test_decimals_are_written_without_exponent_or_trailing_zeros(value: str, text: str) -> None:
    """By hand."""
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize("text", ["", "ten", "1,5", "NaN", "inf", "--1", "1e3", "1e9999999999", ".", "1_000"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Numbers are digits with one point."""
    with pytest.raises(Refused) as caught:
        parse_decimal(text, "price")
    assert caught.value.code == "bad-number"
    assert caught.value.where == "price"


def test_a_plain_number_is_read_exactly() -> None:
    """Nothing is lost in reading."""
    assert parse_decimal(" 0.10 ") == Decimal("0.10")
    assert half_up(Decimal("0.125"), 2) == Decimal("0.13")


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (-100, [1, 1, 1], (-33, -33, -34)),
        (1, [0, 1], (0, 1)),
        (10, [0, 0], (5, 5)),
        (0, [3, 4], (0, 0)),
        (7, [Fraction(1, 3), Decimal("0.5")], (3, 4)),
    ],
)
def test_a_split_gives_the_left_over_units_to_the_largest_remainders(
    amount: int, weights: list[Decimal | Fraction | int], parts: tuple[int, ...]
) -> None:
    """Hamilton's method, by hand."""
    assert largest_remainder(amount, weights) == parts


def test_splitting_over_nothing_is_possible_for_nothing_only() -> None:
    """There is nowhere to put an amount."""
    assert largest_remainder(0, []) == ()
    with pytest.raises(ValueError, match="nothing to split"):
        largest_remainder(1, [])


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_the_parts_of_a_split_sum_to_the_amount_and_are_within_one_unit_of_their_share(
    amount: int, weights: list[int]
) -> None:
    """The two laws of largest remainder."""
    parts = split(Money(amount, "EUR"), weights)
    assert sum(part.minor for part in parts) == amount
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part.minor - Fraction(amount * weight, whole)) < 1


@given(st.lists(st.fractions(min_value=-1000, max_value=1000), min_size=1, max_size=12))
def test_fitted_parts_sum_to_the_rounded_sum(exact: list[Fraction]) -> None:
    """Fitting is only asked for sums within one unit of the exact one."""
    whole = round(sum(exact))
    parts = fit(whole, exact)
    assert sum(parts) <= whole
    assert whole - sum(parts) <= 1
    assert all(abs(part - share) <= 1 for part, share in zip(parts, exact, strict=True))


@pytest.mark.parametrize(
    ("minor", "rounded"), [(1002, 1000), (1003, 1005), (-1003, -1005), (1000, 1000), (0, 0), (-1002, -1000)]
)
def test_cash_sums_round_to_the_smallest_coin(minor: int, rounded: int) -> None:
    """Swiss cash rounding to 0.05: below half a coin down, from half a coin up."""
    assert round_to_step(Money(minor, "CHF"), Money(5, "CHF")) == Money(rounded, "CHF")
