"""The acts that hold the ladder, typed: what they stop, how they are taken back, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.book import INVOICE

if TYPE_CHECKING:
    from tests.cli.book import Typed

DAY = "2026-04-20"
"""19 days after the invoice fell due on 1 April"""


@pytest.fixture
def owed(book: Typed) -> Typed:
    """A book in which Acme owes 976.00 on 2026-0001, due on 1 April 2026."""
    book.issued()
    return book


def blockers(book: Typed, day: str = DAY, number: str = "2026-0001") -> list[tuple[str, str | None]]:
    """Give what stands in the way on a day: code, and until when."""
    found = book(day, "why", number).value
    return [(one["code"], one["until"]) for one in found["blockers"]]


def kept(book: Typed, day: str, *words: str) -> dict[str, Any]:
    """Type a command that must succeed, and give its value."""
    answer = book(day, *words)
    assert answer.code == 0, answer.out
    value: dict[str, Any] = answer.value
    return value


def code_of(book: Typed, day: str, *words: str) -> tuple[int, str]:
    """Type a command that must be refused, and give exit code and error code."""
    answer = book(day, *words)
    return answer.code, answer.error["code"]


def test_a_hold_stops_the_ladder_until_its_day_and_is_released(owed: Typed) -> None:
    """The last day still holds; a release undoes it, and both stand in the timeline with who and why."""
    kept(owed, DAY, "hold", "2026-0001", "--until", "2026-05-10", "--reason", "asked for time")
    assert blockers(owed) == [("on-hold", "2026-05-10")]
    assert owed(DAY, "late").value[0]["action"] == "hold"
    assert owed(DAY, "plan").value["held"][0]["first"] == "2026-05-11"
    assert owed("2026-05-10", "remind").value["letters"] == []
    kept(owed, DAY, "release", "2026-0001", "--reason", "he wrote")
    why = owed(DAY, "why", "2026-0001").value
    assert why["action"] == "reminder1"
    acts = [(one["what"], one["who"], one.get("why")) for one in why["timeline"][1:]]
    assert acts == [("hold-placed", "ada", "asked for time"), ("hold-released", "ada", "he wrote")]
    assert code_of(owed, DAY, "release", "2026-0001") == (4, "act-not-open")


def test_a_hold_on_a_client_holds_all_of_its_documents(owed: Typed) -> None:
    """By name or id; without an end nobody can say the first day."""
    owed.issued("2026-03-03", "Print; 1; 100; S 22")
    kept(owed, DAY, "hold", "Acme S.r.l.", "--nothing", "--reason", "small sums, good client")
    assert blockers(owed) == blockers(owed, number="2026-0002") == [("nothing-decided", None)]
    assert owed(DAY, "why", "2026-0001").value["first"] is None
    assert [one["what"] for one in owed(DAY, "why", "2026-0002").value["timeline"]][1:] == [
        "nothing-done",
        "hold-placed",
    ]


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("hold", "2026-0001"), 3, "no-reason"),
        (("hold", "2026-0001", "--until", "2026-04-19", "--reason", "x"), 3, "day-past"),
        (("hold", "2026-0009", "--reason", "x"), 4, "document-unknown"),
        (("hold", "zzz", "--reason", "x"), 4, "client-unknown"),
        (("release", "2026-0001", "--what", "holt"), 3, "unknown-word"),
        (("promise", "2026-0001", "976.01", "--by", "2026-05-01"), 3, "promise-amount"),
        (("promise", "2026-0001", "0", "--by", "2026-05-01"), 3, "promise-amount"),
        (("promise", "2026-0001", "--by", "2026-04-19"), 3, "day-past"),
        (("promise", "2026-0001"), 3, "bad-date"),
        (("instalments", "2026-0001"), 3, "plan-empty"),
        (("instalments", "2026-0001", "--parts", "1", "--from", "2026-05-01"), 3, "plan-empty"),
        (("instalments", "2026-0001", "2026-05-01=100"), 3, "plan-sum"),
        (("instalments", "2026-0001", "2026-05-01"), 3, "bad-argument"),
        (("instalments", "2026-0001", "2026-05-01=0", "2026-06-01=976"), 3, "amount-not-positive"),
        (("dispute", "open", "2026-0001", "--reason", "qualty"), 3, "unknown-word"),
        (("dispute", "open", "2026-0001", "--line", "2"), 3, "no-such-line"),
        (("dispute", "open", "2026-0001", "--amount", "976.01"), 3, "dispute-amount"),
        (("dispute", "open", "2026-0001", "--amount", "5", "--line", "1"), 3, "dispute-scope"),
        (("dispute", "close", "2026-0001"), 4, "act-not-open"),
        (("dispute", "note", "2026-0001", "--words", "x"), 4, "act-not-open"),
        (("dispute", "note", "2026-0001"), 3, "nothing-said"),
        (("log", "add", "acme"), 3, "nothing-said"),
        (("log", "add", "acme", "--words", "x", "--channel", "fax"), 3, "unknown-word"),
        (("log", "add", "acme", "--words", "x", "--date", "2026-04-21"), 3, "log-in-future"),
        (("waive", "2026-0001"), 3, "no-reason"),
        (("waive", "2026-0001", "--what", "all", "--reason", "x"), 3, "unknown-word"),
        (("skip", "2026-0001", "1"), 3, "no-reason"),
        (("skip", "2026-0001", "8", "--reason", "x"), 3, "no-such-grade"),
        (("policy", "set", "acme", "grades.2.wait"), 3, "bad-argument"),
        (("policy", "set", "acme", "grades.2.weit=21"), 3, "unknown-key"),
        (("bank-read", "2026-04-21"), 3, "day-in-future"),
        (("late", "--by", "month"), 2, "bad-usage"),
    ],
)
def test_an_act_that_cannot_be_is_refused(owed: Typed, words: tuple[str, ...], exit_code: int, code: str) -> None:
    """Each with its exit code and its stable code, and nothing written."""
    before = owed(DAY, "verify").value["events"]
    assert code_of(owed, DAY, *words) == (exit_code, code)
    assert owed(DAY, "verify").value["events"] == before


def test_nothing_is_promised_on_a_paid_document(owed: Typed) -> None:
    """There is nothing to hold."""
    kept(owed, DAY, "pay", "2026-0001", "976")
    for words in (("promise", "2026-0001", "--by", "2026-05-01"), ("instalments", "2026-0001", "2026-05-01=1")):
        assert code_of(owed, DAY, *words) == (3, "nothing-open")


def test_a_promise_holds_until_its_day_and_is_named_the_day_after(owed: Typed) -> None:
    """The letter quotes the day it was given, the day promised and the sum."""
    kept(owed, DAY, "promise", "2026-0001", "500.00", "--by", "2026-04-24", "--words", "Pago venerdì.")
    assert blockers(owed, "2026-04-24") == [("promised", "2026-04-24")]
    plan = owed("2026-04-25", "plan").value["actions"][0]
    assert (plan["letter"], plan["grade"]) == ("broken-promise", 1)
    kept(owed, "2026-04-25", "remind")
    text = owed.letter_text("broken-promise")
    assert "24 aprile 2026" in text
    assert "€ 500,00" in text
    assert owed("2026-05-09", "plan").value["actions"][0]["letter"] == "reminder2"


def test_a_promise_kept_is_settled_and_a_new_one_takes_the_place_of_the_old(owed: Typed) -> None:
    """What came in since it was given counts."""
    kept(owed, DAY, "promise", "2026-0001", "500.00", "--by", "2026-04-24")
    kept(owed, "2026-04-22", "pay", "2026-0001", "500.00")
    assert owed("2026-04-25", "why", "2026-0001").value["action"] == "reminder1"
    kept(owed, "2026-04-25", "promise", "2026-0001", "--by", "2026-05-05")
    assert blockers(owed, "2026-04-25") == [("promised", "2026-05-05")]


def test_an_instalment_plan_holds_while_it_is_kept(owed: Typed) -> None:
    """976 in three parts: 325.34 + 325.33 + 325.33; `late` lists them; a missing one is named once."""
    done = kept(owed, DAY, "instalments", "2026-0001", "--parts", "3", "--from", "2026-05-31")
    assert [(one["due"], one["amount"]) for one in done["instalments"]] == [
        ("2026-05-31", "325.34"),
        ("2026-06-30", "325.33"),
        ("2026-07-31", "325.33"),
    ]
    kept(owed, "2026-05-30", "pay", "2026-0001", "325.34")
    assert blockers(owed, "2026-06-20") == [("plan-kept", "2026-06-30")]
    row = owed("2026-07-01", "late").value[0]
    assert [one["outstanding"] for one in row["instalments"]] == ["0.00", "325.33", "325.33"]
    assert row["instalments"][1]["days_late"] == 1
    assert row["action"] == "plan-broken"
    written = kept(owed, "2026-07-01", "remind")["letters"][0]
    assert (written["letter"], written["grade"]) == ("plan-broken", 1)
    assert "30 giugno 2026" in owed.letter_text("plan-broken")
    assert owed("2026-07-02", "why", "2026-0001").value["blockers"][0]["code"] == "already-written"
    kept(owed, "2026-07-02", "pay", "2026-0001", "325.33")
    assert blockers(owed, "2026-07-20") == [("plan-kept", "2026-07-31")]


def test_only_what_is_disputed_is_held(owed: Typed) -> None:
    """300 of 976 are disputed: 676 are chased on, with interest on 676 only."""
    whole = owed(DAY, "late").value[0]
    kept(owed, DAY, "dispute", "open", "2026-0001", "--reason", "wrong-amount", "--amount", "300", "--words", "Troppo.")
    row = owed(DAY, "late").value[0]
    assert (row["disputed"], row["action"], row["outstanding"]) == ("300.00", "reminder1", "976.00")
    # 676 x 10.15 % x 19 / 365 = 3.5718; of 976 it is 5.157.
    assert (row["interest"], whole["interest"]) == ("3.57", "5.16")
    kept(owed, DAY, "remind")
    assert "€ 676,00" in owed.letter_text("reminder1")
    assert code_of(owed, DAY, "dispute", "open", "2026-0001", "--amount", "10") == (5, "dispute-open")


def test_a_whole_dispute_holds_until_it_is_closed_and_what_is_accepted_is_credited(owed: Typed) -> None:
    """Accepted needs a credit note of the amount since it was opened."""
    kept(owed, DAY, "dispute", "open", "2026-0001", "--reason", "quality", "--words", "«I colori sono sbagliati»")
    assert blockers(owed) == [("disputed", None)]
    kept(owed, DAY, "dispute", "note", "2026-0001", "--words", "We look at it.", "--by", "2026-04-24")
    kept(owed, DAY, "dispute", "propose", "2026-0001", "--words", "A new print.")
    kept(owed, DAY, "dispute", "agree", "2026-0001", "--words", "A quarter off.")
    kept(owed, DAY, "dispute", "follow-up", "2026-0001", "--by", "2026-05-04")
    refused = owed(DAY, "dispute", "close", "2026-0001", "--outcome", "accepted")
    assert (refused.code, refused.error["code"]) == (3, "credit-note-missing")
    flags = ("--client", "acme", "--kind", "credit-note", "--preceding", "2026-0001")
    kept(owed, DAY, "issue", *flags, "--line", "Less; 1; 200; S 22")
    done = kept(owed, DAY, "dispute", "close", "2026-0001", "--outcome", "partly", "--reason", "a quarter off")
    assert (done["credited"], done["outcome"]) == ("244.00", "partly")
    assert blockers(owed) == [("dispute-settled", "2026-04-30")]
    assert owed("2026-05-01", "why", "2026-0001").value["action"] == "reminder1"
    stages = [
        one.get("stage") for one in owed(DAY, "why", "2026-0001").value["timeline"] if one["what"] == "dispute-noted"
    ]
    assert stages == ["note", "propose", "agree", "follow-up"]


def test_a_line_in_dispute_counts_with_its_tax(owed: Typed) -> None:
    """Of two lines, 100 and 300 net at 22 %, the second is 366."""
    owed.issued("2026-03-03", "A; 1; 100; S 22", "--line", "B; 1; 300; S 22")
    done = kept(owed, DAY, "dispute", "open", "2026-0002", "--reason", "not-ordered", "--line", "2")
    assert (done["amount"], done["scope"], done["line"]) == ("366.00", "line", 2)


def test_an_unanswered_message_holds_and_any_answer_lets_go(owed: Typed) -> None:
    """A telephone call is answered while it is given; a letter or a mail waits."""
    kept(owed, DAY, "log", "add", "acme", "--words", "Chiamato.", "--channel", "phone")
    assert blockers(owed) == []
    kept(owed, DAY, "log", "add", "2026-0001", "--words", "Che cos'è questa fattura?")
    assert blockers(owed) == [("unanswered-message", None)]
    assert [one["waits"] for one in owed(DAY, "log", "list", "acme").value] == [False, True]
    kept(owed, DAY, "log", "add", "acme", "--out", "--words", "Il lavoro di marzo.")
    assert blockers(owed) == []
    kept(owed, DAY, "log", "add", "acme", "--words", "Grazie.", "--no-answer")
    assert blockers(owed) == []
    kept(owed, DAY, "log", "add", "acme", "--words", "Pago domani.")
    kept(owed, DAY, "promise", "2026-0001", "--by", "2026-04-21")
    assert [code for code, _ in blockers(owed)] == ["promised"]


def test_attachments_are_kept_by_the_hash_of_their_bytes(owed: Typed) -> None:
    """The same bytes under two names are one file in the book."""
    one, two = owed.file("a.eml", "hello"), owed.file("b.eml", "hello")
    done = kept(owed, DAY, "log", "add", "acme", "--words", "See the file.", "--attach", one, "--attach", two)
    assert {kept["sha256"] for kept in done["attachments"]} == {
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    }
    assert (owed.folder / done["attachments"][0]["path"]).read_text() == "hello"
    missing = owed(DAY, "log", "add", "acme", "--words", "x", "--attach", str(owed.folder / "none"))
    assert missing.code == 4


def test_open_credit_that_covers_a_document_holds_it(owed: Typed) -> None:
    """Money too much on one invoice covers the other, the oldest first."""
    owed.issued("2026-03-03", "Print; 1; 100; S 22")
    kept(owed, DAY, "pay", "2026-0002", "1098.00")
    assert blockers(owed) == [("credit-covers", None)]


def test_unread_statements_stop_the_ladder(owed: Typed) -> None:
    """`bank_age` in [policy]: payments known only up to a day too long ago."""
    settings = owed.folder / "invoicing.toml"
    settings.write_text(settings.read_text() + "\n[policy]\nbank_age = 3\n")
    kept(owed, "2026-04-16", "bank-read")
    assert [code for code, _ in blockers(owed)] == ["bank-not-read"]
    assert owed(DAY, "plan").value["payments_known_to"] == "2026-04-16"
    assert "payments known up to 2026-04-16" in owed.plain(DAY, "plan").out
    kept(owed, DAY, "bank-read", "2026-04-17")
    assert blockers(owed) == []


def test_a_waiver_drops_interest_and_compensation_from_list_and_letter(owed: Typed) -> None:
    """The principal stays; a release brings the claim back."""
    kept(owed, DAY, "waive", "2026-0001", "--reason", "first time late")
    row = owed(DAY, "late").value[0]
    assert (row["interest"], row["compensation"], row["waived"]) == (
        "0.00",
        "0.00",
        ["compensation", "costs", "interest"],
    )
    for day in ("2026-04-20", "2026-05-04", "2026-05-18"):
        owed(day, "remind", "--confirm", "all")
    text = owed.letter_text("reminder3")
    assert "€ 976,00" in text
    assert "€ 40,00" not in text
    kept(owed, "2026-05-19", "release", "2026-0001", "--what", "waiver")
    assert owed("2026-05-19", "late").value[0]["compensation"] == "40.00"


def test_a_skipped_grade_is_passed_over_and_only_who_may_skip_does(owed: Typed) -> None:
    """The reason is kept; the policy names who may."""
    kept(owed, DAY, "skip", "2026-0001", "1", "--reason", "we spoke on Monday")
    assert owed(DAY, "why", "2026-0001").value["action"] == "reminder2"
    kept(owed, DAY, "release", "2026-0001", "--what", "skip")
    kept(owed, DAY, "policy", "set", "2026-0001", "grades.1.skip=giulia, marta")
    refused = owed(DAY, "skip", "2026-0001", "1", "--reason", "x")
    assert (refused.code, refused.error["code"]) == (3, "may-not-skip")
    kept(owed, DAY, "policy", "set", "2026-0001", "grades.1.skip=ada")
    kept(owed, DAY, "skip", "2026-0001", "1", "--reason", "x")


def test_a_client_and_a_document_may_have_a_ladder_of_their_own(owed: Typed) -> None:
    """Document over client over book; `policy show` gives the whole."""
    kept(owed, DAY, "policy", "set", "acme", "grades.1.wait=30", "pay_within=14", "--reason", "a key client")
    assert blockers(owed) == [("waiting", "2026-04-30")]
    kept(owed, DAY, "policy", "set", "2026-0001", "grades.1.wait=5")
    shown = kept(owed, DAY, "policy", "show", "2026-0001")
    assert (shown["grades"][1]["wait"], shown["pay_within"]) == (5, 14)
    assert kept(owed, DAY, "policy", "show", "acme")["grades"][1]["wait"] == 30
    assert kept(owed, DAY, "policy", "show")["grades"][1]["wait"] == 3
    kept(owed, DAY, "release", "2026-0001", "--what", "policy")
    assert blockers(owed) == [("waiting", "2026-04-30")]


def test_a_plan_is_outdated_by_any_act(owed: Typed) -> None:
    """The id is a hash of the day, the facts and the policies."""
    plan = owed(DAY, "plan").value["id"]
    assert owed(DAY, "plan").value["id"] == plan
    kept(owed, DAY, "policy", "set", "acme", "pay_within=12")
    refused = owed(DAY, "remind", plan)
    assert (refused.code, refused.error["code"]) == (5, "plan-outdated")


def test_documents_of_other_grades_stand_in_the_second_table(owed: Typed) -> None:
    """One letter a client and currency, at the highest grade; each document rises a grade of its own."""
    owed(DAY, "remind")
    owed.issued("2026-04-01", "Print; 1; 100; S 22")
    planned = owed("2026-05-05", "plan").value["actions"]
    assert [(one["letter"], one["documents"]) for one in planned] == [("reminder2", ["2026-0001", "2026-0002"])]
    kept(owed, "2026-05-05", "remind")
    assert owed("2026-05-05", "why", "2026-0001").value["grade"] == 2
    assert owed("2026-05-05", "why", "2026-0002").value["grade"] == 1
    text = owed.letter_text("reminder2")
    assert text.index("€ 976,00") < text.index("€ 122,00")
    assert "€ 1.098,00" not in text


def test_a_document_not_due_yet_is_not_asked_for_beside_a_late_one(owed: Typed) -> None:
    """Its courtesy notice has a letter of its own, on another day of its window."""
    owed.issued("2026-03-23", "Print; 1; 100; S 22")
    assert [one["documents"] for one in kept(owed, DAY, "remind")["letters"]] == [["2026-0001"]]
    notice = kept(owed, "2026-04-21", "remind")["letters"][0]
    assert (notice["letter"], notice["documents"]) == ("courtesy", ["2026-0002"])
    assert kept(owed, "2026-04-22", "remind")["letters"] == []


def test_everything_with_a_client_stands_in_one_timeline(owed: Typed) -> None:
    """`show CLIENT` and `client show`: documents, letters, money and acts, each with its day and who did it."""
    kept(owed, DAY, "remind")
    kept(owed, DAY, "log", "add", "acme", "--out", "--words", "Written again.")
    kept(owed, "2026-04-22", "promise", "2026-0001", "--by", "2026-05-01")
    kept(owed, "2026-04-24", "pay", "2026-0001", "976")
    shown = kept(owed, "2026-04-25", "show", "acme")
    assert [(one["date"], one["what"]) for one in shown["timeline"]] == [
        ("2026-03-02", "document-issued"),
        (DAY, "letter-written"),
        (DAY, "log-added"),
        ("2026-04-22", "promise-made"),
        ("2026-04-24", "payment-received"),
    ]
    assert {one["who"] for one in shown["timeline"]} == {"ada"}
    assert kept(owed, "2026-04-25", "client", "show", "acme")["timeline"] == shown["timeline"]
    assert "promise-made" in owed.plain(DAY, "show", "acme").out
    assert code_of(owed, DAY, "show", "2026-0009") == (4, "document-unknown")


def test_who_is_late_by_client_with_how_it_pays(owed: Typed) -> None:
    """A label with the figures behind it; with one invoice there is no history."""
    owed.issued("2026-03-03", "Print; 1; 100; S 22")
    row = owed(DAY, "late", "--by", "client").value[0]
    assert (row["client"], row["overdue"], row["documents"]) == ("acme", "1098.00", ["2026-0001", "2026-0002"])
    assert (row["behaviour"]["label"], row["behaviour"]["invoices"]) == ("new", 2)
    assert "new" in owed.plain(DAY, "late", "--by", "client").out
    assert owed("2026-03-05", "late", "--by", "client").value == []


def test_an_end_is_refused_with_the_whole_list_and_allowed_when_it_is_empty(owed: Typed) -> None:
    """Tone.md section 1, nos. 45, 46 and 110; the last day is that of the next month."""
    kept(owed, DAY, "promise", "2026-0001", "--by", "2026-05-01")
    refused = owed(DAY, "terminate", "acme", "--confirm", "all")
    assert refused.code == 3
    missing = [one["code"] for one in refused.error["findings"]]
    assert missing == ["promise-open", "no-earlier-notice", "too-few-incidents"]
    kept(owed, DAY, "release", "2026-0001", "--what", "promise")
    for day in ("2026-04-20", "2026-05-04", "2026-05-18", "2026-06-01"):
        kept(owed, day, "remind", "--confirm", "all")
    day = "2026-06-02"
    for words in ("Urla al telefono.", "Insulti per iscritto."):
        kept(owed, day, "log", "add", "acme", "--kind", "incident", "--channel", "phone", "--words", words)
    shown = kept(owed, day, "terminate", "acme")
    assert (shown["awaiting"], shown["end_day"], shown["letter"]) == (True, "2026-07-31", "termination-vague")
    assert "awaiting confirmation" in owed.plain(day, "terminate", "acme").out
    direct = owed(day, "terminate", "acme", "--direct", "--confirm", "acme")
    assert (direct.code, direct.error["code"]) == (3, "no-reason")
    done = kept(owed, day, "terminate", "acme", "--confirm", "acme", "--handover", "Il sito in lavorazione")
    assert Path(done["pdf"]).read_bytes().startswith(b"%PDF-")
    text = owed.letter_text("termination-vague")
    assert "31 luglio 2026" in text
    assert "Il sito in lavorazione" in text
    again = owed(day, "terminate", "acme", "--confirm", "acme")
    assert (again.code, again.error["code"]) == (5, "already-ended")
    assert owed(day, "why", "2026-0001").value["grade"] == 6


@pytest.mark.parametrize("form", ["direct", "conduct"])
def test_an_end_may_name_its_reason(owed: Typed, form: str) -> None:
    """Direct names the reason, for conduct the words are quoted from the log."""
    for day in ("2026-04-20", "2026-05-04", "2026-05-18", "2026-06-01"):
        kept(owed, day, "remind", "--confirm", "all")
    day = "2026-06-02"
    for words in ("Siete dei ladri", "Idioti"):
        kept(owed, day, "log", "add", "acme", "--kind", "incident", "--channel", "phone", "--words", words)
    why = "le fatture sono pagate mesi dopo la scadenza"
    kept(owed, day, "terminate", "acme", f"--{form}", "--reason", why, "--yes")
    text = " ".join(owed.letter_text(f"termination-{form}").split())
    assert "Siete dei ladri" in text
    assert (why in text) is (form == "direct")
    both = owed(day, "terminate", "acme", "--direct", "--conduct")
    assert (both.code, both.error["code"]) == (2, "one-form")


def test_a_letter_that_lacks_a_fact_keeps_back_only_itself(book: Typed) -> None:
    """The British letter of claim to an individual names the agreement; without one it says how to mend that."""
    flags = ("--country", "GB", "--city", "Leeds", "--debtor", "consumer", "--language", "en")
    book("2026-03-01", "client", "add", "--id", "emma", "--name", "Emma Harper", *flags)
    book("2026-03-02", "issue", "--client", "emma", "--line", "Logo; 1; 100; S 22", "--terms", "30")
    for day in ("2026-04-08", "2026-04-26", "2026-05-14"):
        kept(book, day, "remind", "--confirm", "all")
    book.issued("2026-05-20", "Design; 1; 100; S 22", "--terms", "5")
    day = "2026-06-01"
    done = kept(book, day, "remind", "--confirm", "all")
    assert [one["client"] for one in done["letters"]] == ["acme"]
    lack = done["incomplete"][0]
    assert (lack["letter"], lack["lacks"]["code"], lack["lacks"]["where"]) == (
        "final-gb-individual",
        "empty-slot",
        "agreement",
    )
    assert "incomplete: final-gb-individual" in book.plain(day, "remind", "--confirm", "all").out
    kept(book, day, "policy", "set", "emma", "agreement=our agreement of 2 March 2026")
    written = kept(book, day, "remind", "--confirm", "all")["letters"][0]
    assert (written["letter"], written["grade"]) == ("final-gb-individual", 4)
    assert "our agreement of 2 March 2026" in book.letter_text("final-gb-individual")


def test_the_letters_are_listed_shown_and_checked(owed: Typed) -> None:
    """Design section 5: the shapes of the command group `letters`."""
    listed = owed(DAY, "letters", "list", "--lang", "it").value
    assert {"letter", "kind", "grade", "languages"} == set(listed[0])
    assert {"reminder1", "final-it-messa-in-mora"} <= {one["letter"] for one in listed}
    assert "final-ro-somatie" not in {one["letter"] for one in listed}
    sample = owed(DAY, "letters", "preview", "final", "--sample", "--lang", "en").value
    assert Path(sample["pdf"]).read_bytes().startswith(b"%PDF-")
    mine = owed(DAY, "letters", "preview", "reminder2", "--client", "acme").value
    assert "2026-0001" in mine["subject"]
    assert "976,00" in mine["text"]
    both = owed(DAY, "letters", "preview", "reminder2")
    assert (both.code, both.error["code"]) == (2, "client-or-sample")
    kept(owed, DAY, "pay", "2026-0001", "976")
    nothing = owed(DAY, "letters", "preview", "reminder2", "--client", "acme")
    assert (nothing.code, nothing.error["code"]) == (4, "nothing-late")
    broken = owed.file("mine.txt", "Subject: x\n\n{{ documnet.number }}\n")
    found = owed(DAY, "letters", "check", broken, "--lang", "it", "--kind", "reminder1")
    assert (found.code, found.value["verdict"], found.value["findings"][0]["rule"]) == (1, "violates", "unknown-slot")
    unnamed = owed(DAY, "letters", "check", broken)
    assert (unnamed.code, unnamed.error["code"]) == (3, "language-needed")


def test_every_act_reads_well_without_json(owed: Typed) -> None:
    """One sentence each, for a person."""
    assert "On hold: 2026-0001 without an end" in owed.plain(DAY, "hold", "2026-0001", "--reason", "x").out
    assert "released: hold of 2026-0001" in owed.plain(DAY, "release", "2026-0001").out
    assert "Promised: 976.00 EUR" in owed.plain(DAY, "promise", "2026-0001", "--by", "2026-05-01").out
    assert "325.34" in owed.plain(DAY, "instalments", "2026-0001", "--parts", "3", "--from", "2026-05-01").out
    assert "Disputed: 5.00 EUR" in owed.plain(DAY, "dispute", "open", "2026-0001", "--amount", "5").out
    assert "Noted on 2026-0001: note" in owed.plain(DAY, "dispute", "note", "2026-0001", "--words", "x").out
    assert "Closed on 2026-0001: withdrawn" in owed.plain(DAY, "dispute", "close", "2026-0001").out
    assert "Logged: contact with acme" in owed.plain(DAY, "log", "add", "acme", "--words", "x").out
    assert "acme" in owed.plain(DAY, "log", "list").out
    assert "Waived on 2026-0001" in owed.plain(DAY, "waive", "2026-0001", "--reason", "x").out
    assert "Grade 2 is left out" in owed.plain(DAY, "skip", "2026-0001", "2", "--reason", "x").out
    assert "own ladder" in owed.plain(DAY, "policy", "set", "acme", "notice=30").out
    assert "notice = 30" in owed.plain(DAY, "policy", "show", "acme").out
    assert "known up to 2026-04-20" in owed.plain(DAY, "bank-read").out
    assert "reminder1" in owed.plain(DAY, "letters", "list").out
    assert "Nothing is in the log." in owed.plain(DAY, "log", "list", "--kind", "incident").out
    assert "Thank you" in owed.plain(DAY, "letters", "preview", "thanks", "--sample", "--lang", "en").out


def test_a_key_makes_an_act_happen_once_and_a_dry_run_leaves_no_trace(owed: Typed) -> None:
    """Design section 5, for every writing command."""
    words = ("hold", "2026-0001", "--reason", "x")
    first = kept(owed, DAY, *words, "--key", "k")
    assert kept(owed, DAY, *words, "--key", "k") == first
    assert owed(DAY, "hold", "2026-0001", "--reason", "y", "--key", "k").code == 5
    kept(owed, DAY, "release", "2026-0001")
    before = owed(DAY, "verify").value["events"]
    for command in (
        ("hold", "2026-0001", "--reason", "x"),
        ("promise", "2026-0001", "--by", "2026-05-01"),
        ("instalments", "2026-0001", "--parts", "2", "--from", "2026-05-01"),
        ("dispute", "open", "2026-0001"),
        ("log", "add", "acme", "--words", "x"),
        ("waive", "2026-0001", "--reason", "x"),
        ("skip", "2026-0001", "1", "--reason", "x"),
        ("policy", "set", "acme", "notice=30"),
        ("bank-read",),
    ):
        kept(owed, DAY, *command, "--dry-run")
    assert owed(DAY, "verify").value["events"] == before


def test_each_part_of_a_document_payable_in_parts_is_reminded_from_the_start(book: Typed) -> None:
    """The second half is another debt: its first reminder is a first reminder, whatever the first half had."""
    terms = "\nterms = [{ due = 2026-04-01, percent = 50 }, { due = 2026-06-01, percent = 50 }]\n"
    file = book.file("parts.toml", INVOICE.replace("issue_date = 2026-03-02\n", f"issue_date = 2026-03-02{terms}"))
    kept(book, "2026-03-02", "issue", file)
    kept(book, DAY, "remind")
    kept(book, "2026-05-04", "remind")
    assert book("2026-05-04", "late").value[0]["grade"] == 2
    kept(book, "2026-05-05", "pay", "2026-0001", "488")
    notice = kept(book, "2026-05-29", "remind")["letters"][0]
    assert (notice["letter"], notice["grade"]) == ("courtesy", 0)
    row = book("2026-06-05", "late").value[0]
    assert (row["action"], row["grade"], row["overdue"]) == ("reminder1", 0, "488.00")
    assert kept(book, "2026-06-05", "remind")["letters"][0]["grade"] == 1


def test_a_dispute_about_a_part_bears_no_interest_over_several_parts(book: Typed) -> None:
    """The latest part is disputed first: 976 in halves, 100 of the second one disputed."""
    terms = "\nterms = [{ due = 2026-04-01, percent = 50 }, { due = 2026-04-11, percent = 50 }]\n"
    file = book.file("parts.toml", INVOICE.replace("issue_date = 2026-03-02\n", f"issue_date = 2026-03-02{terms}"))
    kept(book, "2026-03-02", "issue", file)
    kept(book, DAY, "dispute", "open", "2026-0001", "--amount", "100")
    # 488 x 10.15 % x 19 / 365 = 2.5784; 388 x 10.15 % x 9 / 365 = 0.9710.
    assert book(DAY, "late").value[0]["interest"] == "3.55"


def test_a_country_without_known_holidays_or_law_still_gets_its_letter(book: Typed) -> None:
    """No calendar, no claim: the firm letter asks for the principal only."""
    book("2026-03-01", "client", "add", "--id", "far", "--name", "Far Ltd", "--country", "AQ", "--language", "en")
    book("2026-03-02", "issue", "--client", "far", "--line", "Logo; 1; 100; O")
    for day in ("2026-04-20", "2026-05-04", "2026-05-18"):
        written = kept(book, day, "remind", "--confirm", "all")["letters"]
    assert written[0]["letter"] == "reminder3"


def test_a_template_is_judged_by_how_its_sample_reads(owed: Typed) -> None:
    """Slots filled with the made-up case; a text without slots is judged as it stands."""
    shipped = Path(__file__).parents[2] / "letters" / "en" / "reminder2.txt"
    assert owed(DAY, "letters", "check", str(shipped), "--lang", "en", "--kind", "reminder2").value["verdict"] == "ok"
    mine = owed.file("mine.txt", "Dear Ms Jansen,\n\nPAY NOW!!! You have failed to pay.\n")
    found = owed(DAY, "letters", "check", mine, "--lang", "en", "--kind", "reminder1")
    assert found.code == 1
    assert {"shouting", "blame", "no-amount"} <= {one["rule"] for one in found.value["findings"]}
    assert "violates" in owed.plain(DAY, "letters", "check", mine, "--lang", "en").out
