"""Overpromise: never again, always, a hundred per cent: what the writer cannot control."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="overpromise",
    group="A",
    kinds=ALL,
    source="002 No prometas lo que no puede cumplir",
    message="More is promised than the writer controls; say what will be done and by when.",
    check=said("overpromise"),
)
