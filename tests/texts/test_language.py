"""Choosing a language, falling back, plural forms, and how people are addressed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import NotFound
from invoicing.domain.party import Contact
from invoicing.resources import Resources
from invoicing.texts import fill, language, languages, normal_tag

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("asked", "given"), [("en_us", "en-US"), ("EN", "en"), ("it-CH", "it"), ("en-GB", "en"), ("nl_BE", "nl")]
)
def test_a_tag_without_a_folder_falls_back_to_its_language(asked: str, given: str) -> None:
    """Design, section 5: en-US → en; here en-US has an overlay of its own."""
    assert language(asked).tag == given


def test_an_unknown_language_names_the_nearest_one() -> None:
    """NotFound with exit code 4."""
    with pytest.raises(NotFound) as fault:
        language("ita")
    assert fault.value.code == "no-language"
    assert "'it'" in fault.value.remedy


@pytest.mark.parametrize("call", ["label", "title", "phrase", "law"])
def test_an_unknown_key_names_the_nearest_one(call: str) -> None:
    """A misspelt key is our fault and must be found at once."""
    misspelt = {"label": "due-dat", "title": "invoic", "phrase": "no-thank", "law": "reverse-charg"}[call]
    with pytest.raises(NotFound) as fault:
        getattr(language("en"), call)(misspelt)
    assert "did you mean" in fault.value.remedy


def test_a_key_that_resembles_nothing_is_still_answered() -> None:
    """There is no nearest word then."""
    with pytest.raises(NotFound) as fault:
        language("en").label("zzzzzzzzzzzz")
    assert "add it" in fault.value.remedy


def test_an_overlay_says_only_what_differs() -> None:
    """American English writes "check"; what it does not say stands in English."""
    assert language("en-US").label("method-cheque") == "Check"
    assert language("en-US").label("due-date") == language("en").label("due-date")


def test_a_label_that_a_language_lacks_is_english(tmp_path: Path) -> None:
    """No page fails over a word."""
    folder = tmp_path / "letters" / "de"
    folder.mkdir(parents=True)
    (folder / "labels.toml").write_text('[labels]\ntotal = "Gesamt"\n', encoding="utf-8")
    words = language("de", Resources(tmp_path))
    assert words.label("total") == "Gesamt"
    assert words.label("due-date") == "Due date"
    assert words.tag in languages(Resources(tmp_path))


def test_a_book_overrides_single_labels_of_a_shipped_language(tmp_path: Path) -> None:
    """The book's file wins key by key, the rest stays as shipped."""
    folder = tmp_path / "letters" / "it"
    folder.mkdir(parents=True)
    (folder / "labels.toml").write_text('[labels]\ntotal = "Totale finale"\n', encoding="utf-8")
    words = language("it", Resources(tmp_path))
    assert words.label("total") == "Totale finale"
    assert words.label("due-date") == "Scadenza"


def test_values_are_put_in_once_and_never_read_as_slots() -> None:
    """A client called {total} stays a client called {total}."""
    assert fill("{a} and {b}, {c}", {"a": "{b}", "b": "x"}) == "{b} and x, {c}"


@pytest.mark.parametrize(
    ("tag", "number", "text"),
    [
        ("en", 1, "1 day"),
        ("en", 0, "0 days"),
        ("it", 1, "1 giorno"),
        ("it", 2, "2 giorni"),
        ("nl", 14, "14 dagen"),
        ("es", 1, "1 día"),
        ("ro", 1, "1 zi"),
        ("ro", 0, "0 zile"),
        ("ro", 2, "2 zile"),
        ("ro", 19, "19 zile"),
        ("ro", 20, "20 de zile"),
        ("ro", 100, "100 de zile"),
        ("ro", 101, "101 zile"),
        ("ro", 120, "120 de zile"),
        ("en", 1234, "1,234 days"),
    ],
)
def test_counts_take_the_plural_of_the_language(tag: str, number: int, text: str) -> None:
    """CLDR plural rules; Romanian has three forms."""
    assert language(tag).count("day", number) == text


@pytest.mark.parametrize(
    ("tag", "code", "quantity", "text"),
    [
        ("en", "HUR", "1", "hour"),
        ("en", "HUR", "1.5", "hours"),
        ("en", "C62", "3", ""),
        ("it", "DAY", "2.00", "giorni"),
        ("nl", "H87", "1.0", "stuk"),
        ("ro", "HUR", "1.5", "ore"),
        ("ro", "HUR", "1", "oră"),
        ("en-US", "LTR", "2", "liters"),
        ("en", "XYZ", "2", "XYZ"),
    ],
)
def test_units_agree_with_their_quantity(tag: str, code: str, quantity: str, text: str) -> None:
    """UN/ECE Recommendation 20; an unknown code stands for itself."""
    assert language(tag).unit(code, Decimal(quantity)) == text


ROSSI = Contact("Anna Rossi", salutation="Sig.ra")
BERG = Contact("Jan van den Berg", salutation="dhr.")
GARCIA = Contact("Ana García López", salutation="Sra.")
PLAIN = Contact("Anna Rossi")
DOCTOR = Contact("Anna Rossi", salutation="Dr.")
WRITTEN = Contact("Anna Maria Rossi Bianchi", salutation="Sig.ra Rossi Bianchi")


