"""Ask Stripe what happened and book it: payments, failures, refunds, disputes, and what earlier runs left unfinished.

Facts come from `payments.sync`; each is noted under its key in the transaction that books it, so that two runs, or a
run and a webhook, book nothing twice. The cursor is stored with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing.app import outside
from invoicing.app.book import acting
from invoicing.app.link import finish, head_of, links_of, review
from invoicing.app.receipt import receipt
from invoicing.domain.claim import Claim, in_order, settle
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.money import Money, exact_money, parse_decimal, total
from invoicing.domain.numbering import Series, number_of, period_of
from invoicing.ledger import queries
from invoicing.payments.events import Known, payment_id
from invoicing.payments.provider import Dispute, Foreign, Link, Paid, Reference, Refund
from invoicing.payments.sync import ask, gap, repair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import PaymentRow, Source
    from invoicing.ledger.store import Work
    from invoicing.payments.events import Fact
    from invoicing.payments.provider import PaymentProvider

NOTED = "provider"
CURSOR = "stripe"
_PAYMENTS = Series("payment", "P{year}-{n:4}")


class Currencies(Mapping[str, str]):
    """The currency of each document that asks for money, read when it is asked for."""

    def __init__(self, source: Source) -> None:
        """Take an open ledger."""
        self._source = source

    def __getitem__(self, number: str) -> str:
        """Give the currency of one document; KeyError when the book has no such claim."""
        sql = "SELECT currency FROM documents WHERE number = :number AND sign > 0"
        rows = self._source.driver.execute(sql, {"number": number})
        if not rows:
            raise KeyError(number)
        return str(rows[0][0])

    def __iter__(self) -> Iterator[str]:
        """Walk all numbers."""
        return (row[0] for row in self._source.driver.execute("SELECT number FROM documents WHERE sign > 0"))

    def __len__(self) -> int:
        """Count them."""
        return int(self._source.driver.execute("SELECT COUNT(*) FROM documents WHERE sign > 0")[0][0])


def sync(book: Book, act: Act, provider: PaymentProvider, now: int) -> Result:
    """Finish what waits, fetch what happened since the last run, book it, write receipts, and close paid links.

    `now` is epoch seconds. Gives ``{"booked","noted","foreign","receipts","pending"}``; again gives nothing new.
    """
    pending = {} if act.dry_run else finish(book, act, provider) | _finish_refunds(book, act, provider)
    with book.ledger() as ledger:
        known, cursor = known_of(ledger, live=provider.live), cursor_of(ledger)
        links = [str(one.body["link"]) for one in links_of(ledger)] if gap(cursor, now) else []
        found = ask(provider, known, cursor)
        facts = (*found.facts, *repair(provider, known.after(found.facts), links))
    before = head_of(book)
    result = book_facts(book, act, facts, live=provider.live, cursor=found.cursor)
    if not act.dry_run:
        pending |= finish(book, act, provider, fresh_after=before)
    return {**result, "pending": [{"number": number, "why": why} for number, why in sorted(pending.items())]}


def _finish_refunds(book: Book, act: Act, provider: PaymentProvider) -> dict[str, str]:
    # A refund books its own fact through this module.
    from invoicing.app.refund import finish_refunds

    return finish_refunds(book, act, provider)


def book_facts(book: Book, act: Act, facts: Sequence[Fact], *, live: bool, cursor: int | None = None) -> Result:
    """Book facts that are not yet noted, in one transaction, and write the receipts of new payments."""
    booked: list[dict[str, Any]] = []
    with acting(book, act) as work:
        known = known_of(work, live=live)
        for fact in facts:
            if fact.key not in known.keys:
                booked.append(_book(work, book, act, fact))
                known = known.after([fact])
        if cursor is not None and cursor != cursor_of(work):
            work.append("provider-said", CURSOR, {"fact": f"cursor:{cursor}", "cursor": cursor})
    receipts = [] if act.dry_run else _receipts(book, act, [one["payment"] for one in booked if one.get("payment")])
    return {
        "booked": [one for one in booked if one.get("payment")],
        "noted": [one for one in booked if not one.get("payment") and one["kind"] != "foreign"],
        "foreign": [one for one in booked if one["kind"] == "foreign"],
        "receipts": receipts,
    }


def _receipts(book: Book, act: Act, payments: Sequence[str]) -> list[str]:
    """Write the receipt of each payment that stands and has settled something, and give their numbers."""
    numbers = []
    for payment in payments:
        try:
            numbers.append(str(receipt(book, payment, replace(act, key=""))["number"]))
        except Refused as refused:
            if refused.code not in {"payment-reversed", "payment-settles-nothing"}:
                raise
    return numbers


def known_of(source: Source, *, live: bool) -> Known:
    """Read what the book has noted of the provider's facts."""
    keys: set[str] = set()
    payments: dict[str, Reference] = {}
    disputes: dict[str, tuple[str, int]] = {}
    for one in queries.acts(source, type=NOTED):
        body = one.body
        keys.add(body["fact"])
        if "payment_intent" in body:
            payments[body["payment_intent"]] = Reference(document=one.subject, book=outside.book_id(source))
        if "dispute" in body:
            disputes[body["dispute"]] = (body["raw"], disputes.get(body["dispute"], ("", 0))[1] + 1)
    return Known(Currencies(source), outside.book_id(source), live, frozenset(keys), payments, disputes)


