"""Letters beside the ladder, typed: filled from the book and by hand, refused with all that is missing, recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.app.write_letter import on_the_ladder
from invoicing.correspondence.catalogue import catalogue
from invoicing.resources import Resources

if TYPE_CHECKING:
    from tests.cli.book import Typed

DAY = "2026-04-20"
UNDERSTOOD = ("--set", "concern=the logo is not centred")
ANSWER, LATER = ("--set", "answer_day=2026-04-27"), ("--set", "follow_up=2026-05-11")


@pytest.fixture
def owed(book: Typed) -> Typed:
    """A book in which Acme, written to in English, owes 976.00 on 2026-0001, due on 1 April 2026."""
    book("2026-03-01", "client", "edit", "acme", "--language", "en", "--email", "acme@client.example")
    book.issued()
    return book


def written(book: Typed, letter: str, *words: str, day: str = DAY) -> dict[str, Any]:
    """Write a letter to Acme that must succeed, and give its value with the text on one line."""
    answer = book(day, "letters", "write", letter, "--client", "acme", *words)
    assert answer.code == 0, answer.out
    value: dict[str, Any] = answer.value
    return value | {"text": " ".join(value["text"].split())}


def printed(found: dict[str, Any]) -> str:
    """Give the text of a letter's PDF."""
    from pypdf import PdfReader

    return " ".join(page.extract_text() for page in PdfReader(found["pdf"]).pages)


def refused(book: Typed, letter: str, *words: str, day: str = DAY) -> list[tuple[str, str]]:
    """Write a letter that must be refused, and give code and place of each finding."""
    answer = book(day, "letters", "write", letter, "--client", "acme", *words)
    assert answer.code == 3, answer.out
    return [(one["code"], one["where"]) for one in answer.error["findings"]]


def test_a_complaint_is_answered_in_the_words_of_the_client(owed: Typed) -> None:
    """Guide 001: his words first, then our understanding; what is probably behind it stays in the log (guide 002)."""
    owed("2026-04-18", "log", "add", "acme", "--words", "This is not what I ordered.", "--behind", "short of money")
    found = written(owed, "complaint-acknowledgement", *UNDERSTOOD, *ANSWER, *LATER, "--question", "Which page?")
    assert found["subject"] == "Your message of 18 April 2026"
    assert "You wrote: “This is not what I ordered.”" in found["text"]
    assert "Which page?" in found["text"]
    assert "short of money" not in found["text"]
    assert found["documents"] == []
    assert Path(found["pdf"]).read_bytes().startswith(b"%PDF-")
    assert found["tone"]["verdict"] == "ok"


def test_a_letter_is_recorded_without_a_grade_and_answers_the_message(owed: Typed) -> None:
    """It rises no grade, stands in the timeline and in the list, and lets go of what the message held."""
    owed("2026-04-18", "log", "add", "acme", "--words", "Wrong.")
    assert owed(DAY, "why", "2026-0001").value["blockers"][0]["code"] == "unanswered-message"
    found = written(owed, "holding-reply", *UNDERSTOOD, *ANSWER, *LATER, "--set", "reason=the printer is away")
    assert owed(DAY, "why", "2026-0001").value["action"] == "reminder1"
    row = owed(DAY, "letters", "sent", "acme").value[0]
    assert (row["letter_id"], row["grade"], row["outcome"]) == (found["letter_id"], None, "written")
    line = owed(DAY, "client", "show", "acme").value["timeline"][-1]
    assert (line["what"], line["letter"], line["kind"]) == ("letter-written", "holding-reply", "complaint-reply")
    assert owed(DAY, "verify").value["ok"]
    sent = owed(DAY, "letters", "send", str(found["letter_id"]), "--printed").value["letters"][0]
    assert sent["outcome"] == "printed"


