"""What the book answers: typed rows, each question one statement.

Every function takes the ledger or the work of an open transaction. Amounts are `Money`, days are `date`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from invoicing.domain.errors import NotFound, Refused, nearest
from invoicing.domain.money import Money
from invoicing.ledger.rows import (
    ActRow,
    AgingRow,
    AllocationRow,
    ClaimRow,
    ClientRow,
    DocumentRow,
    LetterRow,
    OpenClaim,
    PaymentRow,
    RecordRow,
    act_row,
    allocation_row,
    claim_row,
    client_row,
    document_row,
    letter_row,
    open_claim,
    payment_row,
    record_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from invoicing.ledger.driver import Driver

__all__ = [
    "BUCKETS",
    "ActRow",
    "AgingRow",
    "AllocationRow",
    "ClaimRow",
    "ClientRow",
    "DocumentFilter",
    "DocumentRow",
    "LetterRow",
    "OpenClaim",
    "PaymentRow",
    "RecordRow",
    "Source",
    "acts",
    "aging",
    "allocations_by",
    "allocations_of",
    "claims_of",
    "client",
    "clients",
    "credits_of",
    "document",
    "documents",
    "fact",
    "find_client",
    "following",
    "letters_of",
    "letters_to",
    "open_claims",
    "open_credits",
    "payment",
    "payments",
    "payments_of",
    "preceding",
    "record",
    "records",
    "refunds",
]

Params = dict[str, object]


class Source(Protocol):
    """What has an open connection: a `Ledger` or a `Work`."""

    driver: Driver


BUCKETS = ("not-due", "1-30", "31-60", "61-90", "over-90")

_CLIENTS = "SELECT id, name, country, language, debtor, archived, bookmarked, profile FROM clients"
_RECORDS = "SELECT kind, id, archived, body FROM records WHERE kind = :kind"
_DOCUMENTS = """
    SELECT seq, number, kind, client, currency, country, issue_date, due_date, supply_date, sign, net, tax, total,
        payable, due, preceding, pdf_path, pdf_sha256, language, series, period, ordinal,
        CAST(COALESCE((SELECT SUM(c.outstanding) FROM claims c WHERE c.document = documents.number), 0) AS BIGINT)
    FROM documents
"""
_CLAIMS = "SELECT document, part, client, currency, due_date, amount, outstanding, settled_on FROM claims"
_OPEN = """
    SELECT c.document, c.part, c.client, COALESCE(k.name, ''), COALESCE(k.debtor, ''), d.kind, d.country, d.language,
        c.currency, d.issue_date, c.due_date, c.amount, c.outstanding,
        (SELECT MAX(l.grade) FROM letters l WHERE l.document = c.document),
        (SELECT MAX(l.date) FROM letters l WHERE l.document = c.document)
    FROM claims c JOIN documents d ON d.number = c.document LEFT JOIN clients k ON k.id = c.client
    WHERE c.outstanding <> 0
"""
_PAYMENTS = """
    SELECT seq, id, kind, client, currency, amount, unallocated, fee, date, method, reference, reversed_on FROM payments
"""
_ALLOCATIONS = """
    SELECT a.seq, a.source_kind, a.source, a.document, a.part, a.amount, a.date, c.currency
    FROM allocations a JOIN claims c ON c.document = a.document AND c.part = a.part
"""
_LETTERS = """
    SELECT seq, document, part, grade, letter, kind, date, client, language, path, sha256, plan, outcome FROM letters
"""
_ACTS = "SELECT seq, type, subject, date, until, who, why, open, body, closed_by, closed_on, outcome FROM acts"
_AGING = """
    SELECT client, currency,
        CASE WHEN due_date >= :today THEN 'not-due' WHEN due_date >= :d30 THEN '1-30' WHEN due_date >= :d60 THEN '31-60'
            WHEN due_date >= :d90 THEN '61-90' ELSE 'over-90' END AS bucket,
        CAST(SUM(outstanding) AS BIGINT), COUNT(*)
    FROM claims WHERE outstanding <> 0
    GROUP BY 1, 2, 3 ORDER BY 1, 2
