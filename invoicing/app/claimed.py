"""What a firm letter claims beside the principal: interest row by row, compensation and costs, with their law.

Only what the law gives without an agreement is claimed, and never against its own conditions: a consumer pays no costs
before the letter that must precede them has run out. A lump sum in another currency than the documents is left out,
because a letter speaks of one currency and the law fixes no day for converting it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.charges import debtor_of
from invoicing.correspondence.facts import Charges as Claimed
from invoicing.correspondence.facts import InterestRow
from invoicing.domain.interest import collection_costs
from invoicing.domain.money import Money, to_money, total

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from invoicing.app.charges import Charges
    from invoicing.app.facts import OpenDocument
    from invoicing.domain.dunning.forms import Form
    from invoicing.domain.interest import InterestResult, InterestRule

_YEAR = 365


def claimed_in(charges: Charges, documents: Sequence[OpenDocument], form: Form | None, today: date) -> Claimed:
    """Give what a letter on some documents of one client and currency claims; nothing where the law gives nothing."""
    first = documents[0]
    if not first.law:
        return Claimed()
    rule = charges.law(first.law).rule_for(debtor_of(first))
    results = {one.number: charges.rows(one) for one in documents}
    rows = tuple(row for one in documents if "interest" not in one.waived for row in _rows(one, results[one.number]))
    costs, costs_if_late = _costs(rule, documents, today)
    only_announced = form is not None and form.whole_sum
    rate = rows[-1].rate if rows else None
    return Claimed(
        interest=None if only_announced or not rows else total((one.interest for one in rows), first.currency),
        compensation=None if only_announced else _compensation(documents, results),
        costs=None if only_announced else costs,
        costs_if_late=costs_if_late,
        rows=() if only_announced else rows,
        rate=rate,
        daily=None if rate is None or only_announced else _daily(documents, rate),
        provisional=any(one.provisional for several in results.values() for one in several),
        jurisdiction=first.law,
    )


def _rows(document: OpenDocument, results: Sequence[InterestResult]) -> list[InterestRow]:
    return [
        InterestRow(document.number, one.start, one.end, one.days, one.rate, one.base, one.interest)
        for result in results
        for one in result.segments
    ]


def _compensation(documents: Sequence[OpenDocument], results: dict[str, tuple[InterestResult, ...]]) -> Money | None:
    """Sum the lump sum of each document; once a document, however many parts of it are late."""
    found = [
        max((result.compensation for result in results[one.number]), key=lambda money: money.minor)
        for one in documents
        if results[one.number] and "compensation" not in one.waived
    ]
    usable = [one for one in found if one and one.currency == documents[0].currency]
    return total(usable, documents[0].currency) if usable else None


def _costs(rule: InterestRule, documents: Sequence[OpenDocument], today: date) -> tuple[Money | None, Money | None]:
    """Give collection costs due already, and those due only when the letter's term has passed.

    The claims of one letter are added together (BW 6:96(7)).
    """
    scale = rule.collection
    wanted = [one for one in documents if "costs" not in one.waived]
    if scale is None or not wanted:
        return None, None
    principal = total((one.facts.chasable for one in wanted), documents[0].currency)
    amount = collection_costs(scale, principal) or None
    if not scale.needs_letter or all(_warned(one, today) for one in wanted):
        return amount, None
    return None, amount


def _warned(document: OpenDocument, today: date) -> bool:
    """Say whether the letter that must precede costs was written and its term has run out."""
    return any(one.until is not None and one.until < today for one in document.facts.letters)


def _daily(documents: Sequence[OpenDocument], rate: Decimal) -> Money:
    """Give the simple interest of one further day on what is asked."""
    asked = total((one.facts.chasable for one in documents if "interest" not in one.waived), documents[0].currency)
    return to_money(asked.amount * rate / (100 * _YEAR), asked.currency)
