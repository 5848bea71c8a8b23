"""One transaction: events, numbers, keys and files together or not at all, on both databases."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import Conflict, NotFound, OutsideFailed, Refused
from invoicing.ledger import open_ledger, queries
from invoicing.ledger.events import GENESIS
from invoicing.ledger.verify import verify
from tests.ledger.books import TODAY, allocation, client, fill, invoice, issue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invoicing.ledger import Ledger, Work


def start(ledger: Ledger) -> None:
    """Enter the client that the invoices are for."""
    with ledger.writing(TODAY) as work:
        work.append("client-added", "acme", client())


def test_each_event_is_sealed_to_the_one_before(ledger: Ledger) -> None:
    """The first follows 64 zeros, the head is the last one's hash, and what was written is read back as it was."""
    assert ledger.head() == (0, GENESIS)
    with ledger.writing(TODAY, "anna") as work:
        assert work.append("client-added", "acme", client()) == 1
        assert work.append("log-added", "acme", {"words": "ciao"}) == 2
    first, second = ledger.events()
    assert (first.envelope.previous, second.envelope.previous) == (GENESIS, first.hash)
    assert ledger.head() == (2, second.hash)
    assert (second.date, second.who, second.subject, second.body) == ("2026-03-01", "anna", "acme", {"words": "ciao"})
    assert ledger.body(1) == client()


def test_equal_bodies_have_different_digests(ledger: Ledger) -> None:
    """Each body has a salt of its own, so that a redacted body cannot be guessed from its digest."""
    with ledger.writing(TODAY) as work:
        work.append("log-added", "acme", {"words": "ciao"})
        work.append("log-added", "acme", {"words": "ciao"})
    first, second = ledger.events()
    assert first.envelope.digest != second.envelope.digest


def test_events_are_found_by_number_type_and_subject(ledger: Ledger) -> None:
    """`since` is not included; type and subject narrow together."""
    fill(ledger)
    everything = list(ledger.events())
    assert [event.seq for event in ledger.events(since=15)] == [event.seq for event in everything if event.seq > 15]
    assert [event.type for event in ledger.events(type="letter-written")] == ["letter-written"]
    assert {event.subject for event in ledger.events(subject="beta")} == {"beta"}
    assert [event.seq for event in ledger.events(type="client-changed", subject="beta")] == [3]


def test_an_event_that_is_not_there_is_not_found(ledger: Ledger) -> None:
    """Exit 4, not a crash."""
    with pytest.raises(NotFound, match="event 7 is not in the book"):
        ledger.event(7)


def test_an_exception_undoes_everything_even_the_number(ledger: Ledger) -> None:
    """The event, the tables, the file and the number are as before; the next issue gets the same number."""
    start(ledger)

    def fail() -> None:
        with ledger.writing(TODAY) as work:
            issue(work)
            work.keep_file("documents/1.pdf", b"pdf")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ledger.head()[0] == 1
    assert ledger.waiting_files() == ()
    with ledger.writing(TODAY) as work:
        assert issue(work) == "2026-0001"
    assert verify(ledger).ok


def test_a_refusal_that_is_swallowed_still_undoes_everything(ledger: Ledger) -> None:
    """A caller that goes on after a refused event must not commit half of it."""

    def go_on() -> None:
        with ledger.writing(TODAY) as work:
            work.append("client-added", "beta", client("beta"))
            with suppress(Conflict):
                work.append("client-added", "acme", client())

    start(ledger)
    with pytest.raises(RuntimeError, match="an event was refused in this transaction"):
        go_on()
    assert [row.id for row in queries.clients(ledger)] == ["acme"]
    assert verify(ledger).ok


def test_a_second_transaction_inside_the_first_is_our_own_mistake(ledger: Ledger) -> None:
    """It is refused, and the first goes on as if nothing had been asked."""
    with ledger.writing(TODAY) as work:
        with pytest.raises(RuntimeError, match="a transaction is open already"), ledger.writing(TODAY):
            pass
        work.append("client-added", "acme", client())
    assert ledger.head()[0] == 1


def test_a_work_that_writes_nothing_leaves_the_head_as_it_was(ledger: Ledger) -> None:
    """Reading under the writer's lock is no event."""
    with ledger.writing(TODAY):
        pass
    assert ledger.head() == (0, GENESIS)


# ---------------------------------------------------------------------------------------------------------- numbers


