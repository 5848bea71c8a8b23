"""What can go wrong, as values.

InvoicingError
├── UsageFault      the command was written wrongly
├── Refused         the input or a rule says no; nothing was written
├── NotFound        what was named is not in the book
├── Conflict        somebody else was first, or the book is locked
└── OutsideFailed   a service beyond this machine did not do its part

A finding points at one place and says what is wrong, by which rule, what to do, and what right input looks like.
An error carries all findings of one input at once, so that a file is mended in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong at one place.

    `code` is stable and kebab-case; `where` is a path such as ``lines[2].tax`` or ``line 7``; `rule` names the
    statute, BT/BR number or rule of the toolkit that asks for it; `example` can be pasted.
    """

    code: str
    message: str
    where: str = ""
    rule: str = ""
    remedy: str = ""
    example: str = ""


class InvoicingError(Exception):
    """The root of every error the toolkit raises on purpose; its class decides the exit code."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        remedy: str = "",
        where: str = "",
        findings: Iterable[Finding] = (),
    ) -> None:
        """Keep the parts apart so that a terminal and a program can each show them their way."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.where = where
        self.findings = tuple(findings)


class UsageFault(InvoicingError):
    """The command was written wrongly."""


class Refused(InvoicingError):
    """The input or a rule says no; nothing was written."""

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Refused:
        """Refuse with all findings of one input; the first one gives the code and the message."""
        found = tuple(findings)
        first = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        return cls(first.code, first.message + more, remedy=first.remedy, where=first.where, findings=found)

    @classmethod
    def one(
        cls, code: str, message: str, *, where: str = "", rule: str = "", remedy: str = "", example: str = ""
    ) -> Refused:
        """Refuse with a single finding."""
        return cls.of([Finding(code, message, where, rule, remedy, example)])


class NotFound(InvoicingError):
    """What was named is not in the book."""


class Conflict(InvoicingError):
    """Somebody else was first, or the book is locked."""


class OutsideFailed(InvoicingError):
    """A service beyond this machine did not do its part."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word closest to a misspelt one, or an empty text when none is close."""
    matches = get_close_matches(word, list(known), n=1)
    return matches[0] if matches else ""
