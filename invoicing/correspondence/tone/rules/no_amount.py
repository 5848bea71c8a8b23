"""No amount: a demand without the sum due. A placeholder is a sum."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import DEMANDS, Rule, unsaid

RULE = Rule(
    name="no-amount",
    group="B",
    kinds=DEMANDS,
    source="003 trasparenza, fatti concreti",
    message="The sum due is missing.",
    check=unsaid("amount"),
)
