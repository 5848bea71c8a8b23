"""No next step: nothing says what happens next.

A demand names a consequence ("further steps" alone is none); a termination says what happens to open work, files or the
last invoice; a reply to a complaint says what the writer will do or has done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.correspondence.tone.reading import MISSING
from invoicing.correspondence.tone.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.correspondence.tone.reading import Reading, Span

_TABLES = {"termination": ("handover",), "complaint-reply": ("promise", "done")}


def _check(reading: Reading) -> Iterable[Span]:
    tables = _TABLES.get(reading.kind or "", ("consequence",))
    said = any(reading.has(table) for table in tables)
    return () if said or (reading.kind == "complaint-reply" and _dated_step(reading)) else MISSING


def _dated_step(reading: Reading) -> bool:
    """Say whether the reply names a day for something that is neither the concern nor up to the client."""
    return any(
        reading.says("day", one) and not reading.says("heard", one) and not reading.says("depends", one)
        for one in reading.body
    )


RULE = Rule(
    name="no-next-step",
    group="B",
    kinds=("reminder3", "final", "termination", "complaint-reply"),
    source="000 fai sapere cosa intendi fare; 002 pasos",
    message="Nothing nameable is said about what happens next.",
    check=_check,
)
