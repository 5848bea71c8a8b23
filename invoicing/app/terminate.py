"""End the agreement with a client: refused with all that is missing, else declared by letter for a day to come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from invoicing.app.acts import read_acts
from invoicing.app.book import acting, once
from invoicing.app.clients import record_of
from invoicing.app.ending import ending_of
from invoicing.app.facts import gather
from invoicing.app.letter_facts import currency_of, ending_facts, received, short, subject_of
from invoicing.app.policies import ladders_of
from invoicing.app.words import one_of
from invoicing.domain.dunning.policy import LAST_GRADE
from invoicing.domain.dunning.termination import FORMS, NOTICE_GRADE, end_day, lacking
from invoicing.domain.errors import Conflict, Finding, Refused
from invoicing.domain.money import total
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.facts import OpenDocument
    from invoicing.correspondence.facts import Incident, LetterFacts
    from invoicing.domain.dunning.facts import Blocker
    from invoicing.intake.client import ClientRecord
    from invoicing.ledger.queries import LetterRow
    from invoicing.ledger.store import Work

_GRADE = 6
_REMEDIES = {
    "dispute-open": "invoicing dispute close NUMBER --outcome …",
    "promise-open": "wait for the day, or: invoicing release NUMBER --what promise",
    "plan-open": "wait for its end, or: invoicing release NUMBER --what plan",
    "hold-open": "invoicing release NUMBER",
    "no-earlier-notice": "write the final notice first (invoicing plan), or a letter that names the limit",
    "too-few-incidents": 'invoicing log add CLIENT --kind incident --words "…"',
}


@dataclass(frozen=True, slots=True)
class End:
    """What the user says of an end: its wording (`FORMS`), and what is handed over (in the client's language)."""

    client: str
    form: str = "vague"
    handover: tuple[str, ...] = ()


def terminate(book: Book, end: End, act: Act, *, confirmed: bool) -> Result:
    """Declare the end, with its letter. Without a person's word nothing is written and the answer says `awaiting`.

    Refused with one finding for each thing that is missing (`domain/dunning/termination.py`), and (``no-reason``) for
    a direct end without a reason. Conflict (``already-ended``) when one was declared before.
    """
    one_of(end.form, FORMS, "--form")
    inputs = {"act": "terminate", "client": end.client, "form": end.form, "why": act.reason}
    inputs |= {"handover": " | ".join(end.handover)}
    with acting(book, act) as work:
        if not confirmed:
            return _shown(work, book, end, act)
        return once(work, act, inputs, lambda: _end_in(work, book, end, act))


def _shown(work: Work, book: Book, end: End, act: Act) -> Result:
    row = queries.find_client(work, end.client)
    letters = queries.letters_to(work, row.id)
    _check(work, row.id, letters, end, act)
    policy = ladders_of(book, work).of(row.debtor, row.id)
    return {
        "client": row.id,
        "letter": f"termination-{end.form}",
        "grade": _GRADE,
        "end_day": end_day(act.today, policy.notice).isoformat(),
        "awaiting": True,
    }


def _end_in(work: Work, book: Book, end: End, act: Act) -> Result:
    from invoicing.app.letters import draw
    from invoicing.app.remind import letter_body
    from invoicing.correspondence.compose import compose
    from invoicing.texts import language

    row = queries.find_client(work, end.client)
    letters = queries.letters_to(work, row.id)
    _check(work, row.id, letters, end, act)
    facts, documents = _facts(work, book, record_of(row), letters, end, act)
    words = language(row.language or book.settings.language or "en", book.resources)
    letter = compose(f"termination-{end.form}", facts, words, book.resources)
    path = f"documents/letters/{act.today.isoformat()}-{row.id}-{letter.name}.pdf"
    sha256 = work.keep_file(path, draw(book, letter, facts))
    late = [{"number": one.number, "part": 0, "grade": _GRADE} for one in documents if one.overdue]
    body = letter_body(letter, facts, late) | {"grade": _GRADE, "client": row.id, "path": path, "sha256": sha256}
    seq = work.append("letter-written", row.id, body | {"date": act.today.isoformat()})
    last = facts.end_day.isoformat() if facts.end_day else ""
    work.append("termination-declared", row.id, {"until": last, "why": act.reason, "form": end.form, "letter": seq})
    return {
        "client": row.id,
        "letter": letter.name,
        "grade": _GRADE,
        "end_day": last,
        "awaiting": False,
        "letter_id": seq,
        "subject": letter.subject,
        "pdf": str(book.folder / path),
        "sha256": sha256,
    }


def _check(work: Work, client: str, letters: Sequence[LetterRow], end: End, act: Act) -> None:
    if queries.acts(work, client, "termination", open=True):
        raise Conflict(
            "already-ended",
            f"the end of the agreement with {client} was declared before",
            where=client,
            remedy=f"take it back first: invoicing release {client} --what termination",
        )
    numbers = [one.number for one in queries.documents(work, queries.DocumentFilter(client=client))]
    notices = {one.seq for one in letters if (one.grade or 0) >= NOTICE_GRADE or one.letter == "boundary"}
    ending = ending_of(read_acts(work, [client, *numbers]), client, numbers, act.today, notices=len(notices))
    found = [_finding(one, client) for one in lacking(ending, end.form)]
    if end.form == "direct" and not act.reason.strip():
        found.append(
            Finding("no-reason", "a direct end names its reason", "--reason", remedy="say it in the client's language")
        )
    if found:
        raise Refused.of(found)


def _finding(one: Blocker, client: str) -> Finding:
    remedy = _REMEDIES[one.code].replace("CLIENT", client)
    return Finding(one.code, one.reason, client, "not at the first problem, and never over an open question", remedy)


def _facts(
    work: Work, book: Book, record: ClientRecord, letters: Sequence[LetterRow], end: End, act: Act
) -> tuple[LetterFacts, list[OpenDocument]]:
    """Gather what the letter says: what is open in the currency of most documents, the record, the days of the end."""
    from invoicing.correspondence.facts import EarlierLetter, LetterFacts

    open_ = gather(work, act.today, ladders_of(book, work), client=record.id)
    currency = currency_of(open_, record, book)
    documents = [one for one in open_ if one.currency == currency]
    policy = ladders_of(book, work).of(record.party.debtor, record.id)
    warnings = {one.seq: one for one in letters if one.letter == "boundary" or (one.grade or 0) in range(1, LAST_GRADE)}
    signer = book.settings.seller.contact("billing")
    facts = LetterFacts(
        seller=book.settings.seller,
        client=record.party,
        today=act.today,
        currency=currency,
        contact=record.party.contact("director"),
        sender=signer.name if signer else "",
        documents=tuple(_open(work, one, act) for one in documents),
        payments=tuple(received(work, [one.number for one in documents])),
        deposit=total((one.unallocated for one in queries.credits_of(work, record.id, currency)), currency) or None,
        earlier=tuple(EarlierLetter(one.letter, one.date) for one in warnings.values() if _belongs(one, end.form)),
        agreement=policy.agreement,
        reason=act.reason,
        incidents=tuple(_incidents(work, record.id)),
        bank=book.settings.bank,
    )
    handover = end.handover or tuple(_works(work, record.id, policy.work))
    return replace(facts, **ending_facts(end_day(act.today, policy.notice), handover)), documents


def _open(work: Work, one: OpenDocument, act: Act) -> Any:  # noqa: ANN401 - the letter room's own row
    from invoicing.app.issue import snapshot
    from invoicing.correspondence.facts import OpenDocument as Row

    issued = snapshot(work, one.number)
    return Row(
        one.number,
        one.kind,
        one.issue_date,
        one.due_date,
        issued.totals.payable,
        one.outstanding,
        one.days_late(act.today),
        subject=subject_of(issued),
    )


def _belongs(row: LetterRow, form: str) -> bool:
    """Cite the warnings about conduct for an end for conduct, else the letters about money."""
    return (row.letter == "boundary") == (form == "conduct")


def _incidents(work: Work, client: str) -> list[Incident]:
    from invoicing.correspondence.facts import Incident

    found = [one for one in queries.acts(work, client, "log") if one.body.get("kind") == "incident"]
    return [Incident(one.date, str(one.body.get("behind") or ""), str(one.body.get("words") or "")) for one in found]


def _works(work: Work, client: str, named: str) -> list[str]:
    """Say what is handed over when nobody says it: the work as the policy calls it, else what was billed last."""
    from invoicing.app.issue import snapshot

    if named:
        return [named]
    last = queries.documents(work, queries.DocumentFilter(client=client, limit=1))
    return [short(subject_of(snapshot(work, one.number))) for one in last]
