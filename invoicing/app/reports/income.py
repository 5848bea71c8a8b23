"""What was billed, net of tax, by month, client or item: credit notes lower it, each currency stands apart.

Only documents of this book count. What was brought in from another program was billed there, and is said beside.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from invoicing.app.reports.report import Report, Section, rows_json, total_json
from invoicing.app.reports.snapshots import lines_of
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, total, zero
from invoicing.ledger import reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invoicing.app.book import Book
    from invoicing.app.reports.report import Rows
    from invoicing.ledger.queries import Source
    from invoicing.ledger.reports import IncomeRow, Span

WAYS = ("month", "client", "item")
COLUMNS = {
    "month": ("month", "currency", "documents", "net", "tax", "total"),
    "client": ("client", "client_name", "currency", "documents", "net", "tax", "total"),
    "item": ("item", "currency", "documents", "net"),
}


def income(book: Book, by: str, span: Span) -> Report:
    """Sum what was billed by ``month``, ``client`` or ``item`` of the documents issued in a span.

    Refused (``unknown-way``) for another word. By item the tax is left out: it stands on the document, not on a line.
    """
    if by not in WAYS:
        raise Refused.one(
            "unknown-way", f"{by!r} is no way to sum income", where="--by", remedy=f"take one of: {', '.join(WAYS)}"
        )
    with book.ledger() as ledger:
        imported = reports.income(ledger, "all", span, imported=True)
        if by == "item":
            sections = _by_item(ledger, span)
        else:
            sections = _by_key(by, reports.income(ledger, by, span), reports.names(ledger) if by == "client" else {})
    value = {
        "by": by,
        "since": span.since.isoformat() if span.since else None,
        "until": span.until.isoformat() if span.until else None,
        "rows": [row for section in sections for row in rows_json(section)],
        "totals": [total_json(section) for section in sections],
        "imported": [_imported(one) for one in imported],
    }
    notes = tuple(
        f"imported documents that are not in here: {one.documents}, {one.net} {one.currency} net" for one in imported
    )
    return Report("income", value, sections or (Section(COLUMNS[by], ()),), _facts(span), _bars(by, sections), notes)


def _imported(row: IncomeRow) -> dict[str, Any]:
    return {"currency": row.currency, "documents": row.documents, "net": str(row.net)}


def _facts(span: Span) -> tuple[tuple[str, str], ...]:
    ends = (("from", span.since), ("until", span.until))
    return tuple((name, day.isoformat()) for name, day in ends if day is not None)


def _by_key(by: str, rows: Sequence[IncomeRow], names: dict[str, str]) -> tuple[Section, ...]:
    sections = []
    for currency in sorted({row.currency for row in rows}):
        own = [row for row in rows if row.currency == currency]
        shown: Rows = tuple(
            (*_head(by, row.key, names), currency, row.documents, row.net, row.tax, row.total) for row in own
        )
        sums = [total((getattr(row, name) for row in own), currency) for name in ("net", "tax", "total")]
        count = sum(row.documents for row in own)
        blank = (None,) if by == "client" else ()
        sections.append(Section(COLUMNS[by], shown, currency, ("total", *blank, currency, count, *sums)))
    return tuple(sections)


def _head(by: str, key: str, names: dict[str, str]) -> tuple[str, ...]:
    return (key, names.get(key, "")) if by == "client" else (key,)


def _by_item(source: Source, span: Span) -> tuple[Section, ...]:
    """Sum the lines by the code of their item, else by what they say; document-wide discounts are rows of their own."""
    nets: dict[tuple[str, str], Money] = {}
    counts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in reports.issued(source, span):
        if not row.sign or row.imported:
            continue
        for line in lines_of(row):
            key = (row.currency, line.item or line.description.partition("\n")[0])
            nets[key] = nets.get(key, zero(row.currency)) + line.net
            counts[key].add(row.number)
    sections = []
    for currency in sorted({currency for currency, _ in nets}):
        own = sorted(((item, net) for (one, item), net in nets.items() if one == currency), key=_largest_first)
        rows = tuple((item, currency, len(counts[currency, item]), net) for item, net in own)
        whole = total((net for _, net in own), currency)
        documents = len(set().union(*(counts[currency, item] for item, _ in own)))
        sections.append(Section(COLUMNS["item"], rows, currency, ("total", currency, documents, whole)))
    return tuple(sections)


def _largest_first(pair: tuple[str, Money]) -> tuple[int, str]:
    return (-pair[1].minor, pair[0])


def _bars(by: str, sections: Iterable[Section]) -> tuple[tuple[str, Money], ...]:
    """Show the months of the currency with the most documents; two currencies have no common scale."""
    if by != "month":
        return ()
    main = max(sections, key=lambda one: sum(row[2] for row in one.rows if isinstance(row[2], int)), default=None)
    if main is None:
        return ()
    return tuple((str(row[0]), row[3]) for row in main.rows if isinstance(row[3], Money) and row[3].minor > 0)
