"""Book money that arrived: one row per payment, never one overwritten figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing import regimes
from invoicing.app.book import acting, once
from invoicing.domain.claim import Claim, in_order, outstanding, settle
from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Refused
from invoicing.domain.money import exact_money, parse_decimal, plain, to_money, total
from invoicing.domain.numbering import Series, number_of, period_of
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.claim import Settlement
    from invoicing.domain.money import Money
    from invoicing.ledger.queries import DocumentRow, Source
    from invoicing.ledger.store import Work

PAYMENTS = Series("payment", "P{year}-{n:4}")
METHODS = ("bank", "card", "cash", "cheque", "other")


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the user says of a payment, as text: `amount` and `fee` plain decimals, `day` ISO (empty: today).

    `number` may name several documents with commas; they are settled in that order, `also` after them. `whole` pays
    all that is open of them, and then `amount` stays empty.
    """

    number: str
    amount: str
    day: str = ""
    method: str = "bank"
    reference: str = ""
    currency: str = ""
    fee: str = ""
    also: tuple[str, ...] = ()
    whole: bool = False
    received: str = ""
    """what the client sent in another currency, ``1200 USD``: noted, never added"""
    rate: str = ""
    """one unit of what was sent in the currency of the document"""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The documents that were paid, each once, in the payer's order."""
        named = (one.strip() for one in (*self.number.split(","), *self.also))
        return tuple(dict.fromkeys(one for one in named if one))


def pay(book: Book, arrived: Arrived, act: Act) -> Result:
    """Book a payment on documents, in the order named, each one's oldest part first; the rest stays as credit.

    Gives the shape of `pay --json` with ``documents``. Refused for an amount that is not positive, a day after today,
    another currency (``currency-mismatch``), documents of several clients (``several-clients``), or a document that
    claims nothing (``nothing-to-pay``).
    """
    inputs = {"act": "pay", **{name: getattr(arrived, name) for name in Arrived.__slots__}}
    inputs["also"] = list(arrived.also)
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _pay_in(work, arrived, act))


def _pay_in(work: Work, arrived: Arrived, act: Act) -> Result:
    rows = [queries.document(work, number) for number in arrived.numbers] or [queries.document(work, arrived.number)]
    _check_rows(rows)
    row = rows[0]
    claims = claims_of(work, rows)
    amount, day = _amount(arrived, row.currency, outstanding(claims, row.currency)), _day(arrived.day, act.today)
    _check_method(arrived.method)
    first = regimes.regime(row.country).settles_first if row.country else "oldest"
    settled = settle(amount, in_order(claims, arrived.numbers, first))
    payment = next_payment(work, day)
    body = {
        "payment": payment,
        "client": row.client,
        "amount": str(amount),
        "currency": row.currency,
        "date": day.isoformat(),
        "method": arrived.method,
        "reference": arrived.reference,
        "allocations": allocations_json(settled),
        "unallocated": str(settled.unallocated),
    }
    if arrived.fee:
        body["fee"] = str(_fee(arrived.fee, amount))
    exchange = _exchange(arrived, amount)
    work.append("payment-received", payment, body | exchange)
    return _result(payment, rows, amount, day, settled, claims) | exchange


def claims_of(source: Source, rows: Sequence[DocumentRow]) -> list[Claim]:
    """Give the claims of documents, as settling wants them."""
    return [
        Claim(one.document, one.part, one.due_date, one.amount, one.outstanding)
        for row in rows
        for one in queries.claims_of(source, row.number)
    ]


def allocations_json(settled: Settlement) -> list[dict[str, Any]]:
    """Give allocations as events hold them."""
    return [{"document": one.document, "part": one.part, "amount": str(one.amount)} for one in settled.allocations]


def next_payment(work: Work, day: date) -> str:
    """Take the next payment's id."""
    ordinal = work.take_number(PAYMENTS.key, period_of(PAYMENTS, day), on=day)
    return number_of(PAYMENTS, ordinal, day.year, day.month)


