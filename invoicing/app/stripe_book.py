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
from invoicing.app.stripe_known import NOTED, number_of_payment
from invoicing.domain.claim import Claim, in_order, settle
from invoicing.domain.errors import NotFound
from invoicing.domain.money import Money, exact_money, parse_decimal, total, zero
from invoicing.domain.numbering import number_of, period_of
from invoicing.ledger import queries
from invoicing.payments.events import payment_id
from invoicing.payments.provider import Dispute, Foreign, Link, Paid, Refund

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Act, Book
    from invoicing.ledger.queries import PaymentRow, Source
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
        move = come_back if fact.kind == "refund-returned" else take_back
        said = move(work, act, value)
        review(work, book, value.reference.document)
        return said
    if isinstance(value, Dispute):
        if fact.kind == "dispute":
            _note_dispute(work, value)
        return _settle_dispute(work, book, act, value)
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
    settled = settle(amount, sorted(in_order(_claims(work, number)), key=lambda one: one.part != part))
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
        "allocations": [_entry(one.document, one.part, one.amount) for one in settled.allocations],
        "unallocated": str(settled.unallocated),
    }
    work.append("payment-received", payment, body | ({"fee": str(fee)} if fee is not None else {}))
    outside.want(work, payment, RECEIPT, {"payment": payment})
    return {"payment": payment, "credit": str(settled.unallocated)}


def _claims(source: Source, number: str) -> list[Claim]:
    rows = queries.claims_of(source, number)
    return [Claim(one.document, one.part, one.due_date, one.amount, one.outstanding) for one in rows]


def _entry(document: str, part: int, amount: Money) -> dict[str, object]:
    return {"document": document, "part": part, "amount": str(amount)}


def payments_by(source: Source, intent: str) -> list[PaymentRow]:
    """Give the payments that came with a payment intent, oldest first; by the document it came for."""
    number = number_of_payment(source, intent)
    if not number:
        return []
    client = queries.document(source, number).client
    return [one for one in queries.payments(source, client) if one.reference == intent]


def standing_by(source: Source, intent: str) -> PaymentRow | None:
    """Give the payment of an intent that has not been taken back, None when there is none."""
    return next((one for one in payments_by(source, intent) if one.reversed_on is None), None)


# -------------------------------------------------------------------------------------------------------- money back


def take_back(work: Work, act: Act, refund: Refund) -> Said:
    """Book money that went back to the payer. Its credit pays first, then what it settled last is owed again."""
    return _lower(work, act, refund.payment_intent, refund.amount, refund.id, f"refunded: {refund.id}")


def _lower(work: Work, act: Act, intent: str, amount: Money, name: str, why: str) -> Said:
    row = standing_by(work, intent)
    if row is None:
        return {}
    amount = min(amount, left_of(work, row))
    if amount.minor <= 0:
        return {}
    spare = min(row.unallocated, amount)
    body = {
        "refund": name,
        "payment": row.id,
        "client": row.client,
        "amount": str(amount),
        "currency": row.currency,
        "date": act.today.isoformat(),
        "reopened": _reopened(work, row, amount - spare),
        "unallocated": str(spare),
        "why": why,
    }
    work.append("payment-refunded", row.id, body)
    _use_credit(work, act, row)
    return {"from": row.id}


def left_of(source: Source, row: PaymentRow) -> Money:
    """Give what of a payment has not gone back."""
    return row.amount - total((one.amount for one in queries.refunds(source, row.id)), row.currency)


def _settles(source: Source, row: PaymentRow) -> dict[tuple[str, int], Money]:
    """Give what a payment settles now, by document and part."""
    sums: dict[tuple[str, int], Money] = {}
    for one in queries.allocations_by(source, row.id):
        key = (one.document, one.part)
        sums[key] = sums.get(key, zero(row.currency)) + one.amount
    return sums


def _reopened(source: Source, row: PaymentRow, amount: Money) -> list[dict[str, object]]:
    """Choose what is owed again: the last part first, so that what was agreed for the next days stands."""
    entries = []
    for (document, part), settled in sorted(_settles(source, row).items(), reverse=True):
        again = min(settled, amount)
        if again.minor > 0:
            entries.append(_entry(document, part, again))
            amount -= again
    return entries


def _use_credit(work: Work, act: Act, row: PaymentRow) -> None:
    """Let the credit that credit notes of a document left settle what a refund opened of it."""
    for number in sorted({document for document, _ in _settles(work, row)}):
        for name in queries.following(work, number):
            _use_note(work, act, number, name)


def _use_note(work: Work, act: Act, number: str, note: str) -> None:
    try:
        credit = queries.payment(work, note)
    except NotFound:
        return
    claims = in_order(_claims(work, number))
    if credit.unallocated.minor > 0 and any(one.outstanding for one in claims):
        used = settle(credit.unallocated, claims).allocations
        parts = [_entry(one.document, one.part, one.amount) for one in used]
        work.append("credit-applied", note, {"source": note, "allocations": parts, "date": act.today.isoformat()})


def come_back(work: Work, act: Act, refund: Refund) -> Said:
    """Book a refund that the payer's bank sent back to us."""
    return _raise_again(work, act, refund.payment_intent, refund.id, f"{refund.id} came back")


