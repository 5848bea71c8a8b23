"""Counting interest days, and rounding what they bear.

``365``: calendar days over 365, also in a leap year. ``actual``: calendar days over 366 in a leap year, else 365.
``30/360``: every month 30 days (30E/360: a 31st counts as the 30th) over 360.
"""

from __future__ import annotations

from calendar import isleap
from fractions import Fraction
from typing import TYPE_CHECKING

from invoicing.domain.interest.series import ONE_DAY

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from invoicing.domain.interest.law import DayCount


def days_between(start: date, end: date, day_count: DayCount) -> int:
    """Count the interest days from `start` to `end`, both included; parts of a period add up to the whole."""
    if day_count != "30/360":
        return (end - start).days + 1
    return _thirties(end) - _thirties(start - ONE_DAY)


def _thirties(day: date) -> int:
    return 360 * day.year + 30 * day.month + min(day.day, 30)


def year_length(day: date, day_count: DayCount) -> int:
    """Give the days of the year that a yearly rate is spread over."""
    if day_count == "30/360":
        return 360
    return 366 if day_count == "actual" and isleap(day.year) else 365


def exact_interest(base: int | Fraction, rate: Decimal, days: int, year: int) -> Fraction:
    """Give base times rate per cent times days over the year, in minor units, not rounded."""
    numerator, denominator = rate.as_integer_ratio()
    return Fraction(base * numerator * days) / (denominator * 100 * year)


def round_minor(value: int | Fraction) -> int:
    """Round half up to whole minor units; a negative half goes away from zero, as money does."""
    return -round_minor(-value) if value < 0 else (2 * value + 1).__floor__() // 2
