"""Insult: a demeaning label put on the client."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="insult",
    group="A",
    kinds=ALL,
    source="002 filtros negativos, etiquetas",
    message="The client gets a demeaning label; speak of the invoice, not of the person.",
    check=said("insult"),
)
