"""Sarcasm: irony at the client's expense."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="sarcasm",
    group="A",
    kinds=ALL,
    source="002, 004 ton calm",
    message="The client is mocked; say plainly what is meant.",
    check=said("sarcasm"),
)
