"""What settles claims and what undoes that: payments, credit used, refunds, reversals, write-offs.

A refund stands in the table of payments as a row of its kind, whose reference is the payment it took from. It opens
claims again by a negative allocation of that payment: the sum of a payment's allocations is what it settles now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Conflict, InvoicingError, Refused
from invoicing.domain.money import decimal_text
from invoicing.ledger.changes.step import Step, minor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from invoicing.ledger.events import Body, Fact


@dataclass(frozen=True, slots=True)
class Source:
    """What settles claims: a ``payment`` or ``credit-note`` by its id, or a ``write-off`` by its event's number."""

    kind: str
    id: str
    date: str


PAYMENT = """
    INSERT INTO payments (seq, id, kind, client, currency, amount, unallocated, fee, date, method, reference,
        reversed_on)
    VALUES (:seq, :id, :kind, :client, :currency, :amount, :unallocated, :fee, :date, :method, :reference, NULL)
    ON CONFLICT (id) DO NOTHING RETURNING id
"""
_SETTLE = """
    UPDATE claims SET outstanding = outstanding - :amount, settled_on = CASE WHEN outstanding = :amount THEN :date END
    WHERE document = :document AND part = :part AND currency = :currency AND outstanding >= :amount
    RETURNING outstanding
"""
_ALLOCATE = """
    INSERT INTO allocations (seq, line, source_kind, source, document, part, amount, date)
    VALUES (:seq, :line, :kind, :source, :document, :part, :amount, :date)
"""
_USE_CREDIT = """
    UPDATE payments SET unallocated = unallocated - :amount
    WHERE id = :source AND currency = :currency AND unallocated >= :amount
    RETURNING kind
"""
_REVERSE = """
    UPDATE payments SET reversed_on = :date, unallocated = 0
    WHERE id = :payment AND kind = 'payment' AND reversed_on IS NULL
    RETURNING id
"""
_REOPEN = """
    UPDATE claims SET settled_on = NULL, outstanding = outstanding + (
        SELECT CAST(SUM(a.amount) AS BIGINT) FROM allocations a
        WHERE a.source_kind = 'payment' AND a.source = :payment
            AND a.document = claims.document AND a.part = claims.part)
    WHERE (document, part) IN (
        SELECT a.document, a.part FROM allocations a
        WHERE a.source_kind = 'payment' AND a.source = :payment
        GROUP BY a.document, a.part HAVING SUM(a.amount) <> 0)
"""
_FEE = """
    UPDATE payments SET fee = :fee
    WHERE id = :payment AND kind = 'payment' AND currency = :currency RETURNING id
"""
_STANDS = "reversed_on IS NULL AND currency = :currency"
_LOWER_CREDIT = f"""
    UPDATE payments SET unallocated = unallocated - :spare
    WHERE id = :payment AND kind = 'payment' AND unallocated >= :spare AND {_STANDS}
    RETURNING id
"""  # noqa: S608 - our own words
_RAISE_CREDIT = f"""
    UPDATE payments SET unallocated = unallocated + :spare
    WHERE id = :payment AND kind = 'payment' AND {_STANDS} AND unallocated + :spare <= amount
    RETURNING id
"""  # noqa: S608 - our own words
_RETURN = f"""
    UPDATE payments SET reversed_on = :date
    WHERE id = :refund AND kind = 'refund' AND reference = :payment AND amount = :amount AND {_STANDS}
    RETURNING id
"""  # noqa: S608 - our own words
_OPEN_AGAIN = """
    UPDATE claims SET settled_on = NULL, outstanding = outstanding + :amount
    WHERE document = :document AND part = :part AND currency = :currency AND :amount <= (
        SELECT CAST(COALESCE(SUM(a.amount), 0) AS BIGINT) FROM allocations a
        WHERE a.source_kind = 'payment' AND a.source = :payment AND a.document = :document AND a.part = :part)
    RETURNING outstanding
"""
_TAKE_BACK = """
    INSERT INTO allocations (seq, line, source_kind, source, document, part, amount, date)
    SELECT :seq, ROW_NUMBER() OVER (ORDER BY seq, line), source_kind, source, document, part, -amount, :date
    FROM allocations WHERE source_kind = 'payment' AND source = :payment
"""


