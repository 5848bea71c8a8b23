"""What reports and exports read out of an issued document's body: its lines and its tax rows, signed.

The body is read as it lies in the ledger, without building the whole document again: a report reads hundreds of
thousands of them. A document whose snapshot is gone (redacted) or was never there still has its sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invoicing.domain.money import Money, exact_money, minor_units, zero

if TYPE_CHECKING:
    from invoicing.ledger.reports import IssuedRow

UNTAXED = ""
"""the tax name and category of what bears no tax at all"""


@dataclass(frozen=True, slots=True)
class LineSum:
    """A line, or an allowance or charge on the document; `net` is negative when it lowers what was billed."""

    position: int
    item: str
    description: str
    quantity: Decimal | None
    unit: str
    price: Decimal | None
    net: Money
    taxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaxSum:
    """One tax row, signed: a credit note's is negative. Without a name and category: what bears no tax."""

    name: str
    category: str
    rate: Decimal
    compound: bool
    base: Money
    tax: Money

    @property
    def key(self) -> tuple[str, str, str, bool, Decimal]:
        """What makes two rows the same one of a report, in the order of the report."""
        return (self.base.currency, self.name, self.category, self.compound, self.rate)


def lines_of(row: IssuedRow) -> tuple[LineSum, ...]:
    """Give the lines of a document, then its allowances and charges; they sum to its net, signed."""
    document, totals = _parts(row)
    found = [
        _line(row, place, line, sums)
        for place, (line, sums) in enumerate(
            zip(document.get("lines", ()), totals.get("line_sums", ()), strict=False), 1
        )
    ]
    for one in totals.get("adjustments", ()):
        net = money(one["net"]) if one["charge"] else -money(one["net"])
        found.append(LineSum(len(found) + 1, "", one["reason"], None, "", None, _signed(net, row), ()))
    if not found:
        return (LineSum(1, "", row.kind, None, "", None, _signed(row.net, row), ()),)
    return tuple(found)


def _line(row: IssuedRow, place: int, line: dict[str, Any], sums: dict[str, Any]) -> LineSum:
    return LineSum(
        place,
        line.get("item", ""),
        line["description"],
        Decimal(line.get("quantity", "1")),
        line.get("unit", "C62"),
        Decimal(line.get("price", "0")),
        _signed(money(sums["net"]), row),
        tuple(f"{tax.get('category', 'S')} {tax.get('rate', '0')}" for tax in line.get("taxes", ())),
    )


def taxes_of(row: IssuedRow) -> tuple[TaxSum, ...]:
    """Give the tax rows of a document, signed, and what of its net bears no tax; their taxes sum to its tax."""
    _, totals = _parts(row)
    found = [
        TaxSum(
            one["name"],
            one["category"],
            Decimal(one["rate"]),
            one["compound"],
            _signed(money(one["base"]), row),
            _signed(money(one["tax"]), row),
        )
        for one in totals.get("taxes", ())
    ]
    if not totals:
        return (_no_tax(_signed(row.net, row), _signed(row.tax, row)),)
    free = _untaxed(row)
    if free:
        found.append(_no_tax(free, zero(row.currency)))
    return tuple(found)


def _no_tax(base: Money, tax: Money) -> TaxSum:
    return TaxSum(UNTAXED, UNTAXED, Decimal(0), compound=False, base=base, tax=tax)


def withheld_of(row: IssuedRow) -> tuple[tuple[str, Money], ...]:
    """Give what the buyer keeps back for the state, by kind, signed."""
    _, totals = _parts(row)
    return tuple((one["kind"], _signed(money(one["amount"]), row)) for one in totals.get("withholdings", ()))


def sum_of(row: IssuedRow, name: str) -> Money:
    """Give one of the document's sums by its name (``prepaid``, ``rounding``), signed; zero when it is not known."""
    _, totals = _parts(row)
    return _signed(money(totals[name]), row) if name in totals else zero(row.currency)


def _untaxed(row: IssuedRow) -> Money:
    """Sum the lines, allowances and charges that no tax stands on."""
    document, totals = _parts(row)
    free = zero(row.currency)
    for line, sums in zip(document.get("lines", ()), totals.get("line_sums", ()), strict=False):
        if not line.get("taxes"):
            free += money(sums["net"])
    for one in totals.get("adjustments", ()):
        if not one.get("taxes"):
            free += money(one["net"]) if one["charge"] else -money(one["net"])
    return _signed(free, row)


def _parts(row: IssuedRow) -> tuple[dict[str, Any], dict[str, Any]]:
    snapshot = row.body.get("document") or {}
    return snapshot.get("document", {}), snapshot.get("totals", {})


def _signed(amount: Money, row: IssuedRow) -> Money:
    return -amount if row.sign < 0 else amount


def money(text: str) -> Money:
    """Read ``EUR 12.50``; written with all decimals of its currency, its digits are the count of minor units."""
    currency, _, amount = text.partition(" ")
    whole, _, part = amount.partition(".")
    if len(part) != minor_units(currency):
        return exact_money(Decimal(amount), currency)
    return Money(int(whole + part), currency)
