"""Nothing can be changed unseen: not a byte of an event, not a row of a table, not the tail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import Conflict
from invoicing.ledger import open_ledger
from invoicing.ledger.schema import TABLES
from invoicing.ledger.verify import MOST_FINDINGS, verify
from tests.ledger.books import TODAY, client, fill, issue

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.ledger import Ledger

EVENT_COLUMNS = ("seq", "type", "date", "subject", "who", "digest", "previous", "hash", "salt", "body")


def codes(ledger: Ledger, head: str | None = None) -> set[str]:
    """Give the codes of what verify finds."""
    return {finding.code for finding in verify(ledger, head).findings}


def test_a_whole_book_verifies(ledger: Ledger) -> None:
    """A book written through the ledger has no findings, and the report ends with its head."""
    fill(ledger)
    report = verify(ledger)
    assert report.findings == ()
    assert (report.ok, report.events, report.head) == (True, *ledger.head())


def test_an_empty_book_verifies(ledger: Ledger) -> None:
    """A new book has no events and the head of 64 zeros."""
    report = verify(ledger, head="0" * 64)
    assert (report.ok, report.events, report.head) == (True, 0, "0" * 64)


@pytest.mark.parametrize("column", EVENT_COLUMNS)
@pytest.mark.parametrize("seq", [1, 7, 19])
def test_one_changed_byte_in_any_column_of_an_event_is_found(ledger: Ledger, column: str, seq: int) -> None:
    """Issue: verify finds one changed byte in any event; here the last character, at the start, middle and end."""
    fill(ledger)
    changed = "seq + 100" if column == "seq" else f"substr({column}, 1, length({column}) - 1) || '~'"
    ledger.driver.execute(f"UPDATE events SET {column} = {changed} WHERE seq = {seq}")
    assert not verify(ledger).ok


@pytest.mark.parametrize("column", ["salt", "body"])
def test_a_body_taken_away_without_a_redaction_is_found(ledger: Ledger, column: str) -> None:
    """Only an event `body-redacted` may take a body away."""
    fill(ledger)
    ledger.driver.execute(f"UPDATE events SET {column} = NULL WHERE seq = 5")
    assert "body-missing" in codes(ledger)


def test_a_tail_cut_off_is_found_by_the_head_kept_elsewhere(ledger: Ledger) -> None:
    """With rows, head and tables cut alike nothing is wrong inside; the hash noted before tells."""
    with ledger.writing(TODAY) as work:
        work.append("client-added", "acme", client())
    with ledger.writing(TODAY) as work:
        work.append("log-added", "acme", {"words": "to be cut"})
    noted = ledger.head()[1]
    seq, previous = ledger.head()[0] - 1, next(iter(ledger.events(since=1))).envelope.previous
    ledger.driver.execute("DELETE FROM events WHERE seq > :seq", {"seq": seq})
    ledger.driver.execute("DELETE FROM acts")
    ledger.driver.execute("UPDATE head SET seq = :seq, hash = :hash", {"seq": seq, "hash": previous})
    assert verify(ledger).ok
    assert codes(ledger, noted) == {"head-missing"}
    assert codes(ledger, previous) == set()


def test_a_tail_cut_off_by_a_clumsy_hand_is_found_without_a_hash(ledger: Ledger) -> None:
    """Rows deleted without the head: the head points past the end."""
    fill(ledger)
    ledger.driver.execute("DELETE FROM events WHERE seq > 10")
    assert "head-differs" in codes(ledger)


def test_an_event_taken_out_of_the_middle_is_found(ledger: Ledger) -> None:
    """The numbers of events have no gap."""
    fill(ledger)
    ledger.driver.execute("DELETE FROM events WHERE seq = 10")
    assert {"event-missing", "chain-broken"} <= codes(ledger)


@pytest.mark.parametrize(("table", "column"), [(table.name, name) for table in TABLES for name in table.columns])
def test_a_changed_value_in_any_column_of_any_query_table_is_found(ledger: Ledger, table: str, column: str) -> None:
    """Every query table is compared with a replay, row by row and column by column."""
    fill(ledger)
    old = ledger.driver.execute(f"SELECT {column} FROM {table} LIMIT 1")[0][0]
    new: object = 7777 if isinstance(old, int) or column in {"ordinal", "closed_by"} else "zz"
    loosen(ledger)
    ledger.driver.execute(
        f"UPDATE {table} SET {column} = :new WHERE {column} IS NOT DISTINCT FROM :old", {"new": new, "old": old}
    )
    found = verify(ledger).findings
    assert {finding.where for finding in found} == {table}, found


def loosen(ledger: Ledger) -> None:
    """Let a forger write what the database's own checks would refuse."""
    if ledger.driver.dialect == "sqlite":
        ledger.driver.execute("PRAGMA foreign_keys = OFF")
        ledger.driver.execute("PRAGMA ignore_check_constraints = ON")
        return
    sql = """
        SELECT conrelid::regclass::text, conname FROM pg_constraint
        WHERE contype IN ('f', 'c') AND connamespace = current_schema()::regnamespace
    """
    for table, name in ledger.driver.execute(sql):
        ledger.driver.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_a_row_taken_out_of_a_query_table_or_put_in_is_found(ledger: Ledger, table: str) -> None:
    """A row less is `row-missing`; the same book with all rows of a table doubled by a forger has `row-extra`."""
    fill(ledger)
    loosen(ledger)
    ledger.driver.execute(f"DELETE FROM {table}")
    assert codes(ledger) == {"row-missing"}