def _raise_again(work: Work, act: Act, intent: str, name: str, why: str) -> Said:
    """Undo one refund: what it opened and is still open is settled again, the rest is the client's credit."""
    row = standing_by(work, intent)
    gone = [one for one in queries.refunds(work, row.id) if one.id == name] if row is not None else []
    if row is None or not gone:
        return {}
    left, again = gone[0].amount, []
    for one in queries.allocations_by(work, row.id):
        if one.seq == gone[0].seq:
            still = next(claim.outstanding for claim in _claims(work, one.document) if claim.part == one.part)
            amount = min(-one.amount, still)
            if amount.minor > 0:
                again.append(_entry(one.document, one.part, amount))
                left -= amount
    body = {
        "refund": name,
        "payment": row.id,
        "amount": str(gone[0].amount),
        "currency": row.currency,
        "date": act.today.isoformat(),
        "allocations": again,
        "unallocated": str(left),
        "why": why,
    }
    work.append("refund-returned", row.id, body)
    return {"from": row.id}


# ---------------------------------------------------------------------------------------------------------- disputes


def _note_dispute(work: Work, dispute: Dispute) -> None:
    """Open or close the dispute of a document; one that goes to appeal is open again."""
    number = dispute.reference.document
    mine = [one for one in queries.acts(work, number, "dispute", open=True) if one.body.get("dispute") == dispute.id]
    if dispute.open and not mine:
        body = {
            "why": f"{dispute.kind}: {dispute.reason}",
            "reason": dispute.kind,
            "dispute": dispute.id,
            "amount": str(dispute.amount),
            "currency": dispute.amount.currency,
            "due_by": dispute.due_by.isoformat() if dispute.due_by else None,
        }
        work.append("dispute-opened", number, body)
    for one in mine if not dispute.open else ():
        outcome = {"lost": "accepted", "won": "rejected"}.get(dispute.raw, "withdrawn")
        work.append("dispute-closed", number, {"act": one.seq, "outcome": outcome, "why": dispute.raw})


def _settle_dispute(work: Work, book: Book, act: Act, dispute: Dispute) -> Said:
    """Bring what a dispute has taken of its payment to what it should have taken, as the bank has it now."""
    before = _taken(work, dispute)
    wanted = _wanted(dispute, before)
    if wanted == before:
        return {}
    move = _lose if wanted > before else _win
    said = move(work, act, dispute, max(wanted - before, before - wanted))
    review(work, book, dispute.reference.document)
    return said


def _taken(source: Source, dispute: Dispute) -> Money:
    """Sum what was taken for a dispute and not given back."""
    currency = dispute.amount.currency
    notes = [one.body for one in queries.acts(source, dispute.id, NOTED)]
    return total((exact_money(parse_decimal(body["taken"]), currency) for body in notes if "taken" in body), currency)


def _wanted(dispute: Dispute, before: Money) -> Money:
    """Say how much a dispute takes in its present state; while it is open nothing changes.

    The money decides, not the word: a prevented dispute may have cost something, a lost one may have been given back.
    A balance in another currency only says whether anything is gone; then it is the disputed amount.
    """
    nothing = zero(dispute.amount.currency)
    if dispute.open:
        return before
    if dispute.raw in _NOTHING_LOST:
        return nothing
    moved = [one.amount for one in dispute.movements]
    if not moved:
        return dispute.amount if dispute.raw == "lost" else nothing
    if any(one.currency != dispute.amount.currency for one in moved):
        return dispute.amount if sum(one.minor for one in moved) < 0 else nothing
    return max(-total(moved, dispute.amount.currency), nothing)


def _lose(work: Work, act: Act, dispute: Dispute, amount: Money) -> Said:
    """Take a lost amount back: all of a payment reverses it (and marks its receipt), a part is owed again."""
    row = standing_by(work, dispute.payment_intent)
    if row is None:
        return {}
    why, left = f"chargeback {dispute.id}: {dispute.raw}", left_of(work, row)
    if amount < left:
        said = _lower(work, act, dispute.payment_intent, amount, _next_name(work, dispute), why)
        return said | {"taken": str(amount)}
    work.append("payment-reversed", row.id, {"payment": row.id, "date": act.today.isoformat(), "why": why})
    _use_credit(work, act, row)
    return {"reversed": row.id, "taken": str(left)}


def _next_name(source: Source, dispute: Dispute) -> str:
    """Name what a dispute takes: the dispute's own id, with a number when it takes a second time."""
    sql = "SELECT COUNT(*) FROM payments WHERE kind = 'refund' AND (id = :id OR id LIKE :more)"
    ((count,),) = source.driver.execute(sql, {"id": dispute.id, "more": f"{dispute.id}-%"})
    return f"{dispute.id}-{count + 1}" if count else dispute.id


def _win(work: Work, act: Act, dispute: Dispute, amount: Money) -> Said:
    """Give back what a dispute had taken, when it is won late: the same movement undone, else money received anew."""
    row, why = standing_by(work, dispute.payment_intent), f"chargeback {dispute.id}: {dispute.raw}"
    own = [one for one in queries.refunds(work, row.id) if one.id.startswith(dispute.id)] if row else []
    same = [one for one in own if one.amount == amount]
    if same:
        said = _raise_again(work, act, dispute.payment_intent, same[-1].id, why)
    else:
        said = receive(work, act, dispute.reference.document, amount, dispute.payment_intent, day=act.today)
    return said | {"taken": str(-amount)}
