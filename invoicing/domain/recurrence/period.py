"""The period that a run bills, for the line it stands on: its days, its shape, and its English text."""

from __future__ import annotations

from datetime import date, timedelta

from invoicing.domain.dates import Period, add_months, month_end
from invoicing.domain.recurrence.days import Recurring, pattern, rule_on
from invoicing.domain.recurrence.rule import MONTHS, MONTHS_OF


def period_of(recurring: Recurring, day: date) -> Period:
    """Give the period that the run named `day` bills (BG-14), by `covers` of the rule that holds then.

    ``current``: the calendar day, week (Monday to Sunday), month, quarter or year that `day` is in, and as many more
    as the interval has; ``previous`` and ``next``: the same number of them before, or after; ``onward``: from `day` to
    the day before the rule's next day, also when it ends before that.
    """
    rule = rule_on(recurring, day)
    covers = rule.covers or ("onward" if rule.frequency == "yearly" else "current")
    if covers == "onward":
        following = next((one for one in pattern(rule) if one > day), date.max)
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
    months = MONTHS_OF[frequency]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _moved(frequency: str, day: date, units: int) -> date:
    """Move by whole units."""
    if frequency in MONTHS_OF:
        return add_months(day, MONTHS_OF[frequency] * units)
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
