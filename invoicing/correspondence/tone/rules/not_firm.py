"""Not firm: giving way on what is not negotiable, such as "pay when you like".

Instalments or another date, agreed between both, are an alternative and not weakness.
"""

from __future__ import annotations

from invoicing.correspondence.tone.rule import ALL, Rule, said

RULE = Rule(
    name="not-firm",
    group="A",
    kinds=ALL,
    source="000 mantieni la tua posizione; 001 houd stand; 003 fermi",
    message="The letter gives way on what is not negotiable; name the sum and the day.",
    check=said("not-firm"),
)
