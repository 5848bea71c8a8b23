"""Discourteous: no courtesy at all, neither greeting nor please nor closing, or a bare command.

A command is bare when nothing in the letter asks: no please, no thanks, no offer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.correspondence.tone.rule import ALL, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.correspondence.tone.reading import Reading, Span


def _check(reading: Reading) -> Iterator[Span]:
    asks = reading.has("please") or reading.has("thanks")
    if not asks:
        yield from reading.spans("command")
    yield from reading.spans("rude")
    if reading.body and not asks and not reading.has("greeting") and not reading.has("closing"):
        yield reading.span_of(reading.body[0])


RULE = Rule(
    name="discourteous",
    group="A",
    kinds=ALL,
    source="003 educazione; 001 hoffelijk",
    message="There is no courtesy: greet, ask instead of ordering, and close.",
    check=_check,
)
