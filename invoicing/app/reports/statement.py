"""The account of one client: what was asked, credited, paid and taken back, with a running balance by currency.

The balance is what the client owes less the credit it has. Beside each document stand the parts of it that are disputed
and promised on the last day of the statement.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.reports.report import Report, Section, rows_json
from invoicing.domain.money import Money, exact_money, parse_decimal, total, zero
from invoicing.ledger import queries, reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.reports.report import Rows
    from invoicing.app.sheets import Cell
    from invoicing.ledger.queries import ActRow, Source
    from invoicing.ledger.reports import MoveRow, Span

ENTRIES = ("date", "entry", "number", "reference", "due_date", "currency", "debit", "credit", "balance")
OPEN = ("number", "kind", "due_date", "currency", "amount", "outstanding", "disputed", "promised")
COLUMNS = (*ENTRIES, "disputed", "promised")
_NO_DOCUMENT = frozenset({"payment", "reversal", "refund", "refund-returned", "write-off"})
_MARKS = {"dispute": "disputed", "promise": "promised"}


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document with something open on the last day: how much of it, and what of that is disputed and promised."""

    number: str
    kind: str
    due_date: date | None
    amount: Money
    outstanding: Money
    disputed: Money
    promised: Money


def statement(book: Book, client: str, span: Span, today: date, *, attach: bool = False) -> Report:
    """State the account of a client, all of it or from one day to another; with `attach` name its open documents' PDFs.

    NotFound (``client-unknown``) for a client the book does not have.
    """
    last = span.until or today
    with book.ledger() as ledger:
        who = queries.find_client(ledger, client)
        moves = [one for one in reports.moves(ledger, who.id) if one.date <= last]
        open_documents = _open_documents(ledger, who.id, moves, last)
        wide = _acts(ledger, [who.id], last)
        files, missing = _files(ledger, book, open_documents) if attach else ((), ())
    sections: list[Section] = []
    currencies = []
    for currency in sorted({one.amount.currency for one in moves}):
        own = [one for one in moves if one.amount.currency == currency]
        found = [one for one in open_documents if one.amount.currency == currency]
        account = _account(currency, own, found, span)
        sections += account.sections
        currencies.append(account.value)
    value = {
        "client": who.id,
        "name": who.name,
        "since": span.since.isoformat() if span.since else None,
        "until": last.isoformat(),
        "currencies": currencies,
        "attachments": list(files),
        "missing": list(missing),
    }
    facts = (("client", who.name), ("as-of", last.isoformat()))
    notes = tuple(_whole_account(one) for one in wide)
    return Report(
        "statement",
        value,
        tuple(sections) or (Section(COLUMNS, ()),),
        facts,
        notes=notes,
        language=who.language,
        files=files,
    )


@dataclass(frozen=True, slots=True)
class _Account:
    sections: tuple[Section, ...]
    value: dict[str, Any]


def _account(currency: str, moves: Sequence[MoveRow], documents: Sequence[OpenDocument], span: Span) -> _Account:
    """Make the entries and the open documents of one currency."""
    nothing = zero(currency)
    marks = {one.number: one for one in documents}
    opening = total((one.amount for one in moves if not span.holds(one.date)), currency)
    balance, debit, credit = opening, nothing, nothing
    rows: list[tuple[Cell, ...]] = []
    if span.since is not None:
        rows.append((span.since, "opening-balance", None, None, None, currency, None, None, balance, None, None))
    for one in moves:
        if not span.holds(one.date):
            continue
        balance += one.amount
        up, down = (one.amount, nothing) if one.amount > nothing else (nothing, -one.amount)
        debit, credit = debit + up, credit + down
        mark = marks.get(one.number) if one.kind not in _NO_DOCUMENT else None
        rows.append(
            (
                *(one.date, one.kind, one.number, one.reference or None, one.due_date, currency),
                *(up or None, down or None, balance),
                *((mark.disputed or None, mark.promised or None) if mark else (None, None)),
            )
        )
    disputed = total((one.disputed for one in documents), currency)
    promised = total((one.promised for one in documents), currency)
    whole = (None, "closing-balance", None, None, None, currency, debit, credit, balance, disputed, promised)
    entries = Section(COLUMNS, tuple(rows), currency, whole)
    listed = _open_section(currency, documents)
    outstanding = total((one.outstanding for one in documents), currency)
    value = {
        "currency": currency,
        "opening": str(opening),
        "closing": str(balance),
        "outstanding": str(outstanding),
        "credit": str(outstanding - balance),
        "disputed": str(disputed),
        "promised": str(promised),
        "entries": rows_json(entries),
        "documents": rows_json(listed),
    }
    return _Account((entries, listed) if documents else (entries,), value)


