"""What is known about one document on the day of judgement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invoicing.domain.dunning.standing import Instalment, Promise
    from invoicing.domain.money import Money

PLAN_BROKEN = "plan-broken"
BROKEN_PROMISE = "broken-promise"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter already written about a document.

    `letter` is its stem. `until` is the last day of a term that its form gives by law; until it has passed nothing
    further may happen.
    """

    grade: int
    day: date
    letter: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """What stands in the way: a stable code, the reason in plain words, and the last day it stands, None when open."""

    code: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one document on the day of judgement.

    `outstanding` is all that is open and `chasable` what of it is due and not disputed; `due_date` is the earliest day
    an open part fell due; `issued` lets a courtesy notice wait for documents that were sent only just now.
    """

    number: str
    client: str
    due_date: date
    outstanding: Money
    chasable: Money
    letters: tuple[Letter, ...] = ()
    holds: tuple[Blocker, ...] = ()
    """disputes, promises, plans, holds and the like that stand on the day"""
    skipped: Mapping[int, str] = field(default_factory=dict)
    """grades somebody skipped, with the recorded reason"""
    bank_read: date | None = None
    """the day up to which payments are known"""
    issued: date | None = None
    broken: Promise | None = None
    """the last promise that was not kept"""
    missed: Instalment | None = None
    """the instalment that a plan lacks"""
    ending: tuple[Blocker, ...] = ()
    """what a termination of the agreement still lacks"""

    @property
    def grade(self) -> int | None:
        """The highest grade reached, None before the first letter."""
        return max((one.grade for one in self.letters), default=None)

    @property
    def last(self) -> Letter | None:
        """The last letter written."""
        return max(self.letters, key=lambda one: one.day, default=None)

    @property
    def last_letter(self) -> date | None:
        """The day of the last letter."""
        return self.last.day if self.last else None

    @property
    def promise_to_name(self) -> Promise | None:
        """The promise that was not kept and that no letter has named yet; named once, it is not held up again."""
        broken = self.broken
        return None if broken is None or any(one.day > broken.until for one in self.letters) else broken

    @property
    def instalment_to_name(self) -> Instalment | None:
        """The instalment that is missing, until a letter has said so since it fell due."""
        missed = self.missed
        if missed is None or any(one.letter == PLAN_BROKEN and one.day > missed.due for one in self.letters):
            return None
        return missed
