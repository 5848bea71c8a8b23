"""Every letter in every language: it exists, renders without a gap, keeps what can be checked by reading, and is kept.

The snapshots under ``snapshots/<lang>/`` are for reading; ``pytest --update-samples`` writes them anew.
"""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest

from invoicing.correspondence.catalogue import catalogue, kind_of
from invoicing.correspondence.compose import compose
from invoicing.correspondence.letter import Letter, Listing, Paragraph, PayBox, Table
from invoicing.correspondence.sample import sample_facts
from invoicing.correspondence.tables import blocks_of
from invoicing.resources import Resources
from invoicing.texts import language

LANGUAGES = ("en", "it", "nl", "es", "ro")
SHIPPED = Resources()
SNAPSHOTS = Path(__file__).parent / "snapshots"
# A form fixed by law exists in the language(s) of its country and in English.
FORM_LANGUAGES = {"it": "it", "nl": "nl", "be": "nl", "es": "es", "ro": "ro", "gb": "en"}
ENGLISH = tuple(entry.letter for entry in catalogue(SHIPPED) if "en" in entry.languages)
LADDER = ("courtesy", "reminder1", "reminder2", "reminder3", "final", "suspension", "hand-over")


def required(tag: str) -> tuple[str, ...]:
    """Name the letters a language must have."""
    return tuple(name for name in ENGLISH if tag == "en" or _form_language(name) in {"", tag})


def _form_language(name: str) -> str:
    parts = name.split("-")
    return FORM_LANGUAGES[parts[1]] if name.startswith("final-") else ""


WRITTEN = {entry.letter: entry.languages for entry in catalogue(SHIPPED)}
CASES = [(tag, name) for tag in LANGUAGES for name in required(tag) if tag in WRITTEN[name]]


@cache
def written(tag: str, name: str, debtor: str = "") -> Letter:
    """Compose the sample of a letter."""
    words = language(tag)
    return compose(name, sample_facts(name, words, SHIPPED, debtor), words, SHIPPED)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_every_letter(tag: str) -> None:
    """The ladder and talk: all letters in all five languages; forms fixed by law in their country's."""
    assert [name for name in required(tag) if tag not in WRITTEN[name]] == []


@pytest.mark.parametrize(("tag", "name"), CASES)
def test_a_letter_reads_as_it_was_last_read(tag: str, name: str, *, update_samples: bool) -> None:
    """The golden text, without a gap: an unfilled slot would have refused the letter."""
    letter = written(tag, name)
    text = f"{letter.delivery}\n\n".lstrip() + f"Subject: {letter.subject}\n\n{letter.text}"
    path = SNAPSHOTS / tag / f"{name}.txt"
    if update_samples:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    assert not re.search(r"\{[{%]|[%}]\}|\x00|None", text)


@pytest.mark.parametrize("debtor", ["business", "consumer", "public"])
@pytest.mark.parametrize(("tag", "name"), [case for case in CASES if case[1] in LADDER])
def test_the_ladder_can_be_written_to_any_kind_of_debtor(tag: str, name: str, debtor: str) -> None:
    """Language and debtor kind are separate inputs."""
    letter = written(tag, name, debtor)
    assert letter.subject
    assert "2026-0012" in letter.text


@pytest.mark.parametrize("name", ENGLISH)
def test_american_english_has_every_letter_by_falling_back(name: str) -> None:
    """en-US → en, with the American date and salutation."""
    letter = written("en-US", name)
    assert letter.text.startswith("Dear Ms. Carter:") or name == "final-gb-individual"
    assert not re.search(r"\b(favour|instalments?|cheque|organis\w+|labour|centre)\b", letter.text)


# Words of familiar address; none may stand in a letter (tone.md, section 2, row address).
FAMILIAR = {
    "it": r"\b(tu|tuo|tua|tuoi|tue|ti|te)\b",
    "nl": r"\b(je|jij|jou|jouw)\b",
    "es": r"\b(tú|tu|tus|te|ti|contigo|vosotros|os)\b",
    "ro": r"\b(tu|tău|tine|ție|îți|te)\b",
}


@pytest.mark.parametrize(("tag", "name"), [case for case in CASES if case[0] in FAMILIAR])
def test_no_letter_is_familiar(tag: str, name: str) -> None:
    """A letter says Lei or Voi, u, usted, dumneavoastră."""
    assert not re.search(FAMILIAR[tag], written(tag, name).text.lower())


@pytest.mark.parametrize(("tag", "name"), CASES)
def test_no_letter_shouts(tag: str, name: str) -> None:
    """tone-rules: shouting is capitals for emphasis or repeated marks; acronyms and codes do not count."""
    prose = _prose(tag, name)
    assert not re.search(r"[!?]{2,}", prose)
    assert not [word for word in re.findall(r"\b[A-ZÀ-ÞȘȚĂÂÎ]{5,}\b", prose) if word != "BUROFAX"]


