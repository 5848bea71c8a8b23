"""Send money back through the provider it came by: once, never beside a chargeback, in full or in part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from invoicing.app import outside
from invoicing.app.book import acting
from invoicing.app.receipt import find_payment
from invoicing.app.stripe_sync import book_facts, known_of
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.money import exact_money, parse_decimal
from invoicing.ledger import queries
from invoicing.payments.events import reconcile
from invoicing.payments.provider import Dispute, ProviderFailed, Refund, payments_in

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.app.outside import Call
    from invoicing.domain.money import Money
    from invoicing.ledger.queries import PaymentRow, Source
    from invoicing.payments.provider import PaymentProvider, RefundReason

REFUND = "refund"
REASONS = ("duplicate", "fraudulent", "requested_by_customer")


@dataclass(frozen=True, slots=True)
class Back:
    """What is to go back: a payment's id or a document's number (its last payment), an amount or all that is left."""

    name: str
    amount: str = ""
    reason: str = ""


def refund(book: Book, back: Back, act: Act, provider: PaymentProvider) -> Result:
    """Refund a payment and book it.

    Gives ``{"payment","number","amount","currency","refund","raw","pending"}``. Refused: ``refund-blocked`` while a
    chargeback is open, ``refund-too-large``, ``not-through-provider`` for money that came another way.
    """
    with book.ledger() as ledger:
        payment, number = _payment(ledger, back.name)
    amount = _allowed(provider, payment, back)
    result = {"payment": payment.id, "number": number, "amount": str(amount), "currency": amount.currency}
    if act.dry_run:
        return result | {"refund": None, "raw": None, "pending": False}
    body = {
        "payment_intent": payment.reference,
        "amount": str(amount),
        "currency": amount.currency,
        "reason": back.reason,
    }
    with acting(book, act) as work:
        call = outside.want(work, number, REFUND, body)
    try:
        made = _make(book, act, provider, call, resumed=False)
    except ProviderFailed as error:
        _note_failure(book, act, call, error)
        if error.certain:
            raise
        return result | {"refund": None, "raw": None, "pending": True, "problem": error.message}
    return result | {"refund": made.id, "raw": made.raw, "pending": False}


def finish_refunds(book: Book, act: Act, provider: PaymentProvider) -> dict[str, str]:
    """Finish refunds that a crash or an absent provider left; each is looked for before it is sent again."""
    with book.ledger() as ledger:
        calls = outside.waiting(ledger, what=REFUND)
    problems: dict[str, str] = {}
    for call in calls:
        try:
            _make(book, act, provider, call, resumed=True)
        except ProviderFailed as error:
            problems[call.subject] = error.message
            _note_failure(book, act, call, error)
    return problems


def _make(book: Book, act: Act, provider: PaymentProvider, call: Call, *, resumed: bool) -> Refund:
    from invoicing.payments.links import send_back

    body = call.body
    made = send_back(
        provider,
        body["payment_intent"],
        exact_money(parse_decimal(body["amount"]), body["currency"]),
        f"{body.get('first', call.seq)}",
        reason=cast("RefundReason", body["reason"]),
        attempt=body.get("attempt", 1),
        resumed=resumed,
    )
    with acting(book, act) as work:
        if outside.still_waiting(work, call):
            outside.end(work, call, "done", {"refund": made.id, "raw": made.raw})
        facts = reconcile(known_of(work, live=provider.live), [made])
    book_facts(book, act, facts, live=provider.live)
    return made


def _note_failure(book: Book, act: Act, call: Call, error: ProviderFailed) -> None:
    """End what was refused; a stored failure is tried again under a fresh key, and still found by its first name."""
    if not (error.certain or error.spent):
        return
    with acting(book, act) as work:
        outside.end(work, call, "refused" if error.certain else "failed", why=error.message)
        if not error.certain:
            body = {key: value for key, value in call.body.items() if key != "what"}
            again = {"first": call.body.get("first", call.seq), "attempt": call.body.get("attempt", 1) + 1}
            outside.want(work, call.subject, REFUND, body | again)


def _payment(source: Any, name: str) -> tuple[PaymentRow, str]:  # noqa: ANN401 - a Ledger or a Work
    payment = find_payment(source, name)
    documents = [one.document for one in queries.allocations_by(source, payment.id)]
    number = documents[0] if documents else _noted(source, payment)
    if payment.reversed_on is not None:
        raise Refused.one(
            "payment-reversed",
            f"{payment.id} was taken back on {payment.reversed_on}",
            where="PAYMENT",
            remedy="name a payment that stands",
        )
    if not payment.reference.startswith("pi_"):
        raise Refused.one(
            "not-through-provider",
            f"{payment.id} did not come through Stripe",
            where="PAYMENT",
            remedy="send it back the way it came, and credit the invoice",
        )
    return payment, number


def _noted(source: Source, payment: PaymentRow) -> str:
    """Name the document a payment came for although it settled nothing: it was paid twice."""
    for one in queries.acts(source, type="provider"):
        if one.body.get("payment_intent") == payment.reference:
            return one.subject
    raise NotFound("document-unknown", f"{payment.id} came for no document", where="PAYMENT")


def _allowed(provider: PaymentProvider, payment: PaymentRow, back: Back) -> Money:
    """Give the amount that goes back, refused when the provider's own state does not allow it."""
    from invoicing.payments.refunds import refund_findings, refundable

    if back.reason not in {"", *REASONS}:
        raise Refused.one(
            "unknown-reason",
            f"{back.reason!r} is no reason",
            where="--reason",
            remedy=f"take one of: {', '.join(REASONS)}",
        )
    found = payments_in(provider.payment(payment.reference))
    if not found:
        raise NotFound("payment-unknown", f"Stripe knows no checkout for {payment.id}", where="PAYMENT")
    paid = found[-1]
    refunds = [one for one in provider.refunds_of(charge=paid.charge) if isinstance(one, Refund)]
    disputes = [one for one in provider.disputes(payment.reference) if isinstance(one, Dispute)]
    left = refundable(paid, refunds)
    amount = exact_money(parse_decimal(back.amount, "AMOUNT"), left.currency, "AMOUNT") if back.amount else left
    problems = refund_findings(paid, amount, refunds, disputes)
    if problems:
        raise Refused.of(problems)
    return amount