def _open_section(currency: str, documents: Sequence[OpenDocument]) -> Section:
    rows: Rows = tuple(
        (one.number, one.kind, one.due_date, currency, one.amount, one.outstanding, one.disputed, one.promised)
        for one in documents
    )
    sums = [
        total((getattr(one, name) for one in documents), currency)
        for name in ("amount", "outstanding", "disputed", "promised")
    ]
    return Section(OPEN, rows, f"{currency} outstanding", ("total", None, None, currency, *sums))


# ------------------------------------------------------------------------------------------------- what is open


def _open_documents(source: Source, client: str, moves: Iterable[MoveRow], last: date) -> tuple[OpenDocument, ...]:
    """Find what was open on the last day from what had settled it by then."""
    left = {one.number: one.amount for one in moves if one.kind not in _NO_DOCUMENT and one.amount.minor > 0}
    for one in reports.settled_of(source, client):
        if one.document in left and one.date <= last:
            left[one.document] -= one.amount
    numbers = [number for number, amount in left.items() if amount]
    acts: dict[str, list[ActRow]] = defaultdict(list)
    for act in _acts(source, numbers, last):
        acts[act.subject].append(act)
    return tuple(
        OpenDocument(
            one.number,
            one.kind,
            one.due_date,
            one.amount,
            left[one.number],
            _marked(acts[one.number], "dispute", left[one.number]),
            _marked(acts[one.number], "promise", left[one.number]),
        )
        for one in moves
        if one.kind not in _NO_DOCUMENT and left.get(one.number)
    )


def _acts(source: Source, subjects: Sequence[str], last: date) -> list[ActRow]:
    """Give the disputes and promises that stood on the last day."""
    if not subjects:
        return []
    found = queries.acts(source, subjects)
    return [
        one
        for one in found
        if one.type in _MARKS and one.date <= last and (one.closed_on is None or one.closed_on > last)
    ]


def _marked(acts: Iterable[ActRow], type_: str, outstanding: Money) -> Money:
    """Sum what disputes (or promises) are about, at most what is open; one that names no amount is about all of it."""
    amounts = [_amount(one, outstanding) for one in acts if one.type == type_]
    return min(total(amounts, outstanding.currency), outstanding)


def _amount(act: ActRow, outstanding: Money) -> Money:
    stated = act.body.get("amount")
    return exact_money(parse_decimal(str(stated)), outstanding.currency) if stated else outstanding


def _whole_account(act: ActRow) -> str:
    amount = f" of {act.body['amount']} {act.body.get('currency', '')}".rstrip() if act.body.get("amount") else ""
    until = f" until {act.until}" if act.until else ""
    return f"{act.type}{amount} about the whole account since {act.date}{until}"


def _files(
    source: Source, book: Book, documents: Iterable[OpenDocument]
) -> tuple[tuple[str, ...], tuple[dict[str, str], ...]]:
    """Give the PDFs of documents as they were issued, and which are not there or not the same any more."""
    from invoicing.ledger.paths import sha256_of

    found, missing = [], []
    for one in documents:
        row = queries.document(source, one.number)
        path = book.folder / row.pdf_path
        if not row.pdf_path or not path.is_file():
            missing.append({"number": one.number, "reason": "there is no file"})
        elif sha256_of(path.read_bytes()) != row.pdf_sha256:
            missing.append({"number": one.number, "reason": "the file is not the one that was issued"})
        else:
            found.append(str(path))
    return tuple(found), tuple(missing)