# Feelings of our own, and labels (tone-rules: takes-personally, insult; tone.md, words to avoid).
AVOIDED = {
    "en": r"disappoint|failed to pay|\bdebtor\b(?! *\))(?!:)|negligen|bad payer",
    "it": r"delus|moros[oi]\b|pretend|inadempient|colpa",
    "nl": r"wanbetaler|nalatig|teleurgesteld|schuld van u",
    "es": r"moros[oa]\b|incumplidor|exigimos|decepcion|culpa",
    "ro": r"rău-platnic|vinovat|obligăm|dezamăgi",
}


@pytest.mark.parametrize(("tag", "name"), [case for case in CASES if not case[1].startswith("final-")])
def test_no_letter_uses_a_word_to_avoid(tag: str, name: str) -> None:
    """tone.md, section 2, row words to avoid."""
    assert not re.search(AVOIDED[tag], _prose(tag, name).lower())


DUNNING = [case for case in CASES if kind_of(case[1]) in {"reminder1", "reminder2", "reminder3", "final"}]


@pytest.mark.parametrize(("tag", "name"), DUNNING)
def test_a_reminder_names_amount_document_day_and_a_way_to_reply(tag: str, name: str) -> None:
    """tone-rules, group B: no-amount, no-reference, no-date, no-way-to-reply."""
    words = language(tag)
    facts = sample_facts(name, words, SHIPPED)
    text = " ".join(written(tag, name).text.split())
    principal = sum(one.outstanding.minor for one in facts.documents)
    whole = words.money(type(facts.documents[0].outstanding)(principal, facts.currency))
    assert " ".join(whole.split()) in text
    assert facts.documents[0].number in text
    assert facts.seller.email in text
    assert facts.deadline is not None
    in_days = words.count("day", facts.deadline_days or 0)
    assert words.joined(words.date(facts.deadline)) in text or in_days in text or name == "final-nl-14-day"


@pytest.mark.parametrize(("tag", "name"), CASES)
def test_both_twins_say_the_same(tag: str, name: str) -> None:
    """The HTML holds each paragraph and each point of the text, escaped."""
    letter = written(tag, name)
    page = html.unescape(letter.html)
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            assert f"<p>{block.text}</p>" in page
            assert block.text.split(" ")[0] in letter.text
        if isinstance(block, Listing):
            assert all(f"<li>{item}</li>" in page for item in block.items)


def _prose(tag: str, name: str) -> str:
    """Give the running text of a letter without the quoted words of the client and without tables."""
    letter = written(tag, name)
    text = "\n".join(str(block) for block in letter.blocks if not isinstance(block, Table | PayBox))
    return re.sub(r"[“„«‘][^”»’]*[”»’]", "", text)


# tone.md, section 3: what the last grade must contain, item by item, as words that must stand in the letter.
CONTENT = {
    "final-it-messa-in-mora": ("1219", "2943", "D.Lgs. 231/2002", "IT01234567897", "2026-0012", "IT60 X054"),
    "final-nl-14-day": ("97,50", "6:96", "650,00"),
    "final-nl-ingebrekestelling": ("6:82", "6:119a", "6:96"),
    "final-be-first-reminder": ("0123.456.749", "72,50", "XIX.2", "Studio Peeters BV"),
    "final-es-requerimiento": ("1100", "63", "1973", "Ley 3/2004", "1/2025", "30"),
    "final-ro-somatie": ("1015", "1522", "2540", "72/2013", "OG 13/2011", "RO18547290"),
    "final-gb-company": ("Practice Direction", "14 days", "Interest) Act 1998", "County Court"),
    "final-gb-individual": (
        "Pre-Action Protocol for Debt Claims",
        "Information Sheet",
        "Reply Form",
        "Standard Financial Statement",
        "statement of account",
        "30 days",
        "14 days' notice",
        "not been assigned",
        "written agreement",
        "copy of it",
        "instalments you offered",
        "Date of this letter",
    ),
}


@pytest.mark.parametrize(("tag", "name"), [case for case in CASES if case[1] in CONTENT])
def test_a_form_fixed_by_law_contains_what_the_law_asks(tag: str, name: str) -> None:
    """tone.md, section 3, V items; the figures of the Dutch scale: 15 % of 650 is 97.50."""
    letter = written(tag, name)
    text = " ".join(f"{letter.subject} {letter.text}".split())
    for item in CONTENT[name]:
        wanted = item.replace(",", ".") if tag == "en" else item
        assert wanted in text, item


def test_the_dutch_form_counts_its_fourteen_days_from_delivery() -> None:
    """HR 25-11-2016, ECLI:NL:HR:2016:2704: from the day after the letter was delivered."""
    text = " ".join(written("nl", "final-nl-14-day").text.split())
    assert "binnen veertien dagen vanaf de dag nadat deze brief bij u is bezorgd" in text
    assert "dagtekening" not in text


def test_the_dutch_form_asks_only_for_what_is_due_already() -> None:
    """Art. 6:96(6) BW: payment within the term is free of costs."""
    words = language("en")
    facts = sample_facts("final-nl-14-day", words, SHIPPED)
    box = str(blocks_of(facts, words)["pay_box"])
    assert "653.13" in box
    assert "97.50" not in box
