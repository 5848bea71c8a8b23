"""Proof that nothing was changed: the chain event by event, then every query table against a replay.

Events are streamed and replayed into a temporary database, so a large book needs little memory. A tail that was cut off
together with the head cannot be seen from inside; the hash of any earlier head, kept elsewhere, finds it.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Finding, InvoicingError
from invoicing.ledger.drivers.sqlite import SqliteDriver
from invoicing.ledger.events import GENESIS, digest
from invoicing.ledger.replay import fact_of, kept_bodies
from invoicing.ledger.schema import TABLES, migrate
from invoicing.ledger.tables import apply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.ledger.driver import Driver
    from invoicing.ledger.events import Event
    from invoicing.ledger.replay import Kept
    from invoicing.ledger.schema import Table
    from invoicing.ledger.store import Ledger

# A book spoiled all over is told by its first findings.
MOST_FINDINGS = 100
_RESTORE = "restore the last backup that verifies: invoicing restore FILE"
_UNUSABLE = (InvoicingError, KeyError, TypeError, ValueError, AttributeError)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What `verify` found: `events` were read, `head` is the last one's hash, `redacted` bodies are gone by right."""

    ok: bool
    events: int
    head: str
    findings: tuple[Finding, ...]
    redacted: tuple[int, ...] = ()


@dataclass(slots=True)
class _Walk:
    """The walk along the chain: where it is, what it found, and the replay as long as it can go on."""

    copy: Driver
    kept: Kept
    wanted: str | None
    seq: int = 0
    hash: str = GENESIS
    events: int = 0
    replaying: bool = True
    findings: list[Finding] = field(default_factory=list)
    redacted: list[int] = field(default_factory=list)

    def find(self, code: str, where: str, message: str) -> None:
        """Note one finding."""
        self.findings.append(Finding(code, message, where, "the hash chain", _RESTORE))

    def take(self, event: Event) -> None:
        """Check one event and replay it."""
        where = f"event {event.seq}"
        if event.seq != self.seq + 1:
            self.find("event-missing", where, f"the event after {self.seq} is {event.seq}")
        if event.envelope.previous != self.hash:
            self.find("chain-broken", where, f"event {event.seq} does not follow event {self.seq} as it is now")
        if _hash_of(event) != event.hash:
            self.find("envelope-changed", where, f"the envelope of event {event.seq} is not what was sealed")
        self._check_body(event, where)
        self._replay(event, where)
        if event.hash == self.wanted:
            self.wanted = None
        self.seq, self.hash, self.events = event.seq, event.hash, self.events + 1

    def _check_body(self, event: Event, where: str) -> None:
        if event.seq in self.kept:
            self.redacted.append(event.seq)
            if event.text is not None or event.salt is not None:
                self.find(
                    "body-not-redacted", where, f"the body of event {event.seq} was to be taken away and is there"
                )
        elif not (isinstance(event.text, str) and isinstance(event.salt, str)):
            self.find("body-missing", where, f"the body of event {event.seq} is gone and no redaction says so")
        elif digest(event.salt, event.text) != event.envelope.digest:
            self.find("body-changed", where, f"the body of event {event.seq} is not what was sealed")

    def _replay(self, event: Event, where: str) -> None:
        if not self.replaying:
            return
        try:
            apply(self.copy, fact_of(event, self.kept))
        except _UNUSABLE as error:
            self.replaying = False
            self.find("event-unusable", where, f"event {event.seq} cannot be replayed: {error}")

    def finish(self, head: tuple[int, str]) -> None:
        """Compare the end of the chain with the head, and with the hash that was kept elsewhere."""
        if head != (self.seq, self.hash):
            self.find("head-differs", "head", f"the head says event {head[0]}, the last event is {self.seq}")
        if self.wanted is not None and not (self.wanted == GENESIS and self.seq == 0):
            self.find("head-missing", "head", f"no event has the hash {self.wanted}: the end of the book was cut off")