def test_numbers_are_gapless_per_series_and_period(ledger: Ledger) -> None:
    """Each series and period counts for itself from 1; a batch takes a range."""
    start(ledger)
    with ledger.writing(TODAY) as work:
        assert work.last_number("invoice", "2026") == (0, None)
        assert work.take_number("invoice", "2026", on=date(2026, 2, 1)) == 1
        assert work.take_number("invoice", "2026", 3, on=date(2026, 2, 2)) == 2
        assert work.last_number("invoice", "2026") == (4, date(2026, 2, 2))
        assert work.take_number("credit-note", "2026") == 1
        assert work.take_number("invoice", "2027") == 1
        work.append("log-added", "acme", {"words": "carries them"})
        assert work.last_number("invoice", "2026") == (4, date(2026, 2, 2))
        assert work.take_number("invoice", "2026") == 5
        work.append("log-added", "acme", {"words": "and this one"})


def test_the_date_of_a_series_never_goes_back(ledger: Ledger) -> None:
    """A number taken for an earlier day (with a reason) does not lower the bar for the next."""
    with ledger.writing(TODAY) as work:
        work.take_number("invoice", "2026", on=date(2026, 2, 20))
        work.take_number("invoice", "2026", on=date(2026, 2, 10))
        work.append("log-added", "acme", {"words": "carries them"})
        assert work.last_number("invoice", "2026") == (2, date(2026, 2, 20))


def test_a_series_may_start_where_another_program_ended(ledger: Ledger) -> None:
    """`start` counts only for a series not yet begun."""
    with ledger.writing(TODAY) as work:
        assert work.take_number("invoice", "2026", start=58) == 58
        assert work.take_number("invoice", "2026", start=58) == 59
        work.append("log-added", "acme", {"words": "carries them"})


def test_a_number_that_no_event_carries_is_refused(ledger: Ledger) -> None:
    """It would be a gap that no replay can explain; the whole transaction is undone."""
    with pytest.raises(RuntimeError, match="no event carries them"), ledger.writing(TODAY) as work:
        work.take_number("invoice", "2026")
    with ledger.writing(TODAY) as work:
        assert work.last_number("invoice", "2026") == (0, None)


def test_no_numbers_cannot_be_taken(ledger: Ledger) -> None:
    """A count below one is our own mistake."""
    with pytest.raises(ValueError, match="0 numbers cannot be taken"), ledger.writing(TODAY) as work:
        work.take_number("invoice", "2026", 0)


# ------------------------------------------------------------------------------------------------------------- keys


def test_a_key_gives_the_first_result_again_and_refuses_other_inputs(ledger: Ledger) -> None:
    """Design, section 5: same key and inputs return the first result, other inputs exit 5."""
    with ledger.writing(TODAY) as work:
        assert work.use_key("k", "inputs") is None
        work.store_result("k", "inputs", {"number": "2026-0001"})
    with ledger.writing(TODAY) as work:
        assert work.use_key("k", "inputs") == {"number": "2026-0001"}
        with pytest.raises(Conflict) as refused:
            work.use_key("k", "others")
    assert refused.value.code == "key-reused"


def test_a_key_is_stored_once(ledger: Ledger) -> None:
    """Storing past the check is refused by the table itself."""
    with ledger.writing(TODAY) as work:
        work.store_result("k", "inputs", 1)
    with pytest.raises(Conflict, match="was used before"), ledger.writing(TODAY) as work:
        work.store_result("k", "inputs", 2)


# ------------------------------------------------------------------------------------------------------------ files


def test_a_file_is_written_after_the_commit_and_its_bytes_forgotten(ledger: Ledger, tmp_path: Path) -> None:
    """Its bytes wait in the ledger, so a crash between commit and file loses nothing; a second run finds none."""
    with ledger.writing(TODAY) as work:
        work.keep_file("documents/2026/a.pdf", b"first")
        work.keep_file("documents/2026/a.pdf", b"second")
        assert work.keep_file("b.txt", b"b") == "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
    assert ledger.waiting_files() == ("b.txt", "documents/2026/a.pdf")
    assert ledger.settle_files(tmp_path / "book") == ("b.txt", "documents/2026/a.pdf")
    assert (tmp_path / "book/documents/2026/a.pdf").read_bytes() == b"second"
    assert ledger.settle_files(tmp_path / "book") == ()


def test_a_file_that_is_there_with_the_right_bytes_is_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    """A crash after the file and before the bytes were forgotten: the file's date does not change."""
    with ledger.writing(TODAY) as work:
        work.keep_file("a.pdf", b"pdf")
        work.keep_file("b.pdf", b"pdf")
    (tmp_path / "a.pdf").write_bytes(b"pdf")
    (tmp_path / "b.pdf").write_bytes(b"half")
    before = (tmp_path / "a.pdf").stat()
    assert ledger.settle_files(tmp_path) == ("a.pdf", "b.pdf")
    assert (tmp_path / "a.pdf").stat() == before
    assert (tmp_path / "b.pdf").read_bytes() == b"pdf"


def test_many_files_are_settled_in_several_goes(ledger: Ledger, tmp_path: Path) -> None:
    """More than one go's worth: none is left out."""
    with ledger.writing(TODAY) as work:
        for index in range(120):
            work.keep_file(f"{index:03}.txt", b"x")
    assert len(ledger.settle_files(tmp_path)) == 120
    assert ledger.waiting_files() == ()