def test_a_document_is_named_only_while_its_reminders_rest(owed: Typed) -> None:
    """Tone.md no. 74: only what can be kept is promised. A dispute holds it; a hold up to the answer does too."""
    owed("2026-04-18", "log", "add", "2026-0001", "--words", "Wrong.")
    words = (*UNDERSTOOD, *ANSWER, *LATER)
    assert refused(owed, "complaint-acknowledgement", "--document", "2026-0001", *words) == [("not-held", "--document")]
    owed(DAY, "hold", "acme", "--until", "2026-04-25", "--reason", "looking into it")
    assert refused(owed, "complaint-acknowledgement", "--document", "2026-0001", *words) == [("not-held", "--document")]
    owed(DAY, "hold", "2026-0001", "--until", "2026-04-27", "--reason", "looking into it")
    found = written(owed, "complaint-acknowledgement", "--document", "2026-0001", *words)
    assert "we send no reminder for the part of invoice 2026-0001" in found["text"]
    owed(DAY, "release", "2026-0001")
    owed(DAY, "dispute", "open", "2026-0001", "--words", "The colours are wrong.")
    found = written(owed, "complaint-acknowledgement", *words)
    assert found["documents"] == ["2026-0001"]
    assert "“The colours are wrong.”" in found["text"]


def test_what_was_agreed_in_a_dispute_is_in_the_letter(owed: Typed) -> None:
    """The steps of the dispute, its plan and what was paid; days that are still to come."""
    owed(DAY, "pay", "2026-0001", "76")
    owed(DAY, "dispute", "open", "2026-0001", "--words", "Too dear.")
    owed(DAY, "dispute", "note", "2026-0001", "--words", "internal", "--by", "2026-04-29")
    owed(DAY, "dispute", "propose", "2026-0001", "--words", "We print it again", "--by", "2026-05-04")
    owed(DAY, "dispute", "agree", "2026-0001", "--words", "New print, same price", "--by", "2026-05-05")
    owed(DAY, "dispute", "follow-up", "2026-0001", "--by", "2026-05-12")
    reply = written(owed, "holding-reply", *UNDERSTOOD, "--set", "reason=the proofs come on Monday")
    assert "our answer by 29 April 2026" in reply["text"]
    assert "On 12 May 2026" in reply["text"]
    solved = written(owed, "complaint-solution", *UNDERSTOOD)
    assert "1. We print it again (by 4 May 2026) 2. New print, same price (by 5 May 2026)" in solved["text"]
    owed(DAY, "instalments", "2026-0001", "2026-05-01=400", "2026-06-01=500")
    agreed = written(owed, "agreement-confirmed", *UNDERSTOOD, *ANSWER)
    assert "New print, same price (by 5 May 2026)" in agreed["text"]
    assert "We print it again" not in agreed["text"]
    assert "internal" not in agreed["text"]
    assert "Instalment 2 1 Jun 2026 €500.00" in agreed["text"]
    assert "taken into account: €76.00 on 20 April 2026" in agreed["text"]
    assert agreed["documents"] == ["2026-0001"]


def test_all_that_is_missing_is_said_at_once_with_its_flag(owed: Typed) -> None:
    """The client's words stand beside the question how we understand them."""
    owed("2026-04-18", "log", "add", "acme", "--words", "Bad work.")
    error = owed(DAY, "letters", "write", "refusal", "--client", "acme").error
    assert [one["where"] for one in error["findings"]] == [
        *("request", "reason", "alternatives_list", "answer_day", "follow_up"),
    ]
    assert [one["example"].split("=")[0].split(" ")[0] for one in error["findings"]] == [
        *("--set", "--set", "--alternative", "--set", "--set"),
    ]
    shown = owed.plain(DAY, "letters", "write", "firm-position", "--client", "acme").err
    assert "the client's words: Bad work." in shown
    assert owed(DAY, "letters", "preview", "refusal", "--client", "acme").error["code"] == "empty-slot"


