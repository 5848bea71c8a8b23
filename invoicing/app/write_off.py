"""Write off what will not be pursued, with a reason. The document stays as it was issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.app.pay import claims_of
from invoicing.domain.claim import in_order, outstanding, settle
from invoicing.domain.errors import Refused
from invoicing.domain.money import exact_money, parse_decimal
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.store import Work


def write_off(book: Book, number: str, amount: str, act: Act) -> Result:
    """Write off all that is open of a document, or an amount of it, the oldest part first.

    Gives ``{"number","client","amount","currency","outstanding","reason"}``. Refused with ``reason-missing``,
    ``nothing-to-settle``, ``amount-not-positive`` and ``amount-too-large``.
    """
    inputs = {"act": "write-off", "number": number, "amount": amount, "reason": act.reason}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _write_off_in(work, number, amount, act))


def _write_off_in(work: Work, number: str, amount: str, act: Act) -> Result:
    row = queries.document(work, number)
    claims = claims_of(work, [row])
    is_open = outstanding(claims, row.currency)
    if not is_open:
        raise Refused.one(
            "nothing-to-settle",
            f"nothing is open of {number}",
            where="NUMBER",
            remedy="name a document with something open: invoicing list --open",
        )
    if not act.reason:
        raise Refused.one(
            "reason-missing",
            "what is owed is written off for a reason",
            where="--reason",
            remedy="say why; it is kept in the ledger",
            example='--reason "insolvent, no assets"',
        )
    wanted = exact_money(parse_decimal(amount, "AMOUNT"), row.currency, "AMOUNT") if amount else is_open
    if wanted > is_open:
        raise Refused.one(
            "amount-too-large",
            f"{wanted} is more than the {is_open} open of {number}",
            where="AMOUNT",
            rule="at most what is open is written off",
            remedy="write less, or leave the amount out",
            example=f'invoicing write-off {number} {is_open} --reason "{act.reason}"',
        )
    for one in settle(wanted, in_order(claims)).allocations:
        body = {"document": one.document, "part": one.part, "amount": str(one.amount), "why": act.reason}
        work.append("written-off", number, body | {"date": act.today.isoformat(), "currency": row.currency})
    return {
        "number": number,
        "client": row.client,
        "amount": str(wanted),
        "currency": row.currency,
        "outstanding": str(is_open - wanted),
        "reason": act.reason,
    }
