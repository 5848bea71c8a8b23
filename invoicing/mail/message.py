"""A mail to be sent, and the message it becomes: the bytes of an .eml file and the envelope that a server is told.

Equal mails become equal bytes, so that the hash kept in the book is the hash of what was sent. Nothing in a name, a
subject or a text can add a header, a recipient or a part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import format_datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from unicodedata import bidirectional
from urllib.parse import quote

from invoicing.domain.errors import Finding, Refused
from invoicing.mail.address import Mailbox, wire_address
from invoicing.mail.headers import breaks_header, header, mailbox_tokens, text_tokens
from invoicing.mail.mime import Attachment, entity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_MEDIA_TYPE = re.compile(r"(?!multipart/|message/)[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_BARE_LINE_END = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_ENVELOPE = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")
LONGEST_LINE = 998
LONGEST_FILE_NAME = 240
"""bytes of UTF-8; three times as many are written"""
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """What is to be sent, to whom. `bcc` stands in the envelope only.

    `id` names the mail in the book, e.g. ``2026-0042/reminder1``: an equal id gives an equal Message-ID, by which a
    mail program shows a mail once that arrived twice after all. `sent_at` becomes the Date and must know its offset
    from UTC.
    """

    id: str
    sent_at: datetime
    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    text: str
    html: str = ""
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    language: str = ""
    """BCP 47 tag of the text"""
    in_reply_to: str = ""
    """Message-ID of the mail this one follows, with its angle brackets"""
    references: tuple[str, ...] = ()
    """Message-IDs of the earlier mails, the oldest first; empty: the one it follows"""


@dataclass(frozen=True, slots=True)
class Message:
    """What goes over the wire: the envelope, and the content as it stands in an .eml file."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes

    def __post_init__(self) -> None:
        """Refuse (``mail-bad-message``) what could be read as another command, or as the end of the message."""
        addresses = (self.sender, *self.recipients)
        if not self.recipients or not all(_ENVELOPE.fullmatch(one) for one in addresses):
            raise _bad_message("its envelope needs a sender and recipients in ASCII")
        if _BARE_LINE_END.search(self.content) or not self.content.endswith(b"\r\n"):
            raise _bad_message("every line ends with CR and LF")
        if max(map(len, self.content.split(b"\r\n"))) > LONGEST_LINE:
            raise _bad_message(f"no line has more than {LONGEST_LINE} bytes")


def _bad_message(why: str) -> Refused:
    rule = "RFC 5321 sections 2.3.8, 4.5.3.1"
    remedy = "make the message anew with `build`"
    return Refused.one("mail-bad-message", f"the message cannot be sent: {why}", rule=rule, remedy=remedy)


def build(mail: Mail) -> Message:
    """Write a mail as a message. Refused with every finding at once; see `findings`."""
    found = tuple(findings(mail))
    if found:
        raise Refused.of(found)
    number = message_id(mail.id, mail.sender.address)
    everybody = (wire_address(one.address) for one in (*mail.to, *mail.cc, *mail.bcc))
    # One mailbox gets one copy, however often it is named.
    recipients = tuple({address.casefold(): address for address in everybody}.values())
    content = _headers(mail, number) + entity(mail.text, mail.html, mail.attachments)
    return Message(number, wire_address(mail.sender.address), recipients, content)


def message_id(name: str, sender: str) -> str:
    """Make the Message-ID of the mail with this id, under the sender's domain (RFC 5322 section 3.6.4).

    Different ids give different Message-IDs.
    """
    left = quote(name, safe="").replace(".", "%2E")
    if len(left) > _LONGEST_ID:
        left = sha256(name.encode()).hexdigest()
    return f"<{left}@{wire_address(sender).rpartition('@')[2]}>"


def _headers(mail: Mail, number: str) -> bytes:
    """Write the headers, in the order people expect."""
    references = mail.references or ((mail.in_reply_to,) if mail.in_reply_to else ())
    lines = (
        ("Date", [format_datetime(mail.sent_at)]),
        ("From", mailbox_tokens([mail.sender])),
        ("Reply-To", mailbox_tokens(mail.reply_to)),
        ("To", mailbox_tokens(mail.to)),
        ("Cc", mailbox_tokens(mail.cc)),
        ("Subject", text_tokens(mail.subject)),
        ("Message-ID", [number]),
        ("In-Reply-To", [mail.in_reply_to] if mail.in_reply_to else []),
        ("References", list(references)),
        ("Content-Language", [mail.language] if mail.language else []),
        ("MIME-Version", ["1.0"]),
    )
    return b"".join(header(name, tokens) for name, tokens in lines if tokens)


