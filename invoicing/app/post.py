"""Send letters: by mail, as .eml files, or on paper. Each at most once; what became of it is recorded.

A letter is `sending` in the ledger before the first byte leaves, and its outcome is written after. A letter that a
crash left `sending` may have arrived: only a person may send it again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from invoicing.app.book import acting
from invoicing.app.clients import client_record
from invoicing.domain.errors import NotFound, Refused
from invoicing.mail.address import Mailbox
from invoicing.mail.message import Mail, Message, build
from invoicing.mail.mime import Attachment
from invoicing.mail.outbox import Item, begun, ended, interrupted, may_send
from invoicing.mail.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invoicing.app.book import Act, Book
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work
    from invoicing.mail.smtp import Session

Deliver = Callable[[Message], Outcome]
_PENDING = (
    "SELECT DISTINCT seq FROM letters WHERE outcome IN ('written', 'sending', 'failed', 'uncertain') ORDER BY seq"
)
_STATES = {"written": "queued", "sending": "sending", "failed": "failed", "uncertain": "uncertain"}


@dataclass(frozen=True, slots=True)
class Sending:
    """How letters are sent: the moment, whether a person asks again for what may have arrived, and the way."""

    now: datetime
    deliver: Deliver
    by_hand: bool = False
    way: str = "mail"
    """``mail``, ``eml`` (a file to be sent by another program) or ``printed``"""


def send_letters(book: Book, wanted: Sequence[int], act: Act, sending: Sending) -> dict[str, Any]:
    """Send the letters of these ids, or all that wait to be mailed; gives what became of each.

    NotFound (``letter-unknown``) for an id that is no letter.
    """
    with book.ledger() as ledger:
        known = [row[0] for row in ledger.driver.execute("SELECT DISTINCT seq FROM letters")]
        waiting = [row[0] for row in ledger.driver.execute(_PENDING)]
        if not wanted:
            wanted = [seq for seq in waiting if ledger.body(seq).get("channel") == "email"]
    for seq in wanted:
        if seq not in known:
            raise NotFound(
                "letter-unknown", f"there is no letter {seq}", where="LETTER", remedy="invoicing letters sent"
            )
    return {"letters": [_send(book, seq, act, sending) for seq in wanted]}


def _send(book: Book, seq: int, act: Act, sending: Sending) -> dict[str, Any]:
    """Send one letter: the intent before, the outcome after, each in its own transaction."""
    try:
        with acting(book, act) as work:
            item = _item(work, seq)
            if item.state == "sending" and sending.by_hand:
                item = interrupted(item)
            if item.state == "sent" or not may_send(item, sending.now, by_hand=sending.by_hand):
                return _answer(seq, item, "not sent again by itself")
            message = _message(work, book, seq, sending)
            item = begun(item, sending.now, by_hand=sending.by_hand)
            _record(work, seq, "sending", item, None)
            if act.dry_run:
                return _answer(seq, item, "would be sent")
    except Refused as lack:
        return {"letter_id": seq, "outcome": "incomplete", "code": lack.code, "words": lack.message}
    outcome = sending.deliver(message)
    done = ended(item, outcome, sending.now)
    with acting(book, act) as work:
        state = sending.way if done.state == "sent" and sending.way != "mail" else done.state
        _record(work, seq, state, done, outcome)
    return _answer(seq, done, outcome.words) | {
        "outcome": state,
        "to": list(message.recipients),
        "message_id": message.id,
    }


def _item(source: Source, seq: int) -> Item:
    """Give how far a letter has come: its state, and how often it was tried."""
    state = source.driver.execute("SELECT outcome FROM letters WHERE seq = :seq LIMIT 1", {"seq": seq})[0][0]
    details = [row["detail"] for row in _outcomes(source, seq)]
    last = details[-1] if details else {}
    next_at = datetime.fromisoformat(last["next_at"]) if last.get("next_at") else None
    known: Any = _STATES.get(state, "sent")
    return Item(f"letter {seq}", known, int(last.get("attempts", 0)), next_at=next_at)


def _outcomes(source: Source, seq: int) -> list[dict[str, Any]]:
    from invoicing.ledger.store import event_of, event_query

    rows = source.driver.execute(event_query("type = 'letter-outcome' AND subject = :s"), {"s": _subject(seq)})
    return [event_of(row).body for row in rows]


def _subject(seq: int) -> str:
    return f"letter-{seq}"


def _record(work: Work, seq: int, state: str, item: Item, outcome: Outcome | None) -> None:
    detail: dict[str, Any] = {"attempts": item.attempts, "next_at": item.next_at.isoformat() if item.next_at else None}
    if outcome is not None:
        detail |= {"stage": outcome.stage, "code": outcome.code, "words": outcome.words}
    work.append("letter-outcome", _subject(seq), {"seq": seq, "outcome": state, "detail": detail})


def _answer(seq: int, item: Item, words: str) -> dict[str, Any]:
    return {
        "letter_id": seq,
        "outcome": item.state,
        "words": words,
        "next_at": item.next_at.isoformat() if item.next_at else None,
    }


def _message(work: Work, book: Book, seq: int, sending: Sending) -> Message:
    """Build the message of a letter from what the ledger keeps; refused when there is no address to send it to."""
    from invoicing.ledger.store import event_of, event_query

    body = event_of(work.driver.execute(event_query("seq = :seq"), {"seq": seq})[0]).body
    record = client_record(work, body["client"])
    contact = record.party.contact(str(body.get("role") or "billing"))
    address = (contact.email if contact and contact.email else "") or record.party.email
    seller = book.settings.seller
    settings = book.settings.mail
    path = book.folder / body["path"]
    sender = Mailbox((settings.sender if settings else "") or seller.email, seller.name)
    return build(
        Mail(
            id=f"{body['sha256'][:16]}/{body['letter']}",
            sent_at=sending.now,
            sender=sender,
            to=(Mailbox(address, contact.name if contact else record.party.name),) if address else (),
            subject=body["subject"],
            text=body["text"],
            html=body.get("html", ""),
            attachments=(Attachment(path.name, "application/pdf", _bytes(path)),),
            language=body["language"],
        )
    )


def sent_letters(book: Book, client: str = "") -> list[dict[str, Any]]:
    """Give every letter with what became of it, the newest last: of one client or of all."""
    from invoicing.ledger import queries

    with book.ledger() as ledger:
        ids = [queries.find_client(ledger, client).id] if client else [one.id for one in queries.clients(ledger)]
        rows = [row for one in ids for row in queries.letters_to(ledger, one)]
    found: dict[int, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda one: one.seq):
        one = found.setdefault(
            row.seq,
            {
                "letter_id": row.seq,
                "date": row.date.isoformat(),
                "client": row.client,
                "letter": row.letter,
                "grade": row.grade,
                "documents": [],
                "outcome": row.outcome,
                "pdf": str(book.folder / row.path),
            },
        )
        one["documents"] += [row.document] if row.document else []
    return list(found.values())


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise Refused.one(
            "letter-missing",
            f"there is no file {path.name} in the book",
            where=str(path),
            remedy="put it back: invoicing doctor",
        )
    return path.read_bytes()


def into_folder(folder: Path) -> Deliver:
    """Give a way to deliver that writes .eml files, for a mail program to send."""
    from invoicing.ledger.paths import write_file

    def deliver(message: Message) -> Outcome:
        name = "".join(sign if sign.isalnum() or sign in "-." else "-" for sign in message.id.strip("<>"))
        target = folder / f"{name}.eml"
        write_file(target, message.content)
        return Outcome("sent", "answer", words=str(target))

    return deliver


def on_paper(_message: Message) -> Outcome:
    """Give a way to deliver that notes a letter as printed and posted."""
    return Outcome("sent", "answer", words="printed")


@contextmanager
def delivering(book: Book, eml: str = "", *, printed: bool = False) -> Iterator[tuple[str, Deliver]]:
    """Give the way letters go and how to deliver one; with the mail server a single conversation for all of them.

    Refused (``no-mail-server``) when the settings name none.
    """
    if printed:
        yield "printed", on_paper
    elif eml:
        yield "eml", into_folder(Path(eml).expanduser())
    else:
        with _conversation(book) as session:
            yield "mail", session.send


def _conversation(book: Book) -> Session:
    from invoicing.mail.password import read_password
    from invoicing.mail.server import Server
    from invoicing.mail.smtp import Session as Conversation

    settings = book.settings.mail
    if settings is None:
        raise Refused.one(
            "no-mail-server",
            "the settings name no mail server",
            where="[mail]",
            remedy="name it in invoicing.toml, or write files with --eml DIR",
            example='[mail]\nhost = "smtp.example.com"',
        )
    server = Server(settings.host, settings.port, cast("Any", settings.security), settings.user)
    return Conversation(server, lambda: read_password(os.environ))
