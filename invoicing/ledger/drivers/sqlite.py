"""SQLite: one file beside the documents, written by one process at a time and never half.

Write-ahead logging lets readers go on while one writes; ``synchronous=FULL`` makes a commit survive a power cut.
"""

from __future__ import annotations

from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any, NoReturn

from invoicing.domain.errors import Conflict, InvoicingError, OutsideFailed, Refused
from invoicing.ledger.driver import NOTHING, PATIENCE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

# RETURNING and ON CONFLICT are used together since 3.35 (March 2021).
OLDEST = (3, 35, 0)
_PAUSE = 20  # milliseconds


class SqliteDriver:
    """A `Driver` over one SQLite file; an empty name is a temporary book that vanishes when it is closed."""

    dialect = "sqlite"

    def __init__(self, path: Path | str, patience: int = PATIENCE) -> None:
        """Open or make the file. Refused (``sqlite-too-old``) by a library older than 3.35."""
        import sqlite3

        if sqlite3.sqlite_version_info < OLDEST:
            raise Refused.one(
                "sqlite-too-old",
                f"this Python brings SQLite {sqlite3.sqlite_version}; the ledger needs 3.35 or newer",
                rule="RETURNING and ON CONFLICT",
                remedy="use a newer Python (python.org, your distribution, or pyenv)",
            )
        self.path = str(path)
        self._fault = sqlite3.DatabaseError
        try:
            self._connection = sqlite3.connect(self.path, timeout=patience / 1000, isolation_level=None)
        except sqlite3.DatabaseError as error:
            self._report(error)
        try:
            self._prepare(patience)
        except BaseException:
            self.close()
            raise

    def _prepare(self, patience: int) -> None:
        self._write_ahead(patience)
        # FAST zeroes what is deleted wherever that costs no extra write; redaction compacts the file on top of it.
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = FAST"):
            self.execute(f"PRAGMA {pragma}")

    def _write_ahead(self, patience: int) -> None:
        # The one thing SQLite does not wait for by itself: another process that makes the same file at this moment.
        while True:
            try:
                self.execute("PRAGMA journal_mode = WAL")
            except Conflict as error:
                if error.code != "book-locked" or patience <= 0:
                    raise
            else:
                return
            sleep(_PAUSE / 1000)
            patience -= _PAUSE

    def _report(self, error: sqlite3.DatabaseError) -> NoReturn:
        found = fault(error, self.path)
        if found is None:
            raise error
        raise found from error

    def begin(self) -> None:
        """Take the write lock of the file at once, waiting for the writer before."""
        self.execute("BEGIN IMMEDIATE")

    def begin_reading(self) -> None:
        """Hold one snapshot; writers are not disturbed."""
        self.execute("BEGIN")

    def begin_schema(self) -> None:
        """Take the write lock: tables change inside a transaction as rows do."""
        self.begin()

    def commit(self) -> None:
        """Write the transaction to the disk."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction; SQLite may already have done so by itself."""
        if self._connection.in_transaction:
            self.execute("ROLLBACK")

    def execute(self, sql: str, params: Mapping[str, object] = NOTHING) -> list[tuple[Any, ...]]:
        """Run one statement and give all its rows."""
        try:
            return self._connection.execute(sql, params).fetchall()
        except self._fault as error:
            self._report(error)

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run one statement once for each set of parameters."""
        try:
            self._connection.executemany(sql, rows)
        except self._fault as error:
            self._report(error)

    def iterate(self, sql: str, params: Mapping[str, object] = NOTHING) -> Iterator[tuple[Any, ...]]:
        """Stream rows as SQLite finds them."""
        try:
            # Not `yield from`: a reader that stops early must not close a cursor of a connection already closed.
            for row in self._connection.execute(sql, params):  # noqa: UP028
                yield row
        except self._fault as error:
            self._report(error)

    def has_ledger(self) -> bool:
        """Look for the table `head`."""
        return bool(self.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'head'"))

    def keep_copy(self, version: int) -> str:
        """Copy the whole file beside itself as ``ledger.db.schema-1``; a book in memory has nothing to keep."""
        import sqlite3

        if self.path in {"", ":memory:"}:
            return ""
        name = f"{self.path}.schema-{version}"
        try:
            target = sqlite3.connect(name)
            try:
                self._connection.backup(target)
            finally:
                target.close()
        except self._fault as error:
            self._report(error)
        return name

    def damages(self) -> tuple[str, ...]:
        """Let SQLite check every page and every index entry."""
        return tuple(row[0] for row in self.execute("PRAGMA integrity_check(20)") if row[0] != "ok")

    def compact(self) -> None:
        """Rewrite the file without its free pages and empty the write-ahead log."""
        self.execute("VACUUM")
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def fault(error: sqlite3.DatabaseError, path: str) -> InvoicingError | None:
    """Say in the toolkit's words what SQLite reports, by its error name; None for what can only be our own mistake."""
    # Bytes that are no text are met by Python, not by SQLite, and so have no error name.
    name = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT" if "decode" in str(error) else "")
    for start, make in _FAULTS.items():
        if name.startswith(start):
            return make(path, error)
    return None


def _locked(path: str, _: sqlite3.Error) -> InvoicingError:
    return Conflict(
        "book-locked", "another process is writing this book", where=path, remedy="wait for it to end, then try again"
    )


def _read_only(path: str, _: sqlite3.Error) -> InvoicingError:
    return Conflict(
        "book-read-only",
        "the book cannot be written",
        where=path,
        remedy=f"give yourself the right to write the file and its folder: chmod u+w {Path(path).parent}",
    )


def _full(path: str, _: sqlite3.Error) -> InvoicingError:
    return OutsideFailed(
        "disk-full", "the disk is full; nothing was written", where=path, remedy="free some room, then try again"
    )


def _disk(path: str, error: sqlite3.Error) -> InvoicingError:
    return OutsideFailed(
        "disk-failed", f"the disk did not do its part: {error}", where=path, remedy="check the disk and its rights"
    )


def _damaged(path: str, error: sqlite3.Error) -> InvoicingError:
    return Conflict(
        "book-damaged",
        f"the file is no sound SQLite database: {error}",
        where=path,
        remedy="restore the last backup: invoicing restore FILE",
    )


def _clash(path: str, error: sqlite3.Error) -> InvoicingError:
    return Conflict(
        "record-clash", f"the book already holds such a record: {error}", where=path, remedy="run `invoicing verify`"
    )


_FAULTS = {
    "SQLITE_BUSY": _locked,
    "SQLITE_LOCKED": _locked,
    "SQLITE_READONLY": _read_only,
    "SQLITE_FULL": _full,
    "SQLITE_IOERR": _disk,
    "SQLITE_CANTOPEN": _disk,
    "SQLITE_CORRUPT": _damaged,
    "SQLITE_NOTADB": _damaged,
    "SQLITE_CONSTRAINT": _clash,
}
