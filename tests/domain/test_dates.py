"""Days, months, half-years, business days."""

from __future__ import annotations

from datetime import date

import pytest

from invoicing.domain.dates import (
    Period,
    add_business_days,
    add_months,
    add_years,
    days_of,
    half_year_start,
    month_end,
    next_business_day,
    next_half_year,
    parse_date,
)
from invoicing.domain.errors import Refused


@pytest.mark.parametrize("text", ["2026-02-30", "2025-02-29", "28/02/2026", "2026-2-3", "", "20260203", "2026-W01-1"])
def test_a_date_that_does_not_exist_or_is_no_iso_date_is_refused(text: str) -> None:
    """ISO 8601 calendar dates, extended form."""
    with pytest.raises(Refused) as caught:
        parse_date(text, "issue_date")
    assert (caught.value.code, caught.value.where) == ("bad-date", "issue_date")


def test_a_leap_day_is_read() -> None:
    """2024 is a leap year."""
    assert parse_date(" 2024-02-29 ") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 31), 12, date(2027, 5, 31)),
    ],
)
def test_months_move_to_the_last_day_where_the_day_is_missing(day: date, months: int, moved: date) -> None:
    """By the calendar."""
    assert add_months(day, months) == moved


def test_a_leap_day_has_its_anniversary_on_28_february() -> None:
    """facts: the engine seen for the Netherlands takes 28 February."""
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("day", "start", "following"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2026, 7, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_half_years_start_on_1_january_and_1_july(day: date, start: date, following: date) -> None:
    """Directive 2011/7/EU art. 2(7)."""
    assert half_year_start(day) == start
    assert next_half_year(day) == following


def test_business_days_skip_weekends_and_holidays() -> None:
    """25 December 2026 is a Friday."""
    christmas = frozenset({date(2026, 12, 25)})
    assert next_business_day(date(2026, 12, 25), christmas) == date(2026, 12, 28)
    assert next_business_day(date(2026, 12, 24), christmas) == date(2026, 12, 24)
    assert add_business_days(date(2026, 12, 24), 1, christmas) == date(2026, 12, 28)
    assert add_business_days(date(2026, 12, 26), 0) == date(2026, 12, 28)


def test_a_period_counts_both_ends_and_never_runs_backwards() -> None:
    """BG-14 with BR-29."""
    month = Period(date(2026, 2, 1), month_end(date(2026, 2, 1)))
    assert month.days == 28
    assert [day.day for day in days_of(month)] == list(range(1, 29))
    with pytest.raises(Refused) as caught:
        Period(date(2026, 2, 2), date(2026, 2, 1))
    assert caught.value.code == "period-backwards"
