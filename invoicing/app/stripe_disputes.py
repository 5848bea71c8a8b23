"""Disputes of payments: what is open, until when, what can be done; evidence from the book, staged before it is given.

The deadline is the bank's. Evidence goes three steps, each wanted and recorded: the file, the staging, and only when
asked for the submission, of which there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app import outside
from invoicing.app.book import acting
from invoicing.app.issue import snapshot
from invoicing.app.stripe_known import number_of_payment
from invoicing.app.stripe_waiting import WARN_DAYS
from invoicing.domain.errors import Conflict, NotFound, Refused
from invoicing.ledger import queries
from invoicing.payments.evidence import Case, EvidenceFile, Record, advise, draft, file_findings, staged_params
from invoicing.payments.provider import Dispute

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.document import Document
    from invoicing.domain.party import Address
    from invoicing.ledger.queries import Source
    from invoicing.payments.provider import PaymentProvider

STAGE, SUBMIT, ACCEPT = "evidence-stage", "evidence-submit", "dispute-accept"


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


@dataclass(frozen=True, slots=True)
class Packet:
    """The combined evidence file, drawn elsewhere: a PDF and its number of pages."""

    content: bytes
    pages: int
    name: str = "evidence.pdf"


def case_of(source: Source, number: str) -> Case:
    """Gather what the book holds about a document, in plain dated records; nothing is added to it."""
    document = snapshot(source, number).document
    log = [one for one in queries.acts(source, number) if one.type == "log"]
    done = [one for one in log if one.body.get("kind") in {"delivery", "acceptance"}]
    talk = [Record(one.date, one.body.get("channel") or "note", one.body.get("words") or one.why) for one in log]
    letters = [Record(one.date, f"letter: {one.letter}") for one in queries.letters_of(source, number)]
    standing = [one for one in queries.payments_of(source, number) if one.reversed_on is None]
    return Case(
        description="; ".join(line.description for line in document.lines),
        service_start=document.period.start if document.period else document.supplied,
        service_end=document.period.end if document.period else None,
        customer_name=document.buyer.name,
        customer_email=document.buyer.email,
        billing_address=_address(document.buyer.address),
        agreed=tuple(_agreed(source, document)),
        delivered=tuple(Record(one.date, one.body.get("words") or one.why) for one in done),
        talk=(*talk, *letters),
        payments=tuple(Record(one.date, f"paid {one.amount} {one.currency} ({one.method})") for one in standing),
        refunds=tuple(_credits(source, number)),
        instalments=len(queries.claims_of(source, number)) > 1,
        tried_to_resolve=any(
            one.type == "dispute" and not one.body.get("dispute") for one in queries.acts(source, number)
        ),
    )


def _address(address: Address) -> str:
    parts = (address.street, address.postal_code, address.city, address.region, address.country)
    return ", ".join(part for part in parts if part)


def _agreed(source: Source, document: Document) -> list[Record]:
    """Name the quotes and confirmations a document follows."""
    found = []
    for one in document.preceding:
        try:
            row = queries.document(source, one.number)
        except NotFound:
            continue
        if row.sign == 0:
            found.append(Record(row.issue_date, f"{row.kind} {row.number}"))
    return found


def _credits(source: Source, number: str) -> list[Record]:
    rows = [queries.document(source, one) for one in queries.following(source, number)]
    return [
        Record(row.issue_date, f"credit note {row.number}: {row.total} {row.currency}") for row in rows if row.sign < 0
    ]


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

    def make(name: str) -> Dispute:
        sent = [
            EvidenceFile(
                one.field, one.name, one.content, one.pages, provider.upload_evidence(one.name, one.content, name)
            )
            for one in files
        ]
        evidence: Any = staged_params(answer, sent)["evidence"]
        return provider.stage_evidence(dispute.id, evidence, name).dispute

    return result | {"staged": _call(book, act, number, STAGE, dispute.id, make).staged}


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
    return {"dispute": dispute.id, "number": number, "raw": dispute.raw, "submitted": dispute.submissions > 0}


def accept_loss(book: Book, act: Act, provider: PaymentProvider, dispute_id: str) -> Result:
    """Give a dispute up as lost. Final: the caller has asked before."""
    dispute = provider.dispute(dispute_id)
    number = _must_be_ours(book, dispute)
    if not dispute.open:
        raise Conflict("dispute-closed", f"{dispute.id} has ended as {dispute.raw}", where="DISPUTE")
    if not act.dry_run:
        dispute = _call(book, act, number, ACCEPT, dispute.id, lambda name: provider.accept_loss(dispute_id, name))
    return {"dispute": dispute.id, "number": number, "raw": dispute.raw, "open": dispute.open}


def _call(book: Book, act: Act, number: str, what: str, dispute: str, make: Callable[[str], Dispute]) -> Dispute:
    """Write intent and outcome around a call. A failed one ends: the dispute itself tells how it stands."""
    from invoicing.payments.provider import ProviderFailed

    with acting(book, act) as work:
        call = outside.want(work, number, what, {"dispute": dispute})
    try:
        done = make(str(call.seq))
    except ProviderFailed as error:
        with acting(book, act) as work:
            outside.end(work, call, "failed", why=error.message)
        raise
    with acting(book, act) as work:
        outside.end(work, call, "done", {"raw": done.raw})
    return done


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
