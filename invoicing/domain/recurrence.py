"""Documents that come again: a rule, the days it names, the days still to be made, and the period each one bills.

A day the month lacks becomes its last day, and the next month that has it gets it back: the 31st is 28 February and
31 March (RFC 7529 ``SKIP=BACKWARD``; the ``SKIP=OMIT`` of RFC 5545 would lose an invoice). Everything here is a day,
never an hour, so that neither a time zone nor a change of the clock can move anything.

A run is known by the day the rule names for it. Where weekends are avoided that day still names the run, and
`issue_day` says when it is made: no run is lost or doubled when several fall on one Monday, or when the rule ends on a
Sunday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile, islice, takewhile
from typing import Any

from invoicing.domain.dates import Period, add_months, month_end, next_business_day, parse_date
from invoicing.domain.errors import Refused, nearest

UNITS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
"""what each frequency counts"""
WEEKENDS = ("as-is", "next-business-day")
COVERS = ("", "current", "previous", "next", "onward")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple("January February March April May June July August September October November December".split())
EXAMPLES = (
    "monthly on 31",
    "quarterly",
    "every 2 weeks on tuesday",
    "2nd tuesday",
    "yearly on 1 march until 2030-12-31",
    "monthly on 15, 12 times",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=6",
)
_MONTHS_OF = {"monthly": 1, "quarterly": 3, "yearly": 12}
_LAST = -1


@dataclass(frozen=True, slots=True)
class Rule:
    """When a document comes again: every `interval` days, weeks, months, quarters or years from `start` on.

    What is left at 0 or empty is as in `start`. Months are counted from the month of `start`, weeks from the Monday
    before it; days before `start` are not run. `until` is the last day, `count` the number of days the rule names;
    with both, whichever ends first. Refused (``bad-rule``) when the parts contradict each other.
    """

    frequency: str
    """a key of `UNITS`"""
    start: date
    interval: int = 1
    day: int = 0
    """of the month, 1 to 31; 31 is always its last day"""
    month: int = 0
    """1 to 12; yearly rules only"""
    weekdays: tuple[int, ...] = ()
    """0 Monday to 6 Sunday: several for a weekly rule, one together with `week`"""
    week: int = 0
    """which such weekday of the month: 1 to 4, or -1 for the last"""
    until: date | None = None
    count: int = 0
    """0: without end"""
    weekends: str = "as-is"
    covers: str = ""
    """which period a run bills, see `period_of`; empty: ``onward`` for yearly rules, else ``current``"""

    def __post_init__(self) -> None:
        """Refuse what no calendar can follow."""
        for wrong, message in _contradictions(self):
            if wrong:
                raise _bad(message)


def _contradictions(rule: Rule) -> Iterator[tuple[bool, str]]:
    """Give every check with what it says when it fails."""
    monthly = rule.frequency in _MONTHS_OF
    yield rule.frequency not in UNITS, f"{rule.frequency!r} is no frequency; take one of {', '.join(UNITS)}"
    yield rule.interval < 1, "the interval is at least 1"
    yield rule.count < 0, "a rule runs at least once"
    yield rule.until is not None and rule.until < rule.start, f"it ends before it starts on {rule.start}"
    yield rule.day not in range(32), f"there is no day {rule.day} in any month"
    yield rule.month not in range(13), f"there is no month {rule.month}"
    yield any(one not in range(7) for one in rule.weekdays), "a weekday is 0 (Monday) to 6 (Sunday)"
    yield rule.week not in range(_LAST, 5), "only the first to fourth and the last weekday are in every month"
    yield bool(rule.day and rule.weekdays), "a day of the month and a weekday contradict each other"
    yield bool(rule.month and rule.frequency != "yearly"), "only a yearly rule names a month"
    yield bool(rule.day or rule.week) and not monthly, f"a {rule.frequency} rule names no day of the month"
    yield monthly and len(rule.weekdays) != bool(rule.week), f"a {rule.frequency} rule says which weekday of the month"
    yield bool(rule.weekdays) and rule.frequency == "daily", "a daily rule names no weekday"
    yield rule.month == 2 and rule.day > 29, "February never has that day"
    yield rule.month in {4, 6, 9, 11} and rule.day > 30, f"{MONTHS[rule.month - 1]} never has that day"
    yield rule.weekends not in WEEKENDS, f"weekends are {' or '.join(WEEKENDS)}"
    yield rule.covers not in COVERS, f"a run covers {', '.join(COVERS[1:])}"


def _bad(message: str, where: str = "") -> Refused:
    return Refused.one(
        "bad-rule",
        message,
        where=where,
        rule="words, or RFC 5545 section 3.3.10",
        remedy="write it as one of: " + "; ".join(EXAMPLES),
        example=EXAMPLES[0],
    )


@dataclass(frozen=True, slots=True)
class Version:
    """A rule that holds from `since` on, until the next version does."""

    since: date
    rule: Rule


Recurring = Rule | tuple[Version, ...]
"""A rule, or all its versions, the oldest first."""


def edited(recurring: Recurring, rule: Rule, since: date) -> tuple[Version, ...]:
    """Let `rule` hold from `since` on; earlier days keep what held then. Its `count` starts with its own `start`.

    For an edit that holds from the next run on, `since` is the day after the last run made. Versions that would
    have begun on that day or later are replaced.
    """
    kept = tuple(one for one in _versions(recurring) if one.since < since)
    return (*kept, Version(since, rule))


def _versions(recurring: Recurring) -> tuple[Version, ...]:
    return (Version(date.min, recurring),) if isinstance(recurring, Rule) else recurring


def rule_on(recurring: Recurring, day: date) -> Rule:
    """Give the rule that holds on `day`; before the first version, the first."""
    versions = _versions(recurring)
    return next((one.rule for one in reversed(versions) if one.since <= day), versions[0].rule)


def dates(recurring: Recurring, after: date, limit: date) -> tuple[date, ...]:
    """Give the days named by the rule that come after `after`, up to and including `limit`, in order."""
    later = dropwhile(lambda day: day <= after, _days(recurring))
    return tuple(takewhile(lambda day: day <= limit, later))


def next_dates(recurring: Recurring, after: date, count: int) -> tuple[date, ...]:
    """Give the next `count` days after `after`; fewer when the rule ends."""
    return tuple(islice(dropwhile(lambda day: day <= after, _days(recurring)), count))


def due_dates(
    recurring: Recurring,
    made: frozenset[date],
    paused: tuple[Period, ...],
    today: date,
    holidays: frozenset[date] = frozenset(),
) -> tuple[date, ...]:
    """Give the days whose document should exist by `today` and has not been made, in order.

    A day inside a pause is skipped for good, yet it counts for `count` (as an excluded date does in RFC 5545). A pause
    still open ends on `date.max`. A day moved off a weekend is due on the day it moved to.
    """
    return tuple(
        day
        for day in dates(recurring, date.min, today)
        if day not in made
        and not any(one.start <= day <= one.end for one in paused)
        and issue_day(rule_on(recurring, day), day, holidays) <= today
    )


def issue_day(rule: Rule, day: date, holidays: frozenset[date] = frozenset()) -> date:
    """Give the day on which the run named `day` is made: itself, or the next business day where the rule says so."""
    return next_business_day(day, holidays) if rule.weekends == "next-business-day" else day


def _days(recurring: Recurring) -> Iterator[date]:
    """Walk all days in order, each by the version that holds on it."""
    versions = _versions(recurring)
    ends = [*(one.since for one in versions[1:]), None]
    for version, end in zip(versions, ends, strict=True):
        for day in _bounded(version.rule):
            if end is not None and day >= end:
                break
            if day >= version.since:
                yield day


def _bounded(rule: Rule) -> Iterator[date]:
    """Walk the days of one rule up to its end."""
    days = islice(_pattern(rule), rule.count or None)
    until = rule.until or date.max
    return takewhile(lambda day: day <= until, days)


def _pattern(rule: Rule) -> Iterator[date]:
    """Walk the days of one rule as if it had no end but that of the calendar."""
    from dateutil import rrule

    if rule.frequency in _MONTHS_OF:
        yield from _by_months(rule)
        return
    weekdays = (rule.weekdays or (rule.start.weekday(),)) if rule.frequency == "weekly" else None
    frequency = rrule.DAILY if rule.frequency == "daily" else rrule.WEEKLY
    for moment in rrule.rrule(frequency, rule.start, rule.interval, byweekday=weekdays, wkst=rrule.MO):
        yield moment.date()


def _by_months(rule: Rule) -> Iterator[date]:
    """Walk month by month. dateutil's rrule leaves out months without the day; its relativedelta takes the last."""
    from dateutil.relativedelta import relativedelta, weekday

    if rule.week:
        within = relativedelta(day=1 if rule.week > 0 else 31, weekday=weekday(rule.weekdays[0], rule.week))
    else:
        within = relativedelta(day=rule.day or rule.start.day)
    first = rule.start.year * 12 + (rule.month or rule.start.month) - 1
    for index in range(first, (date.max.year + 1) * 12, _MONTHS_OF[rule.frequency] * rule.interval):
        day = date(index // 12, index % 12 + 1, 1) + within
        if day >= rule.start:
            yield day


def period_of(recurring: Recurring, day: date) -> Period:
    """Give the period that the run named `day` bills (BG-14), by `covers` of the rule that holds then.

    ``current``: the calendar day, week (Monday to Sunday), month, quarter or year that `day` is in, and as many more
    as the interval has; ``previous`` and ``next``: the same number of them before, or after; ``onward``: from `day` to
    the day before the rule's next day, also when it ends before that.
    """
    rule = rule_on(recurring, day)
    covers = rule.covers or ("onward" if rule.frequency == "yearly" else "current")
    if covers == "onward":
        following = next((one for one in _pattern(rule) if one > day), date.max)
        return Period(day, following - timedelta(days=1))
    shift = {"previous": -rule.interval, "current": 0, "next": rule.interval}[covers]
    start = _moved(rule.frequency, _unit_start(rule.frequency, day), shift)
    return Period(start, _moved(rule.frequency, start, rule.interval) - timedelta(days=1))


def _unit_start(frequency: str, day: date) -> date:
    """Give the first day of the calendar unit that `day` is in."""
    if frequency == "daily":
        return day
    if frequency == "weekly":
        return day - timedelta(days=day.weekday())
    months = _MONTHS_OF[frequency]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _moved(frequency: str, day: date, units: int) -> date:
    """Move by whole units."""
    if frequency in _MONTHS_OF:
        return add_months(day, _MONTHS_OF[frequency] * units)
    return day + timedelta(days=units * (7 if frequency == "weekly" else 1))


def period_shape(period: Period) -> str:
    """Say how a period is best written: ``day``, ``month``, ``months``, ``quarter``, ``year``, or else ``days``."""
    start, end = period.start, period.end
    if start == end:
        return "day"
    if start.day != 1 or end != month_end(end):
        return "days"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    aligned = (start.month - 1) % months == 0
    return {1: "month", 3: "quarter" if aligned else "months", 12: "year" if aligned else "months"}.get(
        months, "months"
    )


def period_text(period: Period) -> str:
    """Write a period in English: ``June 2026``, ``Q2 2026``, ``2026``, ``June to July 2026``, ``1 to 7 June 2026``.

    Another language writes it from the period's `period_shape` and days.
    """
    start, end = period.start, period.end
    shape = period_shape(period)
    if shape == "quarter":
        return f"Q{(start.month + 2) // 3} {start.year}"
    if shape == "year":
        return str(start.year)
    form = "{month} {year}" if shape in {"month", "months"} else "{day} {month} {year}"
    last = _written(form, end)
    first = _written(form, start)
    if shape in {"day", "month"}:
        return last
    # What both ends share is said once.
    for part in (end.year, MONTHS[end.month - 1]):
        first = first.removesuffix(f" {part}")
    return f"{first} to {last}"


def _written(form: str, day: date) -> str:
    return form.format(day=day.day, month=MONTHS[day.month - 1], year=day.year)


def describe(rule: Rule) -> str:
    """Say a rule in English words that `parse_rule` reads back to an equal rule, given the same start."""
    unit = UNITS[rule.frequency]
    text = f"every {unit}" if rule.interval == 1 else f"every {rule.interval} {unit}s"
    if rule.week:
        text += f" on the {_ordinal(rule.week)} {WEEKDAYS[rule.weekdays[0]]}"
    elif rule.weekdays:
        text += " on " + " and ".join(WEEKDAYS[one] for one in rule.weekdays)
    elif rule.day:
        text += " on the last day" if rule.day == 31 else f" on the {_ordinal(rule.day)}"
    if rule.month:
        text += f" of {MONTHS[rule.month - 1]}"
    text += f" until {rule.until}" if rule.until else ""
    text += f", {rule.count} times" if rule.count else ""
    text += ", moved to the next business day" if rule.weekends != "as-is" else ""
    text += f", for the {rule.covers} period" if rule.covers else ""
    return text


def _ordinal(number: int) -> str:
    if number == _LAST:
        return "last"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in {11, 12, 13} else suffix}"
