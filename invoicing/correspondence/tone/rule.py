"""A tone rule, and the two ways most rules are checked: something is said, or nothing of the kind is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from invoicing import discovery
from invoicing.correspondence.tone.reading import MISSING, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from invoicing.correspondence.tone.reading import Reading
    from invoicing.correspondence.tone.report import Group

    Check = Callable[[Reading], Iterable[Span]]

REMINDERS = ("reminder1", "reminder2", "reminder3")
DEMANDS = (*REMINDERS, "final")
ALL = (*DEMANDS, "termination", "complaint-reply")
RULES = "invoicing.correspondence.tone.rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of tone.

    `name`: as reports print it; `group`: ``A`` said and must not be, ``B`` missing and must be there; `kinds`: the
    kinds of letter it binds; `source`: what it rests on; `message`: what is wrong, for the writer; `check`: the places
    that break it, or `MISSING`.
    """

    name: str
    group: Group
    kinds: tuple[str, ...]
    source: str
    message: str
    check: Check

    def binds(self, kind: str | None) -> bool:
        """Say whether a letter of that kind must keep the rule; one without kind keeps group A's for all kinds."""
        return kind in self.kinds if kind is not None else self.group == "A" and self.kinds == ALL


def said(table: str) -> Check:
    """Check that the letter does not say what a table of ``tone.toml`` lists."""

    def check(reading: Reading) -> Iterable[Span]:
        return reading.spans(table)

    return check


def unsaid(*tables: str) -> Check:
    """Check that the letter says what one of these tables lists."""

    def check(reading: Reading) -> Iterable[Span]:
        return () if any(reading.has(table) for table in tables) else MISSING

    return check


@cache
def rules() -> tuple[Rule, ...]:
    """Give every rule, by name."""
    return tuple(discovery.load(RULES, name, "RULE") for name in discovery.find(RULES))
