"""Stripe's minor units and limits. Source of every figure: docs.stripe.com/currencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import Refused
from invoicing.domain.money import MINOR_UNITS, Money, to_money
from invoicing.payments.currencies import SUPPORTED, checked, from_stripe, limit_findings, to_stripe


@pytest.mark.parametrize(
    ("minor", "currency", "wire"),
    [
        (123450, "EUR", 123450),
        (500, "JPY", 500),  # zero-decimal: not 50 000
        (1148000, "HUF", 1148000),  # two-decimal in a charge: 11 480 HUF are not 114.80
        (5, "ISK", 500),  # whole, yet sent with two decimals
        (5, "UGX", 500),
        (5120, "KWD", 5120),  # thousandths, last digit 0
        (500, "MGA", 5),  # ISO counts two decimals, Stripe none
        (99, "TWD", 99),
    ],
)
def test_an_amount_is_counted_in_the_unit_stripe_uses(minor: int, currency: str, wire: int) -> None:
    """The special cases of the page, one each, and the way back."""
    assert to_stripe(Money(minor, currency)) == wire
    assert from_stripe(wire, currency.lower()) == Money(minor, currency)


@pytest.mark.parametrize(("minor", "currency"), [(5124, "KWD"), (501, "MGA"), (12001, "TND")])
def test_an_amount_finer_than_stripe_takes_is_refused(minor: int, currency: str) -> None:
    """Three-decimal amounts end in 0; the ariary is whole."""
    with pytest.raises(Refused) as caught:
        to_stripe(Money(minor, currency))
    assert caught.value.code == "amount-too-fine"


@pytest.mark.parametrize("currency", ["IQD", "LYD", "CLF", "UYW", "XXX", "eur"])
def test_a_currency_stripe_does_not_take_is_refused(currency: str) -> None:
    """ISO's other three- and four-decimal currencies are not on Stripe's list; two decimals are never assumed."""
    with pytest.raises(Refused) as caught:
        from_stripe(100, currency) if currency != "eur" else to_stripe(Money(100, currency))
    assert caught.value.code in {"currency-not-at-stripe", "unknown-currency"}


def test_every_supported_currency_is_one_of_iso_4217() -> None:
    """A document can be written in each of them."""
    assert MINOR_UNITS.keys() >= SUPPORTED


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money(49, "EUR"), "amount-below-minimum"),
        (Money(50, "EUR"), ""),
        (Money(29, "GBP"), "amount-below-minimum"),
        (Money(30, "GBP"), ""),
        (Money(17499, "HUF"), "amount-below-minimum"),
        (Money(49, "JPY"), "amount-below-minimum"),
        (Money(0, "ISK"), "amount-below-minimum"),
        (Money(1, "ISK"), ""),
        (Money(-5, "EUR"), "amount-below-minimum"),
        (Money(99_999_999, "EUR"), ""),
        (Money(100_000_000, "EUR"), "amount-above-maximum"),
        (Money(999_999_999, "INR"), ""),
        (Money(1_000_000_000, "INR"), "amount-above-maximum"),
        (Money(100_000_000, "IDR"), ""),
        (Money(10**12, "IDR"), "amount-above-maximum"),
    ],
)
def test_amounts_outside_the_limits_are_found(amount: Money, code: str) -> None:
    """Minimum and maximum charge amounts of the page, on both sides of each edge."""
    assert next((finding.code for finding in limit_findings(amount)), "") == code
    if code:
        with pytest.raises(Refused, match=str(amount)):
            checked(amount)
    else:
        assert checked(amount) == to_stripe(amount)


@given(st.sampled_from(sorted(SUPPORTED)), st.integers(0, 10**7))
def test_what_stripe_says_reads_back_to_what_was_sent(currency: str, units: int) -> None:
    """The two directions are inverse for every whole amount of every currency."""
    from decimal import Decimal

    amount = to_money(Decimal(units), currency)
    assert from_stripe(to_stripe(amount), currency.lower()) == amount
