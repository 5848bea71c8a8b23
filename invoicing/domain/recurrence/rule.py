"""A rule: how often, on which day, from when and until when; and how it is said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from invoicing.domain.errors import Refused

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
MONTHS_OF = {"monthly": 1, "quarterly": 3, "yearly": 12}
LAST = -1


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
    """of the month, 1 to 31; one the month lacks is its last"""
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
                raise bad_rule(message)


def _contradictions(rule: Rule) -> Iterator[tuple[bool, str]]:
    """Give every check with what it says when it fails."""
    monthly = rule.frequency in MONTHS_OF
    yield rule.frequency not in UNITS, f"{rule.frequency!r} is no frequency; take one of {', '.join(UNITS)}"
    yield rule.interval < 1, "the interval is at least 1"
    yield rule.count < 0, "a rule runs at least once"
    yield rule.until is not None and rule.until < rule.start, f"it ends before it starts on {rule.start}"
    yield rule.day not in range(32), f"there is no day {rule.day} in any month"
    yield rule.month not in range(13), f"there is no month {rule.month}"
    yield any(one not in range(7) for one in rule.weekdays), "a weekday is 0 (Monday) to 6 (Sunday)"
    yield rule.week not in range(LAST, 5), "only the first to fourth and the last weekday are in every month"
    yield bool(rule.day and rule.weekdays), "a day of the month and a weekday contradict each other"
    yield bool(rule.month and rule.frequency != "yearly"), "only a yearly rule names a month"
    yield bool(rule.day or rule.week) and not monthly, f"a {rule.frequency} rule names no day of the month"
    yield monthly and len(rule.weekdays) != bool(rule.week), f"a {rule.frequency} rule says which weekday of the month"
    yield bool(rule.weekdays) and rule.frequency == "daily", "a daily rule names no weekday"
    yield rule.weekends not in WEEKENDS, f"weekends are {' or '.join(WEEKENDS)}"
    yield rule.covers not in COVERS, f"a run covers {', '.join(COVERS[1:])}"


def bad_rule(message: str, where: str = "") -> Refused:
    """Make the refusal of a rule: what is wrong with it, and what right ones look like."""
    return Refused.one(
        "bad-rule",
        message,
        where=where,
        rule="words, or RFC 5545 section 3.3.10",
        remedy="write it as one of: " + "; ".join(EXAMPLES),
        example=EXAMPLES[0],
    )


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
    if number == LAST:
        return "last"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in {11, 12, 13} else suffix}"
