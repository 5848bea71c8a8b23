"""Payment terms and their schedule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.domain.terms import Due, Instalment, Terms, due_day, parse_terms, schedule

ISSUED = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("0", date(2026, 1, 31)),
        ("30", date(2026, 3, 2)),
        ("30 days", date(2026, 3, 2)),
        ("30 eom", date(2026, 3, 31)),
        ("30 days end of month", date(2026, 3, 31)),
        ("2026-05-01", date(2026, 5, 1)),
    ],
)
def test_terms_give_the_due_day(text: str, due: date) -> None:
    """31 January + 30 days = 2 March; end of month is the end of the month that day is in."""
    assert due_day(parse_terms(text), ISSUED) == due


@pytest.mark.parametrize("text", ["soon", "-5", "30 d eom eom", "1000"])
def test_terms_nobody_can_read_are_refused(text: str) -> None:
    """Each form is named in the remedy."""
    with pytest.raises(Refused) as caught:
        parse_terms(text)
    assert caught.value.code == "bad-terms"


def test_a_date_in_terms_must_exist() -> None:
    """30 February is in no calendar."""
    with pytest.raises(Refused) as caught:
        parse_terms("2026-02-30")
    assert caught.value.code == "bad-date"


def test_without_instalments_all_is_due_on_one_day() -> None:
    """Terms without days: due at once."""
    assert schedule(Terms(), ISSUED, Money(100, "EUR")) == (Due(ISSUED, Money(100, "EUR")),)
    assert due_day(Terms(days=3), ISSUED) == date(2026, 2, 3)


def test_instalments_in_percent_share_what_fixed_ones_leave() -> None:
    """599.99 are left: 239.996, 179.997, 179.997; the two cents over go to the larger remainders."""
    days = [date(2026, month, 1) for month in (5, 4, 3, 2)]
    terms = Terms(
        instalments=(
            Instalment(days[0], percent=Decimal(30)),
            Instalment(days[1], percent=Decimal(30)),
            Instalment(days[2], percent=Decimal(40)),
            Instalment(days[3], amount=Money(400_01, "EUR")),
        )
    )
    parts = schedule(terms, ISSUED, Money(1000_00, "EUR"))
    assert [(str(one.day), str(one.amount)) for one in parts] == [
        ("2026-02-01", "400.01"),
        ("2026-03-01", "239.99"),
        ("2026-04-01", "180.00"),
        ("2026-05-01", "180.00"),
    ]
    assert due_day(terms, ISSUED) == date(2026, 5, 1)


@pytest.mark.parametrize("amounts", [(400,), (400, 500), (600, 500)])
def test_fixed_instalments_that_miss_the_sum_are_refused(amounts: tuple[int, ...]) -> None:
    """The parts of a plan sum to what is due."""
    terms = Terms(instalments=tuple(Instalment(ISSUED, amount=Money(one, "EUR")) for one in amounts))
    with pytest.raises(Refused) as caught:
        schedule(terms, ISSUED, Money(1000, "EUR"))
    assert caught.value.code == "instalments-do-not-add-up"


def test_fixed_instalments_beyond_the_sum_are_refused_beside_a_percentage() -> None:
    """600 + 50 % of 500 due leaves less than nothing."""
    terms = Terms(instalments=(Instalment(ISSUED, amount=Money(600, "EUR")), Instalment(ISSUED, percent=Decimal(50))))
    with pytest.raises(Refused):
        schedule(terms, ISSUED, Money(500, "EUR"))


@given(st.integers(0, 10**9), st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_instalments_sum_to_what_is_due(due: int, percents: list[int]) -> None:
    """Largest remainder loses nothing."""
    terms = Terms(instalments=tuple(Instalment(ISSUED, percent=Decimal(one)) for one in percents))
    assert sum(one.amount.minor for one in schedule(terms, ISSUED, Money(due, "EUR"))) == due
