"""Command to calm down: telling the client to calm down or to mind his tone."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="command-to-calm-down",
    group="A",
    kinds=ALL,
    source="002 recibir la noticia de calmarse",
    message="The client is told to calm down or mind his tone; show understanding instead.",
    check=said("command-to-calm-down"),
)