def findings(mail: Mail) -> Iterator[Finding]:
    """Give everything that keeps a mail from being written.

    Codes: ``mail-bad-address``, ``mail-no-recipient``, ``mail-header-break``, ``mail-bad-text``, ``mail-no-offset``,
    ``mail-bad-attachment``, ``mail-bad-language``, ``mail-bad-reference``, ``mail-no-id``.
    """
    yield from _in_mailboxes(mail)
    yield from _in_texts(mail)
    for index, attachment in enumerate(mail.attachments):
        yield from _in_attachment(attachment, f"attachments[{index}]")
    if not mail.id or breaks_header(mail.id):
        yield Finding("mail-no-id", "the mail has no usable id", "id", remedy="name it after its document and letter")
    if mail.sent_at.utcoffset() is None:
        yield Finding("mail-no-offset", "the time of sending has no offset", "sent_at", rule="RFC 5322 section 3.3")
    if mail.language and not _LANGUAGE.fullmatch(mail.language):
        yield Finding(
            "mail-bad-language", f"{mail.language!r} is no language tag", "language", rule="BCP 47", example="it"
        )
    for reference in (*mail.references, mail.in_reply_to):
        if reference and not _MESSAGE_ID.fullmatch(reference):
            yield Finding(
                "mail-bad-reference",
                f"{reference[:80]!r} is no Message-ID",
                "references",
                rule="RFC 5322 section 3.6.4",
                example="<2026-0042@example.com>",
            )


def _in_mailboxes(mail: Mail) -> Iterator[Finding]:
    places = {"sender": (mail.sender,), "to": mail.to, "cc": mail.cc, "bcc": mail.bcc, "reply_to": mail.reply_to}
    for where, mailboxes in places.items():
        for mailbox in mailboxes:
            try:
                wire_address(mailbox.address, where)
            except Refused as refused:
                yield from refused.findings
            if breaks_header(mailbox.name):
                yield _breaks(f"the name {mailbox.name[:80]!r}", where)
    if not mail.to:
        yield Finding(
            "mail-no-recipient", "the mail goes to nobody", "to", remedy="add an e-mail address to the client"
        )


def _in_texts(mail: Mail) -> Iterator[Finding]:
    if breaks_header(mail.subject) or not mail.subject.strip():
        yield _breaks(f"the subject {mail.subject[:80]!r}", "subject")
    for where, text in (("text", mail.text), ("html", mail.html)):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            message = f"the {where} holds half a character, U+{ord(text[error.start]):04X}"
            yield Finding("mail-bad-text", message, where, rule="RFC 3629 section 3")


def _breaks(what: str, where: str) -> Finding:
    return Finding(
        "mail-header-break",
        f"{what} is empty or holds a line break or another control character",
        where,
        rule="RFC 5322 section 2.2",
        remedy="write it on one line",
    )


def _in_attachment(attachment: Attachment, where: str) -> Iterator[Finding]:
    name = attachment.name
    # A character that turns the direction of text makes `fdp.exe` look like `exe.pdf`.
    turns = any(bidirectional(character) in {"LRO", "RLO", "LRE", "RLE", "LRI", "RLI", "FSI"} for character in name)
    plain = bool(name.strip(" .")) and not breaks_header(name) and not set(name) & set("/\\")
    if not plain or turns or len(name.encode(errors="replace")) > LONGEST_FILE_NAME:
        yield Finding(
            "mail-bad-attachment",
            f"{name[:80]!r} is no name for a file",
            where,
            rule="RFC 2183 section 2.3",
            remedy=f"a name without folders, of at most {LONGEST_FILE_NAME} bytes",
            example="2026-0042.pdf",
        )
    if not _MEDIA_TYPE.fullmatch(attachment.type):
        yield Finding(
            "mail-bad-attachment",
            f"{attachment.type[:80]!r} is no type of a file",
            where,
            rule="RFC 2045 section 5.1",
            example="application/pdf",
        )
