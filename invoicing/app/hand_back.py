"""Book a refund that was paid by hand: from the bank account, from the till.

It takes the payment's credit first, then what it settled last, which is open again; then credit notes settle what they
can of that. The payment itself stays as it was booked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.app.pay import METHODS, allocations_json, claims_of
from invoicing.app.receipt import find_payment
from invoicing.app.reverse import check_standing
from invoicing.domain.claim import Allocation, Settlement, in_order, settle
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.money import exact_money, parse_decimal, total
from invoicing.domain.numbering import Series, number_of, period_of
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.money import Money
    from invoicing.ledger.queries import PaymentRow, Source
    from invoicing.ledger.store import Work

REFUNDS = Series("refund", "RF{year}-{n:4}")


@dataclass(frozen=True, slots=True)
class HandedBack:
    """What went back: of which payment (or credit note, or a document's last payment), how much and how."""

    name: str
    amount: str = ""
    """empty: all that is left of the payment"""
    method: str = ""
    """empty: as it came"""


def hand_back(book: Book, back: HandedBack, act: Act) -> Result:
    """Book a refund.

    Gives ``{"refund","payment","amount","currency","method","date","number","outstanding","credit"}``: `outstanding`
    is what is open of the document now, `credit` what is left of the payment. Refused with ``payment-reversed``,
    ``refund-too-large`` and ``unknown-method``.
    """
    inputs = {"act": "refund", "name": back.name, "amount": back.amount, "method": back.method}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _hand_back_in(work, back, act))


def came_by_hand(source: Source, name: str) -> bool:
    """Say whether the money of this payment did not come through a provider, so that no provider can return it."""
    return not paid_by(source, name).reference.startswith("pi_")


def paid_by(source: Source, name: str) -> PaymentRow:
    """Give the payment that is meant: itself, a document's last one, or the one behind the credit of a credit note."""
    payment = find_payment(source, name)
    if payment.kind == "payment":
        return payment
    for number in queries.preceding(source, payment.id):
        standing = [one for one in queries.payments_of(source, number) if one.reversed_on is None]
        if standing:
            return standing[-1]
    raise NotFound("no-payment", f"no payment stands behind {name}", where="PAYMENT", remedy="name the payment itself")


def _hand_back_in(work: Work, back: HandedBack, act: Act) -> Result:
    payment = paid_by(work, back.name)
    check_standing(payment)
    settles = _settled_by(work, payment)
    amount = _checked_amount(payment, total((one.amount for one in settles), payment.currency), back)
    method = back.method or payment.method
    from_credit = min(payment.unallocated, amount)
    reopened = _last_of(settles, amount - from_credit)
    refund = _next_refund(work, act.today)
    body = {
        "refund": refund,
        "payment": payment.id,
        "client": payment.client,
        "amount": str(amount),
        "currency": amount.currency,
        "date": act.today.isoformat(),
        "reopened": allocations_json(Settlement(reopened, from_credit)),
        "unallocated": str(from_credit),
        "method": method,
        "why": act.reason,
    }
    work.append("payment-refunded", refund, body)
    numbers = tuple(dict.fromkeys(one.document for one in reopened))
    for number in numbers:
        _settle_by_credit_notes(work, number, act)
    named = next(iter(numbers or (one.document for one in settles)), None)
    return {
        "refund": refund,
        "payment": payment.id,
        "amount": str(amount),
        "currency": amount.currency,
        "method": method,
        "date": act.today.isoformat(),
        "number": named,
        "outstanding": str(queries.document(work, named).outstanding) if named else None,
        "credit": str(payment.unallocated - from_credit),
    }


def _checked_amount(payment: PaymentRow, settled: Money, back: HandedBack) -> Money:
    left = payment.unallocated + settled
    amount = exact_money(parse_decimal(back.amount, "AMOUNT"), payment.currency, "AMOUNT") if back.amount else left
    if not 0 < amount.minor <= left.minor:
        too_large = (back.amount and amount.minor > 0) or not left
        raise Refused.one(
            "refund-too-large" if too_large else "amount-not-positive",
            f"{amount} cannot go back; {left} {left.currency} are left of {payment.id}",
            where="AMOUNT",
            rule="at most what was paid goes back",
            remedy="write an amount above 0 and at most what is left of the payment",
            example=f"invoicing refund {payment.id} {left}",
        )
    if back.method and back.method not in METHODS:
        raise Refused.one(
            "unknown-method",
            f"{back.method!r} is no way of paying",
            where="--method",
            remedy=f"take one of: {', '.join(METHODS)}",
            example="--method bank",
        )
    return amount


def _settled_by(source: Source, payment: PaymentRow) -> tuple[Allocation, ...]:
    """Give what the payment settles now, claim by claim, in the order it did."""
    sums: dict[tuple[str, int], Money] = {}
    for one in queries.allocations_by(source, payment.id):
        key = (one.document, one.part)
        sums[key] = sums[key] + one.amount if key in sums else one.amount
    return tuple(Allocation(document, part, amount) for (document, part), amount in sums.items() if amount)


def _last_of(settles: Sequence[Allocation], left: Money) -> tuple[Allocation, ...]:
    """Give what is opened again: what was settled last goes first."""
    found = []
    for one in reversed(settles):
        off = min(left, one.amount)
        left -= off
        if off:
            found.append(Allocation(one.document, one.part, off))
    return tuple(found)


def _next_refund(work: Work, day: date) -> str:
    ordinal = work.take_number(REFUNDS.key, period_of(REFUNDS, day), on=day)
    return number_of(REFUNDS, ordinal, day.year, day.month)


def _settle_by_credit_notes(work: Work, number: str, act: Act) -> None:
    """Let the credit that credit notes of this document left settle what is open of it."""
    for name in queries.following(work, number):
        client = queries.document(work, name).client
        credit = next((one for one in queries.credits_of(work, client) if one.id == name), None)
        claims = in_order(claims_of(work, [queries.document(work, number)]))
        if credit is not None and any(one.outstanding for one in claims):
            used = allocations_json(settle(credit.unallocated, claims))
            work.append("credit-applied", name, {"source": name, "allocations": used, "date": act.today.isoformat()})
