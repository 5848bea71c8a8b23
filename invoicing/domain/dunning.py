"""Who is to be reminded today, how firmly, and what stands in the way: facts in, a decision with its reasons out.

The ladder has grades: 0 courtesy notice before the due date, 1 2 3 reminders, 4 final notice, 5 suspension of work,
6 termination, 7 hand-over. Each document rises one grade of its own; no grade is skipped. A hold of any kind beats
every grade, and each decision says the first day on which it could be another.

Sources: guides 000 (patience: one grade at a time, no ultimatum first), 002 (no step while a complaint is open), 004
(doing nothing is a decision); the letter of each grade keeps the tone rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from invoicing.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTERS = ("courtesy", "reminder1", "reminder2", "reminder3", "final", "suspension", "termination-vague", "hand-over")
"""letter stem by grade"""
CONFIRMED_FROM = 3
"""from this grade on nothing is sent without confirmation"""
LAST_GRADE = 7


@dataclass(frozen=True, slots=True)
class GradeRule:
    """When a grade may be taken.

    `wait` days after the due date (negative: before it) and `gap` days after the previous letter must have passed;
    less than `minimum` minor units outstanding is not worth this grade.
    """

    grade: int
    wait: int
    gap: int = 0
    minimum: int = 0
    role: str = "billing"
    channel: str = "pdf"
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    """The ladder of a book, a client or a document."""

    grades: tuple[GradeRule, ...] = (
        GradeRule(0, wait=-3, enabled=False),
        GradeRule(1, wait=3),
        GradeRule(2, wait=17, gap=14),
        GradeRule(3, wait=31, gap=14),
        GradeRule(4, wait=45, gap=14, role="director"),
        GradeRule(5, wait=60, gap=15, role="director", enabled=False),
        GradeRule(6, wait=75, gap=15, role="director", enabled=False),
        GradeRule(7, wait=90, gap=15, role="legal", enabled=False),
    )
    pay_within: int = 10
    """days a letter gives for paying, counted to a business day"""
    bank_age: int = 0
    """days after which unread bank statements stop the ladder; 0: never"""

    def rule(self, grade: int) -> GradeRule | None:
        """Give the rule of a grade that is in use, or None."""
        return next((one for one in self.grades if one.grade == grade and one.enabled), None)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter already written about a document."""

    grade: int
    day: date


@dataclass(frozen=True, slots=True)
class Blocker:
    """What stands in the way: a stable code, the reason in plain words, and the last day it stands, None when open."""

    code: str
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one document on the day of judgement.

    `outstanding` is all that is open and `chasable` what of it is due and not disputed or promised; `due_date` is the
    earliest day an open part fell due.
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

    @property
    def grade(self) -> int | None:
        """The highest grade reached, None before the first letter."""
        return max((one.grade for one in self.letters), default=None)

    @property
    def last_letter(self) -> date | None:
        """The day of the last letter."""
        return max((one.day for one in self.letters), default=None)


@dataclass(frozen=True, slots=True)
class Decision:
    """`action` is ``step`` (write the letter of `grade`), ``hold`` (something stands in the way) or ``nothing``.

    `first` is the first day on which a step could be taken as things stand, None when nobody can say.
    """

    action: str
    grade: int | None
    reason: str
    blockers: tuple[Blocker, ...] = ()
    first: date | None = None

    @property
    def letter(self) -> str:
        """Stem of the letter to write, empty when there is none."""
        return LETTERS[self.grade] if self.action == "step" and self.grade is not None else ""

    @property
    def needs_confirmation(self) -> bool:
        """True when nobody may send this unasked."""
        return self.action == "step" and self.grade is not None and self.grade >= CONFIRMED_FROM


