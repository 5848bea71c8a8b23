"""Write the letters of a plan: PDF, text and ledger in one transaction, so that none is written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting
from invoicing.app.clients import client_record
from invoicing.app.letter_facts import facts_of
from invoicing.app.plan import action_json, make_plan
from invoicing.domain.errors import Conflict, NotFound
from invoicing.domain.values import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.plan import Plan, PlannedLetter
    from invoicing.ledger.store import Work


def remind(book: Book, act: Act, plan: str = "", confirmed: Sequence[str] = (), lang: str = "") -> Result:
    """Write today's letters, or those of the plan with that id.

    Conflict (``plan-outdated``) when the facts or the policy are no longer those of the plan. Letters that need a
    person's word are listed as awaiting unless `confirmed` names one of their documents or ``all``.
    """
    with acting(book, act) as work:
        made = make_plan(work, book.policy, act.today, lang=lang)
        if plan and made.id != plan:
            raise _outdated(plan, made)
        _check_confirmed(confirmed, made)
        written, awaiting = [], []
        for letter in made.letters:
            if letter.needs_confirmation and not _agreed(letter, confirmed):
                awaiting.append(action_json(letter))
            else:
                written.append(_write(work, book, letter, act, made.id))
        return {"plan": made.id, "today": act.today.isoformat(), "letters": written, "awaiting": awaiting}


def _agreed(letter: PlannedLetter, confirmed: Sequence[str]) -> bool:
    numbers = {one.document.number for one in letter.documents}
    return "all" in confirmed or bool(numbers & set(confirmed))


def _check_confirmed(confirmed: Sequence[str], made: Plan) -> None:
    known = {one.document.number for letter in made.letters for one in letter.documents}
    for number in confirmed:
        if number != "all" and number not in known:
            raise NotFound(
                "nothing-to-confirm",
                f"no letter of today is about {number}",
                where="--confirm",
                remedy=f"see `invoicing plan`, or ask `invoicing why {number}`",
            )


def _write(work: Work, book: Book, planned: PlannedLetter, act: Act, plan: str) -> dict[str, Any]:
    """Compose one letter, draw it, and record it with the grade each document has reached by it."""
    from invoicing.app.letters import draw
    from invoicing.correspondence.compose import compose
    from invoicing.texts import language

    record = client_record(work, planned.client)
    words = language(planned.language, book.resources)
    facts = facts_of(work, book, record, planned, act.today)
    letter = compose(planned.letter, facts, words, book.resources)
    pdf = draw(book, letter, facts)
    path = f"documents/letters/{act.today.isoformat()}-{planned.client}-{planned.currency.lower()}-{planned.letter}.pdf"
    sha256 = work.keep_file(path, pdf)
    documents = [{"number": one.document.number, "part": 0, "grade": one.decision.grade} for one in planned.documents]
    work.append(
        "letter-written",
        planned.client,
        {
            "letter": planned.letter,
            "kind": planned.letter,
            "grade": planned.grade,
            "client": planned.client,
            "documents": documents,
            "date": act.today.isoformat(),
            "language": words.tag,
            "path": path,
            "sha256": sha256,
            "plan": plan,
            "subject": letter.subject,
            "text": letter.text,
            "facts": to_json(facts),
        },
    )
    return action_json(planned) | {"subject": letter.subject, "pdf": str(book.folder / path), "sha256": sha256}


def _outdated(plan: str, made: Plan) -> Conflict:
    return Conflict(
        "plan-outdated",
        f"the plan {plan} no longer fits: something it rests on has changed",
        where="PLAN",
        remedy=f"look at the new one, {made.id}: invoicing plan",
    )
