"""No alternative: no instalments, other date or joint solution; "for questions call us" alone is none.

A reply to a complaint needs one only where it refuses a request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.correspondence.tone.reading import MISSING
from invoicing.correspondence.tone.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.correspondence.tone.reading import Reading, Span


def _check(reading: Reading) -> Iterable[Span]:
    if reading.kind == "complaint-reply":
        refused = reading.has("refusal") and not (reading.has("other-way") or reading.has("alternative"))
        return MISSING if refused else ()
    return () if reading.has("alternative") else MISSING


RULE = Rule(
    name="no-alternative",
    group="B",
    kinds=("reminder2", "reminder3", "complaint-reply"),
    source="000 aperto al compromesso; 004 soluții alternative",
    message="No other way is offered: instalments, another date, or looking for a solution together.",
    check=_check,
)
