"""The cells of the lines: which columns a document has, and what stands in each, as text."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.domain.money import minor_units
from invoicing.domain.tax import DEFAULT_NAME, NEEDS_REASON, TaxKey, key_of
from invoicing.pdf.fonts import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from invoicing.domain.document import Line
    from invoicing.domain.issued import Issued
    from invoicing.domain.tax import Tax
    from invoicing.domain.totals import LineSum
    from invoicing.texts import Language

TEXT = "description"
HEADS = {
    "position": "position",
    "description": "description",
    "quantity": "quantity",
    "unit": "unit",
    "price": "unit-price",
    "discount": "discount",
    "tax": "tax",
    "amount": "net",
}
"""label of each column a theme may name"""
_RAISED = ("¹", "²", "³")


def names(issued: Issued, wanted: Iterable[str]) -> list[str]:
    """Give the wanted columns without those no line uses."""
    lines = issued.document.lines
    unused = set()
    if not any(line.discount for line in lines):
        unused.add("discount")
    if not any(line.taxes for line in lines):
        unused.add("tax")
    if all(line.unit == "C62" for line in lines):
        unused.add("unit")
    if len(lines) == 1:
        unused.add("position")
    kind = kinds.kind(issued.document.kind)
    if not kind.priced:
        unused |= {"price", "discount", "tax", "amount"}
    elif not kind.taxed and all(line.quantity == line.price_base == 1 and line.unit == "C62" for line in lines):
        unused |= {"quantity", "price"}  # each price is the amount beside it; an invoice shows both by law
    return [name for name in wanted if name not in unused]


def columns(issued: Issued, language: Language, names: Sequence[str]) -> dict[str, list[str]]:
    """Write every cell but the descriptions."""
    lines, sums = issued.document.lines, issued.totals.line_sums
    marks = untaxed(issued)
    least = minor_units(issued.document.currency)
    makers: dict[str, Callable[[], Iterable[str]]] = {
        "position": lambda: map(str, range(1, len(lines) + 1)),
        "quantity": lambda: [_number(language, line.quantity) for line in lines],
        "unit": lambda: [_unit(language, line.unit, line.quantity) for line in lines],
        "price": lambda: [_price(line, least, language) for line in lines],
        "discount": lambda: [_discount(line, one, language) for line, one in zip(lines, sums, strict=True)],
        "tax": lambda: [_taxes(line.taxes, marks, language) for line in lines],
        "amount": lambda: [language.amount(one.gross - one.discount if one.discount else one.gross) for one in sums],
    }
    return {name: [clean(cell) for cell in makers[name]()] for name in names if name != TEXT}


@lru_cache(maxsize=4096)
def _number(language: Language, value: Decimal, least: int = 0) -> str:
    """Write a number; a list of lines repeats its quantities, prices and rates."""
    return language.number(value, least)


@lru_cache(maxsize=1024)
def _unit(language: Language, code: str, quantity: Decimal) -> str:
    return language.unit(code, quantity)


def _price(line: Line, least: int, language: Language) -> str:
    price = _number(language, line.price, least)
    if line.price_base == 1:
        return price
    return f"{price} {language.label('per-quantity', quantity=language.number(line.price_base))}"


def _discount(line: Line, one: LineSum, language: Language) -> str:
    if line.discount is None:
        return ""
    if line.discount.percent is not None:
        return language.percent(line.discount.percent)
    return language.amount(-one.discount)


def untaxed(issued: Issued) -> dict[TaxKey, str]:
    """Give the mark of each row of the tax summary that has no rate to show, and stands there with its reason.

    A line shows a dash in its place, as no client knows the letters of the categories; where a document has several
    reasons, a raised number leads from the dash to the right one.
    """
    rows = [row for row in issued.totals.taxes if row.category in NEEDS_REASON]
    marks = _RAISED if 1 < len(rows) <= len(_RAISED) else ("",) * len(rows)
    return {
        TaxKey(row.name, row.category, row.rate, row.compound): mark for row, mark in zip(rows, marks, strict=False)
    }


def _taxes(taxes: Sequence[Tax], marks: dict[TaxKey, str], language: Language) -> str:
    """Write the taxes of a line; most have one, of a plain rate."""
    if len(taxes) == 1 and taxes[0].category == "S" and taxes[0].name == DEFAULT_NAME:
        return _percent(language, taxes[0].rate or Decimal(0))
    return " + ".join([_tax(tax, marks, language) for tax in taxes])


def _tax(tax: Tax, marks: dict[TaxKey, str], language: Language) -> str:
    if tax.category in NEEDS_REASON:
        return f"–{marks.get(key_of(tax), '')}"
    rate = _percent(language, tax.rate or Decimal(0))
    return rate if tax.name == DEFAULT_NAME else f"{tax.name} {rate}"


@lru_cache(maxsize=256)
def _percent(language: Language, rate: Decimal) -> str:
    return language.percent(rate)
