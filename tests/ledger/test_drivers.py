"""The two drivers: what they translate, and how a fault of the database is told."""

from __future__ import annotations

import builtins
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.domain.errors import Conflict, InvoicingError, OutsideFailed, Refused
from invoicing.ledger import open_ledger
from invoicing.ledger.drivers import sqlite
from invoicing.ledger.drivers.postgres import PostgresDriver, translated
from invoicing.ledger.drivers.sqlite import SqliteDriver
from invoicing.ledger.store import open_driver
from tests.ledger.books import TODAY, client

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.ledger import Ledger


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("a = :a", "a = %(a)s"),
        ("a = :a AND b = :b_2 OR a = :a", "a = %(a)s AND b = %(b_2)s OR a = %(a)s"),
        ("a::text = :a::text", "a::text = %(a)s::text"),
        ("a = ':a' AND b = :b", "a = ':a' AND b = %(b)s"),
        ("a = 'it''s :a' AND b = :b", "a = 'it''s :a' AND b = %(b)s"),
        ('":a" = :a', '":a" = %(a)s'),
        ('"x"":a" = :a', '"x"":a" = %(a)s'),
        ("a LIKE '10%' AND a % 2 = :a", "a LIKE '10%%' AND a %% 2 = %(a)s"),
        ("a = :a -- not :b, 100%\n AND b = :b", "a = %(a)s -- not :b, 100%%\n AND b = %(b)s"),
        ("a[1:2]", "a[1:2]"),
    ],
)
def test_named_parameters_are_translated_with_care(ours: str, theirs: str) -> None:
    """Quoted text, quoted names, comments, casts and percent signs are not parameters."""
    assert translated(ours) == theirs


def test_rows_come_back_alike(where: str) -> None:
    """One statement, many, and a stream give the same values on both; percent, quotes and accents as they were."""
    said = "100 % “è” 'x' :y ::z"
    with closing(open_driver(where, create=True)) as driver:
        driver.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, said TEXT, raw BYTEA)")
        driver.many(
            "INSERT INTO t VALUES (:id, :said, :raw)", [{"id": n, "said": said, "raw": b"\0\xff"} for n in range(2500)]
        )
        assert driver.execute("SELECT id, said FROM t WHERE id = :id", {"id": 7}) == [(7, said)]
        assert bytes(driver.execute("SELECT raw FROM t WHERE id = 1")[0][0]) == b"\0\xff"
        assert driver.execute("UPDATE t SET said = NULL WHERE id = :id", {"id": 7}) == []
        assert [row[0] for row in driver.iterate("SELECT id FROM t ORDER BY id")] == list(range(2500))
        driver.begin_reading()
        assert sum(row[0] for row in driver.iterate("SELECT id FROM t WHERE id < :n", {"n": 4})) == 6
        driver.rollback()
        driver.rollback()


def test_a_statement_that_is_wrong_stays_our_own_mistake(ledger: Ledger) -> None:
    """A bug must not look like a locked book: the library's error comes through whole, from every way to run it."""
    driver = ledger.driver
    for run in (
        lambda: driver.execute("SELECT x FROM nowhere"),
        lambda: driver.many("SELECT x FROM nowhere WHERE a = :a", [{"a": 1}]),
        lambda: list(driver.iterate("SELECT x FROM nowhere")),
        lambda: driver.execute("SELECT :a", {}),
    ):
        with pytest.raises(Exception, match=r"nowhere|parameter|executemany") as raised:
            run()
        assert not isinstance(raised.value, InvoicingError)


def test_a_clash_is_a_conflict_from_every_way_to_run_it(ledger: Ledger) -> None:
    """The last defence of the tables themselves."""
    insert = "INSERT INTO keys (key, inputs, result, seq) VALUES (:key, '', '', 1)"
    ledger.driver.execute(insert, {"key": "k"})
    with pytest.raises(Conflict) as raised:
        ledger.driver.execute(insert, {"key": "k"})
    assert raised.value.code == "record-clash"
    with pytest.raises(Conflict):
        ledger.driver.many(insert, [{"key": "k"}])


