"""The tax of a period by name, category and rate: when it was billed (accrual), or when money came in (cash).

Accrual: the rows of every document issued in the period, credit notes taken off. Documents brought in from another
program are left out: they were declared from there.

Cash: each part of a document that was settled in the period brings the same part of each of its tax rows. What was
settled so far is split over the rows by largest remainder, and a settlement brings the difference to what was there
before it: so the parts of a document sum to its rows to the last minor unit, in whatever parts it was paid. A credit
note that settles a claim counts on both sides, as if it had been paid out and the claim paid with it. What was written
off, and what another program was paid before the import, brings no tax. Money on account counts when it settles a
document.

A period's tax is a basis for a return, not the return: adjustments the law asks for beside documents are not in it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from invoicing.app.reports.report import Report, Section, rows_json, total_json
from invoicing.app.reports.snapshots import TaxSum, taxes_of
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, largest_remainder, total, zero
from invoicing.ledger import reports
from invoicing.ledger.reports import IMPORTED_METHOD, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invoicing.app.book import Book
    from invoicing.domain.dates import Period
    from invoicing.ledger.queries import Source
    from invoicing.ledger.reports import IssuedRow, SettledRow

BASES = ("accrual", "cash")
DATES = ("issue", "supply")
COLUMNS = ("tax", "category", "rate", "compound", "currency", "base", "amount", "gross")
_Row = tuple[TaxSum, Money, Money]


def tax(book: Book, period: Period, basis: str = "accrual", by_date: str = "issue") -> Report:
    """Sum the tax of a period on a `basis`, by the day of ``issue`` or of ``supply`` (accrual only).

    Refused (``unknown-basis``) for another word.
    """
    _check(basis, BASES, "--basis")
    _check(by_date, DATES, "--date")
    span = Span(period.start, period.end)
    sums: dict[tuple[Any, ...], _Row] = {}
    with book.ledger() as ledger:
        rows = _cash(ledger, span) if basis == "cash" else _accrual(ledger, span, by_supply=by_date == "supply")
        for row, base, amount in rows:
            _, kept_base, kept_amount = sums.get(row.key, (row, zero(base.currency), zero(base.currency)))
            sums[row.key] = (row, kept_base + base, kept_amount + amount)
        before = reports.income(ledger, "all", span, imported=True) if basis == "accrual" else ()
    imported = sum(one.documents for one in before)
    sections = tuple(_sections(sums))
    value = {
        "period": {"from": period.start.isoformat(), "until": period.end.isoformat()},
        "basis": basis,
        "date": by_date if basis == "accrual" else "payment",
        "rows": [one for section in sections for one in rows_json(section)],
        "totals": [total_json(section) for section in sections],
        "imported": imported,
    }
    facts = (("from", period.start.isoformat()), ("until", period.end.isoformat()))
    notes = (f"imported documents that are not in here: {imported}",) if imported else ()
    return Report("tax", value, sections or (Section(COLUMNS, ()),), facts, notes=notes)


def _check(word: str, known: Sequence[str], where: str) -> None:
    if word not in known:
        raise Refused.one(
            "unknown-basis", f"{word!r} is not known here", where=where, remedy=f"take one of: {', '.join(known)}"
        )


def _sections(sums: dict[tuple[Any, ...], _Row]) -> Iterator[Section]:
    for currency in sorted({key[0] for key in sums}):
        own = [sums[key] for key in sorted(sums) if key[0] == currency and (sums[key][1] or sums[key][2])]
        rows = tuple(
            (
                *(row.name or None, row.category or None, row.rate if row.category else None),
                *("compound" if row.compound else None, currency, base, amount, base + amount),
            )
            for row, base, amount in own
        )
        base = total((one[1] for one in own), currency)
        amount = total((one[2] for one in own), currency)
        # A second tax stands on the same base again, so only the taxes have a sum that says something.
        whole_base = base if len({(row.name, row.compound) for row, _, _ in own if row.name}) < 2 else None
        gross = whole_base + amount if whole_base is not None else None
        yield Section(COLUMNS, rows, currency, ("total", None, None, None, currency, whole_base, amount, gross))


def _accrual(source: Source, span: Span, *, by_supply: bool) -> Iterator[_Row]:
    for one in reports.issued(source, span, by_supply=by_supply):
        if one.sign and not one.imported:
            yield from ((row, row.base, row.tax) for row in taxes_of(one))


# ------------------------------------------------------------------------------------------------------------- cash


def _cash(source: Source, span: Span) -> Iterator[_Row]:
    """Give what each settlement of the span brings of each tax row."""
    documents = {one.number: one for one in reports.issued_and_settled(source, span)}
    to_claims: dict[str, list[SettledRow]] = defaultdict(list)
    by_notes: dict[str, list[SettledRow]] = defaultdict(list)
    for one in reports.settled(source, span):
        to_claims[one.document].append(one)
        if one.source_kind == "credit-note":
            by_notes[one.source].append(one)
    for number, document in documents.items():
        if not document.due and span.holds(document.issue_date):
            yield from ((row, row.base, row.tax) for row in taxes_of(document))
        yield from _parts(document, to_claims.get(number, ()), span)
        yield from _parts(document, by_notes.get(number, ()), span)


def _parts(document: IssuedRow, settled: Sequence[SettledRow], span: Span) -> Iterator[_Row]:
    """Walk the settlements of one document, or by one credit note, and give what those of the span bring.

    The order is that of recording, so that a later entry never changes the tax of a period that was reported.
    """
    rows = taxes_of(document)
    amounts = [minor for row in rows for minor in (row.base.minor, row.tax.minor)]
    whole = abs(document.due.minor)
    so_far, before = 0, [0] * len(amounts)
    for one in settled:
        so_far += one.amount.minor
        after = _share(amounts, so_far, whole)
        if span.holds(one.date) and one.source_kind != "write-off" and one.method != IMPORTED_METHOD:
            for place, row in enumerate(rows):
                base, tax_part = (after[2 * place + both] - before[2 * place + both] for both in (0, 1))
                yield row, Money(base, document.currency), Money(tax_part, document.currency)
        before = after


def _share(amounts: Sequence[int], part: int, whole: int) -> list[int]:
    """Give the share part/whole of all amounts: of their sum rounded half up, split over them by largest remainder."""
    if not whole:
        return [0] * len(amounts)
    summed = sum(amounts)
    if not summed:
        return [_half_up(one * part, whole) for one in amounts]
    return list(largest_remainder(_half_up(summed * part, whole), amounts))


def _half_up(product: int, whole: int) -> int:
    """Divide and round half away from zero."""
    sign = 1 if product >= 0 else -1
    return sign * ((2 * abs(product) + whole) // (2 * whole))
