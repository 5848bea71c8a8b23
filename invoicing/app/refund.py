"""Send money back through the provider it came by: once, never beside a chargeback, in full or in part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from invoicing.app import notes, outside
from invoicing.app.book import first_result, once, transaction
from invoicing.app.link import review
from invoicing.app.link_calls import finish, head_of
from invoicing.app.link_terms import of_mode
from invoicing.app.receipt import find_payment
from invoicing.app.stripe_known import known_of, number_of_payment
from invoicing.app.stripe_sync import book_facts
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.money import exact_money, parse_decimal
from invoicing.ledger import queries
from invoicing.payments.events import reconcile
from invoicing.payments.provider import Dispute, ProviderFailed, Refund, payments_in

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.app.outside import Call
    from invoicing.domain.money import Money
    from invoicing.ledger.queries import PaymentRow
    from invoicing.ledger.store import Work
    from invoicing.payments.provider import PaymentProvider, RefundReason

REFUND = "refund"
REASONS = ("duplicate", "fraudulent", "requested_by_customer")


@dataclass(frozen=True, slots=True)
class Back:
    """What is to go back: a payment's id or a document's number (its last payment), an amount or all that is left.

    `credit_note`: the same amount is taken off the document by a credit note.
    """

    name: str
    amount: str = ""
    reason: str = ""
    credit_note: bool = False


def refund(book: Book, back: Back, act: Act, provider: PaymentProvider) -> Result:
    """Refund a payment and book it.

    Gives ``{"payment","number","amount","currency","credit_note","refund","raw","pending"}``. Refused:
    ``refund-blocked`` while a chargeback is open, ``refund-too-large``, ``not-through-provider`` for money that came
    another way, and by the rules of the credit note; then nothing is sent.
    """
    _check_reason(back.reason)
    inputs = {"act": "refund", **{name: getattr(back, name) for name in Back.__slots__}}
    with transaction(book, act) as work:
        earlier = first_result(work, act, inputs)
    if earlier is None:
        with book.ledger() as ledger:
            payment, number = _payment(ledger, back.name)
        amount = _allowed(provider, payment, back)
        with transaction(book, act) as work:
            earlier = once(work, act, inputs, lambda: _want(work, book, act, back, (payment, number, amount), provider))
    if act.dry_run:
        return {**earlier, "refund": None, "raw": None, "pending": False}
    return _send(book, act, provider, earlier)


def _check_reason(reason: str) -> None:
    if reason not in {"", *REASONS}:
        raise Refused.one(
            "unknown-reason",
            f"{reason!r} is no reason",
            where="--reason",
            remedy=f"take one of: {', '.join(REASONS)}",
        )


def _want(
    work: Work, book: Book, act: Act, back: Back, of: tuple[PaymentRow, str, Money], provider: PaymentProvider
) -> Result:
    """Write the credit note and the wish for the refund, both or neither."""
    payment, number, amount = of
    note = _credit(work, book, act, number, amount) if back.credit_note else None
    body = {
        "payment_intent": payment.reference,
        "amount": str(amount),
        "currency": amount.currency,
        "reason": back.reason,
        "live": provider.live,
    }
    call = outside.want(work, number, REFUND, body | {"credit_note": note})
    return {
        "payment": payment.id,
        "number": number,
        "amount": str(amount),
        "currency": amount.currency,
        "credit_note": note,
        "call": call.seq,
    }


def _credit(work: Work, book: Book, act: Act, number: str, amount: Money) -> str:
    """Issue the credit note over what goes back, tax included."""
    from invoicing.app.credit import Taken, draft_credit
    from invoicing.app.issue import issue_in, load_theme, snapshot

    totals = snapshot(work, number).totals
    if totals.withheld and amount != totals.due:
        raise Refused.one(
            "credit-by-hand",
            f"{number} has tax withheld by the payer, so a part of it cannot be credited by what was paid",
            where="--credit-note",
            rule="a credit note takes back the price, not the payment",
            remedy="write the credit note first, then refund without --credit-note",
            example=f"invoicing credit {number} --amount {amount}",
        )
    whole = amount == totals.due
    drafted = draft_credit(book, work, Taken(number, amount="" if whole else str(amount)), act.today)
    issued = issue_in(work, book, drafted, act, load_theme(book, book.settings.theme))
    review(work, book, number)
    return str(issued["number"])


def _send(book: Book, act: Act, provider: PaymentProvider, wanted: Result) -> Result:
    """Send what is wanted, unless an earlier run has."""
    result = {name: value for name, value in wanted.items() if name != "call"}
    with book.ledger() as ledger:
        (row,) = [one for one in queries.acts(ledger, wanted["number"], outside.CALL) if one.seq == wanted["call"]]
        done = _outcome(ledger, wanted)
    if not row.open:
        return result | done
    call, before = outside.Call(row.seq, row.subject, REFUND, row.body), head_of(book)
    try:
        made = _make(book, act, provider, call, resumed=False)
    except ProviderFailed as error:
        _note_failure(book, act, call, error)
        if _is_final(call, error):
            if wanted["credit_note"]:
                notes.say(f"credit note {wanted['credit_note']} was issued; its amount stays as the client's credit")
            raise
        return result | {"refund": None, "raw": None, "pending": True, "problem": error.message}
    for number, problem in finish(book, act, provider, (wanted["number"],), fresh_after=before).items():
        notes.say(f"the payment link of {number} is pending: {problem}. `invoicing stripe sync` finishes it")
    return result | {"refund": made.id, "raw": made.raw, "pending": False}


def _outcome(source: Any, wanted: Result) -> Result:  # noqa: ANN401 - a ledger
    """Say what became of a refund that was asked for before under the same key."""
    rows = queries.acts(source, wanted["number"], outside.CALL)
    mine = {one.seq: one.open for one in rows if wanted["call"] in {one.seq, one.body.get("first")}}
    ends = [one.body for one in source.events(type="call-ended", subject=wanted["number"])]
    results = [one["result"] for one in ends if one.get("act") in mine and one.get("result")]
    result: Result = results[-1] if results else {}
    return {"refund": result.get("refund"), "raw": result.get("raw"), "pending": any(mine.values())}


def finish_refunds(book: Book, act: Act, provider: PaymentProvider) -> dict[str, str]:
    """Finish refunds that a crash or an absent provider left; each is looked for before it is sent again."""
    with book.ledger() as ledger:
        calls = [call for call in outside.waiting(ledger, what=REFUND) if of_mode(call.body, provider.live)]
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
    with transaction(book, act) as work:
        if outside.still_waiting(work, call):
            outside.end(work, call, "done", {"refund": made.id, "raw": made.raw})
        facts = reconcile(known_of(work, live=provider.live), [made])
    book_facts(book, act, facts, live=provider.live)
    return made


def _note_failure(book: Book, act: Act, call: Call, error: ProviderFailed) -> None:
    """End what was refused; a stored failure is tried again under a fresh key, and still found by its first name."""
    final = _is_final(call, error)
    if not (final or error.spent):
        return
    with transaction(book, act) as work:
        if not outside.still_waiting(work, call):
            return
        outside.end(work, call, "refused" if final else "failed", why=error.message)
        if not final:
            body = {key: value for key, value in call.body.items() if key != "what"}
            again = {"first": call.body.get("first", call.seq), "attempt": call.body.get("attempt", 1) + 1}
            outside.want(work, call.subject, REFUND, body | again)


def _is_final(call: Call, error: ProviderFailed) -> bool:
    """Say whether a refund will not be made. One whose credit note is issued waits for a better key."""
    return error.certain and (error.code == "stripe-refused" or not call.body.get("credit_note"))


def _payment(source: Any, name: str) -> tuple[PaymentRow, str]:  # noqa: ANN401 - a Ledger or a Work
    payment = find_payment(source, name)
    if payment.reversed_on is not None:
        raise Refused.one(
            "payment-reversed",
            f"{payment.id} was taken back on {payment.reversed_on}",
            where="PAYMENT",
            remedy="name a payment that stands",
        )
    number = number_of_payment(source, payment.reference)
    if payment.kind != "payment" or not number:
        raise Refused.one(
            "not-through-provider",
            f"{payment.id} did not come through Stripe",
            where="PAYMENT",
            remedy="send it back the way it came, and credit the invoice",
        )
    return payment, number


def _allowed(provider: PaymentProvider, payment: PaymentRow, back: Back) -> Money:
    """Give the amount that goes back, refused when the provider's own state does not allow it."""
    from invoicing.payments.refunds import refund_findings, refundable

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