def test_a_row_that_no_event_made_is_found(ledger: Ledger) -> None:
    """A client entered past the ledger has no event; it is named wherever it sorts."""
    fill(ledger)
    for id_ in ("aaa", "zzz"):
        ledger.driver.execute(f"INSERT INTO clients VALUES ('{id_}', '', '', '', '', 0, 0, '{{}}')")
    assert [finding.code for finding in verify(ledger).findings] == ["row-extra", "row-extra"]


def test_a_book_spoiled_all_over_is_told_by_its_first_findings(ledger: Ledger) -> None:
    """At most MOST_FINDINGS are given, so that the list can be read."""
    with ledger.writing(TODAY) as work:
        for index in range(2 * MOST_FINDINGS):
            work.append("log-added", "acme", {"words": str(index)})
    ledger.driver.execute("UPDATE events SET body = 'x', digest = 'y'")
    assert len(verify(ledger).findings) == MOST_FINDINGS


def test_a_number_that_no_document_carries_is_found(ledger: Ledger) -> None:
    """A series is gapless: a number taken for something else is a gap in the invoices."""
    with ledger.writing(TODAY) as work:
        work.append("client-added", "acme", client())
        issue(work)
        work.take_number("invoice", "2026")
        work.append("log-added", "acme", {"words": "took a number for nothing"})
    assert codes(ledger) == {"number-gap"}


def test_an_event_that_cannot_be_replayed_is_found(ledger: Ledger) -> None:
    """A body replaced by what is no JSON is changed and unusable; a type from nowhere is unusable too."""
    fill(ledger)
    ledger.driver.execute("UPDATE events SET body = 'no json' WHERE seq = 4")
    ledger.driver.execute("UPDATE events SET type = 'tea-made' WHERE seq = 3")
    assert {"body-changed", "envelope-changed", "event-unusable"} == codes(ledger)


def test_bytes_that_are_no_text_are_found_and_crash_nothing(tmp_path: Path) -> None:
    """SQLite keeps any bytes in a text column: invalid UTF-8 in a body, and a blob in an envelope's column."""
    with open_ledger(tmp_path / "book.db", create=True) as ledger:
        fill(ledger)
        ledger.driver.execute("UPDATE events SET body = CAST(x'7b80ff7d' AS TEXT) WHERE seq = 2")
        assert codes(ledger) == {"book-damaged"}
        ledger.driver.execute("UPDATE events SET body = x'7b7d', who = x'ff' WHERE seq = 2")
        assert {"envelope-changed", "body-missing"} <= codes(ledger)
        ledger.driver.execute("UPDATE events SET body = '{}', who = '' WHERE seq = 2")
        ledger.driver.execute(
            "INSERT INTO clients VALUES (NULL, '', '', '', '', 0, 0, '{}'), (x'00', '', '', '', '', 0, 0, '')"
        )
        assert not verify(ledger).ok


def test_a_file_that_is_damaged_is_a_finding(tmp_path: Path) -> None:
    """Each page but the first three overwritten in turn: whatever it held, it is book-damaged, never a crash."""
    path = tmp_path / "book.db"
    with open_ledger(path, create=True) as ledger:
        fill(ledger)
    whole = path.read_bytes()
    for page in range(3, len(whole) // 4096):
        path.write_bytes(whole[: page * 4096] + b"\xff" * 4096 + whole[(page + 1) * 4096 :])
        assert "book-damaged" in told(path), page


def told(path: Path) -> set[str]:
    """Give what verify finds, or the code with which the file cannot even be opened."""
    try:
        with open_ledger(path) as ledger:
            return codes(ledger)
    except Conflict as error:
        return {error.code}


def test_an_index_that_does_not_match_its_table_is_found(tmp_path: Path) -> None:
    """The rows are whole, but who is late is answered from the index: one byte of an entry in it is changed."""
    path = tmp_path / "book.db"
    with open_ledger(path, create=True) as ledger:
        fill(ledger)
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'claims_open'"
        start_of_page = (ledger.driver.execute(sql)[0][0] - 1) * 4096
    data = bytearray(path.read_bytes())
    at = data.index(b"2026-03-31", start_of_page)
    assert at < start_of_page + 4096
    data[at + 9 : at + 10] = b"0"
    path.write_bytes(data)
    with open_ledger(path) as ledger:
        assert codes(ledger) == {"book-damaged"}