def test_a_preview_is_filled_in_the_same_way_and_records_nothing(owed: Typed) -> None:
    """`letters preview` and `letters write` give the same text."""
    words = (
        *("--client", "acme", "--set", "request=delivery on a Sunday", "--set", "reason=we are closed on Sundays"),
        *("--alternative", "Saturday before noon", *ANSWER, *LATER, "--set", "concern_day=2026-04-18"),
    )
    before = owed(DAY, "verify").value["events"]
    seen = owed(DAY, "letters", "preview", "refusal", *words).value
    assert Path(seen["pdf"]).parent.name == "previews"
    dry = owed(DAY, "letters", "write", "refusal", *words, "--dry-run").value
    assert owed(DAY, "verify").value["events"] == before
    done = owed(DAY, "letters", "write", "refusal", *words, "--key", "k").value
    assert seen["text"] == dry["text"] == done["text"]
    assert owed(DAY, "letters", "write", "refusal", *words, "--key", "k").value == done
    assert owed(DAY, "letters", "write", "thanks", *words[:2], "--key", "k").error["code"] == "key-reused"
    again = owed(DAY, "letters", "write", "refusal", *words).value
    assert Path(again["pdf"]).name == "2026-04-20-acme-refusal-2.pdf"
    ladder = owed(DAY, "letters", "preview", "reminder2", "--client", "acme", "--document", "2026-0001").value
    assert "2026-0001" in ladder["subject"]
    assert owed(DAY, "letters", "preview", "reminder2", "--client", "acme", "--document", "x").code == 4


def test_a_file_gives_what_flags_give(owed: Typed) -> None:
    """TOML; a flag wins over the file."""
    file = owed.file(
        "facts.toml",
        'concern = "the fee seems high"\nconcern_day = 2026-04-18\nfixed = "The fee"\nreason = "it was agreed"\n'
        'answer_day = 2026-04-27\nfollow_up = 2026-05-11\nalternatives = ["payment in two parts"]\n',
    )
    found = written(owed, "firm-position", "--file", file, "--set", "fixed=The fee of 976 euros")
    assert "The fee of 976 euros is not something we can change. The reason: it was agreed." in found["text"]
    assert "- payment in two parts" in found["text"]
    wrong = owed.file("wrong.toml", 'fixd = "x"\n')
    assert refused(owed, "firm-position", "--file", wrong) == [("unknown-slot", "fixd")]


def test_thanks_and_resumption_speak_of_the_money_that_came(owed: Typed) -> None:
    """The last day's payments, what is left, and credit; without a payment nobody is thanked for one."""
    assert refused(owed, "thanks") == [("no-payment", "--client")]
    owed("2026-04-02", "pay", "2026-0001", "100")
    owed(DAY, "pay", "2026-0001", "76")
    part = written(owed, "thanks")
    assert "We received €76.00 on 20 April 2026. This is what remains open" in part["text"]
    both = written(owed, "thanks", "--document", "2026-0001")
    assert "€100.00 on 2 April 2026 and €76.00 on 20 April 2026" in both["text"]
    goes_on = written(owed, "resumption", "--set", "resume_day=2026-04-22", "--handover", "Proofs; ; 2026-04-30")
    assert "again on 22 April 2026" in goes_on["text"]
    assert "Proofs (by 30 April 2026)" in goes_on["text"]
    assert "Still open" in goes_on["text"]
    owed(DAY, "pay", "2026-0001", "850")
    whole = written(owed, "thanks", "--document", "2026-0001")
    assert "Everything is now settled" in whole["text"]
    assert "A credit of €50.00 remains" in whole["text"]


def test_a_statement_names_what_came_since_the_last_one(owed: Typed) -> None:
    """Before the first there is no such day."""
    owed("2026-04-02", "pay", "2026-0001", "100")
    first = written(owed, "statement-cover", day="2026-04-03")
    assert "Payments since" not in first["text"]
    assert "€876.00" in first["text"]
    owed(DAY, "pay", "2026-0001", "76")
    second = written(owed, "statement-cover", day="2026-04-21")
    assert "Payments since the last statement: €76.00 on 20 April 2026." in second["text"]