def cursor_of(source: Source) -> int | None:
    """Give the instant up to which events were booked (epoch seconds), None before the first run."""
    stored = [one.body["cursor"] for one in queries.acts(source, CURSOR, NOTED)]
    return max(stored, default=None)


def _book(work: Work, book: Book, act: Act, fact: Fact) -> dict[str, Any]:
    """Book one fact, note it under its key, and say what was done."""
    value, said = fact.value, {}
    if fact.kind == "payment" and isinstance(value, Paid):
        said = _book_payment(work, book, act, value)
    elif fact.kind == "dispute" and isinstance(value, Dispute):
        said = _book_dispute(work, book, act, value)
    elif fact.kind in {"refund", "refund-returned"} and isinstance(value, Refund):
        said = _book_refund(work, book, act, value, back=fact.kind == "refund-returned")
    elif fact.kind == "link" and isinstance(value, Link):
        _close_here(work, value)
    shown = _shown(fact) | said
    work.append("provider-said", shown["number"] or shown["id"], {"fact": fact.key, **shown})
    return shown


def _shown(fact: Fact) -> dict[str, Any]:
    """Give a fact as the ledger and the answer carry it."""
    value = fact.value
    if isinstance(value, Foreign):
        return {"kind": fact.kind, "number": "", "id": value.id, "what": value.what, "why": value.why}
    shown: dict[str, Any] = {"kind": fact.kind, "number": value.reference.document}
    if isinstance(value, Paid | Refund | Dispute):
        shown |= {"amount": str(value.amount), "currency": value.amount.currency}
    if isinstance(value, Paid):
        shown |= {"payment_intent": payment_id(value), "session": value.session}
    if isinstance(value, Refund):
        shown |= {"refund": value.id, "of": value.payment_intent, "raw": value.raw}
    if isinstance(value, Dispute) and fact.kind == "dispute":
        shown |= {"dispute": value.id, "of": value.payment_intent, "raw": value.raw, "known": value.known}
        shown |= {"due_by": value.due_by.isoformat() if value.due_by else None, "dispute_kind": value.kind}
    if fact.movement is not None:
        net, fee = fact.movement.net, fact.movement.fee
        shown |= {"net": str(net), "fee": str(fee), "payout_currency": net.currency}
    return shown


def _book_payment(work: Work, book: Book, act: Act, paid: Paid) -> dict[str, Any]:
    """Book what arrived on its document, close the link it came by, and put the others right."""
    number = paid.reference.document
    said = _receive(work, act, number, paid.amount, payment_id(paid), day=paid.paid_on, part=paid.reference.part)
    for one in links_of(work, number):
        if one.body["link"] == paid.link:
            work.append("link-closed", number, {"act": one.seq, "outcome": "paid"})
    review(work, book, number, "paid")
    return said


def _close_here(work: Work, link: Link) -> None:
    """A link that was closed elsewhere (in the Dashboard, by its limit) is closed in the book, too."""
    for one in links_of(work, link.reference.document):
        if one.body["link"] == link.id:
            work.append("link-closed", link.reference.document, {"act": one.seq, "outcome": "closed elsewhere"})


def _receive(
    work: Work, act: Act, number: str, amount: Money, reference: str, *, day: date, part: int = 0
) -> dict[str, Any]:
    """Book money on a document, the instalment it was for first; what exceeds it is the client's credit."""
    row = queries.document(work, number)
    settled = settle(amount, sorted(in_order(_claims(work, number)), key=lambda one: one.part != part))
    # The provider's day is in UTC and may be one ahead of the seller's.
    on = min(day, act.today)
    payment = number_of(_PAYMENTS, work.take_number(_PAYMENTS.key, period_of(_PAYMENTS, on), on=on), on.year, on.month)
    body = {
        "payment": payment,
        "client": row.client,
        "amount": str(amount),
        "currency": amount.currency,
        "date": on.isoformat(),
        "method": "card",
        "reference": reference,
        "allocations": [
            {"document": one.document, "part": one.part, "amount": str(one.amount)} for one in settled.allocations
        ],
        "unallocated": str(settled.unallocated),
    }
    work.append("payment-received", payment, body)
    return {"payment": payment, "credit": str(settled.unallocated)}