def decide(facts: Facts, policy: Policy, today: date) -> Decision:
    """Judge one document on a day. Pure: the same facts, policy and day give the same decision."""
    if facts.outstanding.minor <= 0:
        return Decision("nothing", None, "nothing is outstanding", (Blocker("paid", "it is paid"),))
    rule = _next_rule(facts, policy, today)
    if rule is None:
        return Decision(
            "nothing",
            facts.grade,
            "the ladder has no further grade",
            (Blocker("ladder-ended", "the last grade is reached"),),
        )
    blockers = (*facts.holds, *_waiting(facts, rule, today), *_bank(facts, policy, today), *_small(facts, rule))
    if blockers:
        action = "hold" if facts.holds else "nothing"
        return Decision(action, rule.grade, blockers[0].reason, blockers, _first(blockers, today))
    late = (today - facts.due_date).days
    reason = f"{late} days after the due date" if late >= 0 else f"due in {-late} days"
    return Decision("step", rule.grade, f"{reason}, {_reached(facts)}", (), today)


def _next_rule(facts: Facts, policy: Policy, today: date) -> GradeRule | None:
    """Give the rule of the next grade in use; a courtesy notice is only for the days up to the due date."""
    lowest = 0 if facts.grade is None and today <= facts.due_date else 1
    reached = facts.grade if facts.grade is not None else -1
    for grade in range(max(reached + 1, lowest), LAST_GRADE + 1):
        rule = policy.rule(grade)
        if rule is not None and grade not in facts.skipped:
            return rule
    return None


def _waiting(facts: Facts, rule: GradeRule, today: date) -> tuple[Blocker, ...]:
    """Say which waiting times still run: after the due date, and after the last letter."""
    return (*_after_letter(facts, rule, today), *_after_due(facts, rule, today))


def _after_letter(facts: Facts, rule: GradeRule, today: date) -> tuple[Blocker, ...]:
    last = facts.last_letter
    if last is None or today >= max(last + timedelta(days=rule.gap), last + timedelta(days=1)):
        return ()
    until = max(last + timedelta(days=rule.gap - 1), last)
    return (Blocker("already-written", f"a letter of grade {facts.grade} was written on {last}", until),)


def _after_due(facts: Facts, rule: GradeRule, today: date) -> tuple[Blocker, ...]:
    ready = facts.due_date + timedelta(days=rule.wait)
    if today >= ready:
        return ()
    until = ready - timedelta(days=1)
    if today <= facts.due_date:
        return (Blocker("not-due", f"due on {facts.due_date}", until),)
    return (Blocker("waiting", f"grade {rule.grade} waits until {rule.wait} days after the due date", until),)


def _bank(facts: Facts, policy: Policy, today: date) -> tuple[Blocker, ...]:
    """Hold when the bank has not been read for too long: a reminder for money that has arrived costs the client."""
    if not policy.bank_age or facts.bank_read is None or (today - facts.bank_read).days <= policy.bank_age:
        return ()
    return (Blocker("bank-not-read", f"payments are known up to {facts.bank_read}"),)


def _small(facts: Facts, rule: GradeRule) -> tuple[Blocker, ...]:
    if facts.chasable.minor > 0 and facts.chasable.minor >= rule.minimum:
        return ()
    if facts.chasable.minor <= 0:
        return (
            (Blocker("nothing-to-chase", "what is open is not due, disputed or promised"),) if not facts.holds else ()
        )
    return (
        Blocker(
            "below-minimum", f"{facts.chasable} {facts.chasable.currency} is below the minimum of grade {rule.grade}"
        ),
    )


def _first(blockers: tuple[Blocker, ...], today: date) -> date | None:
    """Give the first day after all blockers, None when one of them has no end."""
    ends = [one.until for one in blockers]
    if any(end is None for end in ends):
        return None
    latest = max((end for end in ends if end is not None), default=today)
    return max(latest + timedelta(days=1), today)


def _reached(facts: Facts) -> str:
    return "no letter yet" if facts.grade is None else f"grade {facts.grade} written on {facts.last_letter}"
