"""What is open, by client and currency and how long it has been due."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from invoicing.app.reports.report import Report, Section, rows_json, total_json
from invoicing.domain.money import Money, total, zero
from invoicing.ledger import queries, reports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.reports.report import Rows

BUCKETS = tuple(name.replace("-", "_") for name in queries.BUCKETS)
COLUMNS = ("client", "client_name", "currency", *BUCKETS, "outstanding", "credit", "claims")


def aging(book: Book, today: date) -> Report:
    """Age what is open on `today`. A claim due today is not late; credit stands beside it and is not taken off."""
    sums: dict[tuple[str, str], dict[str, Money]] = defaultdict(dict)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    with book.ledger() as ledger:
        for row in queries.aging(ledger, today):
            sums[row.currency, row.client][row.bucket] = row.outstanding
            counts[row.currency, row.client] += row.claims
        for credit in reports.open_credit(ledger):
            sums[credit.currency, credit.client]["credit"] = credit.amount
        names = reports.names(ledger)
    sections = []
    for currency in sorted({currency for currency, _ in sums}):
        found = [
            (client, names.get(client, ""), amounts, counts[currency, client])
            for (own, client), amounts in sorted(sums.items())
            if own == currency
        ]
        sections.append(_section(currency, found))
    return _report(sections, today)


def _section(currency: str, found: Sequence[tuple[str, str, dict[str, Money], int]]) -> Section:
    rows: Rows = tuple(
        (client, name, currency, *_sums(amounts, currency), claims) for client, name, amounts, claims in found
    )
    whole = {
        column: total((amounts[column] for _, _, amounts, _ in found if column in amounts), currency)
        for column in (*queries.BUCKETS, "credit")
    }
    count = sum(claims for *_, claims in found)
    return Section(COLUMNS, rows, currency, ("total", None, currency, *_sums(whole, currency), count))


def _sums(amounts: dict[str, Money], currency: str) -> tuple[Money, ...]:
    """Give the buckets, their sum, and the credit beside it."""
    buckets = [amounts.get(bucket, zero(currency)) for bucket in queries.BUCKETS]
    return (*buckets, total(buckets, currency), amounts.get("credit", zero(currency)))


def _report(sections: list[Section], today: date) -> Report:
    """Make the report; its chart shows the currency with the most claims, because two have no common scale."""
    value = {
        "today": today.isoformat(),
        "rows": [row for section in sections for row in rows_json(section)],
        "totals": [total_json(section) for section in sections],
    }
    main = max(sections, key=lambda one: _count(one.total[-1]), default=None)
    bars = _bars(main) if main is not None else ()
    return Report("aging", value, tuple(sections) or (Section(COLUMNS, ()),), (("as-of", today.isoformat()),), bars)


def _count(cell: object) -> int:
    return cell if isinstance(cell, int) else 0


def _bars(section: Section) -> tuple[tuple[str, Money], ...]:
    pairs = zip(section.columns, section.total, strict=True)
    return tuple((name, cell) for name, cell in pairs if name in BUCKETS and isinstance(cell, Money))
