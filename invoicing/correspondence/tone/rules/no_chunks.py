"""No chunks: two or more issues answered in one lump.

Issues are counted where the letter says so ("both points") or where it restates the concern ("that A, and that B").
They are handled one by one when the letter lists them, marks them ("as for", "first") or says more than one thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.correspondence.tone.reading import MISSING
from invoicing.correspondence.tone.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.correspondence.tone.reading import Reading, Sentence, Span


def _check(reading: Reading) -> Iterable[Span]:
    several = reading.has("several-issues") or any(reading.says("joined", one) for one in reading.saying("heard"))
    return MISSING if several and not _one_by_one(reading) else ()


def _one_by_one(reading: Reading) -> bool:
    listed = sum(1 for one in reading.sentences if one.item)
    return listed >= 2 or reading.count("point-marker") >= 2 or len(_answers(reading)) >= 2


def _answers(reading: Reading) -> list[Sentence]:
    """Give the sentences that do something about an issue; one about everything at once is no answer to one."""
    lumped = reading.has("lumped")
    return [] if lumped else [one for one in reading.sentences if _acts(reading, one)]


def _acts(reading: Reading, sentence: Sentence) -> bool:
    acts = reading.says("promise", sentence) or reading.says("done", sentence)
    return acts and not reading.says("follow-up", sentence)


RULE = Rule(
    name="no-chunks",
    group="B",
    kinds=("complaint-reply",),
    source="000 a blocchi",
    message="Several issues are answered in one lump; take each by itself.",
    check=_check,
)
