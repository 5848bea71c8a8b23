"""No way to reply: no invitation to answer, ask or object. A bare signature or a pay button is none."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, unsaid

RULE = Rule(
    name="no-way-to-reply",
    group="B",
    kinds=ALL,
    source="000 ascolta; 001 luister",
    message="There is no invitation to answer, ask or object.",
    check=unsaid("reply"),
)
