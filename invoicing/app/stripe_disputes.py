"""Disputes of payments: what is open, until when, what can be done; evidence from the book, staged before it is given.

The deadline is the bank's. Evidence goes three steps, each wanted and recorded: the file, the staging, and only when
asked for the submission, of which there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from invoicing.app import outside
from invoicing.app.book import transaction
from invoicing.app.stripe_case import case_of
from invoicing.app.stripe_known import number_of_payment
from invoicing.app.stripe_waiting import WARN_DAYS
from invoicing.domain.errors import Conflict, NotFound, Refused
from invoicing.ledger import queries
from invoicing.payments.evidence import EvidenceFile, advise, draft, file_findings, staged_params
from invoicing.payments.provider import Dispute

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work
    from invoicing.payments.provider import PaymentProvider

UPLOAD, STAGE, SUBMIT, ACCEPT = "evidence-upload", "evidence-stage", "evidence-submit", "dispute-accept"


def disputes(book: Book, provider: PaymentProvider, today: date) -> list[dict[str, Any]]:
    """List the disputes of this book's documents, the nearest deadline first, open ones before ended ones."""
    with book.ledger() as ledger:
        found = [one for one in provider.disputes() if isinstance(one, Dispute) and number_of(ledger, one)]
        found.sort(key=lambda one: (not one.open, one.due_by is None, one.due_at, one.id))
        return [_row(ledger, one, today) for one in found]


def number_of(source: Source, dispute: Dispute) -> str:
    """Give the document a dispute is about, by its reference or by the payment it disputes; empty for a stranger."""
    if dispute.reference.document:
        return dispute.reference.document if dispute.reference.book in {"", outside.book_id(source)} else ""
    return number_of_payment(source, dispute.payment_intent)


def _row(source: Source, dispute: Dispute, today: date) -> dict[str, Any]:
    advice = advise(dispute)
    left = (dispute.due_by - today).days if dispute.due_by and dispute.open else None
    taken = [one.net for one in dispute.movements]
    return {
        "dispute": dispute.id,
        "number": number_of(source, dispute),
        "kind": dispute.kind,
        "raw": dispute.raw,
        "known": dispute.known,
        "open": dispute.open,
        "reason": dispute.reason,
        "amount": str(dispute.amount),
        "currency": dispute.amount.currency,
        "net": [{"amount": str(one), "currency": one.currency} for one in taken],
        "due_by": dispute.due_by.isoformat() if dispute.due_by else None,
        "days_left": left,
        "urgent": left is not None and left <= WARN_DAYS and dispute.answerable,
        "staged": dispute.staged,
        "submitted": dispute.submissions > 0,
        "course": advice.course,
        "why": advice.why,
    }


_Made = TypeVar("_Made", bound=Dispute | str)


@dataclass(frozen=True, slots=True)
class Packet:
    """The combined evidence file, drawn elsewhere: a PDF and its number of pages."""

    content: bytes
    pages: int
    name: str = "evidence.pdf"


def stage(book: Book, act: Act, provider: PaymentProvider, dispute_id: str, packet: Packet | None = None) -> Result:
    """Put evidence on a dispute without giving it to the bank, and say what is in it and what is missing.

    Refused when the dispute cannot be answered (`evidence-pointless`, with the way that is left) and when a text or the
    packet breaks a limit; nothing is sent then.
    """
    dispute = provider.dispute(dispute_id)
    number = _must_be_ours(book, dispute)
    _must_be_answerable(dispute)
    with book.ledger() as ledger:
        answer = draft(dispute.reason, case_of(ledger, number))
    files = [EvidenceFile(answer.file_field, packet.name, packet.content, packet.pages)] if packet else []
    warnings = file_findings(files)
    staged_params(answer, files)
    result = {
        "dispute": dispute.id,
        "number": number,
        "reason": dispute.reason,
        "texts": dict(answer.texts),
        "file_field": answer.file_field if packet else None,
        "missing": [one.message for one in answer.missing],
        "warnings": [one.message for one in warnings],
        "staged": False,
        "submitted": False,
    }
    if act.dry_run:
        return result

    sent = [_upload(book, act, provider, number, dispute.id, one) for one in files]
    evidence: Any = staged_params(answer, sent)["evidence"]

    def make(name: str) -> Dispute:
        return provider.stage_evidence(dispute.id, evidence, name).dispute

    return result | {"staged": _call(book, act, number, STAGE, dispute.id, make).staged}


def _upload(
    book: Book, act: Act, provider: PaymentProvider, number: str, dispute: str, file: EvidenceFile
) -> EvidenceFile:
    """Store the file; the same bytes for the same dispute are the same file."""

    def make(name: str) -> str:
        return provider.upload_evidence(file.name, file.content, name)

    return replace(file, id=_call(book, act, number, UPLOAD, dispute, make))