def allocations(entries: Iterable[Body] | None, currency: str) -> list[dict[str, Any]]:
    """Read the allocations of a body into minor units."""
    return [
        {
            "document": one["document"],
            "part": one["part"],
            "amount": minor(one["amount"], currency, "allocations.amount"),
        }
        for one in entries or ()
    ]


def settle(seq: int, source: Source, entries: list[dict[str, Any]], currency: str) -> Iterator[Step]:
    """Lower each claim by its allocation and keep the allocation; ``claim-not-open`` (conflict) when less is open."""
    for line, one in enumerate(entries, 1):
        if one["amount"] <= 0:
            raise Refused.one(
                "allocation-not-positive",
                "an allocation is more than nothing",
                where=one["document"],
                remedy="leave it out",
            )
        yield Step(_SETTLE, {**one, "currency": currency, "date": source.date}, _too_much(one, currency))
        yield Step(
            _ALLOCATE, {**one, "seq": seq, "line": line, "kind": source.kind, "source": source.id, "date": source.date}
        )


def _too_much(one: Mapping[str, Any], currency: str) -> InvoicingError:
    return Conflict(
        "claim-not-open",
        f"part {one['part']} of {one['document']} has no {decimal_text(one['amount'], currency)} {currency} open",
        where=one["document"],
        remedy=f"look at what is open: invoicing show {one['document']}",
    )


def _payment_received(fact: Fact) -> Iterator[Step]:
    body = fact.body
    currency = body["currency"]
    amount = minor(body["amount"], currency, "amount")
    entries = allocations(body.get("allocations"), currency)
    spare = minor(body.get("unallocated") or "0", currency, "unallocated")
    if amount != sum(one["amount"] for one in entries) + spare or amount <= 0:
        raise _differs(f"payment {body['payment']}", amount, currency, "allocations")
    row = {
        "seq": fact.seq,
        "id": body["payment"],
        "kind": "payment",
        "client": body["client"],
        "currency": currency,
        "amount": amount,
        "unallocated": spare,
        "fee": minor(body.get("fee") or "0", currency, "fee"),
        "date": body["date"],
        "method": body.get("method") or "",
        "reference": body.get("reference") or "",
    }
    yield Step(PAYMENT, row, _exists("payment", body["payment"]))
    yield from settle(fact.seq, Source("payment", body["payment"], body["date"]), entries, currency)


def _credit_applied(fact: Fact) -> Iterator[Step]:
    body = fact.body
    currency, source = body["currency"], body["source"]
    entries = allocations(body["allocations"], currency)
    used = sum(one["amount"] for one in entries)
    yield Step(
        _USE_CREDIT,
        {"source": source, "currency": currency, "amount": used},
        Conflict(
            "credit-not-open", f"{source} has no {decimal_text(used, currency)} {currency} of credit left", where=source
        ),
    )
    yield from settle(fact.seq, Source(body["source_kind"], source, body["date"]), entries, currency)


def _payment_reversed(fact: Fact) -> Iterator[Step]:
    payment = fact.body["payment"]
    params = {"payment": payment, "date": fact.body["date"], "seq": fact.seq}
    yield Step(
        _REVERSE,
        params,
        Conflict(
            "payment-not-open",
            f"there is no payment {payment} that could be reversed",
            where=payment,
            remedy="invoicing list",
        ),
    )
    yield Step(_REOPEN, params)
    yield Step(_TAKE_BACK, params)


def _payment_fee(fact: Fact) -> Iterator[Step]:
    body = fact.body
    fee = minor(body["fee"], body["currency"], "fee")
    params = {"payment": body["payment"], "fee": fee, "currency": body["currency"]}
    yield Step(_FEE, params, _not_standing(body["payment"]))


