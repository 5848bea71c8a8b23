"""The end of an agreement: what it still lacks, and its last day.

Guide 004: not at the first problem; the record comes first (tone.md nos. 45, 46, 110). Guide 001: the last
day is that of the next month, or later if the agreed notice demands it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from invoicing.domain.dates import add_months, month_end
from invoicing.domain.dunning.facts import Blocker

if TYPE_CHECKING:
    from datetime import date

FORMS = ("vague", "direct", "conduct")
"""how an end is worded; each is a letter ``termination-<form>``"""
INCIDENTS = 2
NOTICE_GRADE = 4
"""from this grade on a letter counts as an earlier notice"""


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of a client when an end is asked for: counts of what is open, and of what was recorded."""

    disputes: tuple[str, ...] = ()
    """documents with an open dispute"""
    promises: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    notices: int = 0
    """final notices, suspensions or warnings (boundary letters) written"""
    incidents: int = 0


def lacking(ending: Ending, form: str) -> tuple[Blocker, ...]:
    """Say what an end still lacks; nothing when it may be declared. For conduct one incident is enough."""
    found: list[Blocker] = []
    for code, what, where in (
        ("dispute-open", "a dispute is open", ending.disputes),
        ("promise-open", "a promise to pay is open", ending.promises),
        ("plan-open", "an instalment plan is open", ending.plans),
        ("hold-open", "chasing is on hold", ending.holds),
    ):
        if where:
            found.append(Blocker(code, f"{what}: {', '.join(where)}"))
    if not ending.notices:
        found.append(Blocker("no-earlier-notice", "no earlier notice was written"))
    needed = 1 if form == "conduct" else INCIDENTS
    if ending.incidents < needed:
        found.append(Blocker("too-few-incidents", f"{ending.incidents} of {needed} incidents are in the log"))
    return tuple(found)


def end_day(today: date, notice: int = 0) -> date:
    """Give the last day: the end of the next month, or of the first month whose end leaves `notice` days."""
    earliest = today + timedelta(days=notice)
    return max(month_end(add_months(today.replace(day=1), 1)), month_end(earliest))
