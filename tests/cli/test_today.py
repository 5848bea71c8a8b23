"""What is to be done today."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.book import Typed


def test_a_day_on_which_nothing_is_due_says_so(book: Typed) -> None:
    """A new invoice needs nobody."""
    book.issued()
    assert book.plain("2026-03-03", "today").out == "Nothing needs a hand today.\n"


def test_letters_promises_and_runs_are_named_on_their_day(book: Typed) -> None:
    """The letter of `plan`, a promise whose day has come, and a recurring document that is due."""
    book.issued()
    book.issued("2026-03-03", "Print; 1; 100; S 22")
    book("2026-04-02", "promise", "2026-0002", "122.00", "--by", "2026-04-05")
    file = book.file("r.toml", 'client = "acme"\n[[lines]]\ndescription = "Care"\nprice = 10\ntax = "S 22"\n')
    added = book("2026-04-02", "recurring", "add", file, "--rule", "monthly on 6", "--id", "care")
    assert added.code == 0, added.out
    found = book("2026-04-06", "today").value
    assert [one["letter"] for one in found["letters"]][:1] != []
    assert [(one["what"], one["subject"]) for one in found["days"]] == [("promise", "2026-0002")]
    assert [one["run"] for one in found["recurring"]] == ["2026-04-06"]
    assert (found["disputes"], found["mail"], found["calls"]) == ([], [], [])
    shown = book.plain("2026-04-06", "today").out
    assert "promise" in shown
    assert "run of 2026-04-06" in shown
