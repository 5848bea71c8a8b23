"""Reading a rule as a person writes it: ``monthly on 31``, ``every 2 weeks on tuesday``, ``2nd tuesday``.

"Every second Tuesday" is every two weeks, as English has it; "2nd Tuesday" and "every 2nd Tuesday of the month" are the
second of each month. `describe` says which one was understood. Text with ``FREQ=`` is read by RFC 5545.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Refused, nearest
from invoicing.domain.recurrence.rfc5545 import parse_rrule
from invoicing.domain.recurrence.rule import LAST, MONTHS, MONTHS_OF, UNITS, WEEKDAYS, Rule, bad_rule

_Parts = dict[str, Any]
_CADENCES: dict[str, tuple[str, int]] = {
    "daily": ("daily", 1),
    "weekly": ("weekly", 1),
    "fortnightly": ("weekly", 2),
    "monthly": ("monthly", 1),
    "quarterly": ("quarterly", 1),
    "half-yearly": ("monthly", 6),
    "yearly": ("yearly", 1),
    "annually": ("yearly", 1),
}
_UNIT_NAMES = {unit: frequency for frequency, unit in UNITS.items()}
_NUMBERS = {"first": 1, "other": 2, "second": 2, "third": 3, "fourth": 4, "last": LAST}
_DAY_NAMES = {
    name: index
    for index, day in enumerate(WEEKDAYS)
    for name in {day.casefold(), day.casefold() + "s", *(day.casefold()[:length] for length in (3, 4, 5))}
}
_MONTH_NAMES = {
    name: index for index, month in enumerate(MONTHS, 1) for name in {month.casefold(), month.casefold()[:3]}
}
_ANY_DAY = "|".join(sorted(_DAY_NAMES, key=len, reverse=True))
_ANY_MONTH = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))
_CLAUSES = {
    "until": re.compile(r"\buntil (\S+)"),
    "count": re.compile(r"\b(?:for )?([1-9]\d*) times\b"),
    "weekends": re.compile(r"\b(?:moved to |or )?(?:the )?(next business day)\b"),
    "covers": re.compile(r"\bfor the (previous|current|next|onward) (?:period|day|week|month|quarter|year)\b"),
}
_OF_THE_MONTH = re.compile(r" of (?:the|every|each) month$")
_EVERY_UNIT = re.compile(r"(?:every|each) (?:(\S+) )?(day|week|month|quarter|year)s?")
_EVERY_WEEKDAY = re.compile(rf"(?:every|each) (?:(\S+) )??((?:(?:{_ANY_DAY})(?: and )?[ ]?)+)")
_WEEKDAY_OF_MONTH = re.compile(rf"(\S+) ({_ANY_DAY})")
_DAY_OF_MONTH = re.compile(r"0?([1-9]\d?)(?:st|nd|rd|th)?|last day")
_DAY_THEN_MONTH = re.compile(rf"(.+?)(?: of)? ({_ANY_MONTH})")
_MONTH_THEN_DAY = re.compile(rf"({_ANY_MONTH}) (?:the )?(.+)")


def parse_rule(text: str, start: date, where: str = "rule") -> Rule:
    """Read a rule that begins on `start`; what the text does not say is as in `start`.

    Refused with ``bad-rule``, or ``bad-date`` for the day it ends on; the remedy shows every form.
    """
    if "freq=" in text.casefold():
        return parse_rrule(text, start, where)
    core, parts = _clauses(" ".join(re.sub("[,;]", " ", text.casefold()).split()), where)
    found = _core(core)
    if found is None:
        raise bad_rule(f"{text.strip()!r} is no rule" + _hint(core), where)
    try:
        return Rule(start=start, **_completed(found | parts, start))
    except Refused as refused:
        raise bad_rule(f"{text.strip()!r}: {refused.message}", where) from refused


def _clauses(text: str, where: str) -> tuple[str, _Parts]:
    """Take off the clauses that may follow every rule, and give what is left."""
    parts: _Parts = {}
    for name, pattern in _CLAUSES.items():
        if match := pattern.search(text):
            parts[name] = match[1]
            text = " ".join((text[: match.start()] + text[match.end() :]).split())
    if "until" in parts:
        parts["until"] = parse_date(parts["until"], where)
    if "count" in parts:
        parts["count"] = int(parts["count"])
    if "weekends" in parts:
        parts["weekends"] = "next-business-day"
    return text, parts


def _core(text: str) -> _Parts | None:
    """Read how often and on which day, or None."""
    cadence, on, anchor = text.partition(" on ")
    parts = _cadence(cadence)
    if parts is None:
        return None if on else _anchor_alone(text)
    if not on:
        return parts
    days = _anchor(anchor, parts["frequency"]) if set(parts) == {"frequency", "interval"} else None
    return parts | days if days else None


def _cadence(text: str) -> _Parts | None:
    """Read ``monthly``, ``every 2 weeks``, ``every second tuesday``."""
    if text in _CADENCES:
        frequency, interval = _CADENCES[text]
        return {"frequency": frequency, "interval": interval}
    if match := _EVERY_UNIT.fullmatch(text):
        number = _number(match[1] or "1")
        return {"frequency": _UNIT_NAMES[match[2]], "interval": number} if number is not None else None
    if match := _EVERY_WEEKDAY.fullmatch(text):
        return _every_weekday(_number(match[1] or "1"), _weekdays(match[2]), named=match[1] in {"first", "1st", "last"})
    return None


def _every_weekday(number: int | None, weekdays: tuple[int, ...], *, named: bool) -> _Parts | None:
    """Tell every second Tuesday, which counts weeks, from every first or last one, which can only be of a month."""
    if number is None:
        return None
    if named:
        return {"frequency": "monthly", "weekdays": weekdays, "week": number}
    return {"frequency": "weekly", "interval": number, "weekdays": weekdays}


def _anchor_alone(text: str) -> _Parts | None:
    """Read ``2nd tuesday``, ``the 31st of every month``, ``1 march``."""
    text = re.sub("^(?:every|each|on) ", "", text)
    days = None if text.isdigit() else _anchor(text, "monthly")
    return days and {"frequency": "yearly" if "month" in days else "monthly", **days}


def _anchor(text: str, frequency: str) -> _Parts | None:
    """Read the days: weekdays, a day of the month, a weekday of the month, each perhaps of a named month."""
    text = _OF_THE_MONTH.sub("", text.removeprefix("the "))
    if weekdays := _weekdays(text):
        return {"weekdays": weekdays}
    if frequency not in MONTHS_OF:
        return None
    month = {}
    if match := _DAY_THEN_MONTH.fullmatch(text):
        text, month = match[1], {"month": _MONTH_NAMES[match[2]]}
    elif match := _MONTH_THEN_DAY.fullmatch(text):
        text, month = match[2], {"month": _MONTH_NAMES[match[1]]}
    days = _day_of_month(text)
    return days and days | month


def _day_of_month(text: str) -> _Parts | None:
    if match := _DAY_OF_MONTH.fullmatch(text):
        return {"day": int(match[1] or "31")}
    if match := _WEEKDAY_OF_MONTH.fullmatch(text):
        week = _number(match[1])
        return {"weekdays": _weekdays(match[2]), "week": week} if week is not None else None
    return None


def _weekdays(text: str) -> tuple[int, ...]:
    """Read one or several weekdays; nothing when another word is among them."""
    words = text.replace(" and ", " ").split()
    return tuple(sorted({_DAY_NAMES[word] for word in words})) if set(words) <= set(_DAY_NAMES) else ()


def _number(text: str) -> int | None:
    """Read ``2``, ``2nd``, ``second``, ``other``, ``last``."""
    match = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)?", text)
    return int(match[1]) if match else _NUMBERS.get(text)


def _completed(parts: _Parts, start: date) -> _Parts:
    """Write down what is as in `start`, so that the 31st stays the 31st when the rule begins anew."""
    frequency = parts["frequency"]
    if frequency == "weekly":
        return {"weekdays": (start.weekday(),), **parts}
    if frequency in MONTHS_OF and not parts.get("weekdays"):
        parts = {"day": start.day, **parts}
    return {"month": start.month, **parts} if frequency == "yearly" else parts


def _hint(text: str) -> str:
    """Name the word that was probably meant."""
    known = {*_CADENCES, *_UNIT_NAMES, *_NUMBERS, *_DAY_NAMES, *_MONTH_NAMES, "every", "until", "times"}
    near = {
        word: nearest(word, known) for word in text.split() if word.isalpha() and word not in known and len(word) > 3
    }
    return "".join(f"; {word!r} may be {meant!r}" for word, meant in near.items() if meant)
