"""Send documents by e-mail: the intent is committed before the first byte leaves, what came of it after.

A mail whose outcome was never written, because the program or the machine stopped, may have arrived: it is uncertain,
and only a person sends it again. A server that says "later" is asked again by itself (`mail.outbox.WAITS`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from invoicing.app import outside
from invoicing.app.book import acting
from invoicing.app.mail_text import mail_of
from invoicing.domain.errors import Conflict, InvoicingError
from invoicing.ledger import queries
from invoicing.mail.message import build
from invoicing.mail.outbox import Item, begun, ended, interrupted, may_send

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invoicing.app.book import Act, Book
    from invoicing.app.mail_text import Written
    from invoicing.app.outside import Call
    from invoicing.app.post import Deliver
    from invoicing.ledger.queries import ActRow, Source
    from invoicing.mail.message import Message
    from invoicing.mail.outcome import Outcome

MAIL = "mail"
_ENDS = {"sent": "done", "failed": "failed", "uncertain": "uncertain"}
_STATES = {"done": "sent", "failed": "failed", "uncertain": "uncertain"}


@dataclass(frozen=True, slots=True)
class Posting:
    """How to send: the moment, the way to deliver, whether a person asks for it again, and the words."""

    now: datetime
    deliver: Deliver
    written: Written
    again: bool = False


def send(book: Book, numbers: Sequence[str], act: Act, posting: Posting) -> dict[str, Any]:
    """Send documents, or with none named those whose next try is due.

    Gives ``{"mails":[{"number","outcome","to","message_id","words","attempts","next_at"}]}``; `outcome` is sent,
    failed, uncertain, refused (it could not be written) or held (it was sent, or may have been, before). One document
    alone that may not be sent is a conflict (``mail-not-to-send``).
    """
    with book.ledger() as ledger:
        wanted = [queries.document(ledger, number).number for number in numbers]
        if not numbers:
            wanted = [one["number"] for one in _outbox(ledger) if may_send(_item(ledger, one["number"]), posting.now)]
        if len(numbers) == 1:
            _check(ledger, wanted[0], posting)
    return {"mails": [_send(book, number, act, posting) for number in dict.fromkeys(wanted)]}


def outbox(book: Book) -> list[dict[str, Any]]:
    """Give every document that was to be mailed, with how far it came."""
    with book.ledger() as ledger:
        return _outbox(ledger)


def _outbox(source: Source) -> list[dict[str, Any]]:
    last_calls = {one.subject: one for one in queries.acts(source, type=outside.CALL) if one.body["what"] == MAIL}
    found = []
    for number, last in last_calls.items():
        item = _item_of(source, last)
        state = "uncertain" if item.state == "sending" else item.state
        found.append(
            {
                "number": number,
                "outcome": state,
                "date": last.date.isoformat(),
                "to": last.body["to"],
                "message_id": last.body["message_id"],
                "attempts": item.attempts,
                "next_at": item.next_at.isoformat() if item.next_at else None,
            }
        )
    return found


def _check(source: Source, number: str, posting: Posting) -> None:
    item = _item(source, number)
    if posting.again or item.state in {"queued", "failed"}:
        return
    state = "may have been sent; its outcome is unknown" if item.state in {"sending", "uncertain"} else "was sent"
    raise Conflict(
        "mail-not-to-send",
        f"{number} {state}",
        where="NUMBER",
        remedy="ask whether it has arrived; --again sends it once more",
    )


def _send(book: Book, number: str, act: Act, posting: Posting) -> dict[str, Any]:
    """Send one document: intent, delivery, outcome."""
    try:
        with acting(book, act) as work:
            item = _item(work, number)
            if item.state == "sending" and posting.again:
                item = interrupted(item)
            by_hand = posting.again or item.state == "failed"
            if (item.state == "sent" and not posting.again) or not may_send(item, posting.now, by_hand=by_hand):
                return _answer(number, item, "held", words="sent before, or it may have arrived; --again sends it")
            message = build(mail_of(book, work, number, posting.written, posting.now))
            for open_call in outside.waiting(work, number, MAIL):
                outside.end(work, open_call, "uncertain", why="interrupted")
            item = begun(item, posting.now, by_hand=True)
            call = outside.want(work, number, MAIL, _wanted(message, item))
            if act.dry_run:
                return _answer(number, item, "would-send", message)
    except InvoicingError as lack:
        return {"number": number, "outcome": "refused", "code": lack.code, "words": lack.message}
    outcome = posting.deliver(message)
    done = ended(item, outcome, posting.now)
    _record(book, act, call, done, outcome)
    return _answer(number, done, done.state, message, outcome.words)


def _wanted(message: Message, item: Item) -> dict[str, Any]:
    from invoicing.ledger.paths import sha256_of

    return {
        "to": list(message.recipients),
        "message_id": message.id,
        "sha256": sha256_of(message.content),
        "attempt": item.attempts,
    }


def _record(book: Book, act: Act, call: Call, done: Item, outcome: Outcome) -> None:
    result = {
        "next_at": done.next_at.isoformat() if done.next_at else None,
        "stage": outcome.stage,
        "code": outcome.code,
        "words": outcome.words,
    }
    with acting(book, act) as work:
        if outside.still_waiting(work, call):
            outside.end(work, call, _ENDS[done.state], result, outcome.words if done.state != "sent" else "")


def _item(source: Source, number: str) -> Item:
    """Give how far the mail of a document has come."""
    calls = [one for one in queries.acts(source, number, outside.CALL) if one.body["what"] == MAIL]
    return _item_of(source, calls[-1]) if calls else Item(number)


def _item_of(source: Source, last: ActRow) -> Item:
    """Read the last call: one without an outcome is on its way, or was when the machine stopped."""
    attempts = int(last.body["attempt"])
    if last.open:
        return Item(last.subject, "sending", attempts)
    state: Any = _STATES[last.outcome]
    next_at = _next_at(source, last.closed_by) if state == "failed" else None
    return Item(last.subject, state, attempts, next_at=next_at)


def _next_at(source: Source, seq: int | None) -> datetime | None:
    from invoicing.ledger.store import event_of, event_query

    rows = source.driver.execute(event_query("seq = :seq"), {"seq": seq})
    text = event_of(rows[0]).body.get("result", {}).get("next_at") if rows else None
    return datetime.fromisoformat(text) if text else None


def _answer(number: str, item: Item, outcome: str, message: Message | None = None, words: str = "") -> dict[str, Any]:
    return {
        "number": number,
        "outcome": outcome,
        "to": list(message.recipients) if message else [],
        "message_id": message.id if message else None,
        "words": words,
        "attempts": item.attempts,
        "next_at": item.next_at.isoformat() if item.next_at else None,
    }


def write_eml(book: Book, numbers: Sequence[str], posting: Posting, folder: Path) -> dict[str, Any]:
    """Write the mails as .eml files for a look or for another program; nothing is recorded."""
    from invoicing.app.post import into_folder

    deliver = into_folder(folder)
    mails = []
    with book.ledger() as ledger:
        for number in numbers:
            message = build(
                mail_of(book, ledger, queries.document(ledger, number).number, posting.written, posting.now)
            )
            file = deliver(message).words
            mails.append(_answer(number, Item(number), "written", message) | {"file": file})
    return {"mails": mails}
