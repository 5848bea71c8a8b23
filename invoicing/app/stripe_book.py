"""What each of Stripe's facts does to the book, inside one transaction: money in, money back, disputes, links used up.

What arrived is the truth: `amount_total` of the checkout is booked, never what the link asked for.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from invoicing.app import outside
from invoicing.app.link import IN_TRANSIT, in_transit, review
from invoicing.app.link_calls import CLOSE
from invoicing.app.link_terms import links_of
from invoicing.app.pay import PAYMENTS
from invoicing.app.stripe_back import amount_in, claims_of, entry_of, payments_by, settle_payment
from invoicing.app.stripe_known import NOTED
from invoicing.domain.claim import in_order, settle
from invoicing.domain.money import Money, total, zero
from invoicing.domain.numbering import number_of, period_of
from invoicing.ledger import queries
from invoicing.payments.events import payment_id
from invoicing.payments.provider import Dispute, Foreign, Link, Paid, Refund

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Act, Book
    from invoicing.ledger.store import Work
    from invoicing.payments.events import Fact

METHOD = "online"
RECEIPT = "receipt"
"""the call that wants the receipt of a payment; it is written after the payment is safe"""
_NOTHING_LOST = frozenset({"won", "warning_closed", "charge_refunded"})
"""ended so, a dispute takes nothing, even while its money is still on the way back; refunds are booked as refunds"""
TRANSIT_DAYS = 14
"""how long a bank debit may take; after that the ladder goes on without the bank's answer"""
Said = dict[str, Any]


def book_fact(work: Work, book: Book, act: Act, fact: Fact) -> Said:
    """Book one fact, note it under its key, and say what was done."""
    shown = _shown(fact) | _booked(work, book, act, fact)
    subject = shown.get("dispute") or shown["number"] or shown["id"]
    work.append("provider-said", subject, {"fact": fact.key, **shown})
    return shown


def _booked(work: Work, book: Book, act: Act, fact: Fact) -> Said:
    value = fact.value
    if isinstance(value, Paid):
        return _checkout(work, book, act, fact, value)
    if isinstance(value, Refund) and fact.kind in {"refund", "refund-returned"}:
        takes = value.amount if fact.kind == "refund" else zero(value.amount.currency)
        said = settle_payment(work, act, value.reference.document, value.payment_intent, {value.id: takes})
        review(work, book, value.reference.document)
        return said
    if isinstance(value, Dispute):
        if fact.kind == "dispute":
            _note_dispute(work, value)
        said = _settle_dispute(work, act, value)
        review(work, book, value.reference.document)
        return said
    if isinstance(value, Link):
        _link_ended(work, value)
    return {}


def _shown(fact: Fact) -> Said:
    """Give a fact as the ledger and the answer carry it."""
    value = fact.value
    if isinstance(value, Foreign):
        return {"kind": fact.kind, "number": "", "id": value.id, "what": value.what, "why": value.why}
    shown: Said = {"kind": fact.kind, "number": value.reference.document}
    if isinstance(value, Paid | Refund | Dispute):
        shown |= {"amount": str(value.amount), "currency": value.amount.currency}
    if isinstance(value, Paid):
        shown |= {"payment_intent": payment_id(value), "session": value.session}
    if isinstance(value, Refund):
        shown |= {"refund": value.id, "of": value.payment_intent}
    if isinstance(value, Dispute):
        shown |= {"dispute": value.id, "of": value.payment_intent}
    if isinstance(value, Dispute) and fact.kind == "dispute":
        shown |= {"raw": value.raw, "known": value.known, "dispute_kind": value.kind}
        shown |= {"due_by": value.due_by.isoformat() if value.due_by else None}
    if fact.movement is not None:
        net, fee = fact.movement.net, fact.movement.fee
        shown |= {"net": str(net), "fee": str(fee), "payout_currency": net.currency}
    return shown


# ---------------------------------------------------------------------------------------------------------- money in


def _checkout(work: Work, book: Book, act: Act, fact: Fact, paid: Paid) -> Said:
    number = paid.reference.document
    if fact.kind == "fee":
        return _fee(work, paid)
    if fact.kind == "pending":
        _hold(work, act, paid)
        end_link(work, number, paid.link, IN_TRANSIT)
        return {}
    _release(work, number, paid, "paid" if fact.kind == "payment" else "the bank did not pay")
    said: Said = {}
    if fact.kind == "payment":
        fee = paid.fee if paid.fee and paid.fee.currency == paid.amount.currency else None
        name, part = payment_id(paid), paid.reference.part
        said = receive(work, act, number, paid.amount, name, day=paid.paid_on, part=part, fee=fee)
        end_link(work, number, paid.link, "paid")
    review(work, book, number)
    return said


def _hold(work: Work, act: Act, paid: Paid) -> None:
    """Stop the letters: the payer has done all that a payer can do."""
    if in_transit(work, paid.reference.document) is None:
        body = {
            "kind": IN_TRANSIT,
            "why": f"{paid.amount} {paid.amount.currency} paid on {paid.paid_on}, the bank has not answered yet",
            "until": (act.today + timedelta(days=TRANSIT_DAYS)).isoformat(),
            "payment_intent": payment_id(paid),
        }
        work.append("hold-placed", paid.reference.document, body)


