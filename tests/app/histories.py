"""Books with a history, written through the ledger as the verbs write them, without drawing a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invoicing import kinds
from invoicing.domain.document import Document, Line, Preceding, Withholding
from invoicing.domain.issued import Issued
from invoicing.domain.money import Money, exact_money, zero
from invoicing.domain.numbering import Series, number_of
from invoicing.domain.party import Party
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Terms, due_day
from invoicing.domain.totals import compute
from invoicing.domain.values import to_json
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.ledger.store import Work

SETTINGS = """\
country = "IT"
currency = "EUR"
language = "en"

[seller]
name = "Studio Prova"
vat = "IT00743110157"

[seller.address]
street = "Via Roma 1"
postal_code = "20121"
city = "Milano"
country = "IT"

[seller.identifiers]
codice-fiscale = "00743110157"
"""
SELLER = Party("Studio Prova")
TODAY = date(2026, 6, 30)


def taxed(net: str, rate: str = "22", what: str = "work", item: str = "", category: str = "S") -> Line:
    """A line of one piece with one tax; an empty rate: with none."""
    taxes = (Tax(category, Decimal(rate)),) if rate else ()
    return Line(what, price=Decimal(net), taxes=taxes, item=item)


@dataclass
class Story:
    """Writes one transaction as if time went by: each act has its own day."""

    work: Work
    payments: int = 0
    refunds: int = 0
    numbers: list[str] = field(default_factory=list)

    def client(self, id_: str, name: str = "", language: str = "en") -> None:
        """Enter a client."""
        record = {"id": id_, "party": {"name": name or id_.title()}}
        named = {"name": name or id_.title(), "country": "IT", "language": language, "debtor": "business"}
        profile = {**named, "record": record}
        self.work.append("client-added", id_, {"id": id_, "profile": profile})

    def issue(self, *lines: Line, day: str = "2026-01-10", kind: str = "invoice", **more: Any) -> str:  # noqa: ANN401
        """Issue a document to `client` (acme), due after `days` (30), and give its number."""
        issued = date.fromisoformat(day)
        document = Document(
            kind=kind,
            currency=more.get("currency", "EUR"),
            issue_date=issued,
            seller=SELLER,
            buyer=Party(more.get("client", "acme").title()),
            lines=lines,
            client=more.get("client", "acme"),
            terms=Terms(days=more.get("days", 30)),
            preceding=tuple(Preceding(one) for one in more.get("preceding", ())),
            withholding=tuple(Withholding(Decimal(one)) for one in more.get("withholding", ())),
            prepaid=more.get("prepaid"),
            allowances=more.get("allowances", ()),
            supply_date=more.get("supply_date"),
        )
        sums = compute(document)
        ordinal = self.work.take_number(kind, str(issued.year), on=issued)
        form = kinds.kind(kind)
        number = number_of(Series(kind, form.pattern), ordinal, issued.year, issued.month)
        due = due_day(document.terms, issued).isoformat()
        body = {
            "number": number,
            "kind": kind,
            "client": document.client,
            "currency": document.currency,
            "issue_date": day,
            "due_date": due if form.claims else None,
            "supply_date": document.supplied.isoformat(),
            "sign": form.sign,
            **{name: str(getattr(sums, name)) for name in ("net", "tax", "total", "payable", "due")},
            "preceding": [one.number for one in document.preceding],
            "document": to_json(Issued(number, document, sums)),
            "series": kind,
            "period": str(issued.year),
            "ordinal": ordinal,
            **more.get("body", {}),
        }
        body |= self._credits(document, sums.due) if form.sign < 0 else {}
        if form.claims and sums.due:
            body["claims"] = [{"part": 1, "due_date": due, "amount": str(sums.due)}]
        self.work.append("document-issued", number, body)
        self.numbers.append(number)
        return number

    def _credits(self, document: Document, left: Money) -> dict[str, Any]:
        """Lower what is open on the documents before it; what is left is credit."""
        settled = []
        for one in document.preceding:
            part = min(self.outstanding(one.number), left)
            if part:
                settled.append({"document": one.number, "part": 1, "amount": str(part)})
                left -= part
        return {"credits": settled, "unallocated": str(left)}

    def pay(self, number: str, amount: str, day: str = "2026-02-01", spare: str = "0", **more: Any) -> str:  # noqa: ANN401
        """Book a payment that settles a document's only part, and `spare` on top of it."""
        self.payments += 1
        row = queries.document(self.work, number)
        id_ = f"P-{self.payments}"
        parts = [{"document": number, "part": 1, "amount": amount}] if Decimal(amount) else []
        body = {
            "payment": id_,
            "client": row.client,
            "amount": str(Decimal(amount) + Decimal(spare)),
            "currency": row.currency,
            "date": day,
            "allocations": parts,
            "unallocated": spare,
        }
        self.work.append("payment-received", id_, body | more)
        return id_

    def reverse(self, payment: str, day: str = "2026-02-15") -> None:
        """Take a payment back."""
        self.work.append("payment-reversed", payment, {"payment": payment, "date": day})

    def refund(self, payment: str, amount: str, day: str = "2026-02-20") -> str:
        """Send back a part of a payment: its credit first, then what it settled; give the refund's id."""
        row = queries.payment(self.work, payment)
        left = exact_money(Decimal(amount), row.currency)
        spare = min(row.unallocated, left)
        left -= spare
        settled: dict[str, Money] = {}
        for one in queries.allocations_by(self.work, payment):
            settled[one.document] = settled.get(one.document, zero(row.currency)) + one.amount
        reopened = []
        for number, sum_ in settled.items():
            part = min(sum_, left)
            if part:
                reopened.append({"document": number, "part": 1, "amount": str(part)})
                left -= part
        self.refunds += 1
        id_ = f"R-{self.refunds}"
        body: dict[str, Any] = {"refund": id_, "payment": payment, "client": row.client, "amount": amount}
        body |= {"currency": row.currency, "date": day, "reopened": reopened, "unallocated": str(spare)}
        self.work.append("payment-refunded", payment, body)
        return id_

    def come_back(self, refund: str, day: str = "2026-02-25") -> None:
        """A refund comes back: what it had opened and is still open is settled, the rest is credit."""
        row = queries.payment(self.work, refund)
        left, again = row.amount, []
        for one in queries.allocations_by(self.work, row.reference):
            part = min(self.outstanding(one.document), left) if one.seq == row.seq else zero(row.currency)
            if part:
                again.append({"document": one.document, "part": 1, "amount": str(part)})
                left -= part
        body = {"refund": refund, "payment": row.reference, "amount": str(row.amount), "currency": row.currency}
        self.work.append(
            "refund-returned", row.reference, body | {"date": day, "allocations": again, "unallocated": str(left)}
        )

    def apply(self, source: str, number: str, amount: str, day: str = "2026-03-01") -> None:
        """Use credit for a document."""
        parts = [{"document": number, "part": 1, "amount": amount}]
        self.work.append("credit-applied", source, {"source": source, "date": day, "allocations": parts})

    def write_off(self, number: str, amount: str, day: str = "2026-03-05") -> None:
        """Give a claim up."""
        self.work.append("written-off", number, {"document": number, "part": 1, "amount": amount, "date": day})

    def act(self, type_: str, subject: str, **body: Any) -> None:  # noqa: ANN401
        """Record a dispute, a promise, a contact or the like."""
        self.work.append(type_, subject, body)

    def outstanding(self, number: str) -> Money:
        """Give what is open of a document."""
        return queries.document(self.work, number).outstanding


def euros(text: str) -> Money:
    """An amount in euro."""
    return exact_money(Decimal(text), "EUR")


def column(section: Any, name: str) -> list[Any]:  # noqa: ANN401
    """Give one column of a report's section."""
    place = section.columns.index(name)
    return [row[place] for row in section.rows]


def rows_of(rows: Sequence[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Give some columns of JSON rows."""
    return [tuple(row[name] for name in names) for row in rows]
