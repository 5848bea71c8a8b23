"""The rows that queries answer with: frozen, typed, amounts as `Money`, days as `date`."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from invoicing.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# One row as a driver gives it, its columns in the order of the query that names the reader.
Columns = Any
_Row = TypeVar("_Row")


class ClientRow(NamedTuple):
    """A client as last entered; `profile` is the whole of what the client file said."""

    id: str
    name: str
    country: str
    language: str
    debtor: str
    archived: bool
    bookmarked: bool
    profile: Mapping[str, Any]


class RecordRow(NamedTuple):
    """Something saved to be used again; `kind` is ``item`` or ``recurring``, `body` the whole of it."""

    kind: str
    id: str
    archived: bool
    body: Mapping[str, Any]


class DocumentRow(NamedTuple):
    """A document as issued, and what is still open of it. `sign`: 1 claims, -1 credits, 0 neither."""

    seq: int
    number: str
    kind: str
    client: str
    currency: str
    country: str
    issue_date: dt.date
    due_date: dt.date | None
    supply_date: dt.date | None
    sign: int
    net: Money
    tax: Money
    total: Money
    payable: Money
    due: Money
    preceding: str
    pdf_path: str
    pdf_sha256: str
    language: str
    series: str
    period: str
    ordinal: int | None
    outstanding: Money


class ClaimRow(NamedTuple):
    """What is owed on one part (instalment) of a document."""

    document: str
    part: int
    client: str
    currency: str
    due_date: dt.date
    amount: Money
    outstanding: Money
    settled_on: dt.date | None


class OpenClaim(NamedTuple):
    """An open claim with what is needed to judge it: the document's kind, and the letters it has had.

    `grade` is the highest grade written for the document, None when there was none; `last_letter` its latest day.
    """

    document: str
    part: int
    client: str
    client_name: str
    debtor: str
    kind: str
    country: str
    language: str
    currency: str
    issue_date: dt.date
    due_date: dt.date
    amount: Money
    outstanding: Money
    grade: int | None
    last_letter: dt.date | None


class PaymentRow(NamedTuple):
    """Money that arrived (`kind` ``payment``), or went back (``refund``), or what a credit note left (``credit-note``).

    The reference of a refund is the payment it took from; it is reversed when the refund came back.
    """

    seq: int
    id: str
    kind: str
    client: str
    currency: str
    amount: Money
    unallocated: Money
    fee: Money
    date: dt.date
    method: str
    reference: str
    reversed_on: dt.date | None


class AllocationRow(NamedTuple):
    """What a source (payment, credit-note, write-off) settled of a claim; negative when it was taken back."""

    seq: int
    source_kind: str
    source: str
    document: str
    part: int
    amount: Money
    date: dt.date
    currency: str


class LetterRow(NamedTuple):
    """A letter as far as it is about one document (`document` is empty when it is about none)."""

    seq: int
    document: str
    part: int
    grade: int | None
    letter: str
    kind: str
    date: dt.date
    client: str
    language: str
    path: str
    sha256: str
    plan: str
    outcome: str


class ActRow(NamedTuple):
    """A hold, promise, plan, dispute, link, log entry, assessment or decision to do nothing; `body` is its event's."""

    seq: int
    type: str
    subject: str
    date: dt.date
    until: dt.date | None
    who: str
    why: str
    open: bool
    body: Mapping[str, Any]
    closed_by: int | None
    closed_on: dt.date | None
    outcome: str


class AgingRow(NamedTuple):
    """What one client owes in one currency and bucket: ``not-due``, ``1-30``, ``31-60``, ``61-90`` or ``over-90``."""

    client: str
    currency: str
    bucket: str
    outstanding: Money
    claims: int


def client_row(row: Columns) -> ClientRow:
    """Read one row of clients."""
    return _read(ClientRow, (*row[:5], bool(row[5]), bool(row[6]), json.loads(row[7])))


def record_row(row: Columns) -> RecordRow:
    """Read one row of records."""
    return RecordRow(row[0], row[1], bool(row[2]), json.loads(row[3]))


def document_row(row: Columns) -> DocumentRow:
    """Read one row of documents and what is open of it."""
    return _read(DocumentRow, row, days=(6, 7, 8), sums=(10, 11, 12, 13, 14, 22), currency=4)


def claim_row(row: Columns) -> ClaimRow:
    """Read one row of claims."""
    return _read(ClaimRow, row, days=(4, 7), sums=(5, 6), currency=3)


def open_claim(row: Columns) -> OpenClaim:
    """Read one row of open claims joined with their documents, clients and letters."""
    return _read(OpenClaim, row, days=(9, 10, 14), sums=(11, 12), currency=8)


def payment_row(row: Columns) -> PaymentRow:
    """Read one row of payments."""
    return _read(PaymentRow, row, days=(8, 11), sums=(5, 6, 7), currency=4)


def allocation_row(row: Columns) -> AllocationRow:
    """Read one row of allocations, which ends with the currency of its claim."""
    return _read(AllocationRow, row, days=(6,), sums=(5,), currency=7)


def letter_row(row: Columns) -> LetterRow:
    """Read one row of letters."""
    return _read(LetterRow, row, days=(6,))


def act_row(row: Columns) -> ActRow:
    """Read one row of acts."""
    return _read(ActRow, (*row[:7], bool(row[7]), json.loads(row[8]), *row[9:]), days=(3, 4, 10))


def _read(
    make: Callable[..., _Row],
    row: Columns,
    days: tuple[int, ...] = (),
    sums: tuple[int, ...] = (),
    currency: int = 0,
) -> _Row:
    # The numbers are the columns that hold days, amounts, and the currency of those amounts.
    values = list(row)
    for index in days:
        if values[index] is not None:
            values[index] = dt.date.fromisoformat(values[index])
    for index in sums:
        values[index] = Money(values[index], row[currency])
    return make(*values)
