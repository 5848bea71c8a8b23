"""Document numbers (BT-1): a pattern per series, an ordinal that never skips, a restart each year where wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.domain.errors import Refused

if TYPE_CHECKING:
    from datetime import date

_FIELD = re.compile(r"\{(year|yy|month|n)(?::(0?\d{1,2}))?\}")
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/ -]{0,29}")
LONGEST = 30


@dataclass(frozen=True, slots=True)
class Series:
    """A run of numbers: its key, its pattern (``{year} {yy} {month} {n:4}``) and whether it restarts each 1 January."""

    key: str
    pattern: str
    yearly: bool = True


def check_pattern(series: Series, where: str = "") -> None:
    """Refuse a pattern that could give one number twice or that no file system takes (``bad-number-pattern``)."""
    problem = ""
    names = [match[1] for match in _FIELD.finditer(series.pattern)]
    rest = _FIELD.sub("", series.pattern)
    if "n" not in names:
        problem = "has no {n}, so every document would get the same number"
    elif series.yearly and not {"year", "yy"} & set(names):
        problem = "restarts each year but does not show the year"
    elif "{" in rest or "}" in rest:
        problem = "has a field other than {year} {yy} {month} {n}"
    elif not _SAFE.fullmatch(number_of(series, 1, 2000, 1)) or ".." in rest:
        problem = f"gives numbers that are not 1 to {LONGEST} of letters, digits and . _ / - or space"
    if problem:
        raise Refused.one(
            "bad-number-pattern",
            f"the pattern {series.pattern!r} of series {series.key} {problem}",
            where=where,
            rule="BT-1: unique, gapless within its series",
            remedy="use letters, digits and - with {year} and {n:4}",
            example='pattern = "{year}-{n:4}"',
        )


def number_of(series: Series, ordinal: int, year: int, month: int) -> str:
    """Fill a pattern: ordinal 7 of 2026 in ``F{year}-{n:4}`` is ``F2026-0007``."""

    def field(match: re.Match[str]) -> str:
        value = {"year": year, "yy": year % 100, "month": month, "n": ordinal}[match[1]]
        width = int(match[2]) if match[2] else {"yy": 2, "month": 2}.get(match[1], 1)
        return str(value).zfill(width)

    return _FIELD.sub(field, series.pattern)


def period_of(series: Series, day: date) -> str:
    """Give the key under which the ordinal counts: the year where the series restarts, else ``all``."""
    return str(day.year) if series.yearly else "all"


def check_order(series: Series, day: date, last: date | None, today: date, reason: str = "") -> None:
    """Refuse an issue date after today or before the last number of its series, unless a reason is given.

    Source: Directive 2006/112/EC art. 226(2) asks for a sequential number; a number whose date runs backwards is what
    an auditor asks about first.
    """
    if reason:
        return
    if day > today:
        message, remedy = f"the issue date {day} lies after today, {today}", "issue it on that day, or say why"
    elif last is not None and day < last:
        message, remedy = (
            f"the issue date {day} lies before {last}, the date of the last number of series {series.key}",
            "use a later date, or say why",
        )
    else:
        return
    raise Refused.one(
        "issue-date-out-of-order",
        message,
        where="issue_date",
        rule="numbers follow dates (Directive 2006/112/EC art. 226)",
        remedy=remedy + " with --reason",
        example='--reason "typed in after the holidays"',
    )
