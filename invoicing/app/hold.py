"""Stop chasing a document or a client, and go on with it. Doing nothing is a decision of its own, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.app.targets import find_target, from_today, open_act, reason_of

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.store import Work

RELEASES = {
    "hold": "hold-released",
    "promise": "promise-closed",
    "plan": "plan-closed",
    "skip": "skip-withdrawn",
    "waiver": "waiver-withdrawn",
    "policy": "policy-dropped",
    "termination": "termination-withdrawn",
}
"""what can be taken back, and the event that does it; a dispute is closed with an outcome instead"""


@dataclass(frozen=True, slots=True)
class Stop:
    """What the user says of a hold: whom it is about, until when (ISO, empty: without an end), and what for."""

    target: str
    until: str = ""
    kind: str = "hold"
    """``hold``, ``nothing`` (a decision to do nothing) or ``in-transit`` (a payment is on its way)"""


def hold(book: Book, stop: Stop, act: Act) -> Result:
    """Stop chasing. A reason is needed; a day that is over is refused."""
    reason = reason_of(act.reason, "a hold")
    inputs = {"act": "hold", "target": stop.target, "until": stop.until, "kind": stop.kind, "why": reason}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _hold_in(work, stop, reason, act))


def _hold_in(work: Work, stop: Stop, reason: str, act: Act) -> Result:
    target = find_target(work, stop.target)
    until = from_today(stop.until, act.today, "--until").isoformat() if stop.until else None
    body = {"kind": stop.kind, "until": until, "why": reason}
    if stop.kind == "nothing":
        # The decision is a fact of its day; the hold beside it is what can be released.
        work.append("nothing-done", target.subject, {"until": until, "why": reason})
    seq = work.append("hold-placed", target.subject, body)
    return {"hold": seq, "subject": target.subject, "client": target.client, "reason": reason, **body}


def release(book: Book, target: str, what: str, act: Act) -> Result:
    """Take back an act that holds or changes the ladder: the last open one of its kind.

    NotFound (``act-not-open``) when there is none.
    """
    inputs = {"act": "release", "target": target, "what": what, "why": act.reason}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _release_in(work, target, what, act))


def _release_in(work: Work, text: str, what: str, act: Act) -> Result:
    target = find_target(work, text)
    row = open_act(work, target.subject, what)
    outcome = "released" if what == "hold" else "withdrawn"
    work.append(RELEASES[what], target.subject, {"act": row.seq, "outcome": outcome, "why": act.reason})
    return {"released": row.seq, "what": what, "subject": target.subject, "client": target.client, "outcome": outcome}
