"""Letters whose form the law fixes: which one a document gets, and when its term ends."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from invoicing import regimes
from invoicing.domain.dates import add_business_days, next_business_day
from invoicing.domain.dunning.forms import form_for

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.facts import OpenDocument
    from invoicing.domain.dunning.decision import Decision
    from invoicing.domain.dunning.forms import Form
    from invoicing.resources import Resources


def form_of(document: OpenDocument, decision: Decision) -> Form | None:
    """Give the form that the governing law fixes for a step, None for a letter of our own choice."""
    if decision.action != "step" or decision.grade is None or decision.stem or not document.law:
        return None
    return form_for(regimes.letter_forms(document.law), document.debtor or "business", decision.grade)


def letter_for(book: Book, document: OpenDocument, decision: Decision, language: str = "") -> str:
    """Give the stem of the letter to write; a form counts where its text exists in the letter's language."""
    form = form_of(document, decision)
    if form is None or not _written(book.resources, form.letter, language or document.language):
        return decision.letter
    return form.letter


@cache
def form_named(letter: str) -> Form | None:
    """Give the form with that stem (``final-nl-14-day``), None when no law fixes one of that name."""
    country = letter.split("-")[1] if letter.count("-") > 1 else ""
    return next((one for one in regimes.letter_forms(country) if one.letter == letter), None)


def deadline_of(form: Form, day: date, holidays: frozenset[date] = frozenset()) -> date:
    """Give the last day of a form's term for a letter of `day`; moved to a business day unless the day is named."""
    start = day
    if form.delivery_in_business_days:
        start = add_business_days(day, form.delivery, holidays)
    elif form.delivery:
        start = day + timedelta(days=form.delivery)
    end = start + timedelta(days=form.term)
    return end if form.exact else next_business_day(end, holidays)


@cache
def _written(resources: Resources, letter: str, tag: str) -> bool:
    """Say whether a form is written in a language, or in the one it overlays."""
    base = tag.partition("-")[0]
    return any(f"{letter}.txt" in resources.names("letters", one) for one in (tag, base) if one)
