"""PostgreSQL: the same ledger for several machines, over psycopg 3 (the extra ``postgres``).

A book is what the address names: a database, or a schema of it (``?options=-csearch_path%3Dstudio``). Passwords
come from PGPASSWORD or ~/.pgpass. The writer's lock is the row `head`; a writer waits for the one before it and then
sees all that one wrote.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NoReturn

from invoicing.domain.errors import Conflict, InvoicingError, OutsideFailed, Refused
from invoicing.ledger.driver import NOTHING, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import psycopg

# Any fixed number: it only has to be the same for all that make or change tables.
_SCHEMA_LOCK = 7_219_530_884
_ROWS_AT_ONCE = 1000
# Quoted text and names, comments, casts, and percent signs are passed over or doubled; what is left are parameters.
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|::|%|:([A-Za-z_]\w*)")


@cache
def translated(sql: str) -> str:
    """Write ``:name`` as psycopg's ``%(name)s``; quoted text, comments and ``::`` stay, each ``%`` is doubled."""
    return _TOKEN.sub(lambda found: f"%({found[1]})s" if found[1] else found[0].replace("%", "%%"), sql)


class PostgresDriver:
    """A `Driver` over one PostgreSQL connection."""

    dialect = "postgresql"

    def __init__(self, url: str, patience: int = PATIENCE, *, create: bool = False) -> None:
        """Connect; with `create`, make the schema that the address names when it is not there."""
        psycopg = _library()
        self._fault = psycopg.Error
        self._names = count()
        self.where = url.partition("?")[0]
        try:
            self._connection = psycopg.connect(url, autocommit=True, client_encoding="utf8")
        except psycopg.Error as error:
            raise _unreachable(self.where, error) from error
        self.execute("SELECT set_config('lock_timeout', :patience, false)", {"patience": f"{patience}ms"})
        if create:
            self._make_schema()

    def _make_schema(self) -> None:
        missing, wanted = self.execute("SELECT current_schema() IS NULL, current_setting('search_path')")[0]
        if missing:
            from psycopg import sql

            first = wanted.split(",")[0].strip().strip('"')
            make = sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(first))
            self.execute(make.as_string(self._connection))

    def _report(self, error: psycopg.Error) -> NoReturn:
        found = fault(error, self.where)
        if found is None:
            raise error
        raise found from error

    def begin(self) -> None:
        """Lock the row `head`, waiting for the writer before."""
        self.execute("BEGIN")
        try:
            self.execute("SELECT seq FROM head WHERE id = 1 FOR UPDATE")
        except BaseException:
            self.rollback()
            raise

    def begin_reading(self) -> None:
        """Hold one snapshot."""
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def begin_schema(self) -> None:
        """Take the lock that all share who make or change tables."""
        self.execute("BEGIN")
        self.execute("SELECT pg_advisory_xact_lock(:lock)", {"lock": _SCHEMA_LOCK})

    def commit(self) -> None:
        """Write the transaction to the disk."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction; a connection that broke has done so by itself."""
        if not self._connection.closed and self._in_transaction():
            self.execute("ROLLBACK")

    def _in_transaction(self) -> bool:
        return bool(self._connection.info.transaction_status)

    def execute(self, sql: str, params: Mapping[str, object] = NOTHING) -> list[tuple[Any, ...]]:
        """Run one statement and give all its rows."""
        try:
            cursor = self._connection.execute(translated(sql).encode(), params)
            return cursor.fetchall() if cursor.description else []
        except self._fault as error:
            self._report(error)

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Run one statement once for each set of parameters."""
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(translated(sql).encode(), rows)
        except self._fault as error:
            self._report(error)

    def iterate(self, sql: str, params: Mapping[str, object] = NOTHING) -> Iterator[tuple[Any, ...]]:
        """Stream rows through a cursor on the server; outside a transaction the server keeps the result aside."""
        name = f"ledger_{next(self._names)}"
        try:
            with self._connection.cursor(name, withhold=not self._in_transaction()) as cursor:
                cursor.itersize = _ROWS_AT_ONCE
                yield from cursor.execute(translated(sql).encode(), params)
        except self._fault as error:
            self._report(error)

    def has_ledger(self) -> bool:
        """Look for the table `head` in the book's schema."""
        # Not to_regclass: after waiting for the schema's lock it may still answer from the session's cache.
        return bool(self.execute("SELECT 1 FROM pg_tables WHERE tablename = 'head' AND schemaname = current_schema()"))

    def keep_copy(self, version: int) -> str:
        """Copy the events into ``events_schema_1``: everything else can be made again from them."""
        name = f"events_schema_{version}"
        self.execute(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT * FROM events")  # noqa: S608 - a whole number
        return name

    def damages(self) -> tuple[str, ...]:
        """Say nothing: checksums of pages are the server's own affair (pg_checksums, amcheck)."""
        return ()

    def compact(self) -> None:
        """Free what deleted rows held."""
        self.execute("VACUUM events")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _library() -> Any:  # noqa: ANN401 - a module
    try:
        import psycopg
    except ImportError as error:
        raise Refused.one(
            "postgres-missing",
            "a book in PostgreSQL needs psycopg, which is not installed",
            where="ledger",
            remedy="install the extra: pipx install 'invoicing[postgres]'",
        ) from error
    return psycopg


def fault(error: psycopg.Error, where: str) -> InvoicingError | None:
    """Say in the toolkit's words what PostgreSQL reports, by its SQLSTATE; None for what must be our own mistake."""
    from psycopg import OperationalError

    # A connection that breaks has no SQLSTATE.
    state = error.sqlstate or ("08000" if isinstance(error, OperationalError) else "")
    for start, make in _FAULTS.items():
        if state.startswith(start):
            return make(where, error)
    return None


def _unreachable(where: str, error: psycopg.Error) -> InvoicingError:
    reason = str(error).strip().partition("\n")[0] or "the connection was lost"
    return OutsideFailed(
        "database-unreachable",
        f"PostgreSQL: {reason}",
        where=where,
        remedy="check the address and that the server runs; a password comes from PGPASSWORD or ~/.pgpass",
    )


def _locked(where: str, _: psycopg.Error) -> InvoicingError:
    return Conflict("book-locked", "another process is writing this book", where=where, remedy="wait, then try again")


def _full(where: str, error: psycopg.Error) -> InvoicingError:
    return OutsideFailed("disk-full", f"PostgreSQL: {error}", where=where, remedy="free some room on the server")


def _clash(where: str, error: psycopg.Error) -> InvoicingError:
    return Conflict(
        "record-clash",
        f"the book already holds such a record, or one it needs is missing: {error}",
        where=where,
        remedy="run `invoicing verify`",
    )


def _read_only(where: str, _: psycopg.Error) -> InvoicingError:
    return Conflict(
        "book-read-only",
        "the book cannot be written",
        where=where,
        remedy="ask for a role that may write its tables, on a server that is no standby",
    )


# Appendix A of the PostgreSQL manual: classes and codes of SQLSTATE.
_FAULTS = {
    "55P03": _locked,
    "40": _locked,
    "53100": _full,
    "23": _clash,
    "25006": _read_only,
    "42501": _read_only,
    "08": _unreachable,
    "57P": _unreachable,
    "53": _unreachable,
    "28": _unreachable,
    "3D": _unreachable,
}