@pytest.mark.parametrize(
    ("tag", "contact", "debtor", "text"),
    [
        ("en", ROSSI, "business", "Dear Ms Rossi,"),
        ("en", PLAIN, "business", "Dear Anna Rossi,"),
        ("en", None, "business", "Dear Sir or Madam,"),
        ("en", None, "consumer", "Dear Rossi,"),
        ("en", DOCTOR, "business", "Dear Dr. Rossi,"),
        ("en-US", ROSSI, "business", "Dear Ms. Rossi:"),
        ("en-US", None, "public", "To Whom It May Concern:"),
        ("it", ROSSI, "business", "Gentile Sig.ra Rossi,"),
        ("it", WRITTEN, "business", "Gentile Sig.ra Rossi Bianchi,"),
        ("it", None, "business", "Spett.le Rossi,"),
        ("nl", BERG, "business", "Geachte heer Van den Berg,"),
        ("nl", replace(BERG, salutation="de heer"), "business", "Geachte heer Van den Berg,"),
        ("nl", Contact("Van den Berg", salutation="de heer"), "business", "Geachte heer Van den Berg,"),
        ("nl", Contact("van den Berg", salutation="mevr."), "business", "Geachte mevrouw Van den Berg,"),
        ("es", Contact("Ana Gil", salutation="la Sra."), "business", "Estimada Sra. Gil:"),
        ("it", Contact("Anna Rossi", salutation="la dott.ssa"), "business", "Gentile dott.ssa Rossi,"),
        ("nl", PLAIN, "business", "Geachte heer/mevrouw Rossi,"),
        ("es", GARCIA, "business", "Estimada Sra. García López:"),
        ("es", None, "business", "Muy señores nuestros:"),
        ("ro", ROSSI, "business", "Stimată doamnă Rossi,"),
        ("ro", None, "business", "Stimați domni,"),
    ],
)
def test_salutations_are_those_of_the_country(tag: str, contact: Contact | None, debtor: str, text: str) -> None:
    """tone.md, section 2, row salutation."""
    assert language(tag).salutation(contact, "Rossi", debtor) == text


@pytest.mark.parametrize(
    ("tag", "grade", "named", "text"),
    [
        ("en", 1, True, "Yours sincerely,"),
        ("en", None, False, "Yours faithfully,"),
        ("en", 4, False, "Yours faithfully,"),
        ("en-US", 4, True, "Sincerely,"),
        ("it", 3, True, "Cordiali saluti"),
        ("it", 4, True, "Distinti saluti"),
        ("nl", 1, True, "Met vriendelijke groet,"),
        ("nl", 4, True, "Hoogachtend,"),
        ("es", 4, True, "Atentamente,"),
        ("ro", 4, True, "Cu deosebită considerație,"),
    ],
)
def test_closings_turn_formal_at_the_final_notice(tag: str, grade: int | None, *, named: bool, text: str) -> None:
    """tone.md, section 2, row closing."""
    assert language(tag).closing(grade, named=named) == text


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("il 8 giugno", "l'8 giugno"),
        ("Il 8 giugno", "L'8 giugno"),
        ("del 11 maggio", "dell'11 maggio"),
        ("dal 80 al 11", "dall'80 all'11"),
        ("del 110%", "del 110%"),
        ("il 1 maggio", "il 1 maggio"),
    ],
)
def test_italian_articles_elide_before_eight_and_eleven(written: str, mended: str) -> None:
    """Otto and undici begin with a vowel: l'8 giugno, dell'11%."""
    assert language("it").joined(written) == mended


def test_enumerations_end_with_a_word() -> None:
    """One, two and several parts."""
    assert language("en").enumeration(["1"]) == "1"
    assert language("it").enumeration(["1", "2"], "or") == "1 o 2"
    assert language("nl").enumeration(["1", "2", "3"]) == "1, 2 en 3"


def test_tags_are_written_the_usual_way() -> None:
    """BCP 47: lower-case language, upper-case region, script as it is."""
    assert normal_tag("sr_Latn_rs") == "sr-Latn-RS"


def test_countries_have_their_name_in_the_language() -> None:
    """CLDR territory names; an unknown code stands for itself."""
    assert language("it").country("NL") == "Paesi Bassi"
    assert language("en").country("gb") == "United Kingdom"
    assert language("en").country("QX") == "QX"


def test_an_entry_may_hold_its_text_beside_other_facts(tmp_path: Path) -> None:
    """legal.toml: a paragraph as a text, or as a table with `text`; anything else is no sentence."""
    folder = tmp_path / "letters" / "en"
    folder.mkdir(parents=True)
    (folder / "legal.toml").write_text(
        '[mine]\ntext = " Section {n}. "\nyear = 1998\n[more]\nx = 1\n', encoding="utf-8"
    )
    assert language("en", Resources(tmp_path)).law("mine", n=1) == "Section 1."
