"""Taxes on a line: category, rate, name, and whether a tax stands on the taxes before it.

Categories are UNTDID 5305 as EN 16931 uses them. A rate is a percentage as a `Decimal` (``22``), chosen by the day
of supply from a regime's dated rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

DEFAULT_NAME = "VAT"
CATEGORIES: dict[str, str] = {
    "S": "standard or reduced rate",
    "Z": "zero rated",
    "E": "exempt",
    "AE": "reverse charge",
    "K": "intra-community supply of goods",
    "G": "export outside the EU",
    "O": "outside the scope of VAT",
    "L": "Canary Islands IGIC",
    "M": "Ceuta and Melilla IPSI",
}
NEEDS_REASON = frozenset({"E", "AE", "K", "G", "O"})
"""BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10: no tax without a reason for it"""
RATED = frozenset({"S", "L", "M"})
"""categories that carry a rate above zero or chosen from a table; all others have rate 0"""


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax of a line (BT-151, BT-152).

    `rate` None: the regime's rate of `key` on the day of supply is still to be chosen.
    """

    category: str = "S"
    rate: Decimal | None = None
    name: str = DEFAULT_NAME
    compound: bool = False
    """True: its base is the net plus all taxes before it on the line"""
    key: str = "standard"
    """which dated rate of the regime to take while `rate` is None"""
    reason: str = ""
    """BT-120 text or a phrase key of the regime (BT-121), for categories without tax"""


@dataclass(frozen=True, slots=True, order=True)
class TaxKey:
    """What makes two lines share a row of the tax breakdown (BG-23)."""

    name: str
    category: str
    rate: Decimal
    compound: bool


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate and the first day it held; `until` is its last day, None while it is in force.

    `source` says where it is printed.
    """

    key: str
    """``standard``, ``reduced``, ``super-reduced``, ``zero``, ``intermediate`` …"""
    rate: Decimal
    since: date
    until: date | None = None
    source: str = ""


def rate_on(rates: tuple[DatedRate, ...], key: str, day: date) -> DatedRate | None:
    """Give the rate of `key` in force on `day`, or None when the table does not say."""
    for one in rates:
        if one.key == key and one.since <= day and (one.until is None or day <= one.until):
            return one
    return None


def rates_on(rates: tuple[DatedRate, ...], day: date) -> tuple[DatedRate, ...]:
    """Give all rates in force on `day`."""
    return tuple(one for one in rates if one.since <= day and (one.until is None or day <= one.until))


def key_of(tax: Tax) -> TaxKey:
    """Give the breakdown key of a tax whose rate is settled."""
    return TaxKey(tax.name, tax.category, tax.rate if tax.rate is not None else Decimal(0), tax.compound)
