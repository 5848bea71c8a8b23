"""What settles claims and what undoes that: payments, credit used, reversals, write-offs."""

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
    WHERE EXISTS (
        SELECT 1 FROM allocations a
        WHERE a.source_kind = 'payment' AND a.source = :payment
            AND a.document = claims.document AND a.part = claims.part)
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
        raise Refused.one(
            "allocation-differs",
            f"the parts of payment {body['payment']} do not make {decimal_text(amount, currency)} {currency}",
            where=body["payment"],
            rule="amount = allocations + unallocated, and more than nothing",
            remedy="allocate the whole amount; what is left is unallocated",
        )
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
    yield Step(
        PAYMENT,
        row,
        Conflict("payment-exists", f"there is a payment {body['payment']} already", where=body["payment"]),
    )
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
    "written-off": _written_off,
}
