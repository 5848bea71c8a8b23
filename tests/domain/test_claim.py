"""Settling claims with money."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.claim import Claim, in_order, outstanding, settle
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money


def claim(document: str, day: int, minor: int, currency: str = "EUR", part: int = 1) -> Claim:
    """A claim due in January 2026."""
    amount = Money(minor, currency)
    return Claim(document, part, date(2026, 1, day), amount, amount)


def test_the_oldest_due_is_settled_first_unless_the_payer_names_a_document() -> None:
    """BW 6:43: the debt the debtor names, else the oldest."""
    claims = [claim("B", 20, 50), claim("A", 10, 30), claim("A", 25, 30, part=2)]
    assert [(one.document, one.part) for one in in_order(claims)] == [("A", 1), ("B", 1), ("A", 2)]
    assert [(one.document, one.part) for one in in_order(claims, ["B"])] == [("B", 1), ("A", 1), ("A", 2)]
    assert [(one.document, one.part) for one in in_order(claims, (), "newest")] == [("A", 2), ("B", 1), ("A", 1)]


def test_a_payment_settles_in_order_and_what_is_left_stays_as_credit() -> None:
    """100 on claims of 30 and 50: 20 are left."""
    settled = settle(Money(100, "EUR"), [claim("A", 1, 30), claim("Z", 2, 0), claim("B", 3, 50)])
    assert [(one.document, one.amount.minor) for one in settled.allocations] == [("A", 30), ("B", 50)]
    assert settled.unallocated == Money(20, "EUR")


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_or_less_cannot_be_paid(minor: int) -> None:
    """A payment is taken back by a reversal, never by a negative payment."""
    with pytest.raises(Refused) as caught:
        settle(Money(minor, "EUR"), [])
    assert caught.value.code == "amount-not-positive"


def test_money_of_another_currency_settles_nothing() -> None:
    """Two currencies are never added."""
    with pytest.raises(Refused) as caught:
        settle(Money(1, "EUR"), [claim("A", 1, 1, "USD")])
    assert caught.value.code == "currency-mismatch"


@given(st.integers(1, 10**9), st.lists(st.integers(0, 10**8), max_size=10))
def test_allocations_and_credit_sum_to_the_payment_and_none_exceeds_its_claim(paid: int, sums: list[int]) -> None:
    """Nothing is lost or made."""
    claims = [claim(str(index), 1, minor) for index, minor in enumerate(sums)]
    settled = settle(Money(paid, "EUR"), claims)
    by_document = {one.document: one for one in claims}
    assert sum(one.amount.minor for one in settled.allocations) + settled.unallocated.minor == paid
    assert all(one.amount <= by_document[one.document].outstanding for one in settled.allocations)
    assert outstanding(claims, "EUR").minor == sum(sums)
