"""Ultimatum at grade 1: a first reminder that threatens with court, lawyers, collection, cut-off or "complications".

A plain pay-by date and an informative mention of the interest clause do not count.
"""

from __future__ import annotations

from invoicing.correspondence.tone.rule import Rule, said

RULE = Rule(
    name="ultimatum-at-grade-1",
    group="A",
    kinds=("reminder1",),
    source="000 Sii paziente",
    message="A first reminder threatens already; ask, and leave consequences to later letters.",
    check=said("ultimatum-at-grade-1"),
)
