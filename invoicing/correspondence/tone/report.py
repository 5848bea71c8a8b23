"""What the tone checker answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["A", "B"]
"""A: said, and must not be said; B: missing, and must be there"""
Verdict = Literal["ok", "violates"]


@dataclass(frozen=True, slots=True)
class ToneFinding:
    """One broken rule. `start` and `end` are offsets into the text; in group B both are 0 and `passage` is empty.

    `suggestion` is a sentence of ``letters/<lang>/phrases.toml`` in the letter's language; its ``{slots}`` are for the
    writer to fill. `source` names the guide or the reading aid the rule rests on.
    """

    rule: str
    group: Group
    passage: str
    start: int
    end: int
    message: str
    suggestion: str
    source: str


@dataclass(frozen=True, slots=True)
class ToneReport:
    """``violates`` when any rule is broken, with every finding: group A in the order of the text, then group B."""

    verdict: Verdict
    findings: tuple[ToneFinding, ...]