def _release(work: Work, number: str, paid: Paid, outcome: str) -> None:
    hold = in_transit(work, number)
    if hold is not None and hold.body.get("payment_intent") == payment_id(paid):
        work.append("hold-released", number, {"act": hold.seq, "outcome": outcome})


def _fee(work: Work, paid: Paid) -> Said:
    """Put a fee that became known later on its payment; one in another currency stays beside it."""
    fee = paid.fee
    for row in payments_by(work, payment_id(paid)):
        if fee is not None and (row.currency, row.reversed_on) == (fee.currency, None) and row.fee != fee:
            work.append("payment-fee", row.id, {"payment": row.id, "fee": str(fee), "currency": fee.currency})
    return {}


def _link_ended(work: Work, link: Link) -> None:
    """A link that cannot be paid any more: used up, ended by hand, or by us and the answer is still to be recorded."""
    number = link.reference.document
    if not any(call.body["link"] == link.id for call in outside.waiting(work, number, CLOSE)):
        end_link(work, number, link.id, "used up" if link.used else "closed elsewhere")


def end_link(work: Work, number: str, link: str, outcome: str) -> None:
    """Close a link in the book that Stripe has closed already: it was used up, or ended by hand."""
    for one in links_of(work, number):
        if one.body["link"] == link:
            work.append("link-closed", number, {"act": one.seq, "outcome": outcome})


def receive(
    work: Work,
    act: Act,
    number: str,
    amount: Money,
    reference: str,
    *,
    day: date,
    part: int = 0,
    fee: Money | None = None,
) -> Said:
    """Book money on a document, the instalment it was for first; what exceeds it is the client's credit."""
    row = queries.document(work, number)
    settled = settle(amount, sorted(in_order(claims_of(work, number)), key=lambda one: one.part != part))
    # The provider's day is in UTC and may be one ahead of the seller's.
    on = min(day, act.today)
    payment = number_of(PAYMENTS, work.take_number(PAYMENTS.key, period_of(PAYMENTS, on), on=on), on.year, on.month)
    body = {
        "payment": payment,
        "client": row.client,
        "amount": str(amount),
        "currency": amount.currency,
        "date": on.isoformat(),
        "method": METHOD,
        "reference": reference,
        "allocations": [entry_of(one.document, one.part, one.amount) for one in settled.allocations],
        "unallocated": str(settled.unallocated),
    }
    work.append("payment-received", payment, body | ({"fee": str(fee)} if fee is not None else {}))
    outside.want(work, payment, RECEIPT, {"payment": payment})
    return {"payment": payment, "credit": str(settled.unallocated)}


# ---------------------------------------------------------------------------------------------------------- disputes


def _note_dispute(work: Work, dispute: Dispute) -> None:
    """Open and close the dispute of a document; one that goes to appeal is open again."""
    number = dispute.reference.document
    mine = [one for one in queries.acts(work, number, "dispute") if one.body.get("dispute") == dispute.id]
    still = [one.seq for one in mine if one.open]
    if not mine or (dispute.open and not still):
        body = {
            "why": f"{dispute.kind}: {dispute.reason}",
            "reason": dispute.kind,
            "dispute": dispute.id,
            "amount": str(dispute.amount),
            "currency": dispute.amount.currency,
            "due_by": dispute.due_by.isoformat() if dispute.due_by else None,
        }
        still = [work.append("dispute-opened", number, body)]
    for seq in still if not dispute.open else ():
        outcome = {"lost": "accepted", "won": "rejected"}.get(dispute.raw, "withdrawn")
        work.append("dispute-closed", number, {"act": seq, "outcome": outcome, "why": dispute.raw})


def _settle_dispute(work: Work, act: Act, dispute: Dispute) -> Said:
    """Let a dispute take what the bank has it take: a lost one reopens the document, a late win settles it again."""
    notes = [one.body for one in queries.acts(work, dispute.id, NOTED) if "takes" in one.body]
    before = amount_in(notes[-1], "takes") if notes else zero(dispute.amount.currency)
    takes = _takes(dispute, before)
    if takes == before:
        return {}
    number, intent = dispute.reference.document, dispute.payment_intent
    return settle_payment(work, act, number, intent, {dispute.id: takes}) | {"takes": str(takes)}


def _takes(dispute: Dispute, before: Money) -> Money:
    """Say how much a dispute takes in its present state. While it is open nothing changes; an appeal was lost before.

    The money decides, not the word: a prevented dispute may have cost something, a lost one may have been given back.
    A balance in another currency only says whether anything is gone; then it is the disputed amount.
    """
    nothing = zero(dispute.amount.currency)
    if dispute.open and not (dispute.raw.startswith("appeal_") and dispute.movements):
        return before
    if dispute.raw in _NOTHING_LOST:
        return nothing
    moved = [one.amount for one in dispute.movements]
    if not moved:
        return dispute.amount if dispute.raw == "lost" else nothing
    if any(one.currency != dispute.amount.currency for one in moved):
        # What came back was changed at another day's rate, so the two never cancel out exactly.
        gone, most = -sum(one.minor for one in moved), max(-one.minor for one in moved)
        return dispute.amount if 2 * gone > most else nothing
    return max(-total(moved, dispute.amount.currency), nothing)
