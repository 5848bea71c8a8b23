"""A body can be taken away: the chain holds, the tables go on with what was kept, the words are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import InvoicingError, NotFound, Refused
from invoicing.ledger import open_ledger, queries
from invoicing.ledger.redaction import redact
from invoicing.ledger.verify import verify
from tests.ledger.books import TODAY, client, fill, invoice

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.ledger import Ledger


def test_a_redacted_body_is_gone_and_the_book_verifies(ledger: Ledger) -> None:
    """The profile of acme is replaced; who redacted and why is an event; verify lists it, not as a finding."""
    fill(ledger)
    head = ledger.head()[1]
    kept = client("acme", name="(erased)")
    done = redact(ledger, 1, kept, "asked to be forgotten", TODAY, "anna")
    event = ledger.event(1)
    assert (event.text, event.salt, event.body) == (None, None, {})
    assert queries.client(ledger, "acme").name == "(erased)"
    report = verify(ledger, head)
    assert (report.findings, report.redacted, report.ok) == ((), (1,), True)
    told = ledger.event(done)
    assert (told.type, told.who, told.subject) == ("body-redacted", "anna", "acme")
    assert told.body == {"event": 1, "why": "asked to be forgotten", "kept": kept}


def test_the_words_are_not_in_the_file_any_more(tmp_path: Path) -> None:
    """Not in a free page and not in the write-ahead log either."""
    path = tmp_path / "book.db"
    with open_ledger(path, create=True) as ledger:
        with ledger.writing(TODAY) as work:
            work.append("client-added", "x", client("x", name="Beatrice Portinari", notes="via del Corso " * 900))
        redact(ledger, 1, client("x", name=""), "asked", TODAY)
        for file in tmp_path.iterdir():
            assert b"Portinari" not in file.read_bytes()
            assert b"del Corso" not in file.read_bytes()


def test_numbers_taken_are_kept_by_themselves(ledger: Ledger) -> None:
    """Redacting an invoice's snapshot must not look like a gap in its series."""
    fill(ledger)
    body = ledger.body(4)
    kept = {key: value for key, value in body.items() if key not in {"numbers", "document"}}
    redact(ledger, 4, kept, "asked", TODAY)
    assert verify(ledger).findings == ()
    with ledger.writing(TODAY) as work:
        assert work.last_number("invoice", "2026") == (2, TODAY)


def test_a_second_redaction_of_the_same_body_keeps_less(ledger: Ledger) -> None:
    """The later one counts."""
    fill(ledger)
    redact(ledger, 1, client("acme", name="A."), "asked", TODAY)
    redact(ledger, 1, client("acme", name=""), "asked again", TODAY)
    assert queries.client(ledger, "acme").name == ""
    assert verify(ledger).findings == ()


@pytest.mark.parametrize(
    ("seq", "kept", "error", "words"),
    [
        (99, client(), NotFound, "event 99 is not in the book"),
        (1, {"id": "acme"}, ValueError, "client-added lacks profile"),
        (2, client("other"), NotFound, "there is no client beta"),
        (4, invoice("2026-0001", "1.00"), InvoicingError, "has no 50.00 EUR open"),
    ],
)
def test_what_is_kept_must_carry_the_rest_of_the_book(
    ledger: Ledger, seq: int, kept: dict[str, object], error: type[Exception], words: str
) -> None:
    """A redaction under which later events would not hold is refused whole: the body is still there."""
    fill(ledger)
    head = ledger.head()
    with pytest.raises(error, match=words):
        redact(ledger, seq, kept, "asked", TODAY)
    assert ledger.head() == head
    assert ledger.event(1).body == client("acme", bookmarked=True)
    assert verify(ledger).ok


def test_a_redaction_cannot_be_redacted(ledger: Ledger) -> None:
    """Who took what away stays."""
    fill(ledger)
    done = redact(ledger, 1, client(), "asked", TODAY)
    with pytest.raises(Refused, match="is itself a redaction"):
        redact(ledger, done, {}, "asked", TODAY)


def test_a_body_that_was_to_be_gone_and_is_there_is_found(ledger: Ledger) -> None:
    """A backup of the row put back by hand is no redaction."""
    fill(ledger)
    event = ledger.event(1)
    redact(ledger, 1, client(), "asked", TODAY)
    ledger.driver.execute("UPDATE events SET body = :body WHERE seq = 1", {"body": event.text})
    assert [finding.code for finding in verify(ledger).findings] == ["body-not-redacted"]


def test_a_redaction_that_cannot_be_read_is_found(ledger: Ledger) -> None:
    """The list of redactions is itself part of the chain."""
    fill(ledger)
    done = redact(ledger, 1, client(), "asked", TODAY)
    ledger.driver.execute("UPDATE events SET body = '{}' WHERE seq = :seq", {"seq": done})
    codes = {finding.code for finding in verify(ledger).findings}
    assert {"event-unusable", "body-missing", "body-changed"} <= codes
