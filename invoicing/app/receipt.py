"""Write the receipt of a payment: one per payment, the same one when it is asked for again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.app.book import acting, once
from invoicing.app.drafting import Drafted, regime_of
from invoicing.app.issue import issue_in, load_theme, snapshot
from invoicing.domain.document import Document, Line, Preceding
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.issued import Issued, ReceiptFor
from invoicing.domain.money import zero
from invoicing.domain.totals import compute
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import PaymentRow, Source
    from invoicing.ledger.store import Work

PRINTED = {"bank": "transfer", "stripe": "online"}
"""how a method of paying is called on the page, where that is not its own name"""


def receipt(book: Book, name: str, act: Act) -> Result:
    """Issue the receipt of a payment, named by its id or by a document's number (then its last payment).

    Gives the shape of `issue --json` with `payment`. Refused (``payment-reversed``) for a payment that was taken back.
    """
    with acting(book, act) as work:
        return once(work, act, {"act": "receipt", "name": name}, lambda: _receipt_in(work, book, name, act))


def _receipt_in(work: Work, book: Book, name: str, act: Act) -> Result:
    payment = find_payment(work, name)
    if payment.reversed_on is not None:
        raise Refused.one(
            "payment-reversed",
            f"{payment.id} was taken back on {payment.reversed_on}",
            where="PAYMENT",
            remedy="name a payment that stands",
        )
    earlier = _written(work, payment)
    if earlier is not None:
        row = queries.document(work, earlier)
        return {
            "number": row.number,
            "kind": row.kind,
            "client": row.client,
            "issue_date": row.issue_date.isoformat(),
            "due_date": None,
            "total": str(row.total),
            "due": str(row.due),
            "currency": row.currency,
            "pdf": str(book.folder / row.pdf_path),
            "payment": payment.id,
        }
    drafted = _draft(work, book, payment, act)
    return issue_in(work, book, drafted, act, load_theme(book, book.settings.theme)) | {"payment": payment.id}


def find_payment(source: Source, name: str) -> PaymentRow:
    """Give a payment by its id, or the last one that stands of the document of that number."""
    try:
        return queries.payment(source, name)
    except NotFound as unknown:
        if not source.driver.execute("SELECT 1 FROM documents WHERE number = :number", {"number": name}):
            raise unknown from None
    standing = [one for one in queries.payments_of(source, name) if one.reversed_on is None]
    if not standing:
        raise NotFound(
            "no-payment", f"nothing was paid on {name}", where="PAYMENT", remedy="book the payment first: invoicing pay"
        )
    return standing[-1]


def _written(work: Work, payment: PaymentRow) -> str | None:
    rows = work.driver.execute(
        "SELECT d.number FROM documents d JOIN follows f ON f.number = d.number"
        " WHERE d.kind = 'receipt' AND f.preceding = :id",
        {"id": payment.id},
    )
    return rows[0][0] if rows else None


def _draft(work: Work, book: Book, payment: PaymentRow, act: Act) -> Drafted:
    """Make the receipt from the document the payment settled first, with its parties, language and country."""
    settled = queries.allocations_by(work, payment.id)
    numbers = list(dict.fromkeys(one.document for one in settled if one.amount.minor > 0))
    if not numbers:
        raise Refused.one(
            "payment-settles-nothing",
            f"{payment.id} has settled no document yet",
            where="PAYMENT",
            remedy="apply the credit to a document first",
        )
    settled_first = snapshot(work, numbers[0])
    first = settled_first.document
    kind = kinds.kind("receipt")
    document = Document(
        kind=kind.key,
        currency=payment.currency,
        issue_date=act.today,
        supply_date=payment.date,
        seller=book.settings.seller,
        buyer=first.buyer,
        client=payment.client,
        country=first.country,
        language=first.language,
        lines=(Line(", ".join(numbers), price=payment.amount.amount, quantity=Decimal(1)),),
        preceding=(Preceding(payment.id, payment.date, payment.amount), *(Preceding(number) for number in numbers)),
    )
    totals = replace(compute(document), due=zero(payment.currency))
    left = zero(payment.currency)
    for number in numbers:
        for claim in queries.claims_of(work, number):
            left += claim.outstanding
    method = PRINTED.get(payment.method, payment.method)
    what = ReceiptFor(payment.id, ", ".join(numbers), payment.amount, method, left)
    labels = settled_first.party_labels
    issued = Issued("", document, totals, type_code="", party_labels=labels, receipt=what)
    return Drafted(issued, kind, regime_of(document))
