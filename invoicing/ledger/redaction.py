"""Taking a body away: what a person has a right to have forgotten, without breaking the chain.

The chain hashes a digest, so it verifies without the body; who took it away and why is an event of its own. The tables
go on with what was kept (the same body with the personal words replaced), and are made again from it. What stands in an
envelope (subject, who) stays: it should be an id, never a personal text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Refused
from invoicing.ledger.events import body_text
from invoicing.ledger.replay import REDACTION, rebuild
from invoicing.ledger.store import event_of, event_query, sole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invoicing.ledger.events import Event
    from invoicing.ledger.store import Ledger, Work


def redact(ledger: Ledger, seq: int, kept: Mapping[str, Any], why: str, today: date, who: str = "") -> int:
    """Take the body and salt of event `seq` away, go on with `kept`, and give the number of the event that says so.

    `kept` must have the keys of the event's type and amounts that the later events can build on; otherwise the whole is
    refused as that event would have been. ``redaction-final`` is refused for a redaction itself.
    """
    with ledger.writing(today, who) as work:
        done = _redact(work, seq, kept, why)
    ledger.driver.compact()
    return done


def _redact(work: Work, seq: int, kept: Mapping[str, Any], why: str) -> int:
    event = event_of(sole(work.driver.execute(event_query("seq = :seq"), {"seq": seq}), f"event {seq}"))
    if event.type == REDACTION:
        raise Refused.one(
            "redaction-final",
            f"event {seq} is itself a redaction",
            where=f"event {seq}",
            rule="who redacted what, and why, stays",
            remedy="redact the first event again with less kept",
        )
    whole = _with_numbers(event, kept)
    body_text(event.type, whole)
    done = work.append(REDACTION, event.subject, {"event": seq, "why": why, "kept": whole})
    work.driver.execute("UPDATE events SET salt = NULL, body = NULL WHERE seq = :seq", {"seq": seq})
    rebuild(work.driver)
    return done


def _with_numbers(event: Event, kept: Mapping[str, Any]) -> dict[str, Any]:
    # Numbers taken are no personal data, and without them the series would seem to have a gap.
    numbers = event.body.get("numbers")
    return {**kept, "numbers": numbers} if numbers else dict(kept)
