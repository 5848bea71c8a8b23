"""Calls to services beyond this machine: the intent is written before, the outcome after.

    call = want(work, number, "link-open", {...})    # in the transaction that decides
    for call in waiting(ledger): ...                 # after it, and again in every later run
    end(work, call, "done", {...})                   # in the transaction that records the result

A crash between the two leaves a waiting call. Whoever takes it up looks first whether the work was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work

CALL = "call"
"""the act's type in the ledger"""


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was wanted: `seq` names the intent, `what` the kind of call, `body` its arguments."""

    seq: int
    subject: str
    what: str
    body: Mapping[str, Any]


def want(work: Work, subject: str, what: str, body: Mapping[str, Any]) -> Call:
    """Write down that a call is to be made."""
    seq = work.append("call-wanted", subject, {**body, "what": what})
    return Call(seq, subject, what, body)


def waiting(source: Source, subject: str = "", what: str = "") -> tuple[Call, ...]:
    """Give the calls without an outcome, oldest first: of one subject or all, of one kind or all."""
    found = queries.acts(source, subject or None, CALL, open=True)
    calls = (Call(one.seq, one.subject, one.body["what"], one.body) for one in found)
    return tuple(call for call in calls if what in {"", call.what})


def still_waiting(source: Source, call: Call) -> bool:
    """Say whether nobody else has ended the call meanwhile."""
    return any(one.seq == call.seq for one in queries.acts(source, call.subject, CALL, open=True))


def end(work: Work, call: Call, outcome: str, result: Mapping[str, Any] | None = None, why: str = "") -> None:
    """Write down what became of a call: ``done``, ``refused``, ``failed``, ``unanswered`` or ``unneeded``."""
    work.append(
        "call-ended", call.subject, {"act": call.seq, "outcome": outcome, "why": why, "result": dict(result or {})}
    )


def book_id(source: Source) -> str:
    """Give what tells this book from others on the same account: the beginning of its first event's hash."""
    rows = source.driver.execute("SELECT hash FROM events WHERE seq = 1")
    return str(rows[0][0])[:16] if rows else ""
