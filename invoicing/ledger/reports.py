"""What reports and exports ask of the book: sums made by the database, and documents with their bodies as a stream.

Every function takes the ledger or the work of an open transaction. A span's first and last day are included; None is
open. What was brought in from another program has no series: that is how a row says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.domain.behaviour import ClaimHistory
from invoicing.domain.money import Money, exact_money, parse_decimal
from invoicing.ledger.events import read_body
from invoicing.ledger.replay import kept_bodies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.ledger.events import Body
    from invoicing.ledger.queries import Source

FOREVER = ("0001-01-01", "9999-12-31")
IMPORTED_METHOD = "imported"
"""how a payment says that it came in with an imported document"""


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included; None: without an end on that side."""

    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def params(self) -> dict[str, object]:
        """The ISO texts of both ends."""
        return {"since": str(self.since or FOREVER[0]), "until": str(self.until or FOREVER[1])}

    def holds(self, day: dt.date) -> bool:
        """Say whether a day lies within."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """What was billed under one key (a month, a client) in one currency; credit notes lower it."""

    key: str
    currency: str
    documents: int
    net: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class CreditRow:
    """Money of a client that settles nothing yet."""

    client: str
    currency: str
    amount: Money


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A document with the body of its event: for a redacted one, what was kept of it."""

    seq: int
    number: str
    kind: str
    client: str
    currency: str
    issue_date: dt.date
    supply_date: dt.date
    due_date: dt.date | None
    sign: int
    net: Money
    tax: Money
    total: Money
    due: Money
    imported: bool
    body: Body


@dataclass(frozen=True, slots=True)
class MoveRow:
    """What changed the balance of a client: a document, a payment, its refund or reversal, or a write-off.

    `amount` is positive when the client owes more by it. `document` is the document written off, else empty.
    """

    seq: int
    date: dt.date
    kind: str
    number: str
    currency: str
    amount: Money
    due_date: dt.date | None
    reference: str
    document: str


@dataclass(frozen=True, slots=True)
class SettledRow:
    """One allocation: what a source settled of a claim, negative when it was taken back. `method` is the payment's."""

    seq: int
    source_kind: str
    source: str
    document: str
    amount: Money
    date: dt.date
    method: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """The history of one claim of one client."""

    client: str
    claim: ClaimHistory


# ----------------------------------------------------------------------------------------------------------- sums

_INCOME = """
    SELECT {key}, currency, COUNT(*), CAST(SUM(sign * net) AS BIGINT), CAST(SUM(sign * tax) AS BIGINT),
        CAST(SUM(sign * total) AS BIGINT)
    FROM documents
    WHERE sign <> 0 AND series {native} '' AND issue_date BETWEEN :since AND :until
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_KEYS = {"month": "SUBSTR(issue_date, 1, 7)", "client": "client", "all": "''"}


def income(source: Source, by: str, span: Span, *, imported: bool = False) -> tuple[IncomeRow, ...]:
    """Sum what was billed by ``month``, ``client`` or ``all``, per currency: this book's documents, or the imported."""
    sql = _INCOME.format(key=_KEYS[by], native="=" if imported else "<>")
    return tuple(
        IncomeRow(key, currency, count, *(Money(minor, currency) for minor in sums))
        for key, currency, count, *sums in source.driver.execute(sql, span.params)
    )


def open_credit(source: Source) -> tuple[CreditRow, ...]:
    """Sum the credit of each client by currency."""
    sql = """
        SELECT client, currency, CAST(SUM(unallocated) AS BIGINT) FROM payments WHERE unallocated <> 0
        GROUP BY client, currency ORDER BY client, currency
    """
    return tuple(
        CreditRow(client, currency, Money(minor, currency)) for client, currency, minor in source.driver.execute(sql)
    )


def outstanding(source: Source) -> dict[str, Money]:
    """Give what is open of every document that has something open."""
    sql = """
        SELECT document, currency, CAST(SUM(outstanding) AS BIGINT) FROM claims WHERE outstanding <> 0
        GROUP BY document, currency
    """
    return {number: Money(minor, currency) for number, currency, minor in source.driver.execute(sql)}


def names(source: Source) -> dict[str, str]:
    """Give the name of every client by id."""
    return dict(source.driver.execute("SELECT id, name FROM clients ORDER BY id"))


def client_of(source: Source, number: str) -> str:
    """Give the client of a document, an empty text for a number the book does not have."""
    rows = source.driver.execute("SELECT client FROM documents WHERE number = :number", {"number": number})
    return rows[0][0] if rows else ""