def test_a_plan_is_proposed_for_the_whole_sum(owed: Typed) -> None:
    """The parts add up to what is overdue, else to what is open, from today on; no code asks for all at once."""
    words = ("--instalment", "2026-05-01=500", *ANSWER)
    assert refused(owed, "plan-proposal", *words) == [("plan-sum", "--instalment")]
    assert ("day-past", "instalments") in refused(owed, "plan-proposal", "--instalment", "2026-04-01=976", *ANSWER)
    found = written(owed, "plan-proposal", *words, "--instalment", "2026-06-01=476")
    assert "We propose to settle the sum in 2 instalments" in found["text"]
    assert "Scan to pay" not in printed(found)
    early = ("--instalment", "2026-05-01=976", *ANSWER)
    assert written(owed, "plan-proposal", *early, day="2026-03-20")["documents"] == ["2026-0001"]


def test_a_deposit_is_asked_for_by_hand_or_by_its_invoice(owed: Typed) -> None:
    """The open deposit invoice gives sum, day and reference; without one the user does, with the offer's number."""
    assert ("empty-slot", "deposit") in refused(owed, "deposit-request")
    free = written(
        owed, "deposit-request", "--set", "deposit=240", "--set", "deposit_share=20", "--set", "work=the site"
    )
    assert "a deposit of €240.00 (20% of the price)" in free["text"]
    assert free["documents"] == []
    offer = owed(DAY, "issue", owed.file("q.toml", QUOTE)).value["number"]
    named = written(owed, "deposit-request", "--document", offer, "--set", "deposit=240")
    assert f"Payment reference: {offer}" in named["text"]
    deposit = owed(DAY, "convert", offer, "--to", "deposit-invoice", "--share", "20%").value
    found = written(owed, "deposit-request")
    assert f"Payment reference: {deposit['number']}" in found["text"]
    assert f"€{deposit['due']}" in found["text"]
    assert "Scan to pay" in printed(found)


QUOTE = """\
kind = "quote"
client = "acme"

[[lines]]
description = "Website"
price = "1000"
tax = "S 22"
"""


def test_a_limit_quotes_what_was_said_since_the_last_one(owed: Typed) -> None:
    """Guide 001: a boundary, a pause and the time of the next contact; older matters are closed (guide 000)."""
    words = (*UNDERSTOOD, *LATER, "--set", "next_contact=2026-04-21", "--set", "next_contact_time=10:00")
    assert refused(owed, "boundary", *words) == [("too-few-incidents", "acme")]
    owed(DAY, "log", "add", "acme", "--kind", "incident", "--channel", "phone", "--words", "You are all idiots")
    found = written(owed, "boundary", *words)
    assert "- 20 April 2026: “You are all idiots”" in found["text"]
    assert "on 21 April 2026 at 10:00" in found["text"]
    assert refused(owed, "boundary", *words) == [("too-few-incidents", "acme")]
    file = owed.file("i.toml", '[[incidents]]\nday = 2026-04-19\ntext = "letter to our office"\n')
    assert "letter to our office" in written(owed, "boundary", *words, "--file", file)["text"]


def test_an_order_is_refused_politely(book: Typed) -> None:
    """Guide 004; in the client's language, or in another that is asked for."""
    assert written(book, "order-refusal")["language"] == "it"
    answer = book(DAY, "letters", "write", "order-refusal", "--client", "acme", "--lang", "nl")
    assert (answer.code, answer.value["language"]) == (0, "nl")


def test_a_word_that_hurts_is_pointed_out(owed: Typed) -> None:
    """The rules of tone judge the letter with the user's own words in it; it is the user who decides."""
    words = (
        *("--set", "concern=x", "--set", "reason=you have failed to pay", *ANSWER, *LATER),
        *("--set", "fixed=The fee", "--set", "concern_day=2026-04-18"),
    )
    found = written(owed, "firm-position", *words)
    assert found["tone"]["verdict"] == "violates"
    assert "blame" in {one["rule"] for one in found["tone"]["findings"]}
    shown = owed.plain(DAY, "letters", "write", "firm-position", "--client", "acme", *words, "--dry-run").out
    assert "tone: blame (" in shown
    assert "Nothing was recorded." in shown


