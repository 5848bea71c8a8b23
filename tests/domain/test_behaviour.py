"""How a client pays: labels, figures, trend and exposure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.behaviour import LABELS, ClaimHistory, behaviour
from invoicing.domain.money import Money

TODAY = date(2026, 7, 1)


def claim(number: int, due: date, days: int | None, amount: int = 10000, currency: str = "EUR") -> ClaimHistory:
    """A claim paid `days` after its due date; None: still open."""
    whole, nothing = Money(amount, currency), Money(0, currency)
    if days is None:
        return ClaimHistory(f"I-{number}", due, whole, whole, None, nothing)
    return ClaimHistory(f"I-{number}", due, whole, nothing, due + timedelta(days=days), whole)


def paid(*days: int | None) -> list[ClaimHistory]:
    """One invoice a month up to now, paid after so many days."""
    return [claim(index, date(2026, 5, 1) - timedelta(days=30 * index), one) for index, one in enumerate(days)]


@pytest.mark.parametrize(
    ("days", "label", "average", "median", "share"),
    [
        ((), "new", None, None, None),
        ((0, 90), "new", "45", "45", "50"),
        ((0, 0, -12), "good", "0", "0", "0"),
        ((0, 0, 0, 3), "good", "0.8", "0", "25"),
        ((0, 0, 1), "good", "0.3", "0", "33.3"),
        ((0, 1, 1), "slow", "0.7", "1", "66.7"),
        ((0, 0, 0, 20), "slow", "5", "0", "25"),
        ((60, 60, 0, 0), "chronic", "30", "30", "50"),
        ((59, 60, 0, 0), "slow", "29.8", "29.5", "50"),
        ((300, 0, 0), "slow", "100", "0", "33.3"),
    ],
)
def test_the_label_follows_from_the_figures(
    days: tuple[int, ...], label: str, average: str | None, median: str | None, share: str | None
) -> None:
    """Working by hand; the limits are the constants of the module: 3 invoices, 5 days or 34 %, 30 days and 50 %."""
    found = behaviour(paid(*days), TODAY)
    assert found.label == label
    wanted = [None if text is None else Decimal(text) for text in (average, median, share)]
    assert [found.average, found.median, found.share_late] == wanted


def test_the_figures_that_led_to_the_label_are_said() -> None:
    """A label without its figures could not be checked by anyone."""
    assert behaviour(paid(40, 50, 0), TODAY).reasons == (
        "2 of 3 invoices paid late",
        "30 days late on average, median 40",
    )
    assert behaviour([], TODAY).reasons == ("invoices that fell due in the last 24 months: 0, fewer than 3",)


def test_what_is_open_counts_up_to_today_and_what_is_not_due_not_at_all() -> None:
    """Due on 1 June and still open on 1 July: 30 days late; due tomorrow: nothing to say yet."""
    found = behaviour([claim(1, date(2026, 6, 1), None), claim(2, date(2026, 7, 2), None)], TODAY)
    assert (found.invoices, found.late, found.worst, found.worst_document) == (1, 1, 30, "I-1")


def test_a_claim_paid_before_its_due_date_counts_as_in_time() -> None:
    """Due in the future and paid: judged, 0 days."""
    found = behaviour([claim(1, date(2026, 7, 20), -25)], TODAY)
    assert (found.invoices, found.late, found.worst_document) == (1, 0, "")


def test_a_claim_that_a_credit_note_settled_says_nothing() -> None:
    """Nothing was paid and nothing is open."""
    credited = ClaimHistory(
        "I-1", date(2026, 1, 1), Money(5, "EUR"), Money(0, "EUR"), date(2026, 5, 1), Money(0, "EUR")
    )
    assert behaviour([credited], TODAY).invoices == 0


def test_old_matters_are_not_held_against_anyone() -> None:
    """Guide 000: due more than 24 months ago is not judged; on the day itself it still is."""
    found = behaviour([claim(1, date(2024, 6, 30), 400), claim(2, date(2024, 7, 1), 7)], TODAY)
    assert (found.invoices, found.worst, found.worst_document) == (1, 7, "I-2")


def test_an_invoice_in_parts_is_one_invoice_as_late_as_its_latest_part() -> None:
    """Two parts, paid 3 and 11 days late: one invoice, 11 days."""
    parts = [claim(1, date(2026, 3, 1), 3), claim(1, date(2026, 4, 1), 11), claim(1, date(2026, 5, 1), 2)]
    found = behaviour(parts, TODAY)
    assert (found.invoices, found.late, found.average) == (1, 1, Decimal(11))


@pytest.mark.parametrize(
    ("recent", "earlier", "trend"), [(10, 10, "steady"), (13, 10, "steady"), (14, 10, "slower"), (6, 10, "faster")]
)
def test_the_trend_compares_the_last_half_year_with_the_time_before(recent: int, earlier: int, trend: str) -> None:
    """Within 3 days of the average nothing has changed; 1 January is the first day of the last half-year."""
    found = behaviour([claim(1, date(2026, 1, 1), recent), claim(2, date(2025, 12, 31), earlier)], TODAY)
    assert (found.recent, found.earlier, found.trend) == (Decimal(recent), Decimal(earlier), trend)


def test_there_is_no_trend_without_a_time_before() -> None:
    """One span alone shows no change."""
    found = behaviour([claim(1, date(2026, 3, 1), 9)], TODAY)
    assert (found.recent, found.earlier, found.trend) == (Decimal(9), None, "")


def test_what_is_open_is_set_against_the_usual_order_by_currency() -> None:
    """Orders of 100, 100 and 300: usual is 100; 300 open is 3 times that. Pounds stand apart."""
    claims = [
        claim(1, date(2026, 1, 1), 0),
        claim(2, date(2026, 2, 1), 0),
        claim(3, date(2026, 6, 1), None, 30000),
        claim(4, date(2026, 6, 1), None, 700, "GBP"),
        claim(5, date(2026, 6, 1), None, 100, "GBP"),
    ]
    euro, pound = behaviour(claims, TODAY).exposures
    assert (str(euro.open), str(euro.usual), euro.times, euro.largest_document) == (
        "300.00",
        "100.00",
        Decimal(3),
        "I-3",
    )
    assert (str(pound.open), str(pound.usual), pound.times) == ("8.00", "4.00", Decimal(2))
    assert (str(pound.largest), pound.largest_document) == ("7.00", "I-4")


def test_nothing_open_names_no_document() -> None:
    """An exposure of zero has no largest document, and no usual order divides by zero."""
    free = behaviour([claim(1, date(2026, 1, 1), 0, 0)], TODAY).exposures[0]
    assert (free.largest_document, free.times) == ("", None)


@given(st.lists(st.one_of(st.none(), st.integers(-40, 400)), max_size=12))
def test_figures_lie_within_what_they_sum_up(days: list[int | None]) -> None:
    """Law: median and average lie between 0 and the worst; late ones are at most all."""
    found = behaviour(paid(*days), TODAY)
    assert found.label in LABELS
    assert 0 <= found.late <= found.invoices <= len(days)
    for figure in (found.average, found.median, found.recent, found.earlier):
        assert figure is None or 0 <= figure <= found.worst
