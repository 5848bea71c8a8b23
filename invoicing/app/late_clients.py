"""Who is late, one row per client and currency, with how the client pays: figures first, a neutral label after."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from invoicing.app.reports.clients import behaviour_json
from invoicing.domain.behaviour import behaviour
from invoicing.domain.money import exact_money, total
from invoicing.ledger import reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from invoicing.domain.behaviour import Behaviour
    from invoicing.ledger.queries import Source


def by_client(source: Source, rows: Sequence[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """Gather the rows of late documents by client and currency; the largest overdue sum first."""
    wanted = {row["client"] for row in rows}
    paying = {
        client: behaviour((row.claim for row in several), today)
        for client, several in groupby(reports.claim_histories(source), key=lambda row: row.client)
        if client in wanted
    }
    nobody = behaviour((), today)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["client"], row["currency"]), []).append(row)
    found = [_row(several, paying.get(client, nobody)) for (client, _), several in groups.items()]
    return sorted(found, key=lambda one: (-Decimal(one["overdue"]), one["client"]))


def _row(rows: Sequence[dict[str, Any]], how: Behaviour) -> dict[str, Any]:
    first, currency = rows[0], rows[0]["currency"]
    grades = [row["grade"] for row in rows if row["grade"] is not None]
    letters = [row["last_letter"] for row in rows if row["last_letter"]]
    return {
        "client": first["client"],
        "client_name": first["client_name"],
        "currency": currency,
        "documents": [row["number"] for row in rows],
        "oldest_due_date": min(row["due_date"] for row in rows),
        "days_late": max(row["days_late"] for row in rows),
        "outstanding": _sum(rows, "outstanding", currency),
        "overdue": _sum(rows, "overdue", currency),
        "interest": _sum(rows, "interest", currency),
        "grade": max(grades, default=None),
        "last_letter": max(letters, default=None),
        "blockers": [{"number": row["number"], **one} for row in rows for one in row["blockers"]],
        "behaviour": behaviour_json(how),
    }


def _sum(rows: Iterable[dict[str, Any]], name: str, currency: str) -> str:
    return str(total((exact_money(Decimal(row[name]), currency) for row in rows if row[name] is not None), currency))