def _claims(source: Source, number: str) -> list[Claim]:
    rows = queries.claims_of(source, number)
    return [Claim(one.document, one.part, one.due_date, one.amount, one.outstanding) for one in rows]


def _book_dispute(work: Work, book: Book, act: Act, dispute: Dispute) -> dict[str, Any]:
    """Open or close the dispute of a document, and move the money when the bank has decided."""
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
    if dispute.raw == "lost":
        return _take_back(work, book, act, dispute)
    return _give_back(work, book, act, dispute) if dispute.raw == "won" else {}


def restate(work: Work, act: Act, number: str, intent: str, change: Money, why: str) -> dict[str, Any]:
    """Make what stands of a payment on a document more or less by `change`, as the bank or a refund has moved it.

    The ledger keeps payments whole, so what stood is reversed and what stands now is booked anew, on its first day;
    then credit notes of the document settle what the smaller payment left open.
    """
    found = payments_by(work, number, intent)
    standing = [one for one in found if one.reversed_on is None]
    if not found:
        return {}
    amount = total((one.amount for one in standing), change.currency) + change
    for one in standing:
        work.append("payment-reversed", one.id, {"payment": one.id, "date": act.today.isoformat(), "why": why})
    said: dict[str, Any] = {"reversed": [one.id for one in standing]}
    if amount.minor > 0:
        said |= _receive(work, act, number, amount, intent, day=found[0].date)
    _use_credit(work, act, number)
    return said


def _use_credit(work: Work, act: Act, number: str) -> None:
    """Let the credit that credit notes of this document left settle what is open of it."""
    for name in queries.following(work, number):
        try:
            credit = queries.payment(work, name)
        except NotFound:
            continue
        claims = in_order(_claims(work, number))
        if credit.unallocated.minor > 0 and any(one.outstanding for one in claims):
            used = settle(credit.unallocated, claims).allocations
            parts = [{"document": one.document, "part": one.part, "amount": str(one.amount)} for one in used]
            work.append("credit-applied", name, {"source": name, "allocations": parts, "date": act.today.isoformat()})


def _take_back(work: Work, book: Book, act: Act, dispute: Dispute) -> dict[str, Any]:
    """Undo what a lost chargeback took of its payment: it is owed again, with its first due day."""
    number = dispute.reference.document
    standing = [one.amount for one in payments_by(work, number, dispute.payment_intent) if one.reversed_on is None]
    taken = min(dispute.amount.minor, total(standing, dispute.amount.currency).minor)
    change = Money(-taken, dispute.amount.currency)
    said = (
        restate(work, act, number, dispute.payment_intent, change, f"chargeback {dispute.id} was lost") if taken else {}
    )
    review(work, book, number, "chargeback")
    return {**said, "taken": str(-change)}


def _give_back(work: Work, book: Book, act: Act, dispute: Dispute) -> dict[str, Any]:
    """Book again what a chargeback had taken, when it is won after it was lost."""
    number = dispute.reference.document
    notes = [one.body for one in queries.acts(work, number, NOTED) if one.body.get("dispute") == dispute.id]
    words = [(body["raw"], body.get("taken", "0")) for body in notes if body["raw"] in {"lost", "won"}]
    if not words or words[-1][0] != "lost":
        return {}
    change = exact_money(parse_decimal(words[-1][1]), dispute.amount.currency)
    said = restate(work, act, number, dispute.payment_intent, change, f"chargeback {dispute.id} was won")
    review(work, book, number, "chargeback won")
    return said


def _book_refund(work: Work, book: Book, act: Act, refund: Refund, *, back: bool) -> dict[str, Any]:
    """Lower the payment by what was refunded, or raise it again when the refund came back."""
    number = refund.reference.document
    change = refund.amount if back else -refund.amount
    why = f"refund {refund.id} came back" if back else f"refunded: {refund.id}"
    said = restate(work, act, number, refund.payment_intent, change, why)
    review(work, book, number, "refund")
    return said


def payments_by(source: Source, number: str, intent: str) -> list[PaymentRow]:
    """Give the payments that came with a payment intent, also those that settled nothing, oldest first."""
    client = queries.document(source, number).client
    return [one for one in queries.payments(source, client) if one.reference == intent]
