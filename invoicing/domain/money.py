"""Money as whole minor units, never a float.

An amount that is owed is `Money`: an integer count of the currency's minor unit (ISO 4217: 2 decimals for EUR, 0 for
JPY, 3 for KWD). A unit price is a `Decimal`, because it may have more decimals than the currency (EN 16931: BT-146).
There is one way from the second to the first: `to_money`, which rounds half away from zero, once, by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from invoicing.domain.errors import Finding, Refused, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# ISO 4217 list one (active codes): minor units by code. Two is the rule, the others stand apart.
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
    "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT "
    "MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB "
    "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD "
    "USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
# Withdrawn, but a document of its time may still be credited or imported.
_PAST = {"BGN": 2, "HRK": 2, "ANG": 2, "CUC": 2, "SLL": 2, "ZWL": 2}
MINOR_UNITS: dict[str, int] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_ZERO.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
    **dict.fromkeys(_FOUR.split(), 4),
    **_PAST,
}

# Wide enough that no product of a quantity and a price is rounded before we say so.
EXACT = Context(prec=60)
# Keeps every sum inside a 64-bit column of either database, with room for totals of a million documents.
LARGEST_MINOR = 10**15
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
# A quantity, price or rate beyond this is a slip of the hand, and would outgrow EXACT.
_WIDEST = 18
_LONGEST = 40


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` whole minor units of `currency` (ISO 4217, upper case). Two currencies are never added or compared."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """The same as a decimal number with exactly the currency's decimals."""
        return Decimal(self.minor).scaleb(-minor_units(self.currency), EXACT)

    def __str__(self) -> str:
        """The plain decimal text, ``1234.50``, as JSON and ledger carry it."""
        return decimal_text(self.minor, self.currency)

    def __add__(self, other: Money) -> Money:
        """Sum of one currency."""
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        """Difference of one currency."""
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        """The opposite amount."""
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Order within one currency."""
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        """Order within one currency."""
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        """Order within one currency."""
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        """Order within one currency."""
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        """False only for zero."""
        return self.minor != 0

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            message = f"{self.currency} and {other.currency} are never added or compared"
            raise ValueError(message)
        return other.minor


def minor_units(currency: str) -> int:
    """Give the decimals of a currency by ISO 4217; an unknown code is refused, never taken for two."""
    try:
        return MINOR_UNITS[currency]
    except KeyError:
        raise Refused.of([unknown_currency(currency)]) from None


def unknown_currency(code: str, where: str = "currency") -> Finding:
    """Say that a code is no ISO 4217 currency, with the nearest one that is."""
    close = nearest(code.upper(), MINOR_UNITS) or "EUR"
    return Finding(
        "unknown-currency",
        f"{code!r} is not a currency of ISO 4217",
        where,
        "BR-CL-03 (ISO 4217)",
        f"write a three-letter code; did you mean {close}?",
        f'currency = "{close}"',
    )


def zero(currency: str) -> Money:
    """Nothing, in that currency."""
    return Money(0, currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Sum amounts of one currency; with none, zero."""
    result = zero(currency)
    for one in amounts:
        result += one
    return result


@cache
def _unit(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero to `decimals` places: 2.345 to 2.35, -2.345 to -2.35."""
    return value.quantize(_unit(decimals), rounding=ROUND_HALF_UP, context=EXACT)


def to_money(value: Decimal, currency: str) -> Money:
    """Round an exact amount half up to the currency's minor unit: the only rounding of money there is."""
    decimals = minor_units(currency)
    minor = int(half_up(value, decimals).scaleb(decimals, EXACT))
    if abs(minor) > LARGEST_MINOR:
        raise Refused.one(
            "amount-too-large",
            f"{value} {currency} is larger than any amount the ledger can hold",
            rule=f"at most {LARGEST_MINOR} minor units",
            remedy="check the quantity and the price",
        )
    return Money(minor, currency)


def exact_money(value: Decimal, currency: str, where: str = "amount") -> Money:
    """Take an amount as it was written; refused (``amount-too-fine``) when it is finer than the currency."""
    decimals = minor_units(currency)
    if not value.is_finite():
        raise Refused.one(
            "bad-number", f"{value} is not an amount", where=where, remedy="write a plain number", example="1234.50"
        )
    money = to_money(value, currency)
    if money.amount != value:
        raise Refused.one(
            "amount-too-fine",
            f"{value} has more decimals than {currency}, which has {decimals}",
            where=where,
            rule="ISO 4217 minor units",
            remedy=f"write the amount with at most {decimals} decimals",
            example=str(money),
        )
    return money


def parse_decimal(text: str, where: str = "") -> Decimal:
    """Read a plain decimal number, with a point; refused with ``bad-number`` otherwise."""
    value = Decimal(text) if _PLAIN.fullmatch(text.strip()) else Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > _WIDEST or len(text) > _LONGEST:
        raise Refused.one(
            "bad-number",
            f"{text[:_LONGEST]!r} is not a number",
            where=where,
            rule="digits, one point, no thousands separator",
            remedy="write it with a point before the decimals",
            example="1234.50",
        )
    return value


@cache
def _point(currency: str) -> int:
    return minor_units(currency)


def decimal_text(minor: int, currency: str) -> str:
    """Write minor units as a decimal text with the currency's decimals: -5 EUR cents is ``-0.05``."""
    decimals = _point(currency)
    if decimals == 0:
        return str(minor)
    digits = str(abs(minor)).rjust(decimals + 1, "0")
    sign = "-" if minor < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def plain(value: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros: 22.00 as ``22``, 1E+2 as ``100``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def largest_remainder(amount: int, weights: Sequence[Decimal | Fraction | int]) -> tuple[int, ...]:
    """Split a whole amount by weights so that the parts sum to it exactly.

    Each part is its exact share rounded down, and the units left over go to the largest remainders, the earlier one
    first when two are equal (Hamilton's method). Weights may be zero or negative; when they sum to zero the parts are
    equal. With no weights there are no parts, and the amount must be zero.
    """
    if not weights:
        if amount:
            message = "nothing to split the amount over"
            raise ValueError(message)
        return ()
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares, Fraction(0))
    if whole == 0:
        shares, whole = [Fraction(1)] * len(shares), Fraction(len(shares))
    return fit(amount, [amount * share / whole for share in shares])


def fit(amount: int, exact: Sequence[Fraction]) -> tuple[int, ...]:
    """Round exact parts to whole units that sum to `amount`, which must lie within one unit of their exact sum.

    Each is rounded down, then the units missing go to the largest remainders, the earlier one first.
    """
    parts = [value.__floor__() for value in exact]
    left = amount - sum(parts)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in order[:left]:
        parts[index] += 1
    return tuple(parts)


def split(amount: Money, weights: Sequence[Decimal | Fraction | int]) -> tuple[Money, ...]:
    """Split money by weights; the parts sum to it to the last minor unit (see `largest_remainder`)."""
    return tuple(Money(part, amount.currency) for part in largest_remainder(amount.minor, weights))


def round_to_step(amount: Money, step: Money) -> Money:
    """Round to a multiple of `step` (0.05 CHF for cash), half away from zero."""
    sign = -1 if amount.minor < 0 else 1
    count = (2 * abs(amount.minor) + step.minor) // (2 * step.minor)
    return Money(sign * count * step.minor, amount.currency)
