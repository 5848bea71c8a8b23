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
from invoicing.domain.errors import Refused
from invoicing.domain.numbering import Series, number_of, period_of
from invoicing.ledger import queries
from invoicing.payments.events import Known, payment_id
from invoicing.payments.provider import Dispute, Foreign, Link, Paid, Reference, Refund
from invoicing.payments.sync import ask, gap, repair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.money import Money
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
    pending = {} if act.dry_run else finish(book, act, provider)
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
    found = [
        Claim(one.document, one.part, one.due_date, one.amount, one.outstanding)
        for one in queries.claims_of(work, number)
    ]
    settled = settle(amount, sorted(in_order(found), key=lambda one: one.part != part))
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


def _take_back(work: Work, book: Book, act: Act, dispute: Dispute) -> dict[str, Any]:
    """Undo the payment of a lost chargeback: what it paid is owed again, with its first due day.

    When the bank took less than was paid, the rest is booked as a payment of its own.
    """
    number, said = dispute.reference.document, {}
    standing = [one for one in _payments_by(work, dispute) if one.reversed_on is None]
    for payment in standing:
        why = f"chargeback {dispute.id} was lost"
        body = {"payment": payment.id, "date": act.today.isoformat(), "why": why}
        work.append("payment-reversed", payment.id, body)
        rest = payment.amount - dispute.amount
        if rest.minor > 0:
            said = _receive(work, act, number, rest, dispute.payment_intent, day=payment.date)
    review(work, book, number, "chargeback")
    return {"reversed": [one.id for one in standing], **said}


def _give_back(work: Work, book: Book, act: Act, dispute: Dispute) -> dict[str, Any]:
    """Book the money again that a chargeback had taken, when it is won after it was lost."""
    mine = _payments_by(work, dispute)
    if not mine or any(one.reversed_on is None for one in mine):
        return {}
    number = dispute.reference.document
    said = _receive(work, act, number, mine[-1].amount, dispute.payment_intent, day=act.today)
    review(work, book, number, "chargeback won")
    return said


def _payments_by(source: Source, dispute: Dispute) -> list[PaymentRow]:
    """Give the payments of the document that came with the disputed payment intent, oldest first."""
    found = queries.payments_of(source, dispute.reference.document)
    return [one for one in found if one.reference == dispute.payment_intent]
