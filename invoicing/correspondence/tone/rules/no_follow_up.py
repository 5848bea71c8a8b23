"""No follow-up: nothing says that or when the writer will check whether it worked, or come back."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import Rule, unsaid

RULE = Rule(
    name="no-follow-up",
    group="B",
    kinds=("complaint-reply",),
    source="002 Seguimiento",
    message="Nothing says that or when the writer will check back.",
    check=unsaid("follow-up"),
)
