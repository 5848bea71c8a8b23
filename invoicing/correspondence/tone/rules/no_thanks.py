"""No thanks: neither thanks nor a word that the business is valued.

"Thank you in advance" counts; "we would be grateful if you paid" does not.
"""

from __future__ import annotations

from invoicing.correspondence.tone.rule import Rule, unsaid

RULE = Rule(
    name="no-thanks",
    group="B",
    kinds=("reminder1", "reminder2", "termination", "complaint-reply"),
    source="000 Ringraziali, importante la loro attività",
    message="There are no thanks, and nothing says that the business is valued.",
    check=unsaid("thanks"),
)
