"""Write the letters of a plan: PDF, text and ledger in one transaction, so that none is written twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting, once
from invoicing.app.clients import client_record
from invoicing.app.letter_facts import facts_of
from invoicing.app.plan import action_json, make_plan
from invoicing.domain.errors import Conflict, NotFound, Refused
from invoicing.domain.values import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.plan import Judged, Plan, PlannedLetter
    from invoicing.correspondence.facts import LetterFacts
    from invoicing.correspondence.letter import Letter
    from invoicing.ledger.store import Work
    from invoicing.texts import Language

FINAL_GRADE = 4


def remind(book: Book, act: Act, plan: str = "", confirmed: Sequence[str] = (), lang: str = "") -> Result:
    """Write today's letters, or those of the plan with that id.

    Conflict (``plan-outdated``) when the facts or the policy are no longer those of the plan. Letters that need a
    person's word are listed as awaiting unless `confirmed` names one of their documents or ``all``. A letter that
    lacks a fact is listed as `incomplete` with what is missing; the others are written.
    """
    inputs = {"act": "remind", "plan": plan, "confirmed": list(confirmed), "lang": lang}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _remind_in(work, book, act, (plan, confirmed, lang)))


def _remind_in(work: Work, book: Book, act: Act, asked: tuple[str, Sequence[str], str]) -> Result:
    plan, confirmed, lang = asked
    made = make_plan(work, book, act.today, lang=lang)
    if plan and made.id != plan:
        raise _outdated(plan, made)
    _check_confirmed(confirmed, made)
    result: Result = {"plan": made.id, "today": act.today.isoformat(), "letters": [], "awaiting": [], "incomplete": []}
    for letter in made.letters:
        if letter.needs_confirmation and not _agreed(letter, confirmed):
            result["awaiting"].append(action_json(letter))
        else:
            _write_or_say_why(work, book, letter, act, result)
    return result


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


def _write_or_say_why(work: Work, book: Book, planned: PlannedLetter, act: Act, result: Result) -> None:
    """Write one letter; what it lacks (a fact, a text in its language) keeps back this letter only."""
    from invoicing.correspondence.compose import compose
    from invoicing.texts import language

    record = client_record(work, planned.client)
    try:
        words = language(planned.language, book.resources)
        facts = with_usual_offer(facts_of(work, book, record, planned, act.today), planned.grade, words)
        letter = compose(planned.letter, facts, words, book.resources)
    except (Refused, NotFound) as lack:
        result["incomplete"].append(action_json(planned) | {"lacks": _lack_json(lack, planned)})
        return
    result["letters"].append(_write(work, book, planned, facts, letter, act, result["plan"]))


def with_usual_offer(facts: LetterFacts, grade: int, words: Language) -> LetterFacts:
    """Offer instalments in a final notice when the policy names no other way: Spain's law asks for an offer."""
    if grade != FINAL_GRADE or facts.alternatives:
        return facts
    return replace(facts, alternatives=(words.phrase("instalments"),))


def _lack_json(lack: Refused | NotFound, planned: PlannedLetter) -> dict[str, str]:
    remedy = lack.remedy
    if lack.code == "empty-slot":
        setting = {"alternatives_list": "offers"}.get(lack.where, lack.where)
        remedy = f'invoicing policy set {planned.client} {setting}="…"'
    return {"code": lack.code, "message": lack.message, "where": lack.where, "remedy": remedy}


def _write(
    work: Work, book: Book, planned: PlannedLetter, facts: LetterFacts, letter: Letter, act: Act, plan: str
) -> dict[str, Any]:
    """Draw one letter and record it with the grade each document has reached by it."""
    from invoicing.app.letters import draw

    pdf = draw(book, letter, facts)
    path = f"documents/letters/{act.today.isoformat()}-{planned.client}-{planned.currency.lower()}-{planned.letter}.pdf"
    sha256 = work.keep_file(path, pdf)
    body = letter_body(letter, facts, [_document(one) for one in planned.documents])
    rule = planned.asked[0].document.policy.rule(planned.grade)
    body |= {"channel": rule.channel, "role": rule.role} if rule else {}
    seq = work.append(
        "letter-written",
        planned.client,
        body
        | {
            "grade": planned.grade,
            "client": planned.client,
            "date": act.today.isoformat(),
            "path": path,
            "sha256": sha256,
            "plan": plan,
        },
    )
    return action_json(planned) | {
        "blockers": [],
        "letter_id": seq,
        "subject": letter.subject,
        "pdf": str(book.folder / path),
        "sha256": sha256,
    }


def _document(one: Judged) -> dict[str, Any]:
    return {"number": one.document.number, "part": 0, "grade": one.decision.grade}


def letter_body(letter: Letter, facts: LetterFacts, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Give what the ledger keeps of a letter: its words, and what it claims beside the principal."""
    from invoicing.correspondence.catalogue import kind_of

    charges = facts.charges
    claimed = {
        name: str(amount)
        for name, amount in (
            ("interest", charges.interest),
            ("compensation", charges.compensation),
            ("costs", charges.costs),
        )
        if amount is not None
    }
    return {
        "letter": letter.name,
        "kind": kind_of(letter.name) or "",
        "documents": documents,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "deadline": facts.deadline.isoformat() if facts.deadline else None,
        "currency": facts.currency,
        **claimed,
        "facts": to_json(facts),
    }


def _outdated(plan: str, made: Plan) -> Conflict:
    return Conflict(
        "plan-outdated",
        f"the plan {plan} no longer fits: something it rests on has changed",
        where="PLAN",
        remedy=f"look at the new one, {made.id}: invoicing plan",
    )
