"""Disputes and talk: the words that are recorded, and when an outcome may be.

Reasons and outcomes follow the guides (tone.md nos. 6, 13, 31, 78): what is behind a dispute is one word of a closed
list, beside the client's own words, which are kept as they were said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.errors import Finding

if TYPE_CHECKING:
    from invoicing.domain.money import Money

REASONS = (
    *(
        "late",
        "wrong-amount",
        "quality",
        "not-ordered",
        "not-received",
        "cannot-pay",
        "already-paid",
        "missing-document",
    ),
    "other",
)
OUTCOMES = ("accepted", "partly", "rejected", "withdrawn")
STAGES = ("note", "propose", "agree", "follow-up")
SCOPES = ("document", "line", "amount")
CHANNELS = ("phone", "meeting", "video", "email", "letter", "message", "other")
DIRECTIONS = ("in", "out")
LOG_KINDS = ("contact", "incident", "delivery")


def closing_lacks(outcome: str, disputed: Money, credited: Money) -> Finding | None:
    """Say what a dispute lacks before it may be closed so, None when nothing.

    Accepted needs credit notes of the disputed amount since it was opened; partly needs some.
    """
    if outcome == "accepted" and credited < disputed:
        return Finding(
            "credit-note-missing",
            f"{disputed} {disputed.currency} are disputed, {credited} were credited since",
            "--outcome",
            "what is accepted is credited",
            "issue a credit note of that amount first",
            "invoicing issue credit.toml",
        )
    if outcome == "partly" and credited.minor <= 0:
        return Finding(
            "credit-note-missing",
            "nothing was credited since the dispute was opened",
            "--outcome",
            "what is accepted is credited",
            "issue a credit note of the part that is accepted first",
            "invoicing issue credit.toml",
        )
    return None
