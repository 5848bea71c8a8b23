"""Opening a book of another version: an older one is copied and brought up to date, a newer one refused."""

from __future__ import annotations

import sys
import threading
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import Conflict
from invoicing.ledger import open_ledger, schema
from invoicing.ledger.verify import verify
from tests.ledger.books import TODAY, client, fill

if TYPE_CHECKING:
    from invoicing.ledger import Ledger


def columns(ledger: Ledger, table: str) -> list[str]:
    """Name the columns of a table as the database has them."""
    if ledger.driver.dialect == "sqlite":
        return [row[1] for row in ledger.driver.execute(f"PRAGMA table_info({table})")]
    sql = """
        SELECT attname FROM pg_attribute WHERE attrelid = CAST(:table AS regclass) AND attnum > 0 AND NOT attisdropped
        ORDER BY attnum
    """
    return [row[0] for row in ledger.driver.execute(sql, {"table": table})]


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.name)
def test_every_column_of_a_query_table_is_compared_by_verify(ledger: Ledger, table: schema.Table) -> None:
    """A column that the list of tables forgets could be changed unseen."""
    assert sorted(columns(ledger, table.name)) == sorted(table.columns)


def test_every_text_column_compares_by_code_point(ledger: Ledger) -> None:
    """PostgreSQL: COLLATE "C" on each; SQLite compares so by itself."""
    if ledger.driver.dialect == "sqlite":
        assert ledger.driver.execute("SELECT 'Z' < 'a'") == [(1,)]
        return
    sql = """
        SELECT DISTINCT c.collname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
            JOIN pg_collation c ON c.oid = a.attcollation
        WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r' AND a.attnum > 0
    """
    assert ledger.driver.execute(sql) == [("C",)]


def test_a_book_of_a_later_version_is_refused(where: str) -> None:
    """Exit 5 with the remedy; nothing in it is touched."""
    with open_ledger(where, create=True) as ledger:
        ledger.driver.execute("UPDATE head SET version = 99")
    with pytest.raises(Conflict) as refused:
        open_ledger(where)
    assert (refused.value.code, refused.value.remedy) == ("book-newer", "update: pipx upgrade invoicing")


@pytest.fixture
def next_step(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Let this version have one step more, which adds a table."""
    step = ModuleType("invoicing.ledger.migrations.step_next")
    step.STATEMENTS = ("CREATE TABLE extras (id {whole} PRIMARY KEY, said {text} NOT NULL)",)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, step.__name__, step)
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "step_next"))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    return step


def older_book(where: str) -> tuple[int, str]:
    """Make a book of the version before and give its head."""
    with open_ledger(where, create=True) as ledger:
        fill(ledger)
        return ledger.head()


def test_an_older_book_is_copied_and_brought_up_to_date(
    where: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, dialect: str
) -> None:
    """The copy beside is the older book; the step has run; the chain is as it was."""
    head = older_book(where)
    version = schema.VERSION
    request.getfixturevalue("next_step")
    with open_ledger(where) as ledger:
        assert ledger.head() == head
        assert ledger.driver.execute("SELECT version FROM head") == [(version + 1,)]
        assert columns(ledger, "extras") == ["id", "said"]
        assert verify(ledger).ok
        if dialect == "postgresql":
            copied = ledger.driver.execute(f"SELECT MAX(seq) FROM events_schema_{version}")
            assert copied == [(head[0],)]
            return
    monkeypatch.undo()
    with open_ledger(f"{where}.schema-{version}") as copy:
        assert copy.head() == head


def test_a_step_that_fails_leaves_the_book_as_it_was(where: str, request: pytest.FixtureRequest) -> None:
    """Tables are changed in a transaction: half a step is no step."""
    head = older_book(where)
    version = schema.VERSION
    step = request.getfixturevalue("next_step")
    step.STATEMENTS = (*step.STATEMENTS, "INSERT INTO extras (id, said) VALUES (1, NULL)")
    with pytest.raises(Conflict):
        open_ledger(where)
    step.STATEMENTS = ()
    with open_ledger(where) as ledger:
        assert ledger.head() == head
        assert verify(ledger).ok
        # Had the first half of the failed step stayed, this table would be there.
        ledger.driver.execute("CREATE TABLE extras (id BIGINT)")
        assert ledger.driver.execute("SELECT version FROM head") == [(version + 1,)]


def test_two_that_make_the_same_book_at_once_make_one(where: str) -> None:
    """The second waits for the first and finds the tables made."""
    errors: list[BaseException] = []

    def make() -> None:
        try:
            with open_ledger(where, create=True) as ledger, ledger.writing(TODAY) as work:
                work.append("log-added", "acme", client())
        except BaseException as error:  # noqa: BLE001 - told by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with open_ledger(where) as ledger:
        assert verify(ledger).events == 4
