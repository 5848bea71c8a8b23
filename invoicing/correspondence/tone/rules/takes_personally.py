"""Takes personally: the writer's own hurt, disappointment or a guilt trip.

Regret ("we are sorry that", "we regret") is no hurt, and the client's disappointment is the client's.
"""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="takes-personally",
    group="A",
    kinds=ALL,
    source="000, 002 no lo toma personalmente",
    message="The writer's own hurt or a guilt trip is voiced; leave feelings out.",
    check=said("takes-personally"),
)
