"""Use a client's credit: what was paid too much, or what a credit note left over, settles another document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.app.pay import allocations_json, claims_of
from invoicing.domain.claim import in_order, outstanding, settle
from invoicing.domain.errors import Refused
from invoicing.domain.money import exact_money, parse_decimal
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.money import Money
    from invoicing.ledger.queries import DocumentRow, PaymentRow
    from invoicing.ledger.store import Work


def apply(book: Book, credit: str, number: str, amount: str, act: Act) -> Result:
    """Settle a document with credit: of `amount`, or as far as both go.

    Gives ``{"source","number","client","amount","currency","outstanding","credit"}``. Refused with ``no-credit``,
    ``credit-of-other-client``, ``currency-mismatch``, ``nothing-to-settle``, ``amount-not-positive`` and
    ``amount-too-large``.
    """
    inputs = {"act": "apply", "credit": credit, "number": number, "amount": amount}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _apply_in(work, credit, number, amount, act))


def _apply_in(work: Work, credit: str, number: str, amount: str, act: Act) -> Result:
    source, row = queries.payment(work, credit), queries.document(work, number)
    claims = claims_of(work, [row])
    is_open = outstanding(claims, row.currency)
    _check(source, row, is_open)
    most = min(source.unallocated, is_open)
    wanted = exact_money(parse_decimal(amount, "AMOUNT"), row.currency, "AMOUNT") if amount else most
    if wanted > most:
        raise Refused.one(
            "amount-too-large",
            f"{wanted} is more than {most}, of which there is credit and debt alike",
            where="AMOUNT",
            rule="credit settles at most what is open",
            remedy="write less, or leave the amount out",
            example=f"invoicing apply {credit} {number} {most}",
        )
    settled = settle(wanted, in_order(claims))
    body = {"source": source.id, "allocations": allocations_json(settled), "date": act.today.isoformat()}
    work.append("credit-applied", source.id, body)
    return {
        "source": source.id,
        "number": number,
        "client": row.client,
        "amount": str(wanted),
        "currency": row.currency,
        "outstanding": str(is_open - wanted),
        "credit": str(source.unallocated - wanted),
    }


def _check(source: PaymentRow, row: DocumentRow, is_open: Money) -> None:
    if not source.unallocated:
        raise Refused.one(
            "no-credit",
            f"{source.id} has no credit left",
            where="CREDIT",
            remedy=f"see the client's credit: invoicing client show {source.client}",
        )
    if source.client != row.client:
        raise Refused.one(
            "credit-of-other-client",
            f"{source.id} is credit of {source.client}, {row.number} is to {row.client}",
            where="CREDIT",
            rule="one client's money settles that client's debts",
            remedy="name credit of the same client",
        )
    if source.currency != row.currency:
        raise Refused.one(
            "currency-mismatch",
            f"{source.id} is in {source.currency}, {row.number} is owed in {row.currency}",
            where="CREDIT",
            rule="two currencies are never added",
            remedy="send the credit back, and book what is paid instead",
        )
    if not is_open:
        raise Refused.one(
            "nothing-to-settle",
            f"nothing is open of {row.number}",
            where="NUMBER",
            remedy="name a document with something open: invoicing list --open",
        )
