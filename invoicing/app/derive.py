"""From an issued document to the next one: what is carried over, what is chosen again, what is left behind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.app.clients import record_of
from invoicing.app.preview import defaults_for
from invoicing.app.standing import corrects
from invoicing.domain.dates import Period, add_months, month_end, parse_date
from invoicing.domain.document import Adjustment, Document, Line, Preceding, Reduction
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.money import Money, parse_decimal, plain, to_money
from invoicing.domain.terms import Terms, parse_terms
from invoicing.domain.totals import compute
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, timedelta

    from invoicing.app.book import Book
    from invoicing.domain.issued import Issued
    from invoicing.intake.client import ClientRecord
    from invoicing.ledger.queries import Source

DEDUCTED = frozenset({"deducted", "deducted-fund"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says of the next document, as text; what is empty is carried over or as usual."""

    date: str = ""
    supply_date: str = ""
    terms: str = ""
    valid_until: str = ""
    reference: str = ""
    language: str = ""
    lines: tuple[str, ...] = ()
    """``2`` is the second line, ``2=5`` five units of it"""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """A line that is taken, counted from 0, and how much of it."""

    index: int
    quantity: Decimal


def successor(book: Book, source: Source, issued: Issued, kind: str, wish: Wish, today: date) -> Document:
    """Give a document of `kind` that follows an issued one, to the same client as the book knows it today."""
    old = issued.document
    record = client_of(source, old.client)
    seller = book.settings.seller if book.settings.seller.name else old.seller
    day = parse_date(wish.date, "--date") if wish.date else today
    usual = defaults_for(book, seller, day, record)
    document = replace(
        old,
        kind=kind,
        issue_date=day,
        seller=seller,
        buyer=record.party if record else old.buyer,
        language=wish.language or old.language,
        supply_date=parse_date(wish.supply_date, "--supply-date") if wish.supply_date else None,
        terms=_terms(old.terms, usual.terms, wish.terms),
        valid_until=parse_date(wish.valid_until, "--valid-until") if wish.valid_until else None,
        reference=wish.reference or old.reference,
        bank=usual.bank or old.bank,
        prepaid=None,
        preceding=(Preceding(issued.number, old.issue_date),),
        allowances=old.allowances if corrects(kind) else undeducted(old.allowances),
        notes=(*old.notes, *wish.notes),
        attachments=(),
    )
    return picked(document, picks(old.lines, wish.lines)) if wish.lines else document


def client_of(source: Source, id_: str) -> ClientRecord | None:
    """Give the client as the book knows it; None for a document to nobody in the book."""
    try:
        return record_of(queries.client(source, id_)) if id_ else None
    except NotFound:
        return None


def undeducted(allowances: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    """Leave out what took off earlier bills: each document takes off its own."""
    return tuple(one for one in allowances if one.kind not in DEDUCTED)


def _terms(old: Terms, usual: Terms, written: str) -> Terms:
    """Carry over terms in days; a fixed day and instalments belong to one document only."""
    if written:
        return parse_terms(written, "--terms")
    return usual if old.due is not None or old.instalments else old


# ------------------------------------------------------------------------------------------------------ some lines


def picks(lines: Sequence[Line], written: Iterable[str]) -> tuple[Pick, ...]:
    """Read ``2`` and ``2=5``. Refused with ``no-such-line`` and ``quantity-too-large``."""
    found = []
    for text in written:
        name, _, amount = text.partition("=")
        number = int(name) if name.strip().isdigit() else 0
        if not 1 <= number <= len(lines):
            raise Refused.one(
                "no-such-line",
                f"there is no line {name.strip()!r}; there are {len(lines)}",
                where="--line",
                remedy="write the number of a line, and after = how much of it",
                example="--line 2=1.5",
            )
        whole = lines[number - 1].quantity
        quantity = parse_decimal(amount, "--line") if amount else whole
        if not 0 < quantity <= whole:
            raise Refused.one(
                "quantity-too-large",
                f"{plain(quantity)} of line {number} cannot be taken; it has {plain(whole)}",
                where="--line",
                remedy="write a quantity above 0 and at most that of the line",
                example=f"--line {number}={plain(whole)}",
            )
        found.append(Pick(number - 1, quantity))
    return tuple(found)


def picked(document: Document, chosen: Sequence[Pick]) -> Document:
    """Give the document with some of its lines; allowances, charges and withholding follow in proportion."""
    lines = tuple(_part_of(document.lines[one.index], one.quantity) for one in chosen)
    some = replace(document, lines=lines)
    share = _ratio(document, some)
    return replace(
        some,
        allowances=tuple(_scaled(one, share) for one in document.allowances),
        charges=tuple(_scaled(one, share) for one in document.charges),
        withholding=tuple(
            replace(one, base=to_money(one.base.amount * share, one.base.currency)) if one.base is not None else one
            for one in document.withholding
        ),
    )


def _part_of(line: Line, quantity: Decimal) -> Line:
    discount = line.discount
    if discount is not None and discount.amount is not None and quantity != line.quantity:
        amount = to_money(discount.amount.amount * quantity / line.quantity, discount.amount.currency)
        discount = Reduction(amount=amount, reason=discount.reason)
    return replace(line, quantity=quantity, discount=discount)


def _ratio(whole: Document, some: Document) -> Decimal:
    """Give the share of the lines that was picked, by their sums as priced."""
    before, after = (compute(replace(one, allowances=(), charges=())) for one in (whole, some))
    return after.lines.amount / before.lines.amount if before.lines else Decimal(1)


def _scaled(one: Adjustment, share: Decimal) -> Adjustment:
    """A percentage of the lines follows by itself; an amount, and a percentage of a fixed base, are scaled."""
    return replace(one, amount=_part(one.amount, share), base=_part(one.base, share))


def _part(amount: Money | None, share: Decimal) -> Money | None:
    return to_money(amount.amount * share, amount.currency) if amount is not None else None


# ------------------------------------------------------------------------------------------------------ rolled dates


def rolled(document: Document, day: date) -> Document:
    """Give a document made again on another day: all of its days move with the issue date, periods by whole months."""
    old = document.issue_date
    days = day - old
    months = (day.year - old.year) * 12 + day.month - old.month
    return replace(
        document,
        issue_date=day,
        supply_date=_moved(document.supply_date, days),
        valid_until=_moved(document.valid_until, days),
        period=_later(document.period, months),
        terms=replace(
            document.terms,
            due=_moved(document.terms.due, days),
            instalments=tuple(replace(one, due=one.due + days) for one in document.terms.instalments),
        ),
        lines=tuple(replace(one, period=_later(one.period, months)) for one in document.lines),
    )


def _moved(day: date | None, by: timedelta) -> date | None:
    return day + by if day is not None else None


def _later(period: Period | None, months: int) -> Period | None:
    """Move a period by months; one that ended with its month ends with the new one."""
    if period is None:
        return None
    end = add_months(period.end, months)
    return Period(add_months(period.start, months), month_end(end) if period.end == month_end(period.end) else end)
