"""The way of a message through the outbox, and what may follow each step. Pure: a day and an outcome in, a step out.

queued ──▶ sending ──▶ sent
              ├──────▶ failed ────▶ sending   by itself when the server said "later", otherwise by hand
              └──────▶ uncertain ─▶ sending   by hand only: it may have arrived

`sending` is written down before the first byte goes to the server. Who finds it there later, after a crash, knows no
more than that it may have arrived: `interrupted` makes it uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from invoicing.domain.errors import Conflict

if TYPE_CHECKING:
    from invoicing.mail.outcome import Outcome

State = Literal["queued", "sending", "sent", "failed", "uncertain"]
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
"""how long after the first, second … attempt comes the next; after the last, only by hand"""


@dataclass(frozen=True, slots=True)
class Item:
    """One message in the outbox. `attempts` counts how often it was `sending`."""

    id: str
    state: State = "queued"
    attempts: int = 0
    outcome: Outcome | None = None
    next_at: datetime | None = None
    """when it is tried again by itself; None: never"""


def may_send(item: Item, now: datetime, *, by_hand: bool = False) -> bool:
    """Say whether this message may go to the server now; `by_hand` is a person who asks for it to be sent again."""
    if item.state == "sending":
        return False
    if item.state == "queued" or by_hand:
        return True
    return item.next_at is not None and item.next_at <= now


def begun(item: Item, now: datetime, *, by_hand: bool = False) -> Item:
    """Take a message out to be sent. Conflict (``mail-not-to-send``) when it may not be."""
    if not may_send(item, now, by_hand=by_hand):
        raise Conflict(
            "mail-not-to-send",
            f"{item.id} is {item.state} and is not sent again by itself",
            remedy="see whether it has arrived, then send it again by hand",
        )
    return replace(item, state="sending", attempts=item.attempts + 1, outcome=None, next_at=None)


def ended(item: Item, outcome: Outcome, now: datetime) -> Item:
    """Note what came of it. Conflict (``mail-not-begun``) when it was not being sent."""
    _check_begun(item)
    if outcome.kind == "sent":
        return replace(item, state="sent", outcome=outcome)
    if outcome.kind == "uncertain":
        return replace(item, state="uncertain", outcome=outcome)
    again = outcome.kind == "retry" and item.attempts <= len(WAITS)
    return replace(item, state="failed", outcome=outcome, next_at=now + WAITS[item.attempts - 1] if again else None)


def interrupted(item: Item) -> Item:
    """Note that whoever was sending it is gone, and left no word. Conflict (``mail-not-begun``) as in `ended`."""
    _check_begun(item)
    return replace(item, state="uncertain")


def _check_begun(item: Item) -> None:
    if item.state != "sending":
        raise Conflict("mail-not-begun", f"{item.id} is {item.state}, nobody is sending it")
