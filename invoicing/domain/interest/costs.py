"""Compensation and collection costs: what may be asked beside interest, by statute."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.domain.money import Money, to_money, zero

if TYPE_CHECKING:
    from invoicing.domain.interest.law import CollectionScale, Compensation


def compensation_for(rule: Compensation | None, debt: Money) -> Money:
    """Give the lump sum for a late debt, in the statute's own currency: never converted.

    `debt` is what was open on the day after the due date; nothing open, nothing owed. When the debt is in another
    currency than the scale, its size cannot be compared and the lowest step is given.
    """
    if rule is None or debt.minor <= 0:
        return zero(rule.currency if rule else debt.currency)
    comparable = debt.currency == rule.currency
    reached = [fee for start, fee in rule.steps if start == 0 or (comparable and debt.amount >= start)]
    return to_money(reached[-1], rule.currency)


def collection_costs(scale: CollectionScale, claim: Money, vat_percent: Decimal | None = None) -> Money:
    """Give the costs of collecting `claim` (claims of one demand added together), rounded half up to the cent.

    `vat_percent` is the VAT on the costs, given only when the creditor cannot deduct it; the minimum and the maximum
    are before VAT. A claim in another currency than the scale gives nothing: the scale is not converted.
    """
    if claim.minor <= 0 or claim.currency != scale.currency:
        return zero(claim.currency)
    rest, raw = claim.amount, Decimal(0)
    for width, percent in scale.bands:
        part = rest if width is None else min(rest, width)
        raw += part * percent / 100
        rest -= part
    bounded = min(max(raw, scale.minimum), scale.maximum)
    if vat_percent is not None:
        bounded += bounded * vat_percent / 100
    return to_money(bounded, claim.currency)