# ------------------------------------------------------------------------------------------- documents with bodies

_ISSUED = """
    SELECT d.seq, d.number, d.kind, d.client, d.currency, d.issue_date, COALESCE(d.supply_date, d.issue_date),
        d.due_date, d.sign, d.net, d.tax, d.total, d.due, d.series, e.body
    FROM documents d JOIN events e ON e.seq = d.seq
"""
_TOUCHED = "SELECT document FROM allocations WHERE date BETWEEN :since AND :until"
_USED = "SELECT source FROM allocations WHERE source_kind = 'credit-note' AND date BETWEEN :since AND :until"


def issued(source: Source, span: Span, *, by_supply: bool = False) -> Iterator[IssuedRow]:
    """Stream the documents issued (or supplied) in a span in the order of their issue, each with its body."""
    column = "COALESCE(d.supply_date, d.issue_date)" if by_supply else "d.issue_date"
    yield from _issued(source, f"WHERE {column} BETWEEN :since AND :until", span)


def issued_and_settled(source: Source, span: Span) -> Iterator[IssuedRow]:
    """Stream the documents that something was settled of, or by, in a span, and those of the span that ask nothing."""
    where = f"""
        WHERE d.number IN ({_TOUCHED}) OR d.number IN ({_USED})
            OR (d.due = 0 AND d.sign <> 0 AND d.issue_date BETWEEN :since AND :until)
    """
    yield from _issued(source, where, span)


def _issued(source: Source, where: str, span: Span) -> Iterator[IssuedRow]:
    kept = kept_bodies(source.driver)
    for row in source.driver.iterate(f"{_ISSUED} {where} ORDER BY d.seq", span.params):
        seq, number, kind, client, currency, issue_date, supply_date, due_date, sign, *sums, series, text = row
        net, tax, total, due = (Money(minor, currency) for minor in sums)
        yield IssuedRow(
            seq=seq,
            number=number,
            kind=kind,
            client=client,
            currency=currency,
            issue_date=dt.date.fromisoformat(issue_date),
            supply_date=dt.date.fromisoformat(supply_date),
            due_date=_day(due_date),
            sign=sign,
            net=net,
            tax=tax,
            total=total,
            due=due,
            imported=not series,
            body=kept[seq] if seq in kept else read_body(text),
        )


# ------------------------------------------------------------------------------------------------ what moves a balance

_MOVES = """
    SELECT seq, issue_date, kind, number, currency, sign * due, due_date, '', ''
    FROM documents WHERE client = :client AND sign <> 0
    UNION ALL
    SELECT seq, date, 'payment', id, currency, -amount, NULL, reference, '' FROM payments
    WHERE client = :client AND kind = 'payment'
    UNION ALL
    SELECT COALESCE(
            (SELECT MAX(a.seq) FROM allocations a WHERE a.source_kind = 'payment' AND a.source = p.id AND a.amount < 0),
            p.seq),
        p.reversed_on, 'reversal', p.id, p.currency, p.amount - CAST(COALESCE((SELECT SUM(r.amount) FROM payments r
            WHERE r.kind = 'refund' AND r.reference = p.id AND r.reversed_on IS NULL), 0) AS BIGINT),
        NULL, p.reference, ''
    FROM payments p WHERE p.client = :client AND p.kind = 'payment' AND p.reversed_on IS NOT NULL
    UNION ALL
    SELECT seq, date, 'refund', id, currency, amount, NULL, reference, '' FROM payments
    WHERE client = :client AND kind = 'refund'
    UNION ALL
    SELECT seq, reversed_on, 'refund-returned', id, currency, -amount, NULL, reference, '' FROM payments
    WHERE client = :client AND kind = 'refund' AND reversed_on IS NOT NULL
    UNION ALL
    SELECT a.seq, a.date, 'write-off', a.document, c.currency, -a.amount, NULL, '', a.document
    FROM allocations a JOIN claims c ON c.document = a.document AND c.part = a.part
    WHERE c.client = :client AND a.source_kind = 'write-off'
"""


def moves(source: Source, client: str) -> tuple[MoveRow, ...]:
    """Give all that changed what a client owes, by day and order of recording; their sum is its balance."""
    rows = source.driver.execute(_MOVES, {"client": client})
    found = (
        MoveRow(
            seq, dt.date.fromisoformat(day), kind, number, currency, Money(minor, currency), _day(due), words, about
        )
        for seq, day, kind, number, currency, minor, due, words, about in rows
    )
    return tuple(sorted(found, key=lambda one: (one.currency, one.date, one.seq)))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


