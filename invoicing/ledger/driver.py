"""What the ledger asks of a database: one small interface, spoken in one SQL text.

Every statement has named parameters (``:number``) and runs unchanged on SQLite and PostgreSQL. What differs between the
two (taking the writer's lock, streaming, a copy before a migration) is a method here and lives in `drivers/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# No parameters. Never written to; sqlite3 takes nothing but a plain dict here.
NOTHING: Mapping[str, object] = {}
# How long a writer waits for the one before it, in milliseconds.
PATIENCE = 30_000


class Driver(Protocol):
    """One open connection to one book. A driver is used by one thread at a time.

    Outside a transaction each statement commits by itself. Faults of the database arrive as `Conflict`
    (``book-locked``, ``book-read-only``, ``book-damaged``, ``record-clash``) or `OutsideFailed` (``disk-full``,
    ``disk-failed``, ``database-unreachable``), never as the library's own class.
    """

    dialect: str

    def begin(self) -> None:
        """Start a transaction that holds the writer's lock until it ends; ``book-locked`` when it cannot be had."""

    def begin_reading(self) -> None:
        """Start a transaction that sees one unchanging state and writes nothing."""

    def begin_schema(self) -> None:
        """Start a transaction that alone may create or change tables."""

    def commit(self) -> None:
        """Make the transaction last."""

    def rollback(self) -> None:
        """Undo the transaction; without one, nothing happens."""

    def execute(self, sql: str, params: Mapping[str, object] = NOTHING) -> list[tuple[Any, ...]]:
        """Run one statement and give all its rows; a statement without rows gives an empty list."""

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run one statement once for each set of parameters."""

    def iterate(self, sql: str, params: Mapping[str, object] = NOTHING) -> Iterator[tuple[Any, ...]]:
        """Stream the rows of one query without holding them all in memory."""

    def has_ledger(self) -> bool:
        """Say whether the tables of a book are there."""

    def keep_copy(self, version: int) -> str:
        """Copy what cannot be made again before tables change, and give the copy's name."""

    def damages(self) -> tuple[str, ...]:
        """Say what the database itself finds wrong with its pages and indexes."""

    def compact(self) -> None:
        """Give back the room of deleted rows, so that erased text does not linger in free pages."""

    def close(self) -> None:
        """Close the connection."""