def test_a_writer_that_waits_in_vain_is_told_that_the_book_is_locked(where: str) -> None:
    """Exit 5 after the patience is over; the other writer is not disturbed."""
    with open_ledger(where, create=True) as ledger, ledger.writing(TODAY) as work:
        with closing(impatient(where)) as other, pytest.raises(Conflict) as refused:
            other.begin()
        work.append("client-added", "acme", client())
    assert refused.value.code == "book-locked"


def impatient(where: str) -> SqliteDriver | PostgresDriver:
    """Open a second connection that waits a tenth of a second."""
    return PostgresDriver(where, patience=100) if "://" in where else SqliteDriver(where, patience=100)


# ----------------------------------------------------------------------------------------------------------- SQLite


def test_an_sqlite_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """RETURNING came with 3.35; the message names what this Python brings."""
    monkeypatch.setattr(sqlite, "OLDEST", (9, 0, 0))
    with pytest.raises(Refused) as refused:
        SqliteDriver(tmp_path / "book.db")
    assert refused.value.code == "sqlite-too-old"
    assert sqlite3.sqlite_version in refused.value.message


def test_a_book_is_written_ahead_and_in_full(tmp_path: Path) -> None:
    """Design, section 3: WAL, foreign keys on, synchronous FULL (2)."""
    with closing(SqliteDriver(tmp_path / "book.db")) as driver:
        settings = [driver.execute(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "foreign_keys", "synchronous")]
    assert settings == ["wal", 1, 2]


def test_a_file_that_another_process_is_just_making_is_waited_for(tmp_path: Path) -> None:
    """SQLite does not wait by itself when the journal is switched; we do, as long as the patience lasts."""
    with closing(sqlite3.connect(tmp_path / "book.db", isolation_level=None)) as maker:
        maker.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Conflict) as refused:
            SqliteDriver(tmp_path / "book.db", patience=30)
        assert refused.value.code == "book-locked"
        maker.execute("ROLLBACK")
        SqliteDriver(tmp_path / "book.db", patience=30).close()


@pytest.mark.parametrize(
    ("name", "error", "code"),
    [
        ("SQLITE_BUSY", Conflict, "book-locked"),
        ("SQLITE_BUSY_SNAPSHOT", Conflict, "book-locked"),
        ("SQLITE_LOCKED", Conflict, "book-locked"),
        ("SQLITE_READONLY_DIRECTORY", Conflict, "book-read-only"),
        ("SQLITE_FULL", OutsideFailed, "disk-full"),
        ("SQLITE_IOERR_WRITE", OutsideFailed, "disk-failed"),
        ("SQLITE_CANTOPEN", OutsideFailed, "disk-failed"),
        ("SQLITE_CORRUPT", Conflict, "book-damaged"),
        ("SQLITE_NOTADB", Conflict, "book-damaged"),
        ("SQLITE_CONSTRAINT_UNIQUE", Conflict, "record-clash"),
    ],
)
def test_each_fault_of_sqlite_has_its_class_code_and_remedy(name: str, error: type[InvoicingError], code: str) -> None:
    """The names are SQLite's own (sqlite.org/rescode.html)."""
    raised = sqlite3.OperationalError("as SQLite says it")
    raised.sqlite_errorname = name
    told = sqlite.fault(raised, "/book/ledger.db")
    assert isinstance(told, error)
    assert (told.code, told.where) == (code, "/book/ledger.db")
    assert told.remedy


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    """A text file under the ledger's name."""
    (tmp_path / "ledger.db").write_text("not a database, but longer than a hundred bytes " * 9)
    with pytest.raises(Conflict) as refused:
        open_ledger(tmp_path / "ledger.db")
    assert refused.value.code == "book-damaged"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Making a book where there is no folder."""
    with pytest.raises(OutsideFailed) as failed:
        open_ledger(tmp_path / "nowhere" / "ledger.db", create=True)
    assert failed.value.code == "disk-failed"


def test_a_full_disk_undoes_the_transaction(tmp_path: Path) -> None:
    """SQLite's own limit of pages stands in for the disk: nothing is written and the book goes on."""
    with open_ledger(tmp_path / "book.db", create=True) as ledger:
        pages = ledger.driver.execute("PRAGMA page_count")[0][0]
        ledger.driver.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(OutsideFailed) as failed, ledger.writing(TODAY) as work:
            work.keep_file("big.pdf", b"x" * 100_000)
        assert failed.value.code == "disk-full"
        with ledger.writing(TODAY) as work:
            work.append("log-added", "acme", {"words": "small"})
        assert ledger.waiting_files() == ()


