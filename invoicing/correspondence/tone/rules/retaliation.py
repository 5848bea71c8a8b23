"""Retaliation: hitting back, tit for tat."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="retaliation",
    group="A",
    kinds=ALL,
    source="000 scagliarsi per rappresaglia; 004 nu-l ia ca exemplu",
    message="The letter answers the client's conduct in kind; stay with the facts.",
    check=said("retaliation"),
)
