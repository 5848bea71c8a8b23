"""Who is to be reminded today, how firmly, and what stands in the way: facts in, a decision with its reasons out.

Sources: guides 000 (patience: one grade at a time, no ultimatum first), 002 (no step while a complaint is open), 004
(doing nothing is a decision; after a broken plan one new plan is offered before the final notice, no. 76).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from invoicing.domain.dunning.facts import BROKEN_PROMISE, PLAN_BROKEN, Blocker
from invoicing.domain.dunning.policy import CONFIRMED_FROM, LAST_GRADE, LETTERS

if TYPE_CHECKING:
    from datetime import date

    from invoicing.domain.dunning.facts import Facts
    from invoicing.domain.dunning.policy import GradeRule, Policy
    from invoicing.domain.dunning.standing import Instalment

COURTESY_AFTER = 7
"""days a document must have been out before a courtesy notice makes sense"""
_SUSPENSION, _TERMINATION = 5, 6
_LAST_SOFT = 2
"""up to this grade a broken promise has a letter of its own; firmer letters name it themselves"""


@dataclass(frozen=True, slots=True)
class Decision:
    """`action` is ``step`` (write the letter of `grade`), ``hold`` (something stands in the way) or ``nothing``.

    `first` is the first day on which a step could be taken as things stand, None when nobody can say. `stem` names the
    letter where it is not the usual one of the grade. `rises` is False for a letter beside the ladder.
    """

    action: str
    grade: int | None
    reason: str
    blockers: tuple[Blocker, ...] = ()
    first: date | None = None
    stem: str = ""
    rises: bool = True

    @property
    def letter(self) -> str:
        """Stem of the letter to write, empty when there is none."""
        if self.action != "step" or self.grade is None:
            return ""
        return self.stem or LETTERS[self.grade]

    @property
    def needs_confirmation(self) -> bool:
        """True when nobody may send this unasked."""
        return self.action == "step" and self.grade is not None and self.grade >= CONFIRMED_FROM


def decide(facts: Facts, policy: Policy, today: date) -> Decision:
    """Judge one document on a day. Pure: the same facts, policy and day give the same decision."""
    if facts.outstanding.minor <= 0:
        return Decision("nothing", None, "nothing is outstanding", (Blocker("paid", "it is paid"),))
    if facts.instalment_to_name is not None:
        return _plan_broken(facts, facts.instalment_to_name, policy, today)
    rule = _next_rule(facts, policy, today)
    if rule is None:
        ended = Blocker("ladder-ended", "the last grade is reached")
        return Decision("nothing", facts.grade, "the ladder has no further grade", (ended,))
    blockers = (
        *facts.holds,
        *_waiting(facts, rule, today),
        *_bank(facts, policy, today),
        *_small(facts, rule),
        *(facts.ending if rule.grade == _TERMINATION else ()),
    )
    if blockers:
        return _stopped(facts, rule.grade, blockers, today)
    return Decision("step", rule.grade, _why(facts, today), (), today, _stem(facts, rule))


def _plan_broken(facts: Facts, missed: Instalment, policy: Policy, today: date) -> Decision:
    """Say once that an instalment is missing, before the ladder goes on: the letter rises no grade."""
    grade = max(facts.grade or 1, 1)
    written = tuple(
        Blocker("already-written", f"a letter was written on {one.day}", one.day)
        for one in facts.letters
        if one.day >= today
    )
    blockers = (*facts.holds, *written[:1], *_bank(facts, policy, today))
    if blockers:
        return _stopped(facts, grade, blockers, today)
    reason = f"the instalment of {missed.amount} {missed.amount.currency} due on {missed.due} is missing"
    return Decision("step", grade, reason, (), today, PLAN_BROKEN, rises=False)


def _stopped(facts: Facts, grade: int, blockers: tuple[Blocker, ...], today: date) -> Decision:
    action = "hold" if facts.holds else "nothing"
    return Decision(action, grade, blockers[0].reason, blockers, _first(blockers, today))


def _why(facts: Facts, today: date) -> str:
    late = (today - facts.due_date).days
    return f"{late} days after the due date, {_reached(facts)}" if late > 0 else f"due in {-late} days"


def _stem(facts: Facts, rule: GradeRule) -> str:
    """Name the letter where it is not the grade's own: the policy's, or the one about a promise that was not kept."""
    if not rule.letter and facts.promise_to_name is not None and 1 <= rule.grade <= _LAST_SOFT:
        return BROKEN_PROMISE
    return rule.letter


def _next_rule(facts: Facts, policy: Policy, today: date) -> GradeRule | None:
    """Give the rule of the next grade in use; a courtesy notice is only for the days up to the due date."""
    reached = facts.grade if facts.grade is not None else -1
    for grade in range(max(reached + 1, _lowest(facts, today)), LAST_GRADE + 1):
        rule = policy.rule(grade)
        if rule is not None and grade not in facts.skipped:
            return rule
    return None


def _lowest(facts: Facts, today: date) -> int:
    fresh = facts.issued is not None and facts.due_date < facts.issued + timedelta(days=COURTESY_AFTER)
    return 0 if facts.grade is None and today <= facts.due_date and not fresh else 1


def _waiting(facts: Facts, rule: GradeRule, today: date) -> tuple[Blocker, ...]:
    """Say which waiting times still run: after the due date, and after the last letter."""
    return (*_after_letter(facts, rule, today), *_after_due(facts, rule, today))


def _after_letter(facts: Facts, rule: GradeRule, today: date) -> tuple[Blocker, ...]:
    last = facts.last
    if last is None:
        return ()
    terms = [one.until for one in facts.letters if one.until is not None and one.until >= today]
    if terms:
        return (Blocker("term-runs", f"the term of a letter runs until {max(terms)}", max(terms)),)
    until = max(last.day + timedelta(days=rule.gap - 1), last.day)
    if today > until:
        return ()
    if last.grade == _SUSPENSION:
        return (Blocker("service-suspended", f"the work was suspended by a letter of {last.day}", until),)
    return (Blocker("already-written", f"a letter of grade {last.grade} was written on {last.day}", until),)


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
