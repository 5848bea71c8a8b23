"""Numbers, money and days are written as CLDR writes them, without asking Babel each time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.money import Money
from invoicing.texts import NBSP, language

LOCALES = {"en": "en_GB", "en-US": "en_US", "it": "it", "nl": "nl", "es": "es", "ro": "ro"}
AMOUNTS = ("0.00", "0.05", "1.00", "999.99", "1234.50", "1234567.89", "-0.05", "-1234.50")


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("currency", ["EUR", "GBP", "USD", "CAD"])
@pytest.mark.parametrize("amount", AMOUNTS)
def test_money_is_written_as_cldr_does(tag: str, currency: str, amount: str) -> None:
    """Babel is the source; Italian alone puts the sign first (tone.md, figures: € 1.234,56)."""
    value = Decimal(amount)
    ours = language(tag).money(Money(int(value * 100), currency))
    theirs = format_currency(value, currency, locale=LOCALES[tag])
    if tag == "it":
        digits, _, sign = theirs.partition(NBSP)
        own_sign = "USD" if currency == "USD" else sign
        theirs = f"{'-' if value < 0 else ''}{own_sign}{NBSP}{digits.removeprefix('-')}"
    assert ours == theirs


@pytest.mark.parametrize(
    ("tag", "money", "text"),
    [
        ("en", Money(123450, "CHF"), "CHF\u00a01,234.50"),
        ("en", Money(1234, "JPY"), "JP¥1,234"),
        ("en", Money(1234567, "KWD"), "KWD\u00a01,234.567"),
        ("ro", Money(123456, "RON"), "1.234,56\u00a0lei"),
        ("es", Money(1234, "JPY"), "1.234\u00a0JPY"),
        ("nl", Money(-123456, "EUR"), "€\u00a0-1.234,56"),
        ("it", Money(123456, "EUR"), "€\u00a01.234,56"),
    ],
)
def test_decimals_come_from_iso_4217_and_letters_keep_their_distance(tag: str, money: Money, text: str) -> None:
    """JPY has none and KWD three decimals; CLDR's currency spacing puts a space after letters; Romanian says lei."""
    assert language(tag).money(money) == text


@pytest.mark.parametrize("tag", LOCALES)
@given(minor=st.integers(min_value=-(10**13), max_value=10**13))
def test_any_amount_groups_its_digits_as_babel_does(tag: str, minor: int) -> None:
    """Babel with grouping forced, as CLDR does for currencies."""
    value = Decimal(minor).scaleb(-2)
    theirs = format_currency(value, "EUR", format="#,##0.00", locale=LOCALES[tag])
    assert language(tag).amount(Money(minor, "EUR")) == theirs


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("value", ["0", "1.5", "22", "99.999", "-3.25", "12345.678"])
def test_numbers_and_percentages_are_cldrs(tag: str, value: str) -> None:
    """Babel's decimal pattern has at most three decimals, as these values have."""
    number = Decimal(value)
    assert language(tag).number(number) == format_decimal(number, locale=LOCALES[tag], format="#,##0.###")
    pattern = "#,##0.#####\u00a0%" if tag in {"es", "ro"} else "#,##0.#####%"
    assert language(tag).percent(number) == format_percent(number / 100, format=pattern, locale=LOCALES[tag])


@pytest.mark.parametrize(
    ("value", "least", "most", "text"),
    [("1.5", 2, None, "1.50"), ("2.345", 0, 2, "2.35"), ("-0.004", 0, 2, "0"), ("1000", 2, 2, "1,000.00")],
)
def test_decimals_of_a_number_can_be_asked_for(value: str, least: int, most: int | None, text: str) -> None:
    """Half is rounded up, away from zero; nothing is never negative."""
    assert language("en").number(Decimal(value), least, most) == text


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("month", range(1, 13))
def test_long_dates_are_cldrs(tag: str, month: int) -> None:
    """Babel's long format for each month."""
    day = date(2026, month, 5)
    assert language(tag).date(day) == format_date(day, "long", locale=LOCALES[tag])


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "5 Jun 2026"),
        ("en-US", "Jun 5, 2026"),
        ("it", "05/06/2026"),
        ("nl", "05-06-2026"),
        ("es", "05/06/2026"),
        ("ro", "05.06.2026"),
    ],
)
def test_short_dates_have_four_digits_of_the_year(tag: str, text: str) -> None:
    """Design, section 4: never a two-digit year. English names the month, since 05/06 is read two ways."""
    assert language(tag).short_date(date(2026, 6, 5)) == text


def test_writing_an_amount_and_a_date_imports_no_babel() -> None:
    """Babel costs 20 ms; a page needs it only for the name of a country."""
    program = (
        "import sys; from datetime import date; from invoicing.texts import language; "
        "from invoicing.domain.money import Money; l = language('it'); "
        "l.money(Money(1, 'EUR')); l.date(date(2026, 1, 1)); "
        "assert 'babel' not in sys.modules; l.country('NL'); assert 'babel' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
