"""Document numbers."""

from __future__ import annotations

from datetime import date

import pytest

from invoicing.domain.errors import Refused
from invoicing.domain.numbering import Series, check_order, check_pattern, number_of, period_of

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [("{year}-{n:4}", "2026-0007"), ("F{yy}{month}/{n}", "F2603/7"), ("INV-{year}.{n:06}", "INV-2026.000007")],
)
def test_a_pattern_is_filled_with_year_month_and_ordinal(pattern: str, number: str) -> None:
    """By hand."""
    series = Series("invoice", pattern)
    check_pattern(series)
    assert number_of(series, 7, 2026, 3) == number


@pytest.mark.parametrize(
    ("pattern", "yearly", "problem"),
    [
        ("{year}", True, "has no {n}"),
        ("{n}", True, "does not show the year"),
        ("{year}-{n}-{client}", True, "a field other than"),
        ("../{year}{n}", True, "gives numbers that are not"),
        ("A..{year}{n}", True, "gives numbers that are not"),
        ("{year}{n}" + "x" * 40, True, "gives numbers that are not"),
        ("№{n}", False, "gives numbers that are not"),
    ],
)
def test_a_pattern_that_could_repeat_or_escape_is_refused(pattern: str, yearly: bool, problem: str) -> None:  # noqa: FBT001
    """BT-1 is unique within its series, and numbers become file names."""
    with pytest.raises(Refused, match=problem) as caught:
        check_pattern(Series("invoice", pattern, yearly))
    assert caught.value.code == "bad-number-pattern"


def test_a_series_counts_per_year_or_for_ever() -> None:
    """Yearly restart is a setting."""
    assert period_of(Series("invoice", "{year}-{n}"), TODAY) == "2026"
    assert period_of(Series("invoice", "{n:6}", yearly=False), TODAY) == "all"
    check_pattern(Series("invoice", "{n:6}", yearly=False))


@pytest.mark.parametrize(("day", "last"), [(date(2026, 3, 11), None), (date(2026, 3, 1), date(2026, 3, 2))])
def test_an_issue_date_after_today_or_before_the_last_number_needs_a_reason(day: date, last: date | None) -> None:
    """The ledger's rule of design.md section 3."""
    series = Series("invoice", "{year}-{n}")
    with pytest.raises(Refused) as caught:
        check_order(series, day, last, TODAY)
    assert caught.value.code == "issue-date-out-of-order"
    check_order(series, day, last, TODAY, reason="typed in later")


def test_an_issue_date_in_order_needs_no_reason() -> None:
    """Same day as the last number, and today, are in order."""
    check_order(Series("invoice", "{year}-{n}"), TODAY, TODAY, TODAY)
    check_order(Series("invoice", "{year}-{n}"), TODAY, None, TODAY)
