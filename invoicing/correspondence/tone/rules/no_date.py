"""No date: no day where the kind of letter needs one.

A first reminder: the due date or a day to pay by. Later demands: a day to pay by, or a number of days; "immediately"
and "as soon as possible" are none. A termination: the day the work ends. A reply to a complaint: a day or a period for
every promised action; "soon" is none, what is done already needs none, nor does what depends on the client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.correspondence.tone.reading import MISSING
from invoicing.correspondence.tone.rule import ALL, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.correspondence.tone.reading import Reading, Span


def _check(reading: Reading) -> Iterable[Span]:
    if reading.kind == "complaint-reply":
        return MISSING if _promise_without_day(reading) else ()
    tables = {"reminder1": ("deadline", "due"), "termination": ("end-day",)}.get(reading.kind or "", ("deadline",))
    return () if any(reading.has(table) for table in tables) else MISSING


def _promise_without_day(reading: Reading) -> bool:
    """Say whether an action is promised for which neither its sentence nor a neighbour in the block names a day."""
    sentences = reading.body
    dated = [reading.says("day", one) for one in sentences]
    for place, one in enumerate(sentences):
        if dated[place] or not reading.says("promise", one) or reading.says("depends", one):
            continue
        near = [other for other in (place - 1, place + 1) if 0 <= other < len(sentences)]
        if reading.says("soon", one) or not any(dated[other] for other in near):
            return True
    return False


RULE = Rule(
    name="no-date",
    group="B",
    kinds=ALL,
    source="001 binnen een uur; 002 cuánto tiempo",
    message="A day is missing: by when to pay, when the work ends, or when each promised step is done.",
    check=_check,
)
