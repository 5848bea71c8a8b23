"""The e-mail a document goes out with: a few polite lines in its language, the original PDF, its attachments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.app.deduct import named
from invoicing.app.derive import client_of
from invoicing.app.links import current_url
from invoicing.app.snapshot import snapshot
from invoicing.domain.errors import Refused
from invoicing.ledger import queries
from invoicing.ledger.store import event_of, event_query
from invoicing.mail.address import Mailbox
from invoicing.mail.message import Mail
from invoicing.mail.mime import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from invoicing.app.book import Book
    from invoicing.domain.issued import Issued
    from invoicing.domain.party import Party
    from invoicing.ledger.queries import Source
    from invoicing.texts import Language


@dataclass(frozen=True, slots=True)
class Written:
    """What the user says of the mail; what is empty is as usual."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""


def mail_of(book: Book, source: Source, number: str, written: Written, now: datetime) -> Mail:
    """Write the mail of a document. Refused with ``mail-no-recipient``, ``file-missing`` and by `mail.build`."""
    from invoicing.texts import language

    row = queries.document(source, number)
    issued = replace(snapshot(source, number), payment_link=current_url(source, number))
    record = client_of(source, row.client)
    buyer = record.party if record else issued.document.buyer
    words = language(issued.document.language, book.resources)
    seller, settings = book.settings.seller, book.settings.mail
    body = event_of(source.driver.execute(event_query("seq = :seq"), {"seq": row.seq})[0]).body
    files = (row.pdf_path, *(one["path"] for one in body.get("attachments", ())))
    names = (f"{number.replace('/', '-')}.pdf", *(one["name"] for one in body.get("attachments", ())))
    title = words.title(issued.document.kind)
    return Mail(
        id=f"{number}/{row.pdf_sha256[:16]}",
        sent_at=now,
        sender=Mailbox((settings.sender if settings else "") or seller.email, seller.name),
        to=tuple(Mailbox(one) for one in written.to) or _usual(buyer),
        cc=tuple(Mailbox(one) for one in written.cc),
        bcc=tuple(Mailbox(one) for one in written.bcc),
        subject=written.subject or words.phrase("mail-subject", title=title, number=number, seller=seller.name),
        text=written.text or _text(issued, buyer, words, seller.name),
        attachments=tuple(_attached(book, path, name) for path, name in zip(files, names, strict=True)),
        language=issued.document.language,
    )


def _usual(buyer: Party) -> tuple[Mailbox, ...]:
    """Take the person for bills, else the party itself."""
    contact = buyer.contact("billing")
    if contact is not None and contact.email:
        return (Mailbox(contact.email, contact.name),)
    return (Mailbox(buyer.email, buyer.name),) if buyer.email else ()


def _text(issued: Issued, buyer: Party, words: Language, seller: str) -> str:
    contact = buyer.contact("billing")
    named_one = contact is not None or buyer.debtor == "consumer"
    paragraphs = [
        words.salutation(contact, buyer.name, buyer.debtor),
        "\n".join(_facts(issued, words)),
        words.phrase("mail-questions"),
        f"{words.closing(None, named=named_one)}\n{seller}",
    ]
    return "\n\n".join(paragraphs) + "\n"


def _facts(issued: Issued, words: Language) -> Iterator[str]:
    """Say what is attached, what is due and by when, and until when an offer holds."""
    document = issued.document
    noun, title = words.noun(document.kind), words.title(document.kind)
    yield words.phrase("mail-attached", document=named(issued, words).replace(title, noun, 1))
    asks = kinds.kind(document.kind).claims and issued.totals.due.minor > 0
    if asks and issued.schedule:
        first = issued.schedule[0]
        yield words.phrase("mail-due", amount=words.money(first.amount), date=words.date(first.day))
    if document.valid_until is not None:
        yield words.phrase("mail-valid", date=words.date(document.valid_until))
    if asks and issued.payment_link:
        yield words.phrase("mail-pay", link=issued.payment_link)


def _attached(book: Book, path: str, name: str) -> Attachment:
    file = book.folder / path
    if not file.is_file():
        raise Refused.one(
            "file-missing",
            f"there is no file {path} in the book",
            where=path,
            remedy="put it back: invoicing doctor",
        )
    return Attachment(name, _type(name), file.read_bytes())


def _type(name: str) -> str:
    from mimetypes import guess_type

    return guess_type(name)[0] or "application/octet-stream"
