"""Not heard: a reply that does not restate what the client's concern is."""

from __future__ import annotations

from invoicing.correspondence.tone.rule import Rule, unsaid

RULE = Rule(
    name="not-heard",
    group="B",
    kinds=("complaint-reply",),
    source="001 herhaal; 002 técnica de reflejo",
    message="The client's concern is not restated.",
    check=unsaid("heard"),
)