def test_a_language_without_words_of_tone_is_written_all_the_same(owed: Typed) -> None:
    """A book's own language is a folder; nobody has listed there what must not be said."""
    mine = owed.folder / "letters" / "sv" / "order-refusal.txt"
    mine.parent.mkdir(parents=True)
    (mine.parent / "labels.toml").write_text('[style]\ngroup = "."\n')
    mine.write_text("Subject: Er förfrågan\n\nTack för er förfrågan. Vi kan tyvärr inte åta oss den.\n")
    assert written(owed, "order-refusal", "--lang", "sv")["tone"] == {"verdict": None, "findings": []}


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("reminder1", "--client", "acme"), 3, "on-the-ladder"),
        (("termination-vague", "--client", "acme"), 3, "on-the-ladder"),
        (("broken-promise", "--client", "acme"), 3, "on-the-ladder"),
        (("thank", "--client", "acme"), 4, "no-letter"),
        (("thanks", "--client", "nobody"), 4, "client-unknown"),
        (("thanks", "--client", "acme", "--document", "2026-0009"), 4, "document-unknown"),
        (("thanks", "--client", "other", "--document", "2026-0001"), 3, "letter-of-other-client"),
        (("thanks", "--client", "acme", "--document", "2026-0001", "--document", "2026-0002"), 3, "currency-mismatch"),
        (("thanks", "--client", "acme", "--set", "x"), 3, "bad-argument"),
        (("thanks", "--client", "acme", "--file", "none.toml"), 4, "no-such-file"),
    ],
)
def test_what_cannot_be_is_refused(owed: Typed, words: tuple[str, ...], exit_code: int, code: str) -> None:
    """Each by its code."""
    owed("2026-03-01", "client", "add", "--id", "other", "--name", "Other Ltd", "--country", "GB")
    dollars = "Logo; 1; 100; O"
    assert owed(DAY, "issue", "--client", "acme", "--line", dollars, "--currency", "USD").value["number"] == "2026-0002"
    answer = owed(DAY, "letters", "write", *words)
    assert (answer.code, answer.error["code"]) == (exit_code, code)


def test_days_are_where_they_belong(owed: Typed) -> None:
    """What is promised lies ahead; what is reported is over; what was done may be."""
    past = (*UNDERSTOOD, "--set", "answer_day=2026-04-19", "--set", "concern_day=2026-04-21", *LATER)
    assert refused(owed, "holding-reply", *past, "--set", "reason=x", "--item", "a; b; 2026-04-01") == [
        ("day-past", "answer_day"),
        ("day-past", "items"),
        ("day-in-future", "concern_day"),
    ]
    done = ("--item", "Logo; moved; 2026-04-01", "--set", "follow_up=2026-05-04")
    assert "moved" in written(owed, "follow-up", *UNDERSTOOD, *done)["text"]


def test_a_letter_of_ones_own_is_written_too(owed: Typed) -> None:
    """It gets all that is open, a day to pay by, and whatever is given."""
    mine = owed.folder / "letters" / "en" / "greeting.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("Subject: {{ numbers }}\n\n{{ salutation }}\n\n{{ total_open }} by {{ deadline }}: {{ reason }}\n")
    found = written(owed, "greeting", "--set", "reason=spring")
    assert found["subject"] == "2026-0001"
    assert "€976.00 by 30 April 2026: spring" in found["text"]


ALL = """\
concern = "the logo is not centred"
concern_day = 2026-04-18
request = "delivery on a Sunday"
reason = "we are closed on Sundays"
fixed = "The fee"
answer_day = 2026-04-27
follow_up = 2026-05-11
next_contact = 2026-04-21
resume_day = 2026-04-22
deposit = "200"
talk = "phone"
talk_day = 2026-04-19
alternatives = ["Saturday"]
points = ["Texts by 15 June"]
items = [{ issue = "Logo", action = "we move it", day = 2026-04-24 }]
incidents = [{ day = 2026-04-18, words = "Idiots" }]
"""
BESIDE = [one.letter for one in catalogue(Resources()) if not on_the_ladder(one.letter)]