def submit(book: Book, act: Act, provider: PaymentProvider, dispute_id: str) -> Result:
    """Give the staged evidence to the bank. Refused (`nothing-staged`) when there is none; there is no second time."""
    dispute = provider.dispute(dispute_id)
    number = _must_be_ours(book, dispute)
    _must_be_answerable(dispute)
    if not dispute.staged:
        raise Refused.one(
            "nothing-staged",
            f"no evidence is staged on {dispute.id}",
            where="DISPUTE",
            remedy="stage it first and look at it",
            example=f"invoicing stripe evidence {dispute.id}",
        )
    if not act.dry_run:
        dispute = _call(
            book, act, number, SUBMIT, dispute.id, lambda name: provider.submit_evidence(dispute_id, name).dispute
        )
        _book(book, act, provider, dispute)
    return {"dispute": dispute.id, "number": number, "raw": dispute.raw, "submitted": dispute.submissions > 0}


def accept_loss(book: Book, act: Act, provider: PaymentProvider, dispute_id: str) -> Result:
    """Give a dispute up as lost, and book it. Final: the caller has asked before."""
    dispute = provider.dispute(dispute_id)
    number = _must_be_ours(book, dispute)
    if not dispute.open:
        raise Conflict("dispute-closed", f"{dispute.id} has ended as {dispute.raw}", where="DISPUTE")
    if not act.dry_run:
        dispute = _call(book, act, number, ACCEPT, dispute.id, lambda name: provider.accept_loss(dispute_id, name))
        _book(book, act, provider, dispute)
    return {"dispute": dispute.id, "number": number, "raw": dispute.raw, "open": dispute.open}


def _book(book: Book, act: Act, provider: PaymentProvider, dispute: Dispute) -> None:
    """Book how a dispute stands after our own answer, and bring the links in line; the next sync finds nothing new."""
    from invoicing.app.link_calls import finish, head_of
    from invoicing.app.stripe_known import known_of
    from invoicing.app.stripe_sync import book_facts
    from invoicing.payments.events import reconcile

    before = head_of(book)
    with book.ledger() as ledger:
        facts = reconcile(known_of(ledger, live=provider.live), [dispute])
    book_facts(book, act, facts, live=provider.live)
    finish(book, act, provider, fresh_after=before)


def _call(book: Book, act: Act, number: str, what: str, dispute: str, make: Callable[[str], _Made]) -> _Made:
    """Write intent and outcome around a call. A failed one ends: the dispute itself tells how it stands.

    A further try after a lost answer has the same name, so that nothing is sent twice; one after an answer that the
    provider has stored has the next.
    """
    from invoicing.payments.provider import ProviderFailed

    with transaction(book, act) as work:
        name = f"{dispute}.{_tries(work, number, what, dispute)}"
        call = outside.want(work, number, what, {"dispute": dispute})
    try:
        done = make(name)
    except ProviderFailed as error:
        with transaction(book, act) as work:
            outside.end(work, call, "failed" if error.certain or error.spent else "unanswered", why=error.message)
        raise
    with transaction(book, act) as work:
        outside.end(work, call, "done", {"raw": done.raw} if isinstance(done, Dispute) else {"file": done})
    return done


def _tries(work: Work, number: str, what: str, dispute: str) -> int:
    """Count the answers that the provider has stored for calls of this kind, from 1; an upload is not done anew."""
    stored = {"failed"} if what == UPLOAD else {"failed", "done"}
    rows = [one for one in queries.acts(work, number, outside.CALL) if one.body.get("dispute") == dispute]
    return 1 + sum(1 for one in rows if one.body["what"] == what and one.outcome in stored)


def _must_be_ours(book: Book, dispute: Dispute) -> str:
    with book.ledger() as ledger:
        number = number_of(ledger, dispute)
    if not number:
        raise NotFound(
            "dispute-foreign",
            f"{dispute.id} is about no document of this book",
            where="DISPUTE",
            remedy="answer it in the Dashboard",
        )
    return number


def _must_be_answerable(dispute: Dispute) -> None:
    advice = advise(dispute)
    if advice.course not in {"answer", "refund-or-answer"}:
        raise Refused.one(
            "evidence-pointless",
            f"{dispute.id} cannot be answered: {advice.why}",
            where="DISPUTE",
            rule=advice.course,
            remedy="see `invoicing stripe disputes`",
        )


def urgent(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pick the disputes whose deadline is near, for `today`."""
    return [one for one in rows if one["urgent"]]