def test_a_file_that_cannot_be_written_stays_in_the_ledger(ledger: Ledger, tmp_path: Path) -> None:
    """The folder is a file: an outside fault with a remedy, and the bytes wait for the next run."""
    with ledger.writing(TODAY) as work:
        work.keep_file("documents/a.pdf", b"pdf")
    (tmp_path / "documents").write_text("in the way")
    with pytest.raises(OutsideFailed) as failed:
        ledger.settle_files(tmp_path)
    assert failed.value.code == "disk-failed"
    assert ledger.waiting_files() == ("documents/a.pdf",)


def test_bytes_are_kept_when_forgetting_them_fails(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction that forgets is undone, and the ledger can go on."""
    with ledger.writing(TODAY) as work:
        work.keep_file("a.pdf", b"pdf")
    with monkeypatch.context() as patch:
        patch.setattr(ledger.driver, "many", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ledger.settle_files(tmp_path)
    assert ledger.settle_files(tmp_path) == ("a.pdf",)


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../../x", "a\\b", "c:x", "a//b", "a\nb", "./a"])
def test_a_path_that_could_leave_the_book_is_refused(ledger: Ledger, path: str) -> None:
    """Paths come from document numbers; none may reach beyond the folder."""
    with pytest.raises(Refused) as refused, ledger.writing(TODAY) as work:
        work.keep_file(path, b"x")
    assert refused.value.code == "unsafe-path"


# ---------------------------------------------------------------------------------------------------------- opening


def test_a_book_opened_again_goes_on_where_it_was(where: str) -> None:
    """Closing and opening changes nothing; create on a book that is there does not empty it."""
    with open_ledger(where, create=True) as ledger:
        fill(ledger)
        head = ledger.head()
    for create in (False, True):
        with open_ledger(where, create=create) as ledger:
            assert ledger.head() == head
            assert verify(ledger).ok


def test_a_database_without_a_book_is_not_found(where: str) -> None:
    """Without create nothing is made; exit 4 with `invoicing init` as the remedy."""
    with pytest.raises(NotFound) as refused:
        open_ledger(where)
    assert (refused.value.code, refused.value.remedy) == ("no-ledger", "make one: invoicing init")


def test_an_empty_file_is_no_book(tmp_path: Path) -> None:
    """A file that SQLite would take, but that nobody made a book of."""
    (tmp_path / "empty.db").touch()
    with pytest.raises(NotFound, match="there is no book at"):
        open_ledger(tmp_path / "empty.db")


def test_an_address_of_another_database_is_refused() -> None:
    """Only files and PostgreSQL."""
    with pytest.raises(Refused) as refused:
        open_ledger("mysql://localhost/books")
    assert refused.value.code == "ledger-unknown"


def test_an_unchanging_state_is_seen_inside_reading(where: str) -> None:
    """Another connection writes meanwhile; the reader sees it only afterwards."""
    with open_ledger(where, create=True) as ledger, open_ledger(where) as other:
        with ledger.reading() as steady:
            assert queries.clients(steady) == ()
            with other.writing(TODAY) as work:
                work.append("client-added", "acme", client())
            assert queries.clients(steady) == ()
        assert len(queries.clients(ledger)) == 1


# ------------------------------------------------------------------------------------------- what is filled in


def write_off(work: Work) -> None:
    """Write off a claim that is not there."""
    work.append("written-off", "X", {**allocation("X", "1.00"), "why": "gone"})


def apply_credit(work: Work) -> None:
    """Use the credit of a payment that is not there."""
    work.append("credit-applied", "X", {"source": "X", "date": "2026-03-01", "allocations": []})


@pytest.mark.parametrize("act", [write_off, apply_credit])
def test_what_is_not_in_the_book_is_named(ledger: Ledger, act: Callable[[Work], None]) -> None:
    """The currency of a write-off and of a credit used is looked up; without a claim or payment that is exit 4."""
    with pytest.raises(NotFound, match="X is not in the book"), ledger.writing(TODAY) as work:
        act(work)


def test_a_currency_given_with_a_write_off_is_kept(ledger: Ledger) -> None:
    """A caller that knows the currency saves the look-up; a wrong one meets no claim."""
    start(ledger)
    with ledger.writing(TODAY) as work:
        work.append("document-issued", "A", invoice("A"))
        work.append("written-off", "A", {**allocation("A", "1.00"), "why": "small", "currency": "EUR"})
    with pytest.raises(Conflict, match=r"has no 1\.00 GBP open"), ledger.writing(TODAY) as work:
        work.append("written-off", "A", {**allocation("A", "1.00"), "why": "small", "currency": "GBP"})
