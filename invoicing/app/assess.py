"""Look at a client before the work is agreed: how it pays, what is open, what was said, and which terms fit.

What the user answers is recorded whole, over what was answered before; without answers the last ones are shown.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting, once
from invoicing.app.words import one_of
from invoicing.domain.behaviour import behaviour
from invoicing.domain.money import Money, zero
from invoicing.domain.screening import PAYMENT_HISTORY, REFERENCES, SCOPE, TONE, Answers, Record, assess
from invoicing.ledger import queries, reports

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work

_WORDS = {"payment_history": PAYMENT_HISTORY, "references": REFERENCES, "scope": SCOPE, "tone": TONE}


@dataclass(frozen=True, slots=True)
class Look:
    """Which client, and what the user answers now; an empty answer leaves the earlier one."""

    client: str
    payment_history: str = ""
    references: str = ""
    scope: str = ""
    tone: str = ""
    note: str = ""

    @property
    def answers(self) -> dict[str, str]:
        """What was answered now."""
        return {name: word for name in (*_WORDS, "note") if (word := getattr(self, name))}


def assess_client(book: Book, look: Look, act: Act) -> Result:
    """Give the figures, the answers and the advice; record them when anything was answered.

    Refused (``unknown-word``) for an answer that is no word of its list.
    """
    for name, known in _WORDS.items():
        if word := getattr(look, name):
            one_of(word, known, f"--{name.replace('_', '-')}")
    if not look.answers:
        with book.ledger() as ledger:
            return _assessed(ledger, look, act.today)
    with acting(book, act) as work:
        return once(work, act, {"act": "client-assess", **asdict(look)}, lambda: _record_in(work, look, act))


def _record_in(work: Work, look: Look, act: Act) -> Result:
    found = _assessed(work, look, act.today)
    body = {name: found[name] for name in ("label", "figures", "answers", "advice", "reasons")}
    seq = work.append("client-assessed", found["client"], body)
    return found | {"assessment": seq, "assessed": act.today.isoformat()}


def _assessed(source: Source, look: Look, today: date) -> Result:
    client = queries.find_client(source, look.client).id
    last = next(reversed(queries.acts(source, client, "assessment")), None)
    told = {**(last.body["answers"] if last else {}), **look.answers}
    answers = {name: told.get(name) or None for name in (*_WORDS, "note")}
    label, figures, record = _figures(source, client, today)
    found = assess(record, Answers(**{name: told.get(name) or "" for name in _WORDS}))
    return {
        "client": client,
        "label": label,
        "figures": figures,
        "answers": answers,
        "advice": found.advice,
        "reasons": list(found.reasons),
        "assessment": last.seq if last else None,
        "assessed": last.date.isoformat() if last else None,
    }


def _figures(source: Source, client: str, today: date) -> tuple[str, dict[str, Any], Record]:
    """Give the label, the figures as JSON, and what of them the advice rests on."""
    from invoicing.app.reports.clients import INCIDENT, behaviour_json

    paying = behaviour_json(behaviour((row.claim for row in reports.claim_histories(source, client)), today))
    label = paying.pop("label")
    claims = queries.open_claims(source, client)
    overdue = _by_currency(one.outstanding for one in claims if one.due_date < today)
    log = queries.acts(source, client, "log")
    incidents = sum(1 for one in log if one.body.get("kind") == INCIDENT)
    numbers = [one.number for one in queries.documents(source, queries.DocumentFilter(client=client))]
    figures = paying | {
        "open": _sums(_by_currency(one.outstanding for one in claims)),
        "overdue": _sums(overdue),
        "contacts": len(log) - incidents,
        "incidents": incidents,
        "disputes": len(queries.acts(source, numbers, "dispute")),
    }
    return label, figures, Record(label, tuple(overdue), incidents)


def _by_currency(amounts: Iterable[Money]) -> list[Money]:
    found: dict[str, Money] = {}
    for one in amounts:
        found[one.currency] = found.get(one.currency, zero(one.currency)) + one
    return [found[currency] for currency in sorted(found)]


def _sums(amounts: list[Money]) -> list[dict[str, str]]:
    return [{"currency": one.currency, "outstanding": str(one)} for one in amounts]
