"""Why clients dispute and why they pay late: what to mend in one's own procedure (guide 002).

A cause is a key that was recorded with a dispute, a promise, a plan, a hold or a contact, such as ``wrong-amount`` or
``cannot-pay``. What is late and has no cause recorded is said too, because nobody asked yet.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.app.reports.report import Report, Section, rows_json
from invoicing.domain.money import half_up
from invoicing.ledger import queries, reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.sheets import Cell
    from invoicing.ledger.queries import ActRow, Source
    from invoicing.ledger.reports import Span

COLUMNS = ("about", "cause", "count", "share", "clients", "outcomes")
NOT_SAID = "not-said"
LATE_ACTS = frozenset({"promise", "plan", "hold", "log"})


@dataclass(slots=True)
class Cause:
    """One cause: how often, by whom, and what became of it."""

    count: int = 0
    clients: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)


def causes(book: Book, span: Span, today: date) -> Report:
    """Count the causes of disputes and of late payment that were recorded in a span, the most frequent first."""
    found: dict[tuple[str, str], Cause] = {}
    with book.ledger() as ledger:
        for about, cause, client, outcome in _recorded(ledger, span, today):
            one = found.setdefault((about, cause), Cause())
            one.count += 1
            one.clients.add(client)
            one.outcomes[outcome] += 1
    whole: Counter[str] = Counter()
    for (about, _), one in found.items():
        whole[about] += one.count
    order = sorted(found.items(), key=lambda pair: (pair[0][0], -pair[1].count, pair[0][1]))
    rows = tuple(_row(about, cause, one, whole[about]) for (about, cause), one in order)
    section = Section(COLUMNS, rows)
    value = {
        "since": span.since.isoformat() if span.since else None,
        "until": (span.until or today).isoformat(),
        "rows": [
            row | {"outcomes": dict(sorted(one.outcomes.items()))}
            for row, (_, one) in zip(rows_json(section), order, strict=True)
        ],
    }
    return Report("causes", value, (section,), (("as-of", (span.until or today).isoformat()),))


def _row(about: str, cause: str, one: Cause, whole: int) -> tuple[Cell, ...]:
    share = half_up(Decimal(100 * one.count) / Decimal(whole), 1)
    outcomes = ", ".join(f"{name} {count}" for name, count in sorted(one.outcomes.items()))
    return (about, cause, one.count, share, len(one.clients), outcomes)


def _recorded(source: Source, span: Span, today: date) -> Iterator[tuple[str, str, str, str]]:
    """Give (dispute or late, cause, client, outcome) of every cause recorded, then of what is late without one."""
    names = reports.names(source)
    asked: set[str] = set()
    for act in queries.acts(source):
        about = "dispute" if act.type == "dispute" else "late"
        cause = _cause(act)
        if cause is None:
            continue
        asked.add(act.subject)
        if span.holds(act.date):
            client = act.subject if act.subject in names else reports.client_of(source, act.subject)
            yield about, cause, client, act.outcome or ("open" if act.open else "noted")
    late = {one.document: one.client for one in queries.open_claims(source, due_before=min(span.until or today, today))}
    for number, client in late.items():
        if not asked & {number, client}:
            yield "late", NOT_SAID, client, "open"


def _cause(act: ActRow) -> str | None:
    """Give the cause an act records; a dispute without one was opened without saying why, other acts say nothing."""
    if act.type != "dispute" and act.type not in LATE_ACTS:
        return None
    cause = act.body.get("reason") or act.body.get("cause")
    if cause:
        return str(cause)
    return NOT_SAID if act.type == "dispute" else None
