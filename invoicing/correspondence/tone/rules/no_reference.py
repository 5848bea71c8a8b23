"""No reference: no invoice, order, contract or service that the demand rests on is named."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import DEMANDS, Rule, unsaid

RULE = Rule(
    name="no-reference",
    group="B",
    kinds=DEMANDS,
    source="001 parameters op schrift, schriftelijke overeenkomst",
    message="No invoice, order, contract or service is named.",
    check=unsaid("reference"),
)
