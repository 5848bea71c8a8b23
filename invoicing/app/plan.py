"""Plan the letters of a day: the judgement on every open document, gathered into one letter per client and currency.

A plan writes nothing. Its id is the day and a hash of all facts and policies, so that acting on it is refused once
anything it rests on has changed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.acts import bank_read
from invoicing.app.facts import OpenDocument, gather
from invoicing.app.forms import letter_for
from invoicing.app.late import blocker_json
from invoicing.app.policies import ladders_of
from invoicing.domain.dunning.decision import Decision, decide
from invoicing.domain.dunning.facts import BROKEN_PROMISE, PLAN_BROKEN, Blocker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.app.book import Book
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
    but take none; `grade` is the highest among the steps. Only the documents of that grade are `asked` for; the others
    stand in the second table, without consequence.
    """

    client: str
    currency: str
    language: str
    letter: str
    """stem of the letter"""
    grade: int
    documents: tuple[Judged, ...]
    also_open: tuple[Judged, ...]

    @property
    def asked(self) -> tuple[Judged, ...]:
        """The documents the letter asks for."""
        return tuple(one for one in self.documents if one.decision.grade == self.grade)

    @property
    def mentioned(self) -> tuple[Judged, ...]:
        """The documents of the second table."""
        return (*(one for one in self.documents if one.decision.grade != self.grade), *self.also_open)

    @property
    def reason(self) -> str:
        """Why, from the document that decides the grade."""
        decisive = self.asked[0]
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
    bank_read: date | None = None


def make_plan(source: Source, book: Book, today: date, *, lang: str = "") -> Plan:
    """Judge every open document; pure but for the reading."""
    found = gather(source, today, ladders_of(book, source))
    judged = [Judged(one, decide(one.facts, one.policy, today)) for one in found]
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in judged:
        groups.setdefault((one.document.client, one.document.currency), []).append(one)
    letters = [letter for group in groups.values() if (letter := _letter(book, group, lang)) is not None]
    held = [one for one in judged if one.decision.action != "step" and one.document.overdue]
    return Plan(_identity(judged, today), today, tuple(letters), tuple(held), bank_read(source))


def _letter(book: Book, group: Sequence[Judged], lang: str) -> PlannedLetter | None:
    steps = _together([one for one in group if one.decision.action == "step"])
    if not steps:
        return None
    grade = max(one.decision.grade or 0 for one in steps)
    stems = [one for one in steps if one.decision.grade == grade]
    first = next((one for one in stems if one.decision.stem == BROKEN_PROMISE), stems[0])
    language = lang or first.document.language
    letter = letter_for(book, first.document, first.decision, language)
    others = [one for one in group if one not in steps and one.document.overdue and one.decision.action != "hold"]
    return PlannedLetter(
        first.document.client, first.document.currency, language, letter, grade, tuple(steps), tuple(others)
    )


def _together(steps: list[Judged]) -> list[Judged]:
    """Give the steps that fit into one letter.

    A document not due yet is not asked for beside one that is late, and a letter about a plan is about that plan only:
    what does not fit is left for another day.
    """
    late = [one for one in steps if one.decision.grade != 0]
    ladder = [one for one in late if one.decision.stem != PLAN_BROKEN]
    if ladder:
        return ladder
    return late[:1] or steps


def _identity(judged: Sequence[Judged], today: date) -> str:
    """Hash what the plan rests on; every value in it has one written form."""
    digest = hashlib.sha256(repr(today).encode())
    for one in judged:
        digest.update(repr((one.document.facts, one.document.policy, one.document.language)).encode())
    return f"{today.isoformat()}-{digest.hexdigest()[:12]}"


def plan(book: Book, today: date, lang: str = "") -> dict[str, Any]:
    """Give the shape of `plan --json`; nothing is written."""
    with book.ledger() as ledger:
        made = make_plan(ledger, book, today, lang=lang)
    return plan_json(made)


def plan_json(made: Plan) -> dict[str, Any]:
    """Give a plan as JSON: `actions` are letters that could be written, `held` what something stands in the way of."""
    return {
        "id": made.id,
        "today": made.today.isoformat(),
        "payments_known_to": made.bank_read.isoformat() if made.bank_read else None,
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