"""


# ---------------------------------------------------------------------------------------------------------- clients


def client(source: Source, id_: str) -> ClientRow:
    """Give one client; ``client-unknown`` (not found) with the nearest id there is."""
    rows = source.driver.execute(f"{_CLIENTS} WHERE id = :id", {"id": id_})
    if not rows:
        raise _no_client(source, id_)
    return client_row(rows[0])


def clients(source: Source, *, archived: bool = False) -> tuple[ClientRow, ...]:
    """Give all clients by id, the archived ones only when asked for."""
    where = "" if archived else " WHERE archived = 0"
    return tuple(client_row(row) for row in source.driver.execute(f"{_CLIENTS}{where} ORDER BY id"))


def find_client(source: Source, text: str) -> ClientRow:
    """Give the client meant by an id, a name, or the start of a name that only one has (case does not matter).

    ``client-unknown`` (not found), or ``client-ambiguous`` (refused) when several names start so.
    """
    wanted = text.strip().casefold()
    names = [(id_, name.casefold()) for id_, name in source.driver.execute("SELECT id, name FROM clients ORDER BY id")]
    for found in (
        [id_ for id_, _ in names if id_ == text.strip()],
        [id_ for id_, name in names if wanted in {id_.casefold(), name}],
        [id_ for id_, name in names if wanted and name.startswith(wanted)],
    ):
        if len(found) == 1:
            return client(source, found[0])
        if found:
            raise Refused.one(
                "client-ambiguous",
                f"{text!r} may be {', '.join(found)}",
                where="client",
                remedy="write the id",
                example=f"--client {found[0]}",
            )
    raise _no_client(source, text)


def _no_client(source: Source, text: str) -> NotFound:
    near = nearest(text, [row[0] for row in source.driver.execute("SELECT id FROM clients")])
    hint = f"; did you mean {near}?" if near else ""
    return NotFound(
        "client-unknown", f"there is no client {text!r}{hint}", where="client", remedy="see `invoicing client list`"
    )


def record(source: Source, kind: str, id_: str) -> RecordRow:
    """Give one saved record; ``item-unknown`` or ``recurring-unknown`` (not found) with the nearest id there is."""
    rows = source.driver.execute(f"{_RECORDS} AND id = :id", {"kind": kind, "id": id_})
    if rows:
        return record_row(rows[0])
    near = nearest(id_, [one.id for one in records(source, kind, archived=True)])
    hint = f"; did you mean {near}?" if near else ""
    raise NotFound(
        f"{kind}-unknown", f"there is no {kind} {id_!r}{hint}", where=kind, remedy=f"see `invoicing {kind} list`"
    )


def records(source: Source, kind: str, *, archived: bool = False) -> tuple[RecordRow, ...]:
    """Give all saved records of a kind by id, the archived ones only when asked for."""
    where = "" if archived else " AND archived = 0"
    rows = source.driver.execute(f"{_RECORDS}{where} ORDER BY id", {"kind": kind})
    return tuple(record_row(row) for row in rows)


# -------------------------------------------------------------------------------------------------------- documents


def document(source: Source, number: str) -> DocumentRow:
    """Give one document; ``document-unknown`` (not found) with the nearest number there is."""
    rows = source.driver.execute(f"{_DOCUMENTS} WHERE number = :number", {"number": number})
    if rows:
        return document_row(rows[0])
    recent = source.driver.execute("SELECT number FROM documents ORDER BY seq DESC LIMIT 2000")
    near = nearest(number, [row[0] for row in recent])
    hint = f"; did you mean {near}?" if near else ""
    raise NotFound(
        "document-unknown", f"there is no document {number!r}{hint}", where="number", remedy="invoicing list"
    )


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are meant; what is left empty does not matter. `until` is included; a limit takes the newest."""

    kind: str = ""
    client: str = ""
    since: date | None = None
    until: date | None = None
    open_only: bool = False
    limit: int | None = None