def test_the_copy_before_a_migration_says_when_it_cannot_be_made(tmp_path: Path) -> None:
    """A temporary book has nothing to keep; a folder in the way of the copy stops the migration."""
    with closing(SqliteDriver("")) as driver:
        assert driver.keep_copy(1) == ""
    with closing(SqliteDriver(tmp_path / "book.db")) as driver:
        (tmp_path / "book.db.schema-1").mkdir()
        with pytest.raises(OutsideFailed):
            driver.keep_copy(1)


# ------------------------------------------------------------------------------------------------------- PostgreSQL


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://anna:hunter2@db.example.org/books",
        "postgres://anna:@db.example.org/books",
        "postgresql:///books?user=anna&password=hunter2",
        "postgresql:///books?password=",
    ],
)
def test_a_password_in_the_address_is_refused(url: str) -> None:
    """Design, section 3: PGPASSWORD or ~/.pgpass; the secret is not repeated in the message."""
    with pytest.raises(Refused) as refused:
        open_ledger(url)
    assert refused.value.code == "password-in-url"
    assert "hunter2" not in str(refused.value.findings)
    assert "PGPASSWORD" in refused.value.remedy


def test_without_psycopg_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain installation has no PostgreSQL driver."""
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:  # noqa: ANN401 - the signature of __import__
        if name == "psycopg":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(Refused) as refused:
        open_ledger("postgresql:///books")
    assert refused.value.code == "postgres-missing"


def test_a_server_that_cannot_be_reached_is_an_outside_fault(tmp_path: Path) -> None:
    """No socket in the folder; the address without its options is told."""
    with pytest.raises(OutsideFailed) as failed:
        open_ledger(f"postgresql:///books?host={tmp_path}")
    assert (failed.value.code, failed.value.where) == ("database-unreachable", "postgresql:///books")


@pytest.mark.postgres
def test_a_server_that_ends_the_connection_is_an_outside_fault(postgres: str) -> None:
    """The administrator ends it (57P01); after that the connection is lost (no SQLSTATE)."""
    driver = PostgresDriver(postgres)
    with closing(PostgresDriver(postgres)) as other:
        pid = driver.execute("SELECT pg_backend_pid()")[0][0]
        other.execute("SELECT pg_terminate_backend(:pid)", {"pid": pid})
    for _ in range(2):
        with pytest.raises(OutsideFailed) as failed:
            driver.execute("SELECT 1")
        assert failed.value.code == "database-unreachable"
    driver.rollback()
    driver.close()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("state", "error", "code"),
    [
        ("55P03", Conflict, "book-locked"),
        ("40001", Conflict, "book-locked"),
        ("40P01", Conflict, "book-locked"),
        ("53100", OutsideFailed, "disk-full"),
        ("23505", Conflict, "record-clash"),
        ("25006", Conflict, "book-read-only"),
        ("42501", Conflict, "book-read-only"),
        ("57P03", OutsideFailed, "database-unreachable"),
        ("53300", OutsideFailed, "database-unreachable"),
        ("28P01", OutsideFailed, "database-unreachable"),
    ],
)
def test_each_fault_of_postgresql_has_its_class_and_code(
    postgres: str, state: str, error: type[InvoicingError], code: str
) -> None:
    """The server itself raises each SQLSTATE (manual, appendix A)."""
    with closing(PostgresDriver(postgres)) as driver, pytest.raises(error) as raised:
        driver.execute(f"DO $$ BEGIN RAISE EXCEPTION 'as told' USING ERRCODE = '{state}'; END $$")
    assert raised.value.code == code
    assert raised.value.remedy


@pytest.mark.postgres
def test_a_schema_named_in_the_address_is_made_only_with_create(postgres: str) -> None:
    """Several books in one database, each in its schema."""
    url = f"{postgres}&options=-csearch_path%3D%22studio-rossi%22"
    with closing(PostgresDriver(url, create=True)) as driver:
        assert driver.execute("SELECT current_schema()") == [("studio-rossi",)]
