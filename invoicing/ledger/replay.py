"""From events back to tables: what `verify` compares with, and how tables are made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger.events import Fact
from invoicing.ledger.schema import TABLES
from invoicing.ledger.store import event_of, event_query
from invoicing.ledger.tables import apply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.ledger.driver import Driver
    from invoicing.ledger.events import Body, Event

REDACTION = "body-redacted"
Kept = dict[int, "Body"]


def kept_bodies(driver: Driver) -> Kept:
    """Give, by event number, what was kept of bodies that were redacted."""
    rows = driver.execute(event_query("type = :type"), {"type": REDACTION})
    bodies = [event_of(row).body for row in rows]
    return {body["event"]: body["kept"] for body in bodies}


def fact_of(event: Event, kept: Mapping[int, Body]) -> Fact:
    """Give an event as the tables take it. `KeyError` when its body is gone and nothing was kept of it."""
    body = kept[event.seq] if event.redacted or event.seq in kept else event.body
    return Fact(event.seq, event.type, event.date, event.subject, event.who, body)


def rebuild(driver: Driver) -> None:
    """Empty the query tables and fill them from the events, inside the transaction that is open."""
    kept = kept_bodies(driver)
    for table in reversed(TABLES):
        driver.execute(table.clear)
    for row in driver.iterate(event_query()):
        apply(driver, fact_of(event_of(row), kept))
