"""Blame: fault, negligence, ignorance or bad faith laid at the client's door, also impersonally.

"You have failed to pay" counts; "invoice 7 is unpaid", "in mora" and "in verzuim" are facts and do not.
"""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="blame",
    group="A",
    kinds=ALL,
    source="000 non tenerla contro di loro; 003 evitare di fare al cliente una colpa; 002 no saltar a conclusiones",
    message="The client is reproached with fault, negligence, ignorance or bad faith; state the open fact instead.",
    check=said("blame"),
)
