"""The deposit: a share of what was offered or ordered, tax by tax, and the deposits that still wait to be taken off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.app.chain import related
from invoicing.app.deduct import named
from invoicing.app.standing import Part, deducted_by, parts, remaining, stands, with_tax
from invoicing.domain.document import Adjustment, Document, Line
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, parse_decimal, to_money, zero
from invoicing.domain.tax import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from invoicing.domain.issued import Issued
    from invoicing.domain.tax import Tax
    from invoicing.ledger.queries import Source
    from invoicing.texts import Language

PREPAYMENT = "386"
"""UNTDID 1001: what makes a kind a deposit"""
USUAL_SHARE = "20%"
_FARTHEST = 25
"""minor units: half of what a tax of 2 % needs to grow by one"""


def parse_share(text: str) -> Decimal:
    """Read ``20%`` or ``20`` as per cent. Refused with ``bad-share`` outside 0 to 100."""
    share = parse_decimal(text.strip().removesuffix("%").strip() or text, "--share")
    if not 0 < share <= 100:
        raise Refused.one(
            "bad-share",
            f"{text!r} is no share of a sum",
            where="--share",
            rule="above 0 and at most 100 per cent",
            remedy="write per cent",
            example="--share 30%",
        )
    return share


def open_deposits(source: Source, number: str) -> tuple[str, ...]:
    """Name the deposit invoices of a job that stand and that no final invoice has taken off."""
    found = [row.number for row in related(source, number) if kinds.kind(row.kind).code == PREPAYMENT]
    return tuple(one for one in found if stands(source, one) and not deducted_by(source, one))


def as_deposit(source: Source, issued: Issued, document: Document, share: Decimal, words: Language) -> Document:
    """Turn a document that follows an offer into the deposit of a share of it.

    One line for each combination of taxes. Where prices exclude tax, a base may be some cents off the exact share, so
    that the tax of the deposits and the tax of the rest make the tax of the whole. Refused with
    ``deposits-exceed-offer``.
    """
    gross = issued.document.prices_include_tax
    whole = _by_taxes(parts(issued, gross=gross))
    billed = _by_taxes(
        part for one in open_deposits(source, issued.number) for part in remaining(source, one, gross=gross)
    )
    text = f"{words.label('deposit-share', share=words.percent(share))}: {named(issued, words)}"
    lines: list[Line] = []
    charges: list[Adjustment] = []
    for taxes, (plain_part, fund) in whole.items():
        before = sum((one.minor for one in billed.get(taxes, ())), 0)
        left = Money(plain_part.minor + fund.minor - before, document.currency)
        base = _share(plain_part + fund, left, share, () if gross else taxes)
        if base > left:
            raise _exceed(issued.number, left)
        of_fund = to_money(fund.amount * share / 100, document.currency)
        lines.append(Line(text, price=(base - of_fund).amount, taxes=taxes))
        if of_fund:
            charges.append(Adjustment(_fund_reason(issued), of_fund, taxes=taxes, kind="fund"))
    note = words.label("work-starts-on-payment")
    return replace(
        document,
        lines=tuple(lines),
        allowances=(),
        charges=tuple(charges),
        withholding=tuple(replace(one, base=None) for one in document.withholding),
        rounding_step=None,
        notes=(note, *document.notes[len(issued.document.notes) :]),
        period=None,
    )


def _by_taxes(found: Iterable[Part]) -> dict[tuple[Tax, ...], tuple[Money, Money]]:
    """Sum parts by their taxes: what is no fund, and what is one."""
    sums: dict[tuple[Tax, ...], tuple[Money, Money]] = {}
    for part in found:
        nothing = zero(part.amount.currency)
        own, fund = sums.get(part.taxes, (nothing, nothing))
        sums[part.taxes] = (own, fund + part.amount) if part.fund else (own + part.amount, fund)
    return sums


def _share(whole: Money, left: Money, share: Decimal, taxes: Sequence[Tax]) -> Money:
    """Give the amount nearest to the share with which the taxes of both parts make the tax of what is left.

    The share itself where no amount near it does, as with a deposit of some cents.
    """
    exact = to_money(whole.amount * share / 100, whole.currency)
    keys = tuple(key_of(one) for one in taxes)
    for step in range(2 * min(_FARTHEST, exact.minor // 4) + 1):
        # 0, 1, -1, 2, -2 …
        one = Money(exact.minor + (step + 1) // 2 * (1 if step % 2 else -1), exact.currency)
        if with_tax(one, keys) + with_tax(left - one, keys) == with_tax(left, keys):
            return one
    return exact


def _fund_reason(issued: Issued) -> str:
    return next(one.reason for one in issued.document.charges if one.kind == "fund")


def _exceed(number: str, left: Money) -> Refused:
    return Refused.one(
        "deposits-exceed-offer",
        f"only {left} {left.currency} of {number} are not in a deposit yet",
        where="--share",
        rule="deposits together are at most what was offered",
        remedy="ask for a smaller share, or write the final invoice",
        example=f"invoicing convert {number} --to final-invoice",
    )