@pytest.mark.parametrize("letter", BESIDE)
def test_every_letter_beside_the_ladder_is_written_in_every_language(owed: Typed, letter: str) -> None:
    """Design section 5: from a file of facts, to a real client, with the same rules of tone as the shipped text."""
    owed(DAY, "pay", "2026-0001", "76")
    plan = "instalments = [{ due = 2026-05-01, amount = 900 }]\n" if letter == "plan-proposal" else ""
    file = owed.file("facts.toml", plan + ALL)
    for tag in ("en", "it", "nl", "es", "ro"):
        found = written(owed, letter, "--file", file, "--lang", tag)
        assert found["language"] == tag
        assert Path(found["pdf"]).is_file()
    assert len(owed(DAY, "letters", "sent", "acme").value) == 5


def test_a_talk_is_summed_up_from_the_log(owed: Typed) -> None:
    """Tone.md no. 85: our notes as they are, the client's words in quotation marks, and the promise of that day."""
    owed("2026-04-10", "log", "add", "acme", "--channel", "phone", "--out", "--words", "Old talk")
    owed(DAY, "promise", "2026-0001", "500", "--by", "2026-05-04")
    out = ("--words", "The texts come by 15 June\n\nNo second language")
    entry = owed(DAY, "log", "add", "acme", "--channel", "phone", "--out", *out).value["entry"]
    one = owed(DAY, "log", "recap", str(entry)).value
    text = " ".join(one["text"].split())
    assert one["subject"] == "Summary of our telephone call of 20 April 2026"
    assert "- The texts come by 15 June - No second language" in text
    assert "For the open invoice 2026-0001 you expect to pay €500.00 by 4 May 2026." in text
    assert (one["letter"], one["entries"], one["documents"]) == ("recap", [entry], ["2026-0001"])
    owed("2026-04-21", "log", "add", "acme", "--channel", "meeting", "--words", "I agree")
    owed("2026-04-21", "log", "add", "acme", "--channel", "message", "--words", "no talk")
    last = owed("2026-04-21", "log", "recap", "--client", "acme").value
    assert "- “I agree”" in last["text"]
    assert "500.00" not in last["text"]
    both = " ".join(owed("2026-04-21", "log", "recap", "--client", "acme", "--since", DAY).value["text"].split())
    assert "- 20 April 2026: The texts come by 15 June" in both
    assert "- 21 April 2026: “I agree”" in both
    assert "Old talk" not in both
    own = ("--point", "Texts by 15 June", "--item", "Draft; we send it; 2026-05-02", "--answer-by", "2026-04-24")
    given = owed.plain("2026-04-21", "log", "recap", "--client", "acme", *own).out
    assert "- Texts by 15 June" in given
    assert "Draft: we send it (by 2 May 2026)" in given
    assert "I agree" not in given
    assert "To send it: invoicing letters send" in given
    assert written(owed, "recap", day="2026-04-21")["text"] == " ".join(last["text"].split())


def test_a_recap_of_no_talk_is_refused(owed: Typed) -> None:
    """Neither an incident nor a chat message is a talk; an entry or a client is named, not both."""
    incident = owed(DAY, "log", "add", "acme", "--kind", "incident", "--channel", "phone", "--words", "x").value[
        "entry"
    ]
    for words, code in (
        ((str(incident),), "nothing-to-recap"),
        (("--client", "acme"), "nothing-to-recap"),
        (("99",), "entry-unknown"),
        ((), "entry-or-client"),
        ((str(incident), "--client", "acme"), "entry-or-client"),
        (("--client", "acme", "--since", "soon"), "bad-date"),
    ):
        assert owed(DAY, "log", "recap", *words).error["code"] == code
    assert ("empty-slot", "points_list") in refused(owed, "recap")
