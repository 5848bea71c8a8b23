"""Money of Stripe's payments that goes back: what refunds and disputes take, in whatever order they are heard of.

What each takes now is brought to what it should take; nothing depends on which news came first, or how often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.stripe_known import NOTED, number_of_payment
from invoicing.domain.claim import Claim, in_order, settle
from invoicing.domain.errors import NotFound
from invoicing.domain.money import Money, exact_money, parse_decimal, total, zero
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.app.book import Act
    from invoicing.ledger.queries import PaymentRow, Source
    from invoicing.ledger.store import Work


def claims_of(source: Source, number: str) -> list[Claim]:
    """Give the claims of a document."""
    rows = queries.claims_of(source, number)
    return [Claim(one.document, one.part, one.due_date, one.amount, one.outstanding) for one in rows]


def entry_of(document: str, part: int, amount: Money) -> dict[str, object]:
    """Write one allocation as a body has it."""
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


def settle_payment(work: Work, act: Act, number: str, intent: str, change: Mapping[str, Money]) -> dict[str, Any]:
    """Bring what refunds and disputes have taken of a payment to what they should have, whatever came first.

    `change` names a refund or dispute and what it takes now (nothing: it came back, or was won); what the others take
    is in the book. More than a payment has is never taken: the rest is taken when something of it comes back.
    """
    row = standing_by(work, intent)
    if row is None:
        return {}
    wanted = {**_wanted_by_others(work, number, intent), **change}
    for name, amount in wanted.items():
        moved = _moved_by(work, row, name)
        if total((one.amount for one in moved), row.currency) > amount:
            for one in moved:
                _give_back(work, act, one, f"{name} came back")
    for name, amount in wanted.items():
        _take(work, act, row, name, amount)
    _use_credit(work, act, row)
    return {"from": row.id}


def _wanted_by_others(source: Source, number: str, intent: str) -> dict[str, Money]:
    """Give what each refund and dispute of a payment takes, as it was last heard of."""
    wanted: dict[str, Money] = {}
    for note in (one.body for one in queries.acts(source, number, NOTED)):
        if note.get("of") == intent and note["kind"] in {"refund", "refund-returned"}:
            amount = amount_in(note, "amount")
            wanted[note["refund"]] = amount if note["kind"] == "refund" else zero(amount.currency)
    for one in queries.acts(source, number, "dispute"):
        notes = [note.body for note in queries.acts(source, one.body.get("dispute", ""), NOTED)]
        wanted |= {
            note["dispute"]: amount_in(note, "takes") for note in notes if note["of"] == intent and "takes" in note
        }
    return wanted


def amount_in(body: Mapping[str, Any], name: str) -> Money:
    """Read an amount of a fact, in the fact's currency."""
    return exact_money(parse_decimal(body[name]), body["currency"])


def _moved_by(source: Source, row: PaymentRow, name: str) -> list[PaymentRow]:
    """Give the movements by which a refund or dispute took money that has not come back."""
    return [one for one in queries.refunds(source, row.id) if one.id == name or one.id.startswith(f"{name}-")]


def _take(work: Work, act: Act, row: PaymentRow, name: str, wanted: Money) -> None:
    """Take what is still missing: the payment's credit pays first, then what it settled last is owed again."""
    gone = queries.refunds(work, row.id)
    left = row.amount - total((one.amount for one in gone), row.currency)
    missing = wanted - total((one.amount for one in _moved_by(work, row, name)), row.currency)
    amount = min(missing, left)
    if amount.minor <= 0:
        return
    spare = min(queries.payment(work, row.id).unallocated, amount)
    body = {
        "refund": _next_name(work, name),
        "payment": row.id,
        "client": row.client,
        "amount": str(amount),
        "currency": row.currency,
        "date": act.today.isoformat(),
        "reopened": _reopened(work, row, amount - spare),
        "unallocated": str(spare),
        "why": name,
    }
    work.append("payment-refunded", row.id, body)


def _next_name(source: Source, name: str) -> str:
    """Name a movement: the refund's or dispute's own id, with a number from the second one on."""
    sql = "SELECT COUNT(*) FROM payments WHERE kind = 'refund' AND (id = :id OR id LIKE :more)"
    ((count,),) = source.driver.execute(sql, {"id": name, "more": f"{name}-%"})
    return f"{name}-{count + 1}" if count else name


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
            entries.append(entry_of(document, part, again))
            amount -= again
    return entries


def _use_credit(work: Work, act: Act, row: PaymentRow) -> None:
    """Let the credit that credit notes of a document left settle what went back opened of it."""
    for number in sorted({document for document, _ in _settles(work, row)}):
        for name in queries.following(work, number):
            _use_note(work, act, number, name)


def _use_note(work: Work, act: Act, number: str, note: str) -> None:
    try:
        credit = queries.payment(work, note)
    except NotFound:
        return
    claims = in_order(claims_of(work, number))
    if credit.unallocated.minor > 0 and any(one.outstanding for one in claims):
        used = settle(credit.unallocated, claims).allocations
        parts = [entry_of(one.document, one.part, one.amount) for one in used]
        work.append("credit-applied", note, {"source": note, "allocations": parts, "date": act.today.isoformat()})


def _give_back(work: Work, act: Act, gone: PaymentRow, why: str) -> None:
    """Undo one movement: what it opened and is still open is settled again, the rest is the client's credit."""
    left, again = gone.amount, []
    for one in queries.allocations_by(work, gone.reference):
        if one.seq == gone.seq:
            still = next(claim.outstanding for claim in claims_of(work, one.document) if claim.part == one.part)
            amount = min(-one.amount, still)
            if amount.minor > 0:
                again.append(entry_of(one.document, one.part, amount))
                left -= amount
    body = {
        "refund": gone.id,
        "payment": gone.reference,
        "amount": str(gone.amount),
        "currency": gone.currency,
        "date": act.today.isoformat(),
        "allocations": again,
        "unallocated": str(left),
        "why": why,
    }
    work.append("refund-returned", gone.reference, body)
