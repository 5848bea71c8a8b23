"""Reading a recurrence rule of RFC 5545 section 3.3.10, the part of it that a bill can follow.

A rule that names a day some months lack is read as RFC 7529's ``SKIP=BACKWARD``: the month's last day. What is left
out of the standard here is refused by name, never passed over.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Refused
from invoicing.domain.recurrence.rule import LAST, Rule, bad_rule

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_KNOWN = "FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYMONTH BYSETPOS WKST RSCALE SKIP".split()
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIXED = {"WKST": "MO", "RSCALE": "GREGORIAN", "SKIP": "BACKWARD"}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d{6}Z?)?")


def parse_rrule(text: str, start: date, where: str = "rule") -> Rule:
    """Read ``FREQ=MONTHLY;BYMONTHDAY=31;COUNT=12``, with or without ``RRULE:`` before it; `start` is its DTSTART.

    Refused with ``bad-rule``. Of an ``UNTIL`` with a time only the day counts.
    """
    try:
        return Rule(start=start, **_read(_split(text), start))
    except Refused as refused:
        raise bad_rule(f"{text.strip()}: {refused.message}", where) from refused


def _split(text: str) -> dict[str, str]:
    """Take the parts apart; a part that is unknown, doubled, or fixed to another value is refused."""
    parts: dict[str, str] = {}
    for piece in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, _, value = piece.strip().partition("=")
        if name not in _KNOWN or name in parts or not value:
            raise bad_rule(f"{piece.strip()!r} is unknown, empty or there twice")
        if value != _FIXED.get(name, value):
            raise bad_rule(f"{name} can only be {_FIXED[name]}")
        parts[name] = value
    return parts


def _read(parts: dict[str, str], start: date) -> dict[str, Any]:
    """Turn the parts into the fields of a rule."""
    if parts.get("FREQ") not in _FREQUENCIES:
        raise bad_rule(f"FREQ is one of {', '.join(_FREQUENCIES)}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise bad_rule("COUNT and UNTIL may not both be there")
    fields: dict[str, Any] = {"frequency": parts["FREQ"].lower(), "interval": _whole(parts, "INTERVAL", 1)}
    fields |= {"count": _whole(parts, "COUNT", 0), "until": _until(parts.get("UNTIL", ""))}
    if "BYMONTH" in parts:
        fields["month"] = _whole(parts, "BYMONTH", 0)
    elif parts["FREQ"] == "YEARLY":
        if "BYDAY" in parts or "BYMONTHDAY" in parts:
            raise bad_rule("a yearly rule with a day needs BYMONTH")
        fields["month"] = start.month
    return fields | _days(parts, start)


def _days(parts: dict[str, str], start: date) -> dict[str, Any]:
    """Read on which days; without any, the day of the start."""
    if "BYMONTHDAY" in parts:
        if "BYDAY" in parts:
            raise bad_rule("BYDAY and BYMONTHDAY together are not understood")
        return {"day": 31 if parts["BYMONTHDAY"] == "-1" else _whole(parts, "BYMONTHDAY", 0)}
    if "BYDAY" in parts:
        return _by_day(parts)
    if "BYSETPOS" in parts:
        raise bad_rule("BYSETPOS needs BYDAY")
    if parts["FREQ"] == "WEEKLY":
        return {"weekdays": (start.weekday(),)}
    return {} if parts["FREQ"] == "DAILY" else {"day": start.day}


def _by_day(parts: dict[str, str]) -> dict[str, Any]:
    """Read ``TU``, ``TU,FR``, ``2TU``, ``-1FR``, and ``TU`` with ``BYSETPOS=2``."""
    found = [_BYDAY.fullmatch(piece) for piece in parts["BYDAY"].split(",")]
    matches = [match for match in found if match]
    if len(matches) < len(found):
        raise bad_rule(f"BYDAY={parts['BYDAY']} names no weekdays")
    weekdays = tuple(sorted({_DAYS.index(match[2]) for match in matches}))
    weeks = {int(match[1]) for match in matches if match[1]}
    if "BYSETPOS" in parts:
        weeks.add(int(parts["BYSETPOS"]) if re.fullmatch(r"-?\d{1,2}", parts["BYSETPOS"]) else 0)
    if not weeks:
        return {"weekdays": weekdays}
    if len(matches) > 1 or len(weeks) > 1 or min(weeks) < LAST or 0 in weeks:
        raise bad_rule("one weekday, from the first to the fourth or the last of the month, is understood")
    return {"weekdays": weekdays, "week": weeks.pop()}


def _whole(parts: dict[str, str], name: str, default: int) -> int:
    """Read a whole number above 0."""
    value = parts.get(name, "")
    if not value:
        return default
    if not re.fullmatch(r"[1-9]\d{0,3}", value):
        raise bad_rule(f"{name}={value} is not one whole number above 0")
    return int(value)


def _until(text: str) -> date | None:
    """Read the last day."""
    if not text:
        return None
    match = _UNTIL.fullmatch(text)
    if not match:
        raise bad_rule(f"UNTIL={text} is no day; write UNTIL=20261231")
    return parse_date("-".join(match.groups()))
