"""Days and periods. A day is a `datetime.date`; its text is ISO 8601, ``2026-11-25``."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from invoicing.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included (BG-14). Refused when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that runs backwards."""
        if self.end < self.start:
            raise Refused.one(
                "period-backwards",
                f"the period ends on {self.end}, before it starts on {self.start}",
                rule="BR-29",
                remedy="write the earlier day first",
                example="2026-01-01/2026-01-31",
            )

    @property
    def days(self) -> int:
        """How many days, the first and the last counted."""
        return (self.end - self.start).days + 1


def parse_date(text: str, where: str = "") -> date:
    """Read an ISO day. Refused with code ``bad-date`` when it is another form or does not exist."""
    if _ISO.fullmatch(text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            message = f"{text.strip()} is not in the calendar"
    else:
        message = f"{text!r} is not a date of the form YYYY-MM-DD"
    raise Refused.one(
        "bad-date",
        message,
        where=where,
        rule="ISO 8601",
        remedy="write year-month-day of a day that exists",
        example="2026-02-28",
    )


def month_end(day: date) -> date:
    """Give the last day of the month that `day` is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Move by whole months; a day the target month lacks becomes its last day (31 January + 1 = 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """Move by whole years; 29 February becomes 28 February where the year has none."""
    return add_months(day, 12 * years)


def half_year_start(day: date) -> date:
    """Give 1 January or 1 July, whichever is the latest not after `day`: the day EU late-payment rates change."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def next_half_year(day: date) -> date:
    """Give the first 1 January or 1 July after `day`."""
    return date(day.year, 7, 1) if day.month <= 6 else date(day.year + 1, 1, 1)


def is_weekend(day: date) -> bool:
    """Say whether `day` is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def next_business_day(day: date, holidays: frozenset[date] = frozenset()) -> date:
    """Give `day`, or the first later day that is neither weekend nor holiday."""
    while is_weekend(day) or day in holidays:
        day += timedelta(days=1)
    return day


def add_business_days(day: date, count: int, holidays: frozenset[date] = frozenset()) -> date:
    """Give the business day that is `count` business days after `day`; with 0 the next one not before it."""
    for _ in range(count):
        day = next_business_day(day + timedelta(days=1), holidays)
    return next_business_day(day, holidays)


def days_of(period: Period) -> Iterator[date]:
    """Walk a period day by day."""
    for offset in range(period.days):
        yield period.start + timedelta(days=offset)
