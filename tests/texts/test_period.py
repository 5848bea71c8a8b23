"""The period a document bills, in words: each language as its readers write it, English as the domain does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.dates import Period
from invoicing.domain.recurrence import period_text
from invoicing.texts import language

MONTH = (date(2026, 6, 1), date(2026, 6, 30))
QUARTER = (date(2026, 4, 1), date(2026, 6, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MONTHS = (date(2026, 6, 1), date(2026, 7, 31))
TURN = (date(2026, 12, 1), date(2027, 1, 31))
DAYS = (date(2026, 6, 8), date(2026, 6, 11))
TWO_MONTHS = (date(2026, 6, 28), date(2026, 7, 1))
TWO_YEARS = (date(2026, 12, 28), date(2027, 1, 3))
DAY = (date(2026, 6, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("tag", "period", "text"),
    [
        ("en-US", DAYS, "June 8 to 11, 2026"),
        ("en-US", TWO_MONTHS, "June 28 to July 1, 2026"),
        ("en-US", TWO_YEARS, "December 28, 2026 to January 3, 2027"),
        ("en-US", QUARTER, "Q2 2026"),
        ("it", MONTH, "giugno 2026"),
        ("it", QUARTER, "2° trimestre 2026"),
        ("it", YEAR, "2026"),
        ("it", MONTHS, "da giugno a luglio 2026"),
        ("it", TURN, "da dicembre 2026 a gennaio 2027"),
        ("it", DAYS, "dall'8 all'11 giugno 2026"),
        ("it", TWO_MONTHS, "dal 28 giugno al 1° luglio 2026"),
        ("it", DAY, "1° giugno 2026"),
        ("nl", MONTH, "juni 2026"),
        ("nl", QUARTER, "2e kwartaal 2026"),
        ("nl", MONTHS, "juni t/m juli 2026"),
        ("nl", DAYS, "8 t/m 11 juni 2026"),
        ("nl", TWO_YEARS, "28 december 2026 t/m 3 januari 2027"),
        ("es", MONTH, "junio de 2026"),
        ("es", QUARTER, "2.º trimestre de 2026"),
        ("es", (date(2026, 1, 1), date(2026, 3, 31)), "1.er trimestre de 2026"),
        ("es", MONTHS, "de junio a julio de 2026"),
        ("es", DAYS, "del 8 al 11 de junio de 2026"),
        ("es", TWO_MONTHS, "del 28 de junio al 1 de julio de 2026"),
        ("ro", MONTH, "iunie 2026"),
        ("ro", QUARTER, "trimestrul II 2026"),
        ("ro", TURN, "decembrie 2026 - ianuarie 2027"),
        ("ro", DAYS, "8 - 11 iunie 2026"),
    ],
)
def test_a_period_is_written_as_readers_write_it(tag: str, period: tuple[date, date], text: str) -> None:
    """Usage of each language: ordinals 2°, 2e, 2.º, Roman quarters; articles elided in Italian; US months first."""
    assert language(tag).period(*period) == text


@given(start=st.dates(date(2020, 1, 1), date(2030, 12, 31)), days=st.integers(min_value=0, max_value=800))
def test_english_is_what_the_domain_writes(start: date, days: int) -> None:
    """`period_text` is the English of the domain; both must read alike for any days."""
    end = date.fromordinal(start.toordinal() + days)
    assert language("en").period(start, end) == period_text(Period(start, end))


@pytest.mark.parametrize("period", [MONTH, QUARTER, YEAR, MONTHS, TURN, TWO_MONTHS, TWO_YEARS, DAY])
def test_whole_units_in_english_are_what_the_domain_writes(period: tuple[date, date]) -> None:
    """The same where the days drawn at random hardly ever fall."""
    assert language("en").period(*period) == period_text(Period(*period))


def test_italian_writes_the_first_of_a_month_as_an_ordinal() -> None:
    """1° dicembre; the article of a date never elides before it, unlike before 8 and 11."""
    words = language("it")
    assert words.date(date(2026, 12, 1)) == "1° dicembre 2026"
    assert words.short_date(date(2026, 12, 1)) == "01/12/2026"
    assert words.joined("il 1° dicembre, il 8 e il 11 dicembre, del 1,6%") == (
        "il 1° dicembre, l'8 e l'11 dicembre, dell'1,6%"
    )
