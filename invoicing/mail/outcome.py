"""What came of handing one message to a mail server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["sent", "refused", "retry", "uncertain"]
Stage = Literal["connect", "tls", "login", "sender", "recipient", "data", "answer"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended.

    ``sent``: the server took the message and answers for it. ``refused``: it will never take it like this. ``retry``:
    it has not taken it, and may later. ``uncertain``: the connection ended after the last line was sent and before the
    answer came, so that it may have been taken: nobody but a person may send it again.
    """

    kind: Kind
    stage: Stage
    """how far the conversation had come"""
    code: int = 0
    """the server's reply code (RFC 5321 section 4.2), 0 without a reply"""
    words: str = ""
    """what the server said, or what went wrong; never a password"""
    recipient: str = ""
    """the address that was refused, where it was one"""

    @property
    def concerns_server(self) -> bool:
        """Say whether the server turned away the sender of the mail, not this message: the next would end alike."""
        return self.stage in {"connect", "tls", "login"}


def judged(stage: Stage, code: int, words: str, recipient: str = "") -> Outcome:
    """Judge a reply that is not the wanted one (RFC 5321 section 4.2.1): 5xx is for good, 4xx for now.

    What is neither says nothing: before the message was handed over it may be tried again, after it nobody knows.
    """
    if code // 100 == 5:
        return Outcome("refused", stage, code, words, recipient)
    if code // 100 == 4 or stage != "answer":
        return Outcome("retry", stage, max(code, 0), words, recipient)
    return Outcome("uncertain", stage, max(code, 0), words, recipient)
