"""What the book keeps of a recurring document: a document file as template, its rule, its pauses.

A run is named by its recurrence and its day. That name is the key of the act that makes the document, so that a crash,
a second run on the day or two processes at once make it once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from invoicing.domain.dates import Period, parse_date
from invoicing.domain.recurrence import Version, due_dates
from invoicing.domain.values import from_json, to_json
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work

RECURRING = "recurring"
FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurring document. `template` holds the keys of a document file, without its days."""

    id: str
    client: str
    versions: tuple[Version, ...]
    """its rules, each from a day on"""
    template: dict[str, Any] = field(default_factory=dict)
    pauses: tuple[Period, ...] = ()
    """days inside them are skipped for good; one without an end ends on the last day of the calendar"""
    archived: bool = False
    """True: it was stopped, and makes nothing any more"""

    def state(self, today: date) -> str:
        """Say whether it runs: ``active``, ``paused`` or ``stopped``."""
        if self.archived:
            return "stopped"
        return "paused" if any(one.start <= today <= one.end for one in self.pauses) else "active"

    def due(self, made: Mapping[date, str], today: date) -> tuple[date, ...]:
        """Give the days whose document is missing by today."""
        if self.archived:
            return ()
        return due_dates(self.versions, frozenset(made), self.pauses, today)


def record_of(source: Source, id_: str) -> Recurring:
    """Give one; NotFound (``recurring-unknown``) names the nearest."""
    return from_json(Recurring, queries.record(source, RECURRING, id_).body)


def records_of(source: Source, *, archived: bool = False) -> tuple[Recurring, ...]:
    """Give all by id; stopped ones too when asked."""
    return tuple(from_json(Recurring, row.body) for row in queries.records(source, RECURRING, archived=archived))


def enter(work: Work, record: Recurring, event: str) -> None:
    """Write a record down, new or changed."""
    work.append(event, record.id, {"id": record.id, RECURRING: to_json(record)})


def run_key(id_: str, day: date) -> str:
    """Name a run."""
    return f"{RECURRING}:{id_}:{day}"


def made_by(source: Source, id_: str) -> dict[date, str]:
    """Give the documents made so far: the day of each run, and the number it made."""
    import json

    prefix = f"{RECURRING}:{id_}:"
    sql = "SELECT key, result FROM keys WHERE SUBSTR(key, 1, :length) = :prefix"
    rows = source.driver.execute(sql, {"length": len(prefix), "prefix": prefix})
    return dict(sorted((parse_date(key.removeprefix(prefix)), json.loads(text)["number"]) for key, text in rows))


def resumed(record: Recurring, today: date) -> Recurring:
    """End the pause of today yesterday; days that passed in it stay skipped."""
    from datetime import timedelta

    kept = []
    for one in record.pauses:
        if not one.start <= today <= one.end:
            kept.append(one)
        elif one.start < today:
            kept.append(Period(one.start, today - timedelta(days=1)))
    return replace(record, pauses=tuple(kept))
