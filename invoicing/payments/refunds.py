"""Whether a payment can be refunded now, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.errors import Finding
from invoicing.domain.money import total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.domain.money import Money
    from invoicing.payments.provider import Dispute, Paid, Refund


def refundable(paid: Paid, refunds: Iterable[Refund]) -> Money:
    """Give what is left of a payment after the refunds that count."""
    gone = total((one.amount for one in refunds if one.counts), paid.amount.currency)
    return paid.amount - gone


def refund_findings(
    paid: Paid, amount: Money, refunds: Iterable[Refund], disputes: Iterable[Dispute]
) -> tuple[Finding, ...]:
    """Say why a refund cannot be made; nothing when it can.

    A chargeback has taken the money already: refunding it would pay twice. An inquiry has taken none, and a full refund
    ends it without a fee. What counts is the charge with all its disputes, not one of them.
    """
    if paid.outcome != "paid":
        remedy = "wait until it is paid or has failed"
        return (Finding("payment-not-settled", "this payment has not arrived", remedy=remedy),)
    blocked = [one for one in disputes if _blocks(one)]
    if blocked:
        names = ", ".join(f"{one.id} ({one.raw})" for one in blocked)
        return (
            Finding(
                "refund-blocked",
                f"the bank has taken this payment back: {names}",
                rule="docs.stripe.com/disputes",
                remedy="answer the dispute, or accept it with --accept-loss; do not refund beside it",
            ),
        )
    left = refundable(paid, refunds)
    if amount.currency != left.currency or amount.minor <= 0 or amount > left:
        return (
            Finding(
                "refund-too-large",
                f"{amount} {amount.currency} cannot be refunded: {left} {left.currency} of this payment is left",
                where="amount",
                remedy="refund at most what is left",
                example=str(left),
            ),
        )
    return ()


def _blocks(dispute: Dispute) -> bool:
    """Say whether a dispute holds the money: an open chargeback does, and so does a lost one."""
    if dispute.kind == "inquiry" or dispute.refundable:
        return False
    return dispute.open or dispute.raw in {"lost", "prevented"}