def _check_rows(rows: Sequence[DocumentRow]) -> None:
    first = rows[0]
    for row in rows:
        if row.sign <= 0:
            raise _nothing_to_pay(row)
        if row.client != first.client:
            raise Refused.one(
                "several-clients",
                f"{first.number} is to {first.client}, {row.number} to {row.client}",
                where="NUMBER",
                rule="a payment is one client's",
                remedy="book one payment for each client",
                example=f"invoicing pay {row.number} 120.00",
            )
        if row.currency != first.currency:
            raise Refused.one(
                "currency-mismatch",
                f"{first.number} is owed in {first.currency}, {row.number} in {row.currency}",
                where="NUMBER",
                rule="two currencies are never added",
                remedy="book one payment for each currency",
            )


def _amount(arrived: Arrived, currency: str, is_open: Money) -> Money:
    if arrived.currency and arrived.currency != currency:
        raise Refused.one(
            "currency-mismatch",
            f"{arrived.number} is owed in {currency}, the money is {arrived.currency}",
            where="--currency",
            rule="two currencies are never added",
            remedy=f"book what the bank credited in {currency}, and note what was sent",
            example=f'--received "1200 {arrived.currency}" --rate 0.92',
        )
    if arrived.whole and not arrived.amount:
        return is_open
    if not arrived.amount or arrived.whole:
        raise Refused.one(
            "amount-or-all",
            "a payment has an amount, or pays all that is open",
            where="AMOUNT",
            remedy="write the amount, or --all, not both",
            example=f"invoicing pay {arrived.number} --all --method cash",
        )
    return exact_money(parse_decimal(arrived.amount, "AMOUNT"), currency, "AMOUNT")


def _fee(text: str, amount: Money) -> Money:
    fee = exact_money(parse_decimal(text, "--fee"), amount.currency, "--fee")
    if not 0 <= fee.minor <= amount.minor:
        raise Refused.one(
            "bad-fee",
            f"a fee of {fee} cannot be kept of {amount}",
            where="--fee",
            rule="a fee is at most what was paid",
            remedy="write what the client paid as the amount, and what the bank kept of it as the fee",
            example="invoicing pay 2026-0001 120.00 --fee 1.50",
        )
    return fee


def _exchange(arrived: Arrived, amount: Money) -> dict[str, Any]:
    """Note what was sent in another currency, and by how much the exchange differs from the rate that was meant."""
    if not arrived.received:
        return {}
    text, _, currency = arrived.received.strip().rpartition(" ")
    sent = exact_money(parse_decimal(text, "--received"), currency.upper(), "--received")
    noted = {"amount": str(sent), "currency": sent.currency}
    if arrived.rate:
        rate = parse_decimal(arrived.rate, "--rate")
        meant = to_money(sent.amount * rate, amount.currency)
        noted |= {"rate": plain(rate), "difference": str(amount - meant)}
    return {"received": noted}


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


def _nothing_to_pay(row: DocumentRow) -> Refused:
    return Refused.one(
        "nothing-to-pay",
        f"{row.number} is a {row.kind} and asks for no money",
        where="NUMBER",
        remedy="name the invoice that was paid",
        example="invoicing pay 2026-0001 120.00",
    )


def _result(
    payment: str, rows: Sequence[DocumentRow], amount: Money, day: date, settled: Settlement, claims: Sequence[Claim]
) -> Result:
    row = rows[0]
    return {
        "payment": payment,
        "number": row.number,
        "client": row.client,
        "amount": str(amount),
        "currency": row.currency,
        "date": day.isoformat(),
        "outstanding": str(outstanding(claims, row.currency) - (amount - settled.unallocated)),
        "credit": str(settled.unallocated),
        "documents": [_share(one, settled, claims) for one in rows],
    }


def _share(row: DocumentRow, settled: Settlement, claims: Sequence[Claim]) -> dict[str, str]:
    """Say what a document got of the payment, and what is open of it now."""
    got = total((one.amount for one in settled.allocations if one.document == row.number), row.currency)
    before = outstanding([one for one in claims if one.document == row.number], row.currency)
    return {"number": row.number, "amount": str(got), "outstanding": str(before - got)}
