"""Take a payment back: it bounced, was booked twice or on the wrong document. All it settled is open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.domain.errors import Refused
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import PaymentRow
    from invoicing.ledger.store import Work


def reverse(book: Book, payment: str, act: Act) -> Result:
    """Reverse a payment; its receipt says so when it is shown.

    Gives ``{"payment","client","amount","currency","date","reason","documents"}``, each document with what is open of
    it now. Refused with ``reason-missing``, ``payment-reversed``, ``no-payment-but-credit``; NotFound
    (``payment-unknown``).
    """
    inputs = {"act": "reverse", "payment": payment, "reason": act.reason}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _reverse_in(work, payment, act))


def _reverse_in(work: Work, name: str, act: Act) -> Result:
    payment = queries.payment(work, name)
    check_standing(payment)
    if not act.reason:
        raise Refused.one(
            "reason-missing",
            "a payment is taken back for a reason",
            where="--reason",
            remedy="say why; it is kept in the ledger",
            example='--reason "returned by the bank"',
        )
    numbers = take_back(work, payment, act, act.reason)
    rows = [queries.document(work, number) for number in numbers]
    return {
        "payment": payment.id,
        "client": payment.client,
        "amount": str(payment.amount),
        "currency": payment.currency,
        "date": act.today.isoformat(),
        "reason": act.reason,
        "documents": [{"number": row.number, "outstanding": str(row.outstanding)} for row in rows],
    }


def take_back(work: Work, payment: PaymentRow, act: Act, why: str) -> tuple[str, ...]:
    """Write the reversal and name the documents that are open again."""
    settled = queries.allocations_by(work, payment.id)
    body = {"payment": payment.id, "date": act.today.isoformat(), "why": why}
    work.append("payment-reversed", payment.id, body)
    return tuple(dict.fromkeys(one.document for one in settled))


def check_standing(payment: PaymentRow) -> None:
    """Refuse what is no payment, and one that was taken back already."""
    if payment.kind != "payment":
        raise Refused.one(
            "no-payment-but-credit",
            f"{payment.id} is no payment but credit of a credit note",
            where="PAYMENT",
            remedy="name the payment itself: invoicing list",
        )
    if payment.reversed_on is not None:
        raise Refused.one(
            "payment-reversed",
            f"{payment.id} was taken back on {payment.reversed_on}",
            where="PAYMENT",
            remedy="name a payment that stands",
        )
