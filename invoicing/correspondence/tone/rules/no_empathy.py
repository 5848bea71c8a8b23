"""No empathy: neither goodwill nor understanding.

In a reminder: it may have slipped, "if you have paid already", our records may be wrong, understanding, an offer in
case of difficulty. In a reply to a complaint: understanding or regret for the client's trouble.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.correspondence.tone.reading import MISSING
from invoicing.correspondence.tone.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.correspondence.tone.reading import Reading, Span


def _check(reading: Reading) -> Iterable[Span]:
    tables = ("understanding",) if reading.kind == "complaint-reply" else ("understanding", "goodwill", "alternative")
    return () if any(reading.has(table) for table in tables) else MISSING


RULE = Rule(
    name="no-empathy",
    group="B",
    kinds=("reminder1", "reminder2", "complaint-reply"),
    source="002 expresión breve y sincera de empatía",
    message="There is no word of goodwill or understanding.",
    check=_check,
)
