"""The clients side by side: what they bring, how they pay, what they cost in talk.

Labels are about paying and come with the figures that led to them (`invoicing.domain.behaviour`). Letters never use
them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import TYPE_CHECKING, Any

from invoicing.app.reports.report import Report, Section
from invoicing.domain.behaviour import Behaviour, behaviour
from invoicing.domain.money import Money, plain, zero
from invoicing.ledger import queries, reports

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.sheets import Cell
    from invoicing.domain.behaviour import Exposure
    from invoicing.ledger.queries import Source
    from invoicing.ledger.reports import IncomeRow, Span

REVENUE = ("client", "client_name", "currency", "documents", "net", "open", "usual_order", "times_usual")
PAYING = (
    *("client", "label", "invoices", "late", "share_late", "average_days_late", "median_days_late"),
    *("trend", "worst_days", "worst_document"),
)
TALK = ("client", "contacts", "incidents", "disputes", "hours")
INCIDENT = "incident"


@dataclass(slots=True)
class Talk:
    """What was talked with a client: contacts and incidents noted, disputes opened, hours logged."""

    contacts: int = 0
    incidents: int = 0
    disputes: int = 0
    hours: Decimal = field(default_factory=Decimal)


@dataclass(frozen=True, slots=True)
class ClientFigures:
    """A client as the report sees it."""

    id: str
    name: str
    revenue: tuple[IncomeRow, ...]
    behaviour: Behaviour
    talk: Talk


def clients(book: Book, span: Span, today: date) -> Report:
    """Report on every client with anything in the book: revenue and talk of a span, behaviour as of `today`."""
    with book.ledger() as ledger:
        found = _gather(ledger, span, today)
    revenue = [row for one in found for row in _revenue(one)]
    paying = [(one.id, *_paying(one.behaviour)) for one in found]
    talk = [(one.id, *_talk(one.talk)) for one in found]
    value = {
        "today": today.isoformat(),
        "since": span.since.isoformat() if span.since else None,
        "until": span.until.isoformat() if span.until else None,
        "clients": [_json(one) for one in found],
    }
    sheet = [
        (*row, *_paying(one.behaviour), *_talk(one.talk))
        for one in found
        for row in _revenue(one) or [(one.id, one.name, *[None] * 6)]
    ]
    return Report(
        "clients",
        value,
        (
            Section(REVENUE, tuple(revenue), "revenue"),
            Section(PAYING, tuple(paying), "paying"),
            Section(TALK, tuple(talk), "talk"),
        ),
        (("as-of", today.isoformat()),),
        sheet=Section((*REVENUE, *PAYING[1:], *TALK[1:]), tuple(sheet)),
    )


def _gather(source: Source, span: Span, today: date) -> list[ClientFigures]:
    names = reports.names(source)
    revenue: dict[str, list[IncomeRow]] = defaultdict(list)
    for row in reports.income(source, "client", span):
        revenue[row.key].append(row)
    talk = _talks(source, span, names)
    behaviours = {
        client: behaviour((row.claim for row in rows), today)
        for client, rows in groupby(reports.claim_histories(source), key=lambda row: row.client)
    }
    nobody = behaviour((), today)
    return [
        ClientFigures(
            client,
            names.get(client, ""),
            tuple(revenue.get(client, ())),
            behaviours.get(client, nobody),
            talk.get(client, Talk()),
        )
        for client in sorted({*revenue, *talk, *behaviours})
    ]


def _talks(source: Source, span: Span, names: dict[str, str]) -> dict[str, Talk]:
    """Count what was noted about clients and their documents."""
    found: dict[str, Talk] = {}
    for act in queries.acts(source):
        if act.type not in {"log", "dispute"} or not span.holds(act.date):
            continue
        client = act.subject if act.subject in names else reports.client_of(source, act.subject)
        talk = found.setdefault(client, Talk())
        if act.type == "dispute":
            talk.disputes += 1
        elif act.body.get("kind") == INCIDENT:
            talk.incidents += 1
        else:
            talk.contacts += 1
        talk.hours += _hours(act.body.get("hours"))
    return found


def _hours(text: object) -> Decimal:
    try:
        return Decimal(str(text or 0))
    except InvalidOperation:
        return Decimal(0)


def _revenue(one: ClientFigures) -> list[tuple[Cell, ...]]:
    """Give a row for each currency the client was billed in or owes in."""
    billed = {row.currency: row for row in one.revenue}
    owed = {exposure.open.currency: exposure for exposure in one.behaviour.exposures}
    rows: list[tuple[Cell, ...]] = []
    for currency in sorted({*billed, *owed}):
        row, exposure = billed.get(currency), owed.get(currency)
        documents, net = (row.documents, row.net) if row else (0, zero(currency))
        rows.append((one.id, one.name, currency, documents, net, *_exposure(exposure, currency)))
    return rows


def _exposure(exposure: Exposure | None, currency: str) -> tuple[Money, Money | None, Decimal | None]:
    return (exposure.open, exposure.usual, exposure.times) if exposure else (zero(currency), None, None)


def _paying(found: Behaviour) -> tuple[Cell, ...]:
    return (
        *(found.label, found.invoices, found.late, found.share_late, found.average, found.median),
        *(found.trend or None, found.worst, found.worst_document or None),
    )


def _talk(talk: Talk) -> tuple[Cell, ...]:
    return (talk.contacts, talk.incidents, talk.disputes, talk.hours)


def _json(one: ClientFigures) -> dict[str, Any]:
    found, talk = one.behaviour, one.talk
    return {
        "client": one.id,
        "name": one.name,
        "currencies": [_currency_json(row) for row in _revenue(one)],
        **behaviour_json(found),
        "contacts": talk.contacts,
        "incidents": talk.incidents,
        "disputes": talk.disputes,
        "hours": plain(talk.hours),
    }


def behaviour_json(found: Behaviour) -> dict[str, Any]:
    """Give how a client pays: the label with its reasons, and every figure; averages and shares are texts."""
    return {
        "label": found.label,
        "reasons": list(found.reasons),
        "invoices": found.invoices,
        "late": found.late,
        "share_late": _text(found.share_late),
        "average_days_late": _text(found.average),
        "median_days_late": _text(found.median),
        "trend": found.trend or None,
        "recent_average": _text(found.recent),
        "earlier_average": _text(found.earlier),
        "worst_days": found.worst,
        "worst_document": found.worst_document or None,
        "exposures": [
            {
                "currency": one.open.currency,
                "open": str(one.open),
                "largest": str(one.largest),
                "largest_document": one.largest_document or None,
                "usual_order": str(one.usual),
                "times_usual": _text(one.times),
            }
            for one in found.exposures
        ],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _currency_json(row: tuple[Cell, ...]) -> dict[str, Any]:
    return {"currency": row[2], "documents": row[3], "net": str(row[4]), "open": str(row[5])}
