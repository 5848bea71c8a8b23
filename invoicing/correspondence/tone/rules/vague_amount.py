"""Vague amount: a sum that is not exact or not itemised, or a charge without any stated basis.

A basis is a law, an article, the agreement, the terms or a calculation named anywhere in the letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.correspondence.tone.rule import ALL, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.correspondence.tone.reading import Reading, Span


def _check(reading: Reading) -> Iterator[Span]:
    yield from reading.spans("vague-amount")
    if not reading.has("basis"):
        yield from reading.spans("charge")


RULE = Rule(
    name="vague-amount",
    group="A",
    kinds=ALL,
    source="003 massima trasparenza",
    message="A sum is not exact or not itemised, or a charge has no stated basis; itemise it and name the basis.",
    check=_check,
)
