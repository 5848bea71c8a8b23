"""The ledger: appends events, gives numbers, keeps files until they are written, all in one transaction.

    with open_ledger("book/ledger.db") as ledger, ledger.writing(today, who="anna") as work:
        first = work.take_number("invoice", "2026")
        work.keep_file("documents/2026-0001.pdf", pdf)
        work.append("document-issued", "2026-0001", body)
    ledger.settle_files("book")

Any exception inside `writing` undoes everything, the numbers too: that is why a series has no gaps.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import NotFound, Refused
from invoicing.ledger.events import Body, Envelope, Event, Fact, body_text, digest, read_body
from invoicing.ledger.paths import safe_path, sha256_of, write_file
from invoicing.ledger.schema import migrate, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType
    from typing import Self

    from invoicing.ledger.driver import Driver

POSTGRES = ("postgresql://", "postgres://")
_EVENT = "seq, type, date, subject, who, digest, previous, hash, salt, body"
INSERT_EVENT = f"""
    INSERT INTO events ({_EVENT})
    VALUES (:seq, :type, :date, :subject, :who, :digest, :previous, :hash, :salt, :body)
"""  # noqa: S608 - the names of our own columns
_FILES_AT_ONCE = 50


def event_query(where: str = "1 = 1") -> str:
    """Give the query for events in order, those that meet a condition of ours."""
    return f"SELECT {_EVENT} FROM events WHERE {where} ORDER BY seq"  # noqa: S608 - our own words


def event_of(row: tuple[Any, ...]) -> Event:
    """Read one row of `event_query`."""
    return Event(Envelope(*row[:7]), *row[7:])


def event_row(event: Event) -> dict[str, object]:
    """Give the parameters of `INSERT_EVENT` for one event."""
    envelope = {name: getattr(event.envelope, name) for name in Envelope.__slots__}
    return {**envelope, "hash": event.hash, "salt": event.salt, "body": event.text}


@dataclass(slots=True)
class Work:
    """One transaction that writes. Everything in it happens together or not at all."""

    driver: Driver
    today: date
    who: str
    seq: int
    hash: str
    _taken: list[Body] = field(default_factory=list)
    _start: int = -1
    _half_done: bool = False

    def __post_init__(self) -> None:
        """Remember where the chain stood."""
        self._start = self.seq

    def append(self, type_: str, subject: str, body: Mapping[str, Any]) -> int:
        """Add one event, change the query tables by it, and give its number.

        Numbers taken since the last event are recorded in this one. Raises what the tables refuse (see `tables`), and
        `ValueError` or `TypeError` for a body that is not of its type's shape; then nothing of the transaction is kept.
        """
        try:
            return self._append(type_, subject, body)
        except BaseException:
            self._half_done = True
            raise

    def _append(self, type_: str, subject: str, body: Mapping[str, Any]) -> int:
        whole = self._complete(type_, body)
        if self._taken:
            whole["numbers"] = self._taken
        text = body_text(type_, whole)
        # The system's own source; the module secrets would load hmac and random at every start for the same bytes.
        salt = os.urandom(16).hex()
        envelope = Envelope(
            self.seq + 1, type_, self.today.isoformat(), subject, self.who, digest(salt, text), self.hash
        )
        event = Event(envelope, envelope.hash, salt, text)
        self.driver.execute(INSERT_EVENT, event_row(event))
        # Only who writes loads the tables' changes: a list starts without them.
        from invoicing.ledger.tables import apply

        # The tables read the text back, so that a replay meets the very same values.
        apply(self.driver, Fact(event.seq, type_, event.date, subject, self.who, read_body(text)))
        self._taken = []
        self.seq, self.hash = event.seq, event.hash
        return event.seq

    def _complete(self, type_: str, body: Mapping[str, Any]) -> Body:
        # A replay sees one event at a time, so what an amount is counted in must stand in its own body.
        whole = dict(body)
        if type_ == "written-off" and "currency" not in whole:
            sql = "SELECT currency FROM claims WHERE document = :document AND part = :part"
            rows = self.driver.execute(sql, {"document": whole.get("document"), "part": whole.get("part")})
            whole["currency"] = sole(rows, whole.get("document"))[0]
        if type_ == "credit-applied":
            rows = self.driver.execute(
                "SELECT kind, currency FROM payments WHERE id = :id", {"id": whole.get("source")}
            )
            whole["source_kind"], whole["currency"] = sole(rows, whole.get("source"))
        return whole

    def last_number(self, series: str, period: str) -> tuple[int, date | None]:
        """Give the last ordinal taken in a series and period and the latest day of one; (0, None) at first."""
        for taken in reversed(self._taken):
            if (taken["series"], taken["period"]) == (series, period):
                return taken["last"], date.fromisoformat(taken["date"])
        sql = "SELECT last, last_date FROM numbers WHERE series = :series AND period = :period"
        rows = self.driver.execute(sql, {"series": series, "period": period})
        return (rows[0][0], date.fromisoformat(rows[0][1])) if rows else (0, None)

    def take_number(self, series: str, period: str, count: int = 1, on: date | None = None, start: int = 1) -> int:
        """Take the next `count` ordinals of a series and give the first; no other writer can get them.

        `on` is the day they are for (default: today); `start` is the first ordinal of a series not yet begun. The next
        `append` records what was taken; a transaction that takes and appends nothing after is refused.
        """
        if count < 1:
            message = f"{count} numbers cannot be taken"
            raise ValueError(message)
        last, latest = self.last_number(series, period)
        first = start if latest is None else last + 1
        day = max(on or self.today, latest or date.min)
        self._taken.append(
            {"series": series, "period": period, "first": first, "last": first + count - 1, "date": day.isoformat()}
        )
        return first

    def keep_file(self, path: str, data: bytes) -> str:
        """Keep a file's bytes with the transaction until `settle_files` has written them; gives their SHA-256."""
        sha256 = sha256_of(data)
        sql = """
            INSERT INTO files (path, sha256, bytes) VALUES (:path, :sha256, :bytes)
            ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes
        """
        self.driver.execute(sql, {"path": safe_path(path), "sha256": sha256, "bytes": data})
        return sha256

    def use_key(self, key: str, inputs_hash: str) -> Any | None:  # noqa: ANN401 - any JSON value
        """Give the result stored for this key and these inputs, None for a new key; ``key-reused`` for other inputs."""
        rows = self.driver.execute("SELECT inputs, result FROM keys WHERE key = :key", {"key": key})
        if not rows:
            return None
        if rows[0][0] != inputs_hash:
            from invoicing.ledger.changes.records import key_reused

            raise key_reused(key)
        return json.loads(rows[0][1])

    def store_result(self, key: str, inputs_hash: str, result: object) -> int:
        """Record what a command with this key gave; gives the event's number."""
        return self.append("key-used", key, {"key": key, "inputs": inputs_hash, "result": result})

    def finish(self) -> None:
        """Write the new head.

        `RuntimeError` when a number was taken that no event carries (it would be a gap), or when an event failed half
        way and the caller went on as if it had not.
        """
        if self._half_done:
            message = "an event was refused in this transaction; it cannot be committed without it"
            raise RuntimeError(message)
        if self._taken:
            message = f"numbers were taken and no event carries them: {self._taken}"
            raise RuntimeError(message)
        if self.seq != self._start:
            self.driver.execute(
                "UPDATE head SET seq = :seq, hash = :hash WHERE id = 1", {"seq": self.seq, "hash": self.hash}
            )