def documents(source: Source, wanted: DocumentFilter | None = None) -> tuple[DocumentRow, ...]:
    """Give documents in the order of their issue: all, or those that the filter means."""
    wanted = wanted or DocumentFilter()
    conditions = {
        "kind = :kind": wanted.kind,
        "client = :client": wanted.client,
        "issue_date >= :since": wanted.since,
        "issue_date <= :until": wanted.until,
        "number IN (SELECT document FROM claims WHERE outstanding <> 0)": wanted.open_only,
    }
    where = "".join(f" AND {text}" for text, value in conditions.items() if value)
    limit = "" if wanted.limit is None else " LIMIT :limit"
    params: Params = {"kind": wanted.kind, "client": wanted.client, "limit": wanted.limit}
    params |= {"since": str(wanted.since), "until": str(wanted.until)}
    rows = source.driver.execute(f"{_DOCUMENTS} WHERE 1 = 1{where} ORDER BY seq DESC{limit}", params)
    return tuple(document_row(row) for row in reversed(rows))


def following(source: Source, number: str) -> tuple[str, ...]:
    """Name the documents that follow this one (credit it, correct it, bill what it promised), in order of issue."""
    sql = """
        SELECT f.number FROM follows f JOIN documents d ON d.number = f.number
        WHERE f.preceding = :number ORDER BY d.seq
    """
    return tuple(row[0] for row in source.driver.execute(sql, {"number": number}))


def preceding(source: Source, number: str) -> tuple[str, ...]:
    """Name the documents this one follows (BG-3)."""
    sql = "SELECT preceding FROM follows WHERE number = :number ORDER BY preceding"
    return tuple(row[0] for row in source.driver.execute(sql, {"number": number}))


# ----------------------------------------------------------------------------------------------------------- claims


def open_claims(
    source: Source, client: str = "", currency: str = "", due_before: date | None = None
) -> tuple[OpenClaim, ...]:
    """Give what is open, by client, currency and due date; only open claims are read. `due_before` is not included."""
    conditions = {"c.client = :client": client, "c.currency = :currency": currency, "c.due_date < :due": due_before}
    where = "".join(f" AND {text}" for text, value in conditions.items() if value)
    sql = f"{_OPEN}{where} ORDER BY c.client, c.currency, c.due_date, c.document, c.part"
    params: Params = {"client": client, "currency": currency, "due": str(due_before)}
    return tuple(open_claim(row) for row in source.driver.execute(sql, params))


def claims_of(source: Source, number: str) -> tuple[ClaimRow, ...]:
    """Give the claims of a document, part by part."""
    rows = source.driver.execute(f"{_CLAIMS} WHERE document = :number ORDER BY part", {"number": number})
    return tuple(claim_row(row) for row in rows)


def aging(source: Source, today: date) -> tuple[AgingRow, ...]:
    """Sum what is open by client, currency and days late on `today`; a claim due today is not late."""
    days = {f"d{late}": str(today - timedelta(days=late)) for late in (30, 60, 90)}
    rows = source.driver.execute(_AGING, {"today": str(today), **days})
    found = [AgingRow(row[0], row[1], row[2], Money(row[3], row[1]), row[4]) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.client, one.currency, BUCKETS.index(one.bucket))))


# --------------------------------------------------------------------------------------------------------- payments


def payment(source: Source, id_: str) -> PaymentRow:
    """Give one payment, or the credit left by a credit note; ``payment-unknown`` (not found)."""
    rows = source.driver.execute(f"{_PAYMENTS} WHERE id = :id", {"id": id_})
    if not rows:
        raise NotFound("payment-unknown", f"there is no payment {id_!r}", where="payment", remedy="invoicing list")
    return payment_row(rows[0])


def payments(
    source: Source, client: str = "", since: date | None = None, until: date | None = None
) -> tuple[PaymentRow, ...]:
    """Give the money that arrived, as it was recorded, without what credit notes left. `until` is included."""
    conditions = {"client = :client": client, "date >= :since": since, "date <= :until": until}
    where = "".join(f" AND {text}" for text, value in conditions.items() if value)
    params: Params = {"client": client, "since": str(since), "until": str(until)}
    rows = source.driver.execute(f"{_PAYMENTS} WHERE kind = 'payment'{where} ORDER BY seq", params)
    return tuple(payment_row(row) for row in rows)


def payments_of(source: Source, number: str) -> tuple[PaymentRow, ...]:
    """Give the payments that touched a document, reversed ones too, in the order they were recorded."""
    where = "WHERE kind = 'payment' AND id IN (SELECT source FROM allocations WHERE document = :number)"
    rows = source.driver.execute(f"{_PAYMENTS} {where} ORDER BY seq", {"number": number})
    return tuple(payment_row(row) for row in rows)


