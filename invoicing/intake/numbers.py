"""Numbers and days that people write.

A number is digits with one point, as text or as a TOML or JSON number read exactly (never through a binary fraction).
``true`` is no number; neither is infinity. A comma, a thousands separator or a currency sign is refused with the number
that was probably meant.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Refused
from invoicing.domain.money import EXACT, plain
from invoicing.intake.text import shorten, wrong_type

_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_SPACES = re.compile(r"[\s'_\u2019]")
_CURRENCY = re.compile(r"^(?:[A-Za-z]{3}|[^\w\s.,+-])\s*|\s*(?:[A-Za-z]{3}|[^\w\s.,])$")
WHOLE_DIGITS = 12
DECIMALS = 10
HUNDRED = Decimal(100)
_ONE = Decimal(1)


def number(value: object) -> Decimal:
    """Read a number; refused with ``bad-number``, ``number-too-long`` or ``wrong-type``."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise wrong_type(value, "a number", "1234.50")
    if isinstance(value, str):
        text = value.strip()
        if not _PLAIN.fullmatch(text):
            raise _bad_number(text)
        value = text
    return _within_limits(Decimal(value))


def whole(value: object, least: int = 1, most: int = 65_535) -> int:
    """Read a whole number within bounds; refused with ``bad-number`` outside of them."""
    found = number(value)
    if found != found.to_integral_value() or not least <= found <= most:
        raise Refused.one(
            "bad-number",
            f"{plain(found)} is no whole number from {least} to {most}",
            rule=f"{least} to {most}",
            remedy="write a whole number",
            example=str(max(least, 0)),
        )
    return int(found)


def percent(value: object) -> Decimal:
    """Read a percentage from 0 to 100, with or without its sign; refused with ``bad-percent``."""
    text = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
    share = number(text)
    if not 0 <= share <= HUNDRED:
        raise Refused.one(
            "bad-percent",
            f"{plain(share)} is not a percentage from 0 to 100",
            rule="0 to 100",
            remedy="write the share in percent; what is added stands under charges",
            example="10",
        )
    return share


def amount(value: object) -> Decimal:
    """Read an amount of money that is not negative; refused with ``negative-amount``."""
    share = number(value)
    if share < 0:
        raise Refused.one(
            "negative-amount",
            f"{plain(share)} is negative",
            rule="amounts here are written without a sign",
            remedy="write it without the minus; what lowers a sum is an allowance, what raises it a charge",
            example=plain(abs(share)),
        )
    return share


def day(value: object) -> date:
    """Read a day: a TOML date or the text ``2026-02-28``; a day with a time is refused (``bad-date``)."""
    if isinstance(value, datetime):
        raise Refused.one(
            "bad-date",
            f"{value.isoformat()} has a time of day",
            rule="ISO 8601 day",
            remedy="write the day alone",
            example=value.date().isoformat(),
        )
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise wrong_type(value, "a date", "2026-02-28")
    return parse_date(value)


def period(value: object) -> object:
    """Turn the text ``2026-01-01/2026-01-31`` into its two days; leave anything else to the form."""
    if isinstance(value, str):
        start, slash, end = value.partition("/")
        if not slash:
            raise Refused.one(
                "bad-period",
                f"{shorten(value)} is not a period",
                rule="BG-14, ISO 8601 interval",
                remedy="write the first and the last day with a slash between them",
                example="2026-01-01/2026-01-31",
            )
        return {"start": start, "end": end}
    return value


def _within_limits(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise _bad_number(str(value))
    if not value:
        return Decimal(0)
    if value.adjusted() >= WHOLE_DIGITS or len(value.as_tuple().digits) > EXACT.prec:
        raise _too_long(value)
    value = value.normalize(EXACT)
    decimals = -int(value.as_tuple().exponent)
    if decimals > DECIMALS:
        raise _too_long(value)
    return value if decimals >= 0 else value.quantize(_ONE, context=EXACT)


def _too_long(value: Decimal) -> Refused:
    return Refused.one(
        "number-too-long",
        f"{shorten(str(value))} has too many digits",
        rule=f"at most {WHOLE_DIGITS} digits before the point and {DECIMALS} after it",
        remedy="check the number",
        example="1234.50",
    )


def _bad_number(text: str) -> Refused:
    meant = _meant(text)
    remedy = f"write {meant}" if meant else "write digits, with a point before the decimals"
    return Refused.one(
        "bad-number",
        f"{shorten(text)} is not a number",
        rule="digits and one point, no thousands separator, no currency sign",
        remedy=remedy,
        example=meant or "1234.50",
    )


def _meant(text: str) -> str:
    """Guess the number behind a comma, thousands separators or a currency sign; empty when it is anyone's guess."""
    bare = _SPACES.sub("", _CURRENCY.sub("", text.strip()))
    comma, point = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and point >= 0:
        mark, other = (",", ".") if comma > point else (".", ",")
        bare = bare.replace(other, "").replace(mark, ".")
    elif bare.count(",") == 1 and not re.search(r",[0-9]{3}$", bare):
        bare = bare.replace(",", ".")
    return bare if _PLAIN.fullmatch(bare) and len(bare) <= WHOLE_DIGITS + DECIMALS else ""
