"""A key names an act: typed again it gives the first result, whatever day it is; with other words it is a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed

ACTS = (
    ("client", "add", "--name", "Beta", "--country", "NL"),
    ("client", "edit", "acme", "--city", "Milano"),
    ("item", "add", "--description", "Logo", "--price", "4", "--tax", "S 22"),
    ("issue", "--client", "acme", "--line", "X; 1; 5; S 22"),
    ("pay", "2026-0001", "5.00"),
    ("receipt", "2026-0001"),
    ("credit", "2026-0001"),
    ("rates", "add", "ecb-half-year", "2027H1", "2.65", "--source", "ECB"),
    ("hold", "2026-0001", "--reason", "on leave"),
    ("promise", "2026-0001", "10", "--by", "2026-04-10"),
    ("log", "add", "acme", "--words", "called"),
    ("client", "bookmark", "acme"),
    ("client", "archive", "acme"),
    ("remind",),
    ("recurring", "run"),
)


@pytest.mark.parametrize("words", ACTS, ids=["-".join(words[:2]) for words in ACTS])
def test_a_key_gives_the_first_result_again_also_on_the_next_day(book: Typed, words: tuple[str, ...]) -> None:
    """Design section 5: same key and inputs return the first result."""
    book.issued()
    book("2026-03-02", "pay", "2026-0001", "6.00")
    first = book("2026-03-03", *words, "--key", "k")
    assert first.code == 0, first.out
    events = book("2026-03-04", "verify").value["events"]
    again = book("2026-03-04", *words, "--key", "k")
    assert again.code == 0, again.out
    assert again.value == first.value
    assert book("2026-03-04", "verify").value["events"] == events


def test_a_key_with_other_words_is_a_conflict(book: Typed) -> None:
    """Design section 5: other inputs exit 5."""
    book("2026-03-03", "client", "add", "--name", "Beta", "--key", "k")
    answer = book("2026-03-03", "client", "add", "--name", "Gamma", "--key", "k")
    assert (answer.code, answer.error["code"]) == (5, "key-reused")
