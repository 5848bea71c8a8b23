"""Documents as issued, the claims they make and the claims they credit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Conflict, Refused
from invoicing.domain.money import decimal_text
from invoicing.ledger.changes.money import PAYMENT, Source, allocations, settle
from invoicing.ledger.changes.step import Step, minor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from invoicing.ledger.events import Body, Fact


_DOCUMENT = """
    INSERT INTO documents (seq, number, kind, client, currency, country, issue_date, due_date, supply_date, sign, net,
        tax, total, payable, due, preceding, pdf_path, pdf_sha256, language, series, period, ordinal)
    VALUES (:seq, :number, :kind, :client, :currency, :country, :issue_date, :due_date, :supply_date, :sign, :net, :tax,
        :total, :payable, :due, :preceding, :pdf_path, :pdf_sha256, :language, :series, :period, :ordinal)
    ON CONFLICT (number) DO NOTHING RETURNING number
"""
_FOLLOWS = (
    "INSERT INTO follows (number, preceding) VALUES (:number, :preceding) ON CONFLICT (number, preceding) DO NOTHING"
)
_CLAIM = """
    INSERT INTO claims (document, part, client, currency, due_date, amount, outstanding, settled_on)
    VALUES (:document, :part, :client, :currency, :due_date, :amount, :amount, NULL)
"""
_SUMS = ("net", "tax", "total", "payable", "due")
_WORDS = ("number", "kind", "client", "currency", "country", "pdf_path", "pdf_sha256", "language", "series", "period")


def _document_issued(fact: Fact) -> Iterator[Step]:
    body = fact.body
    number, currency = body["number"], body["currency"]
    sums = {key: minor(body[key], currency, key) for key in _SUMS}
    words = {key: body.get(key) or "" for key in _WORDS}
    days = {key: body.get(key) for key in ("issue_date", "due_date", "supply_date", "ordinal")}
    precedings = _precedings(body.get("preceding"))
    first = precedings[0] if precedings else ""
    yield Step(
        _DOCUMENT,
        {"seq": fact.seq, "sign": body["sign"], "preceding": first, **words, **days, **sums},
        Conflict(
            "number-taken",
            f"there is a document {number} already",
            where=number,
            remedy="issue again for the next number",
        ),
    )
    for preceding in precedings:
        yield Step(_FOLLOWS, {"number": number, "preceding": preceding})
    owed = 0
    for claim in body.get("claims") or ():
        row = _claim(body, claim)
        owed += row["amount"]
        yield Step(_CLAIM, row)
    credits_ = allocations(body.get("credits"), currency)
    spare = minor(body.get("unallocated") or "0", currency, "unallocated")
    _check_owed(number, owed - sum(one["amount"] for one in credits_) - spare, body["sign"] * sums["due"], currency)
    yield from settle(fact.seq, Source("credit-note", number, body["issue_date"]), credits_, currency)
    if spare:
        yield Step(PAYMENT, _credit_row(fact, spare))


def _precedings(value: str | list[str] | None) -> list[str]:
    if not value:
        return []
    return [value] if isinstance(value, str) else value


def _claim(body: Body, claim: Body) -> dict[str, Any]:
    return {
        "document": body["number"],
        "part": claim["part"],
        "client": body["client"],
        "currency": body["currency"],
        "due_date": claim["due_date"],
        "amount": minor(claim["amount"], body["currency"], "claims.amount"),
    }


def _check_owed(number: str, claimed: int, owed: int, currency: str) -> None:
    if claimed != owed:
        raise Refused.one(
            "claims-differ",
            f"{number} asks for {decimal_text(owed, currency)} {currency}, but its claims and credits make"
            f" {decimal_text(claimed, currency)}",
            where=number,
            rule="claims - credits - unallocated = sign x due",
            remedy="make the instalments sum to the amount due",
        )


def _credit_row(fact: Fact, spare: int) -> dict[str, object]:
    body = fact.body
    return {
        "seq": fact.seq,
        "id": body["number"],
        "kind": "credit-note",
        "client": body["client"],
        "currency": body["currency"],
        "amount": spare,
        "unallocated": spare,
        "fee": 0,
        "date": body["issue_date"],
        "method": "",
        "reference": "",
    }


HANDLERS: Mapping[str, Callable[[Fact], Iterator[Step]]] = {"document-issued": _document_issued}
