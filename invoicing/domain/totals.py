"""From lines to what is due (BG-22, BG-23): the one place where a document is added up.

Rounding, and why. A line's net is rounded to the minor unit, because it is printed. Tax is computed once per row of
the breakdown, on the summed base, because that is the sum the tax office sees. With prices that include tax the agreed
gross of a row stands and its tax is taken out of it; nets are then fitted to the base, so that a printed price of 0.08
stays 0.08 and no rounding amount (BT-114) is ever needed for tax.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from invoicing.domain.money import EXACT, Money, fit, largest_remainder, round_to_step, to_money, zero
from invoicing.domain.money import total as sum_of
from invoicing.domain.tax import TaxKey, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invoicing.domain.document import Adjustment, Document, Line, Withholding
    from invoicing.domain.tax import Tax

Combination = tuple[TaxKey, ...]


@dataclass(frozen=True, slots=True)
class LineSum:
    """A line added up. `gross` and `discount` are in the document's price basis; `net` (BT-131) never holds tax."""

    gross: Money
    discount: Money
    net: Money


@dataclass(frozen=True, slots=True)
class AdjustmentSum:
    """An allowance or charge added up; `net` is what enters the tax base, always positive."""

    reason: str
    charge: bool
    amount: Money
    net: Money
    taxes: tuple[TaxKey, ...]
    percent: Decimal | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One row of the breakdown (BG-23): base BT-116, tax BT-117, category BT-118, rate BT-119, reason BT-120."""

    name: str
    category: str
    rate: Decimal
    compound: bool
    base: Money
    tax: Money
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WithheldSum:
    """One withholding added up: kind, rate in percent, base and amount."""

    kind: str
    rate: Decimal
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """BG-22. `payable` = total - withheld; `due` = payable - prepaid + rounding."""

    lines: Money
    """BT-106"""
    allowances: Money
    """BT-107"""
    charges: Money
    """BT-108"""
    net: Money
    """BT-109"""
    tax: Money
    """BT-110"""
    total: Money
    """BT-112"""
    withheld: Money
    payable: Money
    prepaid: Money
    """BT-113"""
    rounding: Money
    """BT-114"""
    due: Money
    """BT-115"""
    line_sums: tuple[LineSum, ...] = ()
    adjustments: tuple[AdjustmentSum, ...] = ()
    taxes: tuple[TaxRow, ...] = ()
    withholdings: tuple[WithheldSum, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A signed amount in the document's price basis, and the taxes that stand on it."""

    amount: Money
    taxes: tuple[Tax, ...]

    @property
    def combination(self) -> Combination:
        return tuple(key_of(one) for one in self.taxes)


def compute(document: Document) -> Totals:
    """Add up a document whose tax rates are settled. Pure; the same document gives the same totals."""
    currency = document.currency
    pairs = [_line_amounts(line, currency) for line in document.lines]
    lines = [_Part(gross - discount, line.taxes) for (gross, discount), line in zip(pairs, document.lines, strict=True)]
    adjustments = _adjustments(document, lines)
    parts = [*lines, *(_signed(amount, charge, taxes) for _, charge, amount, taxes in adjustments)]
    nets, rows = _included(parts, currency) if document.prices_include_tax else _added(parts, currency)
    line_sums = tuple(LineSum(gross, discount, net) for (gross, discount), net in zip(pairs, nets, strict=False))
    sums = tuple(
        AdjustmentSum(
            one.reason,
            charge,
            amount,
            net if charge else -net,
            tuple(key_of(tax) for tax in taxes),
            one.percent,
            one.kind,
        )
        for (one, charge, amount, taxes), net in zip(adjustments, nets[len(lines) :], strict=True)
    )
    return _totals(document, line_sums, sums, rows)


def _line_amounts(line: Line, currency: str) -> tuple[Money, Money]:
    """Give gross and discount of a line, each rounded to the minor unit."""
    exact = EXACT.multiply(line.quantity, line.price)
    if line.price_base != 1:
        exact = EXACT.divide(exact, line.price_base)
    gross = to_money(exact, currency)
    if line.discount is None:
        return gross, zero(currency)
    return gross, _share(line.discount.percent, line.discount.amount, gross)


def _share(percent: Decimal | None, amount: Money | None, base: Money) -> Money:
    if percent is None:
        return amount if amount is not None else zero(base.currency)
    return to_money(base.amount * percent / 100, base.currency)


_Adjusted = tuple["Adjustment", bool, Money, "tuple[Tax, ...]"]


def _adjustments(document: Document, lines: Sequence[_Part]) -> list[_Adjusted]:
    """Give each allowance and charge with its amount; one without taxes is split over the lines' combinations."""
    base = sum_of((one.amount for one in lines), document.currency)
    result: list[_Adjusted] = []
    for charge, several in ((False, document.allowances), (True, document.charges)):
        for one in several:
            amount = _share(one.percent, one.amount, one.base if one.base is not None else base)
            if one.taxes:
                result.append((one, charge, amount, one.taxes))
            else:
                result.extend((one, charge, part, taxes) for part, taxes in _spread(amount, lines))
    return result


def _spread(amount: Money, lines: Sequence[_Part]) -> list[tuple[Money, tuple[Tax, ...]]]:
    groups: dict[tuple[Tax, ...], int] = {}
    for one in lines:
        groups[one.taxes] = groups.get(one.taxes, 0) + one.amount.minor
    if not groups:
        return [(amount, ())]
    parts = largest_remainder(amount.minor, list(groups.values()))
    return [(Money(part, amount.currency), taxes) for part, taxes in zip(parts, groups, strict=True) if part]


