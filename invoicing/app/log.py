"""The log of talk with clients: contacts and incidents, in the client's own words, with what was attached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.acts import is_question, read_acts
from invoicing.app.attachments import keep_attachments
from invoicing.app.book import acting, once
from invoicing.app.targets import find_target
from invoicing.app.words import one_of
from invoicing.domain.dates import parse_date
from invoicing.domain.dispute import CHANNELS, DIRECTIONS, LOG_KINDS
from invoicing.domain.errors import Refused
from invoicing.ledger import queries

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import ActRow
    from invoicing.ledger.store import Work


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says of a talk. `target` is a client or a document; `words` are the client's (or ours), verbatim.

    `behind` is what is probably behind it, apart from what was said (tone.md no. 2); `no_answer`: none is needed.
    """

    target: str
    words: str
    channel: str = "email"
    direction: str = "in"
    kind: str = "contact"
    day: str = ""
    behind: str = ""
    no_answer: bool = False
    attachments: tuple[str, ...] = ()


def add_entry(book: Book, said: Said, act: Act) -> Result:
    """Add an entry to the log of a client. Refused without words, for a day after today, and for unknown words."""
    one_of(said.channel, CHANNELS, "--channel")
    one_of(said.direction, DIRECTIONS, "--direction")
    one_of(said.kind, LOG_KINDS, "--kind")
    if not said.words.strip():
        raise Refused.one("nothing-said", "the entry has no words", where="--words", remedy="write what was said")
    inputs = {"act": "log-add", **{name: getattr(said, name) for name in Said.__slots__}}
    inputs["attachments"] = list(said.attachments)
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _add_in(work, said, act))


def _add_in(work: Work, said: Said, act: Act) -> Result:
    target = find_target(work, said.target)
    body = {
        "words": said.words,
        "channel": said.channel,
        "direction": said.direction,
        "kind": said.kind,
        "date": _day(said.day, act.today).isoformat(),
        "document": target.document.number if target.document else None,
        "behind": said.behind,
        "no_answer": said.no_answer,
        "why": act.reason,
        "attachments": keep_attachments(work, said.attachments),
    }
    seq = work.append("log-added", target.client, body)
    return {"entry": seq, "client": target.client, **body}


def _day(text: str, today: date) -> date:
    day = parse_date(text, "--date") if text else today
    if day > today:
        raise Refused.one(
            "log-in-future", f"{day} lies after today, {today}", where="--date", remedy="log what has happened"
        )
    return day


def entries(book: Book, client: str = "", kind: str = "") -> list[dict[str, Any]]:
    """Give the log, newest last: of one client or of all; `waits` where a message of the client has no answer yet."""
    with book.ledger() as ledger:
        who = queries.find_client(ledger, client).id if client else ""
        rows = queries.acts(ledger, who or None, "log")
        waiting = {
            (name, one.day, one.channel) for name, messages in read_acts(ledger).messages.items() for one in messages
        }
    return [_entry(row, waiting) for row in rows if kind in {"", row.body.get("kind")}]


def _entry(row: ActRow, waiting: set[tuple[str, date, str]]) -> dict[str, Any]:
    body = row.body
    words = ("channel", "direction", "kind", "words", "behind", "document")
    waits = is_question(row) and (row.subject, row.date, str(body.get("channel") or "message")) in waiting
    return {
        "entry": row.seq,
        "client": row.subject,
        "date": row.date.isoformat(),
        "who": row.who,
        **{name: body.get(name) for name in words},
        "attachments": body.get("attachments") or [],
        "waits": waits,
    }
