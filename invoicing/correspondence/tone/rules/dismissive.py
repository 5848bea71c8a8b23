"""Dismissive: the client's concern belittled or brushed aside."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="dismissive",
    group="A",
    kinds=ALL,
    source="001 Verwerp geen zorgen, hoe triviaal ook",
    message="The concern is belittled or brushed aside; take it up.",
    check=said("dismissive"),
)
