"""Bodies of events and small books, as the callers of the ledger write them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from invoicing.ledger import Ledger, Work

TODAY = date(2026, 3, 1)
Body = dict[str, Any]


def client(id_: str = "acme", **profile: object) -> Body:
    """A client as the client file says it."""
    return {
        "id": id_,
        "profile": {"name": id_.title(), "country": "IT", "language": "it", "debtor": "business", **profile},
    }


def invoice(number: str, amount: str = "100.00", **more: object) -> Body:
    """An invoice without tax, due in one part on 2026-03-31."""
    sums = dict.fromkeys(("net", "total", "payable", "due"), amount)
    return {
        "number": number,
        "kind": "invoice",
        "client": "acme",
        "currency": "EUR",
        "country": "IT",
        "issue_date": "2026-03-01",
        "due_date": "2026-03-31",
        "sign": 1,
        "tax": "0",
        **sums,
        "language": "it",
        "claims": [{"part": 1, "due_date": "2026-03-31", "amount": amount}],
        **more,
    }


def allocation(document: str, amount: str, part: int = 1) -> Body:
    """An amount that settles a part of a document."""
    return {"document": document, "part": part, "amount": amount}


def credit_note(number: str, preceding: str, credited: str, unallocated: str = "0", **more: object) -> Body:
    """A credit note over `credited` of an invoice, with `unallocated` left for later."""
    from decimal import Decimal

    amount = str(Decimal(credited) + Decimal(unallocated))
    credits_ = [allocation(preceding, credited)] if Decimal(credited) else []
    return invoice(
        number,
        amount,
        kind="credit-note",
        sign=-1,
        preceding=preceding,
        claims=[],
        credits=credits_,
        unallocated=unallocated,
        **more,
    )


def payment(id_: str, amount: str, *allocations: Body, unallocated: str = "0", **more: object) -> Body:
    """A bank transfer from the client."""
    return {
        "payment": id_,
        "client": "acme",
        "amount": amount,
        "currency": "EUR",
        "date": "2026-04-02",
        "method": "transfer",
        "reference": f"ref {id_}",
        "allocations": list(allocations),
        "unallocated": unallocated,
        **more,
    }


def issue(work: Work, number: str = "", amount: str = "100.00", **more: object) -> str:
    """Issue one invoice with the next number of its series, or with the number given."""
    ordinal = work.take_number("invoice", "2026")
    number = number or f"2026-{ordinal:04}"
    body = invoice(number, amount, series="invoice", period="2026", ordinal=ordinal, **more)
    work.append("document-issued", number, body)
    return number


def fill(ledger: Ledger) -> None:
    """Write a book in which every query table has a row: two events of most types."""
    with ledger.writing(TODAY, "anna") as work:
        work.append("client-added", "acme", client("acme", bookmarked=True))
        work.append("client-added", "beta", client("beta", country="NL", language="nl"))
        work.append("client-changed", "beta", client("beta", country="NL", language="nl", archived=True))
        first, second = issue(work), issue(work)
        work.append("document-issued", "CN-1", credit_note("CN-1", second, "30.00", "20.00"))
        work.append("payment-received", "P-1", payment("P-1", "60.00", allocation(first, "50.00"), unallocated="10.00"))
        work.append("payment-received", "P-2", payment("P-2", "5.00", allocation(second, "5.00"), fee="0.35"))
        work.append("payment-reversed", "P-2", {"payment": "P-2", "date": "2026-04-03", "why": "returned by the bank"})
        work.append(
            "credit-applied", "P-1", {"source": "P-1", "date": "2026-04-04", "allocations": [allocation(first, "4.00")]}
        )
        work.append("written-off", second, {**allocation(second, "1.00"), "why": "too small to pursue"})
        letter = work.append("letter-written", "acme", reminder(first, second))
        work.append("letter-outcome", "acme", {"seq": letter, "outcome": "sent"})
        work.append("hold-placed", first, {"until": "2026-05-01", "why": "asked for time"})
        work.append("promise-made", second, {"until": "2026-05-02", "words": "lo giuro"})
        work.append("hold-released", first, {"outcome": "withdrawn", "why": "they answered"})
        work.append("item-added", "logo", {"id": "logo", "item": {"price": "800"}})
        work.append("log-added", "acme", {"words": "«Ci penso io»", "channel": "phone"})
        work.store_result("key-1", "hash", {"number": first})


def reminder(*numbers: str, **more: object) -> Body:
    """A first reminder about some documents."""
    return {
        "letter": "reminder-1",
        "kind": "reminder1",
        "grade": 1,
        "client": "acme",
        "documents": [{"number": number} for number in numbers],
        "date": "2026-04-10",
        "language": "it",
        "path": "documents/letters/1.pdf",
        "sha256": "ab" * 32,
        "plan": "plan-1",
        **more,
    }
