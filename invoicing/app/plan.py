"""Plan the letters of a day: the judgement on every open document, gathered into one letter per client and currency.

A plan writes nothing. Its id is the day and a hash of all facts and the policy, so that acting on it is refused once
anything it rests on has changed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.facts import OpenDocument, gather
from invoicing.app.late import blocker_json
from invoicing.domain.dunning import LETTERS, Blocker, Decision, decide

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.domain.dunning import Policy
    from invoicing.ledger.queries import Source

NEEDS_CONFIRMATION = Blocker("needs-confirmation", "a letter of this grade is sent only when a person agrees")


@dataclass(frozen=True, slots=True)
class Judged:
    """An open document with the decision on it."""

    document: OpenDocument
    decision: Decision


@dataclass(frozen=True, slots=True)
class PlannedLetter:
    """One letter to one client in one currency.

    `documents` are those that take a step, each rising one grade of its own; `also_open` those that are open and late
    but take none; `grade` is the highest among the steps.
    """

    client: str
    currency: str
    language: str
    grade: int
    documents: tuple[Judged, ...]
    also_open: tuple[Judged, ...]

    @property
    def letter(self) -> str:
        """Stem of the letter."""
        return LETTERS[self.grade]

    @property
    def reason(self) -> str:
        """Why, from the document that decides the grade."""
        decisive = next(one for one in self.documents if one.decision.grade == self.grade)
        return f"{decisive.document.number}: {decisive.decision.reason}"

    @property
    def needs_confirmation(self) -> bool:
        """True when any of its steps may not be sent unasked."""
        return any(one.decision.needs_confirmation for one in self.documents)


@dataclass(frozen=True, slots=True)
class Plan:
    """What could be done on `today`: the letters, and the late documents that something holds."""

    id: str
    today: date
    letters: tuple[PlannedLetter, ...]
    held: tuple[Judged, ...]


def make_plan(source: Source, policy: Policy, today: date, *, lang: str = "") -> Plan:
    """Judge every open document; pure but for the reading."""
    judged = [Judged(one, decide(one.facts, policy, today)) for one in gather(source, today)]
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in judged:
        groups.setdefault((one.document.client, one.document.currency), []).append(one)
    letters = [letter for group in groups.values() if (letter := _letter(group, lang)) is not None]
    held = [one for one in judged if one.decision.action != "step" and one.document.overdue]
    return Plan(_identity(judged, policy, today), today, tuple(letters), tuple(held))


def _letter(group: Sequence[Judged], lang: str) -> PlannedLetter | None:
    steps = [one for one in group if one.decision.action == "step" and one.decision.grade is not None]
    if not steps:
        return None
    grade = max(one.decision.grade or 0 for one in steps)
    first = next(one for one in steps if one.decision.grade == grade).document
    others = [one for one in group if one not in steps and one.document.overdue and one.decision.action != "hold"]
    return PlannedLetter(first.client, first.currency, lang or first.language, grade, tuple(steps), tuple(others))


def _identity(judged: Sequence[Judged], policy: Policy, today: date) -> str:
    """Hash what the plan rests on; every value in it has one written form."""
    digest = hashlib.sha256(repr((today, policy)).encode())
    for one in judged:
        digest.update(repr(one.document.facts).encode())
    return f"{today.isoformat()}-{digest.hexdigest()[:12]}"


def plan(book: Book, today: date, lang: str = "") -> dict[str, Any]:
    """Give the shape of `plan --json`; nothing is written."""
    with book.ledger() as ledger:
        made = make_plan(ledger, book.policy, today, lang=lang)
    return plan_json(made)


def plan_json(made: Plan) -> dict[str, Any]:
    """Give a plan as JSON: `actions` are letters that could be written, `held` what something stands in the way of."""
    return {
        "id": made.id,
        "today": made.today.isoformat(),
        "actions": [action_json(one) for one in made.letters],
        "held": [
            {
                "number": one.document.number,
                "client": one.document.client,
                "action": one.decision.action,
                "blockers": [blocker_json(blocker) for blocker in one.decision.blockers],
                "first": one.decision.first.isoformat() if one.decision.first else None,
            }
            for one in made.held
        ],
    }


def action_json(letter: PlannedLetter) -> dict[str, Any]:
    """Give one planned letter."""
    return {
        "client": letter.client,
        "letter": letter.letter,
        "grade": letter.grade,
        "language": letter.language,
        "currency": letter.currency,
        "documents": [one.document.number for one in letter.documents],
        "also_open": [one.document.number for one in letter.also_open],
        "blockers": [blocker_json(NEEDS_CONFIRMATION)] if letter.needs_confirmation else [],
        "reason": letter.reason,
    }