def sole(rows: list[tuple[Any, ...]], what: object) -> tuple[Any, ...]:
    """Give the one row there is; ``not-in-book`` (not found) when there is none."""
    if not rows:
        raise NotFound("not-in-book", f"{what} is not in the book", where=str(what), remedy="invoicing list")
    return rows[0]


class Ledger:
    """An open book. Reading needs no transaction; writing goes through `writing`. Closes at the end of a `with`."""

    def __init__(self, driver: Driver) -> None:
        """Take an open connection whose schema is current (`open_ledger` sees to both)."""
        self.driver = driver
        self._writing = False

    def __enter__(self) -> Self:
        """Give the ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection; a transaction that is open is undone."""
        self.driver.close()

    @contextmanager
    def writing(self, today: date, who: str = "") -> Iterator[Work]:
        """Hold the writer's lock and give the work; commit at the end, undo everything on any exception.

        ``book-locked`` (conflict) when another process keeps the lock. `RuntimeError` when one is already open.
        """
        if self._writing:
            message = "a transaction is open already; do all of it in one"
            raise RuntimeError(message)
        self._writing = True
        try:
            self.driver.begin()
            try:
                seq, hash_ = self.head()
                work = Work(self.driver, today, who, seq, hash_)
                yield work
                work.finish()
                self.driver.commit()
            except BaseException:
                self.driver.rollback()
                raise
        finally:
            self._writing = False

    @contextmanager
    def reading(self) -> Iterator[Self]:
        """See one unchanging state over several queries."""
        self.driver.begin_reading()
        try:
            yield self
        finally:
            self.driver.rollback()

    def head(self) -> tuple[int, str]:
        """Give the number and the hash of the last event; (0, 64 zeros) in a new book."""
        seq, hash_ = self.driver.execute("SELECT seq, hash FROM head WHERE id = 1")[0]
        return seq, hash_

    def events(
        self,
        since: int = 0,
        type: str = "",  # noqa: A002 - the ledger's own word
        subject: str = "",
    ) -> Iterator[Event]:
        """Stream events after number `since` in order, all of them or those of one type or subject."""
        wanted = {"type": type, "subject": subject}
        filters = "".join(f" AND {name} = :{name}" for name, value in wanted.items() if value)
        for row in self.driver.iterate(event_query(f"seq > :since{filters}"), {"since": since, **wanted}):
            yield event_of(row)

    def event(self, seq: int) -> Event:
        """Give one event; ``not-in-book`` (not found) when the book has none of that number."""
        return event_of(sole(self.driver.execute(event_query("seq = :seq"), {"seq": seq}), f"event {seq}"))

    def body(self, seq: int) -> Body:
        """Give the body of one event, empty when it was redacted."""
        return self.event(seq).body

    def waiting_files(self) -> tuple[str, ...]:
        """Name the files that are committed and not yet known to be in the folder."""
        return tuple(row[0] for row in self.driver.execute("SELECT path FROM files ORDER BY path"))

    def settle_files(self, book_folder: Path | str) -> tuple[str, ...]:
        """Write the files that wait into the book's folder, forget their bytes, and give their paths.

        Safe to run again and by several processes at once: a file that is there with the right bytes is left alone.
        """
        written: list[str] = []
        sql = f"SELECT path, sha256, bytes FROM files ORDER BY path LIMIT {_FILES_AT_ONCE}"  # noqa: S608 - a constant
        while rows := self.driver.execute(sql):
            for path, sha256, data in rows:
                _write_once(Path(book_folder) / safe_path(path), sha256, bytes(data))
                written.append(path)
            self.driver.begin()
            try:
                done = [{"path": path, "sha256": sha256} for path, sha256, _ in rows]
                self.driver.many("DELETE FROM files WHERE path = :path AND sha256 = :sha256", done)
                self.driver.commit()
            except BaseException:
                self.driver.rollback()
                raise
        return tuple(written)