def _signed(amount: Money, charge: bool, taxes: tuple[Tax, ...]) -> _Part:  # noqa: FBT001 - the sign of the part
    return _Part(amount if charge else -amount, taxes)


def _added(parts: Sequence[_Part], currency: str) -> tuple[list[Money], list[TaxRow]]:
    """Prices without tax: the parts are the nets; each row's tax is computed on its summed base."""
    bases: dict[TaxKey, Fraction] = {}
    for part in parts:
        for key, base, _ in _exact_taxes(part.amount.minor, part.combination):
            bases[key] = bases.get(key, Fraction(0)) + base
    reasons = _reasons(parts)
    rows = []
    for key, exact in bases.items():
        summed = _money(exact, currency)
        rows.append(_row(key, summed, to_money(summed.amount * key.rate / 100, currency), reasons))
    return [part.amount for part in parts], rows


def _included(parts: Sequence[_Part], currency: str) -> tuple[list[Money], list[TaxRow]]:
    """Prices with tax: per combination the agreed gross stands, and the nets are fitted to it less its taxes."""
    nets: list[Money] = [zero(currency)] * len(parts)
    bases: dict[TaxKey, int] = {}
    taxes: dict[TaxKey, int] = {}
    for combination, indexes in _by_combination(parts).items():
        gross = sum(parts[index].amount.minor for index in indexes)
        factor = 1 + sum((tax for _, _, tax in _exact_taxes(1, combination)), Fraction(0))
        base = gross
        amounts = []
        for key, share, tax in _exact_taxes(1, combination):
            amount = _money(gross * tax / factor, currency).minor
            amounts.append((key, share, amount))
            base -= amount
        before = 0
        for key, _, amount in amounts:
            bases[key] = bases.get(key, 0) + base + (before if key.compound else 0)
            taxes[key] = taxes.get(key, 0) + amount
            before += amount
        exact = [Fraction(parts[index].amount.minor) / factor for index in indexes]
        for index, net in zip(indexes, fit(base, exact), strict=True):
            nets[index] = Money(net, currency)
    reasons = _reasons(parts)
    return nets, [_row(key, Money(bases[key], currency), Money(taxes[key], currency), reasons) for key in bases]


def _by_combination(parts: Sequence[_Part]) -> dict[Combination, list[int]]:
    groups: dict[Combination, list[int]] = {}
    for index, part in enumerate(parts):
        groups.setdefault(part.combination, []).append(index)
    return groups


def _exact_taxes(net: int, combination: Combination) -> Iterable[tuple[TaxKey, Fraction, Fraction]]:
    """Give key, base and tax of each tax on a net; a compound one stands on the net and the taxes before it."""
    before = Fraction(0)
    for key in combination:
        base = net + before if key.compound else Fraction(net)
        tax = base * Fraction(key.rate) / 100
        yield key, base, tax
        before += tax


def _money(exact: Fraction, currency: str) -> Money:
    """Round an exact count of minor units half away from zero."""
    sign = -1 if exact < 0 else 1
    return Money(sign * (2 * abs(exact.numerator) + exact.denominator).__floordiv__(2 * exact.denominator), currency)


def _reasons(parts: Sequence[_Part]) -> dict[TaxKey, str]:
    return {key_of(tax): tax.reason for part in reversed(parts) for tax in part.taxes if tax.reason}


def _row(key: TaxKey, base: Money, tax: Money, reasons: dict[TaxKey, str]) -> TaxRow:
    return TaxRow(key.name, key.category, key.rate, key.compound, base, tax, reasons.get(key, ""))


def _totals(
    document: Document, lines: tuple[LineSum, ...], adjustments: tuple[AdjustmentSum, ...], rows: list[TaxRow]
) -> Totals:
    currency = document.currency
    line_total = sum_of((one.net for one in lines), currency)
    allowances = sum_of((one.net for one in adjustments if not one.charge), currency)
    charges = sum_of((one.net for one in adjustments if one.charge), currency)
    net = line_total - allowances + charges
    tax = sum_of((row.tax for row in rows), currency)
    fund = sum_of((_fund(one) for one in adjustments), currency)
    withholdings = tuple(_withheld(one, net - fund) for one in document.withholding)
    withheld = sum_of((one.amount for one in withholdings), currency)
    payable = net + tax - withheld
    prepaid = document.prepaid if document.prepaid is not None else zero(currency)
    open_sum = payable - prepaid
    due = round_to_step(open_sum, document.rounding_step) if document.rounding_step else open_sum
    return Totals(
        lines=line_total,
        allowances=allowances,
        charges=charges,
        net=net,
        tax=tax,
        total=net + tax,
        withheld=withheld,
        payable=payable,
        prepaid=prepaid,
        rounding=due - open_sum,
        due=due,
        line_sums=lines,
        adjustments=adjustments,
        taxes=tuple(rows),
        withholdings=withholdings,
    )


def _fund(one: AdjustmentSum) -> Money:
    """Give what an adjustment adds to the sum of professional funds: a deposit takes off what it already billed."""
    if one.kind == "deducted-fund":
        return -one.net
    return one.net if one.kind == "fund" else zero(one.net.currency)


def _withheld(one: Withholding, net: Money) -> WithheldSum:
    base = one.base if one.base is not None else net
    return WithheldSum(one.kind, one.rate, base, to_money(base.amount * one.rate / 100, base.currency))
