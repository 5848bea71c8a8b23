"""A client looked at before an order, typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed

DAY = "2026-04-20"
ANSWERED = ("--payment-history", "good", "--references", "yes", "--scope", "clear", "--tone", "comfortable")


def assessed(book: Typed, *words: str, day: str = DAY) -> dict[str, Any]:
    """Assess Acme and give the value."""
    answer = book(day, "client", "assess", "acme", *words)
    assert answer.code == 0, answer.out
    value: dict[str, Any] = answer.value
    return value


def test_without_answers_the_client_is_only_shown(book: Typed) -> None:
    """A new client whose payment history nobody asked about: a deposit, and nothing is written."""
    before = book(DAY, "verify").value["events"]
    found = assessed(book)
    assert (found["client"], found["label"], found["advice"]) == ("acme", "new", "deposit")
    assert found["reasons"] == ["new client, payment history not known"]
    assert found["answers"] == dict.fromkeys(("payment_history", "references", "scope", "tone", "note"))
    assert (found["figures"]["invoices"], found["figures"]["open"], found["assessment"]) == (0, [], None)
    assert book(DAY, "verify").value["events"] == before


def test_answers_are_recorded_whole_over_the_earlier_ones(book: Typed) -> None:
    """The event carries answers, figures and advice; the timeline shows it; the log and its counts do not."""
    first = assessed(book, *ANSWERED, "--note", "came through Ms Rossi")
    assert (first["advice"], first["assessed"]) == ("normal-terms", DAY)
    assert assessed(book)["assessment"] == first["assessment"]
    second = assessed(book, "--scope", "vague", day="2026-04-21")
    assert second["advice"] == "deposit"
    assert second["answers"] == {**first["answers"], "scope": "vague"}
    assert second["answers"]["note"] == "came through Ms Rossi"
    line = book(DAY, "client", "show", "acme").value["timeline"][-1]
    assert (line["what"], line["advice"], line["who"]) == ("client-assessed", "deposit", "ada")
    assert book(DAY, "log", "list", "acme").value == []
    assert assessed(book)["figures"]["contacts"] == 0
    assert book(DAY, "verify").value["ok"]


def test_what_is_open_and_what_was_said_count(book: Typed) -> None:
    """976.00 due on 1 April, two incidents, one dispute: two serious signs of three areas with an uneasy talk."""
    book.issued()
    for words in ("You are thieves.", "Idiots, all of you."):
        book(DAY, "log", "add", "acme", "--kind", "incident", "--channel", "phone", "--words", words)
    book(DAY, "log", "add", "acme", "--out", "--words", "Called back.")
    book(DAY, "dispute", "open", "2026-0001", "--amount", "100")
    found = assessed(book, "--payment-history", "poor")
    figures = found["figures"]
    assert figures["open"] == figures["overdue"] == [{"currency": "EUR", "outstanding": "976.00"}]
    assert (figures["incidents"], figures["contacts"], figures["disputes"]) == (2, 1, 1)
    assert found["advice"] == "decline"
    assert "2 incidents in the log" in found["reasons"]
    assert assessed(book, day="2026-03-20")["figures"]["overdue"] == []


def test_a_dry_run_records_nothing_and_a_key_records_once(book: Typed) -> None:
    """Design section 5, for every writing command."""
    before = book(DAY, "verify").value["events"]
    assert assessed(book, *ANSWERED, "--dry-run")["advice"] == "normal-terms"
    assert book(DAY, "verify").value["events"] == before
    first = assessed(book, *ANSWERED, "--key", "k")
    assert assessed(book, *ANSWERED, "--key", "k") == first
    assert book(DAY, "client", "assess", "acme", "--tone", "uneasy", "--key", "k").code == 5


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("acme", "--tone", "uneasi"), 3, "unknown-word"),
        (("acme", "--payment-history", "bad"), 3, "unknown-word"),
        (("acne",), 4, "client-unknown"),
    ],
)
def test_what_cannot_be_is_refused(book: Typed, words: tuple[str, ...], exit_code: int, code: str) -> None:
    """Each by its code."""
    answer = book(DAY, "client", "assess", *words)
    assert (answer.code, answer.error["code"]) == (exit_code, code)


def test_a_person_reads_the_advice_first_and_what_to_do_with_it(book: Typed) -> None:
    """Neutral words, and the command that follows."""
    out = book.plain(DAY, "client", "assess", "acme", "--payment-history", "unknown").out
    assert out.startswith("acme: deposit (new)\n- new client, payment history not known\n")
    assert "letters write deposit-request --client acme" in out
    out = book.plain(DAY, "client", "assess", "acme", "--payment-history", "poor", "--tone", "uneasy").out
    assert "letters write order-refusal --client acme" in out
    book.issued()
    out = book.plain(DAY, "client", "assess", "acme", *ANSWERED).out
    assert "open: 976.00 EUR" in out
    assert "letters write" in out
