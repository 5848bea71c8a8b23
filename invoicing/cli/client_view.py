"""How a client is shown to a person: what is open, what is left, all that happened, and which terms fit."""

from __future__ import annotations

from typing import Any

from invoicing.cli.output import Table

_WORDS = ("kind", "letter", "amount", "currency", "until", "outcome", "why", "reason", "words")


def client_parts(found: dict[str, Any]) -> list[Table | str]:
    """Give the parts of the page about a client."""
    parts: list[Table | str] = [f"{found['id']}  {found['name']}  {found['country']}  {found['debtor']}"]
    parts += [f"open: {one['outstanding']} {one['currency']}" for one in found["open"]]
    parts += [f"credit: {one['amount']} {one['currency']} ({one['source']})" for one in found["credit"]]
    parts.append(f"documents: {', '.join(found['documents']) or 'none'}")
    if found["timeline"]:
        parts.append(timeline_table(found["timeline"]))
    return parts


_FIGURES = ("invoices", "late", "average_days_late", "median_days_late", "incidents", "disputes")
_NEXT = {
    "deposit": "to ask for one: invoicing letters write deposit-request --client",
    "decline": "to say so politely: invoicing letters write order-refusal --client",
}


def assessment_parts(found: dict[str, Any]) -> list[Table | str]:
    """Give what was found about a client before an order: the advice first, then what it rests on."""
    figures = found["figures"]
    parts: list[Table | str] = [f"{found['client']}: {found['advice']} ({found['label']})"]
    parts += [f"- {reason}" for reason in found["reasons"]]
    parts += [f"open: {one['outstanding']} {one['currency']}" for one in figures["open"]]
    rows = tuple((name.replace("_", " "), figures[name]) for name in _FIGURES if figures[name] is not None)
    answered = tuple((name.replace("_", " "), word) for name, word in found["answers"].items() if word)
    parts.append(Table(("figure", "value"), (*rows, *answered)))
    if found["advice"] in _NEXT:
        parts.append(f"{_NEXT[found['advice']]} {found['client']}")
    return parts


def timeline_table(lines: list[dict[str, Any]]) -> Table:
    """Give a timeline as a table: the day, what happened, to what, by whom, and its few words."""
    rows = tuple(
        (
            one["date"],
            one["what"],
            one["subject"],
            one["who"],
            " ".join(str(one[word]) for word in _WORDS if word in one),
        )
        for one in lines
    )
    return Table(("date", "what", "subject", "who", "detail"), rows)
