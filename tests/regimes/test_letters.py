"""The letters whose form a law fixes: each has its text, its term and its source."""

from __future__ import annotations

from datetime import date

import pytest

from invoicing import regimes
from invoicing.app.forms import deadline_of, form_named
from invoicing.correspondence.catalogue import catalogue
from invoicing.discovery import find
from invoicing.domain.dunning import Form, form_for
from invoicing.domain.party import DEBTOR_KINDS
from invoicing.resources import Resources

COUNTRIES = tuple(find("invoicing.regimes._letters"))
WRITTEN = {entry.letter: entry.languages for entry in catalogue(Resources())}
FORMS = tuple((country, form) for country in COUNTRIES for form in regimes.letter_forms(country))


@pytest.mark.parametrize(("country", "form"), FORMS, ids=[form.letter for _, form in FORMS])
def test_a_form_is_written_in_its_countrys_language_and_in_english(country: str, form: Form) -> None:
    """Design section 2: required in the country's language and in English."""
    languages = regimes.regime(country).languages
    assert "en" in WRITTEN[form.letter]
    assert set(languages) & set(WRITTEN[form.letter])
    assert form.letter.startswith(f"final-{country}-")
    assert form_named(form.letter) is form
    assert form.citation
    assert form.source
    assert set(form.debtors) <= set(DEBTOR_KINDS)


@pytest.mark.parametrize(
    ("country", "debtor", "grade", "letter"),
    [
        ("IT", "business", 4, "final-it-messa-in-mora"),
        ("IT", "consumer", 4, "final-it-messa-in-mora"),
        ("NL", "business", 4, "final-nl-ingebrekestelling"),
        ("NL", "consumer", 4, "final-nl-14-day"),
        ("BE", "consumer", 1, "final-be-first-reminder"),
        ("ES", "business", 4, "final-es-requerimiento"),
        ("RO", "business", 4, "final-ro-somatie"),
        ("GB", "business", 4, "final-gb-company"),
        ("GB", "consumer", 4, "final-gb-individual"),
    ],
)
def test_each_law_has_its_form(country: str, debtor: str, grade: int, letter: str) -> None:
    """Tone.md section 3, country by country."""
    form = form_for(regimes.letter_forms(country), debtor, grade)
    assert form is not None
    assert form.letter == letter


@pytest.mark.parametrize(("country", "debtor"), [("BE", "business"), ("DE", "business"), ("US", "business"), ("", "")])
def test_a_law_without_a_form_fixes_none(country: str, debtor: str) -> None:
    """The usual letter of the grade is written."""
    assert all(form_for(regimes.letter_forms(country), debtor, grade) is None for grade in range(8))


@pytest.mark.parametrize(
    ("letter", "day", "deadline"),
    [
        # Italy and Romania: fifteen days from receipt, three or five days for the post; 3 + 15 = Saturday 4 July.
        ("final-it-messa-in-mora", date(2026, 6, 16), date(2026, 7, 6)),
        ("final-ro-somatie", date(2026, 6, 16), date(2026, 7, 6)),
        # HR 25-11-2016: fourteen days from the day after delivery, post takes no Sunday and Monday.
        ("final-nl-14-day", date(2026, 6, 12), date(2026, 6, 30)),
        # WER XIX.2: fourteen days from the third working day after sending (Wed 17 June + 14).
        ("final-be-first-reminder", date(2026, 6, 12), date(2026, 7, 1)),
        # Debt Protocol: thirty days from the date of the letter, a Sunday stays a Sunday.
        ("final-gb-individual", date(2026, 6, 12), date(2026, 7, 12)),
        ("final-gb-company", date(2026, 6, 12), date(2026, 6, 26)),
    ],
)
def test_the_term_of_a_form_leaves_what_the_law_gives(letter: str, day: date, deadline: date) -> None:
    """The sources stand in `regimes/_letters`."""
    form = form_named(letter)
    assert form is not None
    assert deadline_of(form, day) == deadline


def test_a_name_that_no_law_fixes_has_no_form() -> None:
    """A book's own letter may be called as it likes."""
    assert form_named("final-xx-own") is form_named("final-mine") is form_named("final-nl-other") is None
