"""Book money that arrived: one row per payment, never one overwritten figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.domain.claim import Claim, in_order, outstanding, settle
from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Refused
from invoicing.domain.money import exact_money, parse_decimal
from invoicing.domain.numbering import Series, number_of, period_of
from invoicing.ledger import queries

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.claim import Settlement
    from invoicing.domain.money import Money
    from invoicing.ledger.queries import DocumentRow
    from invoicing.ledger.store import Work

PAYMENTS = Series("payment", "P{year}-{n:4}")
METHODS = ("bank", "card", "cash", "cheque", "other")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the user says of a payment, as text: `amount` and `fee` plain decimals, `day` ISO (empty: today)."""

    number: str
    amount: str
    day: str = ""
    method: str = "bank"
    reference: str = ""
    currency: str = ""
    fee: str = ""


def pay(book: Book, arrived: Arrived, act: Act) -> Result:
    """Book a payment on a document, its oldest part first; what exceeds it stays as the client's credit.

    Gives the shape of `pay --json`. Refused for an amount that is not positive, a day after today, another currency
    (``currency-mismatch``), or a document that claims nothing (``nothing-to-pay``).
    """
    inputs = {"act": "pay", **{name: getattr(arrived, name) for name in Arrived.__slots__}}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _pay_in(work, arrived, act))


def _pay_in(work: Work, arrived: Arrived, act: Act) -> Result:
    row = queries.document(work, arrived.number)
    if row.sign <= 0:
        raise _nothing_to_pay(row)
    amount, day = _amount(arrived, row.currency), _day(arrived.day, act.today)
    _check_method(arrived.method)
    claims = [
        Claim(one.document, one.part, one.due_date, one.amount, one.outstanding)
        for one in queries.claims_of(work, row.number)
    ]
    settled = settle(amount, in_order(claims))
    payment = _next_payment(work, day)
    body = {
        "payment": payment,
        "client": row.client,
        "amount": str(amount),
        "currency": row.currency,
        "date": day.isoformat(),
        "method": arrived.method,
        "reference": arrived.reference,
        "allocations": [
            {"document": one.document, "part": one.part, "amount": str(one.amount)} for one in settled.allocations
        ],
        "unallocated": str(settled.unallocated),
    }
    if arrived.fee:
        body["fee"] = str(exact_money(parse_decimal(arrived.fee, "--fee"), row.currency, "--fee"))
    work.append("payment-received", payment, body)
    return _result(payment, row, amount, day, settled, outstanding(claims, row.currency))


def _amount(arrived: Arrived, currency: str) -> Money:
    if arrived.currency and arrived.currency != currency:
        raise Refused.one(
            "currency-mismatch",
            f"{arrived.number} is owed in {currency}, the money is {arrived.currency}",
            where="--currency",
            rule="two currencies are never added",
            remedy=f"book what the bank credited in {currency}",
        )
    return exact_money(parse_decimal(arrived.amount, "AMOUNT"), currency, "AMOUNT")


def _day(text: str, today: date) -> date:
    day = parse_date(text, "--date") if text else today
    if day > today:
        raise Refused.one(
            "payment-in-future",
            f"{day} lies after today, {today}",
            where="--date",
            rule="a payment is booked when it has arrived",
            remedy="book it on that day; a promise is recorded with `invoicing promise`",
        )
    return day


def _check_method(method: str) -> None:
    if method not in METHODS:
        raise Refused.one(
            "unknown-method",
            f"{method!r} is no way of paying",
            where="--method",
            remedy=f"take one of: {', '.join(METHODS)}",
            example="--method bank",
        )


def _next_payment(work: Work, day: date) -> str:
    ordinal = work.take_number(PAYMENTS.key, period_of(PAYMENTS, day), on=day)
    return number_of(PAYMENTS, ordinal, day.year, day.month)


def _nothing_to_pay(row: DocumentRow) -> Refused:
    return Refused.one(
        "nothing-to-pay",
        f"{row.number} is a {row.kind} and asks for no money",
        where="NUMBER",
        remedy="name the invoice that was paid",
        example="invoicing pay 2026-0001 120.00",
    )


def _result(payment: str, row: DocumentRow, amount: Money, day: date, settled: Settlement, before: Money) -> Result:
    left = before - (amount - settled.unallocated)
    return {
        "payment": payment,
        "number": row.number,
        "client": row.client,
        "amount": str(amount),
        "currency": row.currency,
        "date": day.isoformat(),
        "outstanding": str(left),
        "credit": str(settled.unallocated),
    }