_SETTLED = """
    SELECT a.seq, a.source_kind, a.source, a.document, a.amount, a.date, c.currency, COALESCE(p.method, '')
    FROM allocations a JOIN claims c ON c.document = a.document AND c.part = a.part
        LEFT JOIN payments p ON p.id = a.source AND a.source_kind = 'payment'
"""


def settled(source: Source, span: Span) -> tuple[SettledRow, ...]:
    """Give every allocation of the documents and by the credit notes that a span touches, in order of recording.

    Also those outside the span: what a payment paid of each tax depends on what was paid before it.
    """
    where = f"WHERE a.document IN ({_TOUCHED}) OR (a.source_kind = 'credit-note' AND a.source IN ({_USED}))"
    rows = source.driver.execute(f"{_SETTLED} {where} ORDER BY a.seq, a.line", span.params)
    return tuple(_settled(row) for row in rows)


def settled_of(source: Source, client: str) -> tuple[SettledRow, ...]:
    """Give every allocation to the documents of a client, in order of recording."""
    sql = f"{_SETTLED} WHERE c.client = :client ORDER BY a.seq, a.line"
    return tuple(_settled(row) for row in source.driver.execute(sql, {"client": client}))


def _settled(row: tuple[Any, ...]) -> SettledRow:
    seq, kind, by, document, minor, day, currency, method = row
    return SettledRow(seq, kind, by, document, Money(minor, currency), dt.date.fromisoformat(day), method)


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """One allocation as accounts book it: by whom, for whom, and the number of the event that brought its source."""

    seq: int
    line: int
    source_kind: str
    source: str
    source_seq: int | None
    document: str
    part: int
    client: str
    amount: Money
    date: dt.date


def settlements(source: Source, span: Span) -> Iterator[SettlementRow]:
    """Stream every allocation of a span in order of recording; a credit note without credit left has no source row."""
    sql = """
        SELECT a.seq, a.line, a.source_kind, a.source, p.seq, a.document, a.part, c.client, a.amount, c.currency, a.date
        FROM allocations a JOIN claims c ON c.document = a.document AND c.part = a.part
            LEFT JOIN payments p ON p.id = a.source AND a.source_kind <> 'write-off'
        WHERE a.date BETWEEN :since AND :until ORDER BY a.seq, a.line
    """
    for seq, line, kind, by, by_seq, document, part, client, minor, currency, day in source.driver.iterate(
        sql, span.params
    ):
        amount = Money(minor, currency)
        yield SettlementRow(seq, line, kind, by, by_seq, document, part, client, amount, dt.date.fromisoformat(day))


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A refund that came back: what it settled again (document, part, amount), the rest being credit again."""

    seq: int
    refund: str
    payment: str
    date: dt.date
    amount: Money
    settled: tuple[tuple[str, int, Money], ...]


def returned_refunds(source: Source) -> Iterator[ReturnedRow]:
    """Stream the refunds that came back, in order of recording. They are few, so the events themselves are read."""
    for seq, text in source.driver.iterate("SELECT seq, body FROM events WHERE type = 'refund-returned' ORDER BY seq"):
        body = read_body(text)
        currency = body["currency"]
        settled = tuple(
            (one["document"], one["part"], exact_money(parse_decimal(one["amount"]), currency))
            for one in body.get("allocations") or ()
        )
        amount = exact_money(parse_decimal(body["amount"]), currency)
        yield ReturnedRow(seq, body["refund"], body["payment"], dt.date.fromisoformat(body["date"]), amount, settled)


_HISTORIES = """
    SELECT c.client, c.document, c.due_date, c.currency, c.amount, c.outstanding, c.settled_on,
        CAST(COALESCE((SELECT SUM(a.amount) FROM allocations a WHERE a.document = c.document AND a.part = c.part
            AND a.source_kind <> 'credit-note'), 0) AS BIGINT)
    FROM claims c
"""


def claim_histories(source: Source, client: str = "") -> Iterator[HistoryRow]:
    """Stream the history of every claim, of one client or of all, by client."""
    where = " WHERE c.client = :client" if client else ""
    sql = f"{_HISTORIES}{where} ORDER BY c.client, c.document, c.part"
    for who, document, due, currency, amount, outstanding, settled_on, paid in source.driver.iterate(
        sql, {"client": client}
    ):
        whole, left, got = (Money(minor, currency) for minor in (amount, outstanding, paid))
        yield HistoryRow(who, ClaimHistory(document, dt.date.fromisoformat(due), whole, left, _day(settled_on), got))
