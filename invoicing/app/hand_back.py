"""Book a refund that was paid by hand: from the bank account, from the till.

The ledger keeps payments whole. What stood is reversed and what stands now is booked anew on its first day, so that no
figure is overwritten; then credit notes settle what the smaller payment leaves open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting, once
from invoicing.app.links import review
from invoicing.app.pay import METHODS, allocations_json, claims_of, next_payment
from invoicing.app.receipt import find_payment
from invoicing.app.reverse import check_standing, take_back
from invoicing.domain.claim import Allocation, Settlement, in_order, settle
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.money import Money, exact_money, parse_decimal, total, zero
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import PaymentRow, Source
    from invoicing.ledger.store import Work


@dataclass(frozen=True, slots=True)
class HandedBack:
    """What went back: of which payment (or credit note, or a document's last payment), how much and how."""

    name: str
    amount: str = ""
    """empty: all of the payment"""
    method: str = ""
    """empty: as it came"""


def hand_back(book: Book, back: HandedBack, act: Act) -> Result:
    """Book a refund and give ``{"payment","amount","currency","method","stands","number","outstanding","credit"}``.

    ``stands`` is the payment that holds what was kept, null when nothing was; ``outstanding`` is what is open of the
    document now, ``credit`` of the payment that stands. Refused with ``payment-reversed``, ``refund-too-large``,
    ``unknown-method``.
    """
    inputs = {"act": "refund", "name": back.name, "amount": back.amount, "method": back.method}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _hand_back_in(work, book, back, act))


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


def _hand_back_in(work: Work, book: Book, back: HandedBack, act: Act) -> Result:
    payment = paid_by(work, back.name)
    check_standing(payment)
    amount = _checked_amount(payment, back)
    method = back.method or payment.method
    settled = _settled_by(work, payment)
    kept = _without(Settlement(settled, payment.unallocated), amount)
    why = f"refund of {amount} {amount.currency} by {method}" + (f": {act.reason}" if act.reason else "")
    numbers = take_back(work, payment, act, why)
    stands = _book_again(work, payment, kept) if payment.amount != amount else None
    for number in numbers:
        _settle_by_credit_notes(work, number, act)
    review(work, book, numbers, "refunded")
    rows = [queries.document(work, number) for number in numbers]
    opened = next((row for row in rows if row.outstanding), rows[0] if rows else None)
    return {
        "payment": payment.id,
        "amount": str(amount),
        "currency": amount.currency,
        "method": method,
        "date": act.today.isoformat(),
        "stands": stands,
        "number": opened.number if opened else None,
        "outstanding": str(opened.outstanding) if opened else None,
        "credit": str(queries.payment(work, stands).unallocated if stands else zero(amount.currency)),
    }


def _checked_amount(payment: PaymentRow, back: HandedBack) -> Money:
    amount = payment.amount
    if back.amount:
        amount = exact_money(parse_decimal(back.amount, "AMOUNT"), payment.currency, "AMOUNT")
    if not 0 < amount.minor <= payment.amount.minor:
        raise Refused.one(
            "refund-too-large" if amount.minor > 0 else "amount-not-positive",
            f"{amount} cannot go back; {payment.id} brought {payment.amount} {payment.currency}",
            where="AMOUNT",
            rule="at most what was paid goes back",
            remedy="write an amount above 0 and at most what was paid",
            example=f"invoicing refund {payment.id} {payment.amount}",
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
    """Give what the payment settles now, claim by claim."""
    sums: dict[tuple[str, int], Money] = {}
    for one in queries.allocations_by(source, payment.id):
        key = (one.document, one.part)
        sums[key] = sums[key] + one.amount if key in sums else one.amount
    return tuple(Allocation(document, part, amount) for (document, part), amount in sums.items() if amount)


def _without(stood: Settlement, amount: Money) -> Settlement:
    """Take an amount off: credit first, then what was settled last."""
    from_credit = min(stood.unallocated, amount)
    left = amount - from_credit
    kept: list[Allocation] = []
    for one in reversed(stood.allocations):
        off = min(left, one.amount)
        left -= off
        if one.amount != off:
            kept.append(Allocation(one.document, one.part, one.amount - off))
    return Settlement(tuple(reversed(kept)), stood.unallocated - from_credit)


def _book_again(work: Work, payment: PaymentRow, kept: Settlement) -> str:
    """Book what stands of a payment on its first day, under a number of its own."""
    number = next_payment(work, payment.date)
    amount = total(_amounts(kept), payment.currency)
    body: dict[str, Any] = {
        "payment": number,
        "client": payment.client,
        "amount": str(amount),
        "currency": payment.currency,
        "date": payment.date.isoformat(),
        "method": payment.method,
        "reference": payment.reference,
        "fee": str(min(payment.fee, amount)),
        "allocations": allocations_json(kept),
        "unallocated": str(kept.unallocated),
        "instead_of": payment.id,
    }
    work.append("payment-received", number, body)
    return number


def _amounts(kept: Settlement) -> Iterable[Money]:
    yield kept.unallocated
    yield from (one.amount for one in kept.allocations)


def _settle_by_credit_notes(work: Work, number: str, act: Act) -> None:
    """Let the credit that credit notes of this document left settle what is open of it."""
    for name in queries.following(work, number):
        client = queries.document(work, name).client
        credit = next((one for one in queries.credits_of(work, client) if one.id == name), None)
        claims = in_order(claims_of(work, [queries.document(work, number)]))
        if credit is not None and any(one.outstanding for one in claims):
            used = allocations_json(settle(credit.unallocated, claims))
            work.append("credit-applied", name, {"source": name, "allocations": used, "date": act.today.isoformat()})