def verify(ledger: Ledger, head: str | None = None) -> Report:
    """Check the whole book; `head` is a hash noted earlier that must still be in the chain.

    Codes: ``event-missing``, ``chain-broken``, ``envelope-changed``, ``body-changed``, ``body-missing``,
    ``body-not-redacted``, ``event-unusable``, ``head-differs``, ``head-missing``, ``row-changed``, ``row-missing``,
    ``row-extra``, ``number-gap``, ``book-damaged``. At most `MOST_FINDINGS` are given.
    """
    with ledger.reading(), closing(SqliteDriver("")) as copy:
        migrate(copy)
        copy.begin()
        walk = _Walk(copy, {}, head)
        try:
            _walk_all(ledger, walk)
        except InvoicingError as error:
            walk.find(error.code, f"after event {walk.seq}", error.message)
    found = tuple(walk.findings[:MOST_FINDINGS])
    return Report(not found, walk.events, walk.hash, found, tuple(walk.redacted))


def _walk_all(ledger: Ledger, walk: _Walk) -> None:
    try:
        walk.kept = kept_bodies(ledger.driver)
    except _UNUSABLE as error:
        walk.find("event-unusable", "redactions", f"a redaction cannot be read: {error}")
    for message in ledger.driver.damages():
        walk.find("book-damaged", "database", message)
    for event in ledger.events():
        walk.take(event)
        if len(walk.findings) >= MOST_FINDINGS:
            return
    walk.finish(ledger.head())
    if walk.replaying:
        for table in TABLES:
            for code, message in _differences(table, ledger.driver, walk.copy):
                walk.find(code, table.name, message)
        for message in _gaps(walk.copy):
            walk.find("number-gap", "numbers", message)


def _hash_of(event: Event) -> str:
    try:
        return event.envelope.hash
    except TypeError:  # a column that holds bytes
        return ""


def _differences(table: Table, actual: Driver, replayed: Driver) -> Iterator[tuple[str, str]]:
    """Walk a table and its replay side by side in the order of the key."""
    left, right = actual.iterate(table.select), replayed.iterate(table.select)
    mine, theirs = next(left, None), next(right, None)
    while mine is not None or theirs is not None:
        order = _compare(mine, theirs, table.key)
        if order == 0 and mine != theirs:
            yield "row-changed", _changed(table, mine or (), theirs or ())
        elif order < 0:
            yield "row-extra", f"{table.name} has a row that no event made: {_name(mine, table)}"
        elif order > 0:
            yield "row-missing", f"{table.name} lacks the row {_name(theirs, table)}"
        mine = next(left, None) if order <= 0 else mine
        theirs = next(right, None) if order >= 0 else theirs


def _compare(mine: Row | None, theirs: Row | None, key: int) -> int:
    if mine is None or theirs is None:
        return 1 if mine is None else -1
    one, other = _rank(mine[:key]), _rank(theirs[:key])
    return (one > other) - (one < other)


def _rank(key: Row) -> list[tuple[int, Any]]:
    # SQLite keeps any type in any column and orders nothing < numbers < text < bytes.
    kinds = {int: 1, float: 1, str: 2, bytes: 3}
    return [(0, 0) if value is None else (kinds[type(value)], value) for value in key]


def _name(row: Row | None, table: Table) -> str:
    return ", ".join(str(value) for value in (row or ())[: table.key])


def _changed(table: Table, mine: Row, theirs: Row) -> str:
    columns = [name for name, one, other in zip(table.columns, mine, theirs, strict=True) if one != other]
    return f"{table.name} {_name(mine, table)}: {', '.join(columns)} differ from what the events say"


def _gaps(copy: Driver) -> Iterator[str]:
    sql = """
        SELECT d.series, d.period, COUNT(DISTINCT d.ordinal), MIN(d.ordinal), MAX(d.ordinal), MAX(n.last)
        FROM documents d LEFT JOIN numbers n ON n.series = d.series AND n.period = d.period
        WHERE d.ordinal IS NOT NULL GROUP BY d.series, d.period ORDER BY d.series, d.period
    """
    for series, period, held, first, last, taken in copy.execute(sql):
        if held != last - first + 1 or (taken or last) != last:
            given = f"series {series} {period} gave numbers up to {taken or last}"
            yield f"{given}; documents hold {held} from {first} to {last}"
