"""Excuse: the cause shifted to circumstances, third parties or human nature.

Sorry and regret are no excuse. A plain cause is none either when the writer accepts it in the same breath ("that is our
responsibility"); "everyone makes mistakes" and "not our fault" stay excuses whatever follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.correspondence.tone.rule import ALL, DEMANDS, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.correspondence.tone.reading import Reading, Span


def _check(reading: Reading) -> Iterator[Span]:
    yield from reading.spans("excuse")
    if reading.kind not in DEMANDS:  # in a demand "such things happen" excuses the client
        yield from reading.spans("human-error")
    accepting = [one.start for one in reading.saying("acceptance")]
    order = {one.start: place for place, one in enumerate(reading.sentences)}
    for sentence in reading.saying("cause"):
        if all(abs(order[sentence.start] - order[one]) > 2 for one in accepting):
            yield from reading.spans_in("cause", sentence)


RULE = Rule(
    name="excuse",
    group="A",
    kinds=ALL,
    source="004 Niciodată nu face scuze; 003 non significa giustificare",
    message="The writer is justified by circumstances, others or human nature; own the cause and say what is done.",
    check=_check,
)