def refunds(source: Source, payment_id: str = "", until: date | None = None) -> tuple[PaymentRow, ...]:
    """Give the money that went back: of one payment those that stand, else all of the book, returned ones too."""
    where = " AND date <= :until" if until else ""
    where += " AND reference = :id AND reversed_on IS NULL" if payment_id else ""
    params: Params = {"id": payment_id, "until": str(until)}
    rows = source.driver.execute(f"{_PAYMENTS} WHERE kind = 'refund'{where} ORDER BY seq", params)
    return tuple(payment_row(row) for row in rows)


def fact(source: Source, name: str) -> dict[str, Any] | None:
    """Give what a provider said under the name of a fact, None when that fact is not in the book."""
    from invoicing.ledger.changes.records import fact_key

    rows = source.driver.execute("SELECT result FROM keys WHERE key = :key", {"key": fact_key(name)})
    return dict(json.loads(rows[0][0])) if rows else None


def credits_of(source: Source, client: str, currency: str = "") -> tuple[PaymentRow, ...]:
    """Give the client's payments and credit notes with credit left, the oldest first."""
    narrow = " AND currency = :currency" if currency else ""
    sql = f"{_PAYMENTS} WHERE client = :client{narrow} AND unallocated <> 0 ORDER BY date, seq"
    rows = source.driver.execute(sql, {"client": client, "currency": currency})
    return tuple(payment_row(row) for row in rows)


def open_credits(source: Source) -> tuple[PaymentRow, ...]:
    """Give all credit left, by client and day."""
    rows = source.driver.execute(f"{_PAYMENTS} WHERE unallocated <> 0 ORDER BY client, date, seq")
    return tuple(payment_row(row) for row in rows)


def allocations_of(source: Source, number: str) -> tuple[AllocationRow, ...]:
    """Give all that settled a document, and what was taken back, in order."""
    rows = source.driver.execute(
        f"{_ALLOCATIONS} WHERE a.document = :number ORDER BY a.seq, a.line", {"number": number}
    )
    return tuple(allocation_row(row) for row in rows)


def allocations_by(source: Source, payment_id: str) -> tuple[AllocationRow, ...]:
    """Give what one payment or credit note settled, and what was taken back, in order."""
    rows = source.driver.execute(f"{_ALLOCATIONS} WHERE a.source = :id ORDER BY a.seq, a.line", {"id": payment_id})
    return tuple(allocation_row(row) for row in rows)


# --------------------------------------------------------------------------------------------------- letters and acts


def letters_of(source: Source, numbers: str | Iterable[str]) -> tuple[LetterRow, ...]:
    """Give the letters about one document or several, in the order they were written."""
    where, params = _any_of("document", numbers)
    return tuple(
        letter_row(row) for row in source.driver.execute(f"{_LETTERS} WHERE {where} ORDER BY seq, line", params)
    )


def letters_to(source: Source, client: str) -> tuple[LetterRow, ...]:
    """Give the letters to a client, those about no document too, in order."""
    rows = source.driver.execute(f"{_LETTERS} WHERE client = :client ORDER BY seq, line", {"client": client})
    return tuple(letter_row(row) for row in rows)


def acts(
    source: Source,
    subjects: str | Iterable[str] | None = None,
    type: str = "",  # noqa: A002 - the ledger's own word
    *,
    open: bool | None = None,  # noqa: A002 - the ledger's own word
) -> tuple[ActRow, ...]:
    """Give acts in order: of one subject or several (None: of all), of one type, open or closed ones only."""
    where, params = ("1 = 1", Params()) if subjects is None else _any_of("subject", subjects)
    if type:
        where += " AND type = :type"
        params["type"] = type
    if open is not None:
        where += " AND open <> 0" if open else " AND open = 0"
    return tuple(act_row(row) for row in source.driver.execute(f"{_ACTS} WHERE {where} ORDER BY seq", params))


def _any_of(column: str, values: str | Iterable[str]) -> tuple[str, Params]:
    # One JSON array would need a function each database calls otherwise; parameters work on both.
    names = (values,) if isinstance(values, str) else tuple(values)
    params: Params = {f"v{index}": name for index, name in enumerate(names)}
    return f"{column} IN ({', '.join(f':{key}' for key in params) or 'NULL'})", params
