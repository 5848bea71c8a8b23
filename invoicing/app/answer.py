"""Record that an offer was accepted or declined: by whom, on which day, and the hash of what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing import kinds
from invoicing.app.book import acting, once
from invoicing.app.snapshot import snapshot
from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Conflict, Refused
from invoicing.domain.values import to_json
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.kind import Kind
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work

ACCEPTED, DECLINED = "accepted", "declined"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said to an offer, as text; `day` empty is today."""

    number: str
    by: str
    day: str = ""
    words: str = ""
    accepts: bool = True


def answer(book: Book, said: Answer, act: Act) -> Result:
    """Record an answer and give ``{"number","answer","by","date","sha256","words"}``.

    The hash is that of the PDF as issued. Refused with ``no-offer``, ``nobody-answered``, ``answer-in-future`` and
    ``offer-expired`` (set aside by a reason); conflict (``already-answered``) when there is an answer.
    """
    inputs = {"act": "answer", **to_json(said)}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _answer_in(work, said, act))


def _answer_in(work: Work, said: Answer, act: Act) -> Result:
    row = queries.document(work, said.number)
    if not kinds.kind(row.kind).answered:
        raise Refused.one(
            "no-offer",
            f"{row.number} is of kind {row.kind}, which nobody accepts or declines",
            where="NUMBER",
            remedy="name a quote, an estimate or an order",
            example='invoicing accept Q2026-0001 --by "Anna Rossi"',
        )
    if not said.by.strip():
        raise Refused.one(
            "nobody-answered",
            "an answer is somebody's",
            where="--by",
            remedy="write who said it",
            example='--by "Anna Rossi"',
        )
    day = parse_date(said.day, "--date") if said.day else act.today
    if day > act.today or day < row.issue_date:
        raise Refused.one(
            "answer-in-future" if day > act.today else "answer-before-offer",
            f"{day} lies {'after today' if day > act.today else 'before the offer'}",
            where="--date",
            remedy="write the day on which it was said",
        )
    until = snapshot(work, row.number).document.valid_until
    if said.accepts and until is not None and day > until and not act.reason:
        raise _expired(row.number, until.isoformat())
    _check_unanswered(work, row.number)
    kind = ACCEPTED if said.accepts else DECLINED
    found = {"by": said.by.strip(), "date": day.isoformat(), "words": said.words, "sha256": row.pdf_sha256}
    work.append(f"document-{kind}", row.number, found | {"why": act.reason})
    return {"number": row.number, "answer": kind, **found}


def _expired(number: str, until: str) -> Refused:
    return Refused.one(
        "offer-expired",
        f"{number} was valid until {until}",
        where="--date",
        rule="an offer binds until the day it names",
        remedy="make a new offer, or say with --reason why this one still holds",
        example=f"invoicing copy {number}",
    )


def _check_unanswered(source: Source, number: str) -> None:
    earlier = answer_to(source, number)
    if earlier is not None:
        raise Conflict(
            "already-answered",
            f"{number} was {earlier['answer']} by {earlier['by']} on {earlier['date']}",
            where="NUMBER",
            remedy=f"make a new offer: invoicing copy {number}",
        )


def answer_to(source: Source, number: str) -> dict[str, Any] | None:
    """Give the answer to an offer, or None."""
    for kind in (ACCEPTED, DECLINED):
        for act in queries.acts(source, number, kind):
            names = ("by", "date", "words", "sha256")
            return {"answer": kind, **{name: act.body.get(name, "") for name in names}}
    return None


def check_answer(source: Source, number: str, kind: Kind, reason: str) -> None:
    """Refuse (``offer-declined``) to go on with an offer that was declined, unless there is a reason."""
    found = answer_to(source, number) if kind.answered and not reason else None
    if found is not None and found["answer"] == DECLINED:
        raise Refused.one(
            "offer-declined",
            f"{number} was declined by {found['by']} on {found['date']}",
            where="NUMBER",
            remedy="make a new offer, or say with --reason what changed",
            example=f"invoicing copy {number}",
        )
