"""The days a rule names, with edits and pauses: which come, and which should have been made by now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, islice, takewhile

from invoicing.domain.dates import Period, next_business_day
from invoicing.domain.recurrence.rule import MONTHS_OF, Rule


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
    days = islice(pattern(rule), rule.count or None)
    until = rule.until or date.max
    return takewhile(lambda day: day <= until, days)


def pattern(rule: Rule) -> Iterator[date]:
    """Walk the days of one rule as if it had no end but that of the calendar."""
    from dateutil import rrule

    if rule.frequency in MONTHS_OF:
        yield from _by_months(rule)
        return
    if rule.frequency == "daily":
        moments = rrule.rrule(rrule.DAILY, rule.start, rule.interval)
    else:
        weekdays = rule.weekdays or (rule.start.weekday(),)
        moments = rrule.rrule(rrule.WEEKLY, rule.start, rule.interval, byweekday=weekdays, wkst=rrule.MO)
    yield from (moment.date() for moment in moments)


def _by_months(rule: Rule) -> Iterator[date]:
    """Walk month by month. dateutil's rrule leaves out months without the day; its relativedelta takes the last."""
    from dateutil.relativedelta import relativedelta, weekday

    if rule.week:
        within = relativedelta(day=1 if rule.week > 0 else 31, weekday=weekday(rule.weekdays[0], rule.week))
    else:
        within = relativedelta(day=rule.day or rule.start.day)
    first = rule.start.year * 12 + (rule.month or rule.start.month) - 1
    for index in range(first, (date.max.year + 1) * 12, MONTHS_OF[rule.frequency] * rule.interval):
        day = date(index // 12, index % 12 + 1, 1) + within
        if day >= rule.start:
            yield day
