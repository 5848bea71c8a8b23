"""Threat beyond remedy: publicity, third parties, the tax office, undoing work that was paid.

A court, a lawyer, a collection agency and stopping further work are remedies and do not count.
"""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="threat-beyond-remedy",
    group="A",
    kinds=ALL,
    source="001 professioneel; 004",
    message="A step is announced that is no lawful remedy of a creditor; name a lawful one.",
    check=said("threat-beyond-remedy"),
)