def _payment_refunded(fact: Fact) -> Iterator[Step]:
    body, currency = fact.body, fact.body["currency"]
    amount, spare, entries = _parts(body, "reopened")
    row = {
        "seq": fact.seq,
        "id": body["refund"],
        "kind": "refund",
        "client": body["client"],
        "currency": currency,
        "amount": amount,
        "unallocated": 0,
        "fee": 0,
        "date": body["date"],
        "method": "",
        "reference": body["payment"],
    }
    yield Step(PAYMENT, row, _exists("refund", body["refund"]))
    params = {"payment": body["payment"], "spare": spare, "currency": currency}
    yield Step(_LOWER_CREDIT, params, _not_standing(body["payment"]))
    for line, one in enumerate(entries, 1):
        yield Step(
            _OPEN_AGAIN,
            {**one, "payment": body["payment"], "currency": currency},
            Conflict(
                "refund-exceeds",
                f"{body['payment']} has not settled so much of part {one['part']} of {one['document']}",
                where=one["document"],
                remedy=f"invoicing show {one['document']}",
            ),
        )
        yield Step(_ALLOCATE, _allocation(fact, line, {**one, "amount": -one["amount"]}))


def _refund_returned(fact: Fact) -> Iterator[Step]:
    body, currency = fact.body, fact.body["currency"]
    amount, spare, entries = _parts(body, "allocations")
    params = {"refund": body["refund"], "payment": body["payment"], "currency": currency}
    missing = Conflict(
        "refund-not-open", f"there is no refund {body['refund']} of that payment and amount", where=body["refund"]
    )
    yield Step(_RETURN, {**params, "amount": amount, "date": body["date"]}, missing)
    yield Step(
        _RAISE_CREDIT,
        {"payment": body["payment"], "spare": spare, "currency": currency},
        _not_standing(body["payment"]),
    )
    yield from settle(fact.seq, Source("payment", body["payment"], body["date"]), entries, currency)


def _parts(body: Body, name: str) -> tuple[int, int, list[dict[str, Any]]]:
    """Read what a refund moves: all of it, what of it is credit, and what of it is claims."""
    currency = body["currency"]
    amount = minor(body["amount"], currency, "amount")
    spare = minor(body.get("unallocated") or "0", currency, "unallocated")
    entries = allocations(body.get(name), currency)
    if amount != spare + sum(one["amount"] for one in entries) or amount <= 0 or spare < 0:
        raise _differs(f"refund {body['refund']}", amount, currency, name)
    return amount, spare, entries


def _allocation(fact: Fact, line: int, one: Mapping[str, Any]) -> dict[str, Any]:
    body = fact.body
    return {**one, "seq": fact.seq, "line": line, "kind": "payment", "source": body["payment"], "date": body["date"]}


def _differs(what: str, amount: int, currency: str, name: str) -> Refused:
    return Refused.one(
        "allocation-differs",
        f"the parts of {what} do not make {decimal_text(amount, currency)} {currency}",
        where=what.rpartition(" ")[2],
        rule=f"amount = {name} + unallocated, and more than nothing",
        remedy="allocate the whole amount; what is left is unallocated",
    )


def _exists(what: str, name: str) -> Conflict:
    return Conflict(f"{what}-exists", f"there is a {what} {name} already", where=name)


def _not_standing(payment: str) -> Conflict:
    return Conflict(
        "payment-not-open",
        f"there is no payment {payment} of which this could be said",
        where=payment,
        remedy="invoicing list",
    )


def _written_off(fact: Fact) -> Iterator[Step]:
    body = fact.body
    entries = allocations([body], body["currency"])
    yield from settle(
        fact.seq, Source("write-off", str(fact.seq), body.get("date") or fact.date), entries, body["currency"]
    )


HANDLERS: Mapping[str, Callable[[Fact], Iterator[Step]]] = {
    "payment-received": _payment_received,
    "credit-applied": _credit_applied,
    "payment-reversed": _payment_reversed,
    "payment-fee": _payment_fee,
    "payment-refunded": _payment_refunded,
    "refund-returned": _refund_returned,
    "written-off": _written_off,
}