def _write_once(target: Path, sha256: str, data: bytes) -> None:
    if not (target.is_file() and sha256_of(target.read_bytes()) == sha256):
        write_file(target, data)


def open_ledger(where: str | Path, *, create: bool = False) -> Ledger:
    """Open the book in a SQLite file or at a ``postgresql://`` address, bringing an older schema up to date.

    `create` makes the tables when there are none; without it that is ``no-ledger`` (not found). ``book-newer``
    (conflict) for a newer schema; ``password-in-url`` is refused. Before an older book changes it is
    copied (`Driver.keep_copy`).
    """
    driver = open_driver(where, create=create)
    try:
        if not create:
            _check_made(driver, where)
        migrate(driver)
    except BaseException:
        driver.close()
        raise
    return Ledger(driver)


def _check_made(driver: Driver, where: str | Path) -> None:
    if version_of(driver) == 0:
        raise _no_ledger(where)


def open_driver(where: str | Path, *, create: bool = False) -> Driver:
    """Connect to the database that `where` names."""
    if isinstance(where, str) and where.startswith(POSTGRES):
        check_url(where)
        from invoicing.ledger.drivers.postgres import PostgresDriver

        return PostgresDriver(where, create=create)
    if "://" in str(where):
        raise Refused.one(
            "ledger-unknown",
            f"{where} is neither a file nor a PostgreSQL address",
            where="ledger",
            remedy="leave `ledger` out for a file in the book, or write a postgresql:// address",
            example='ledger = "postgresql:///books"',
        )
    if not create and not Path(where).is_file():
        raise _no_ledger(where)
    from invoicing.ledger.drivers.sqlite import SqliteDriver

    return SqliteDriver(where)


def check_url(url: str) -> None:
    """Refuse (``password-in-url``) an address that carries a password: files and process lists would show it."""
    from urllib.parse import parse_qs, urlsplit

    parts = urlsplit(url)
    if parts.password is not None or "password" in parse_qs(parts.query, keep_blank_values=True):
        raise Refused.one(
            "password-in-url",
            "the address of the database carries a password",
            where="ledger",
            rule="no secret in a file or an argument",
            remedy="take it out of the address and set PGPASSWORD, or write it into ~/.pgpass",
            example='ledger = "postgresql://anna@db.example.org/books"',
        )


def _no_ledger(where: str | Path) -> NotFound:
    return NotFound("no-ledger", f"there is no book at {where}", where=str(where), remedy="make one: invoicing init")
