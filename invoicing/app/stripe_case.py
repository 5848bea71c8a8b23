"""What the book holds about a disputed payment: records by day, and the files that prove them. Nothing is made up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.app.chain import chain
from invoicing.app.issue import snapshot
from invoicing.ledger import queries
from invoicing.payments.evidence import Case, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.domain.party import Address
    from invoicing.ledger.queries import Source
    from invoicing.ledger.rows import ActRow

DELIVERY = "delivery"
"""the kind of a log entry that says work was handed over or accepted, and of the note that goes with goods"""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One file of the book: its day, what it is, its path inside the book, its bytes and their SHA-256."""

    day: date
    what: str
    path: str
    content: bytes
    sha256: str


def case_of(source: Source, number: str) -> Case:
    """Gather what the book holds about a document, in plain dated records."""
    document = snapshot(source, number).document
    log = log_about(source, number)
    standing = [one for one in queries.payments_of(source, number) if one.reversed_on is None]
    objections = [one for one in queries.acts(source, number, "dispute") if not one.body.get("dispute")]
    return Case(
        description="; ".join(line.description for line in document.lines),
        service_start=document.period.start if document.period else document.supplied,
        service_end=document.period.end if document.period else None,
        customer_name=document.buyer.name,
        customer_email=document.buyer.email,
        billing_address=_address(document.buyer.address),
        agreed=tuple(_agreed(source, number)),
        delivered=(*_delivery_notes(source, number), *(_said(one) for one in log if one.body.get("kind") == DELIVERY)),
        talk=(
            *(_said(one) for one in log if one.body.get("kind") != DELIVERY),
            *(Record(one.date, "the customer objected", one.body.get("words") or one.why) for one in objections),
            *(Record(one.date, f"letter: {one.letter}") for one in queries.letters_of(source, number)),
        ),
        payments=tuple(Record(one.date, f"paid {one.amount} {one.currency} ({one.method})") for one in standing),
        refunds=tuple(_given_back(source, number)),
        instalments=len(queries.claims_of(source, number)) > 1,
        tried_to_resolve=bool(objections),
    )


def log_about(source: Source, number: str) -> tuple[ActRow, ...]:
    """Give the log entries about a document: they stand with its client, and name it."""
    client = queries.document(source, number).client
    found = queries.acts(source, (client, number), "log")
    return tuple(one for one in found if number in {one.body.get("document"), one.subject})


def _said(one: ActRow) -> Record:
    who = {"in": "from the customer", "out": "to the customer"}.get(str(one.body.get("direction")), "")
    if one.body.get("kind") == DELIVERY:
        return Record(one.date, "delivered", one.body.get("words") or one.why)
    return Record(one.date, f"{one.body.get('channel') or 'note'} {who}".strip(), one.body.get("words") or one.why)


def _address(address: Address) -> str:
    parts = (address.street, address.postal_code, address.city, address.region, address.country)
    return ", ".join(part for part in parts if part)


def _agreed(source: Source, number: str) -> Iterator[Record]:
    """Name the offers and confirmations a document follows, and who accepted them."""
    for one in chain(source, number):
        if one.place == "before" and one.row.sign == 0 and DELIVERY not in one.row.kind:
            yield Record(one.row.issue_date, f"{one.row.kind} {one.row.number}")
            for answer in queries.acts(source, one.row.number, "accepted"):
                who = answer.body.get("by") or "the customer"
                yield Record(answer.date, f"{one.row.kind} {one.row.number} accepted by {who}", answer.body["words"])


def _delivery_notes(source: Source, number: str) -> Iterator[Record]:
    for one in chain(source, number):
        if DELIVERY in one.row.kind:
            yield Record(one.row.issue_date, f"{one.row.kind} {one.row.number}")


def _given_back(source: Source, number: str) -> Iterator[Record]:
    """Name credit notes and refunds; what a dispute took is none."""
    for row in (queries.document(source, one) for one in queries.following(source, number)):
        if row.sign < 0:
            yield Record(row.issue_date, f"credit note {row.number}: {row.total} {row.currency}")
    for payment in queries.payments_of(source, number):
        for one in queries.refunds(source, payment.id):
            if not one.id.startswith("dp_"):
                yield Record(one.date, f"refunded {one.amount} {one.currency}")


def exhibits_of(source: Source, book: Book, number: str) -> Iterator[Exhibit]:
    """Give the documents of the chain, the letters, and what was attached to talk and objections, if it is there."""
    for link in chain(source, number):
        row = link.row
        yield from _read(book, row.issue_date, f"{row.kind} {row.number}", row.pdf_path)
    for letter in queries.letters_of(source, number):
        yield from _read(book, letter.date, f"letter {letter.letter}", letter.path)
    for act in (*log_about(source, number), *queries.acts(source, number, "dispute")):
        for one in act.body.get("attachments") or ():
            yield from _read(book, act.date, f"attachment {one['name']}", one["path"])


def _read(book: Book, day: date, what: str, path: str) -> Iterator[Exhibit]:
    file = book.folder / path
    if path and file.is_file():
        content = file.read_bytes()
        yield Exhibit(day, what, path, content, hashlib.sha256(content).hexdigest())
