"""The acts that bear on the ladder, read from the ledger and sorted by what they are about.

An act is about a document or about a client; one about a client bears on all of its documents.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invoicing.domain.dunning.standing import Hold, Instalment, Message, Objection, Plan, Promise
from invoicing.domain.money import exact_money
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from invoicing.domain.money import Money
    from invoicing.ledger.queries import ActRow, Source

_TALK = ("hold", "promise", "plan", "dispute", "log", "nothing", "dispute-note")
"""acts that answer a message of the client, or are one"""
_STANDING = ("policy", "skip", "waiver", "termination")
ANSWERED_BY_ITSELF = ("phone", "meeting", "video")
"""channels on which a message is answered while it is given"""


@dataclass(slots=True)
class Acts:
    """What stands, by subject (a document's number or a client's id). Read with `read_acts`."""

    holds: dict[str, list[Hold]] = field(default_factory=lambda: defaultdict(list))
    promises: dict[str, list[Promise]] = field(default_factory=lambda: defaultdict(list))
    plans: dict[str, Plan] = field(default_factory=dict)
    objections: dict[str, list[Objection]] = field(default_factory=lambda: defaultdict(list))
    settled: dict[str, date] = field(default_factory=dict)
    """the day a dispute about a subject was last closed"""
    messages: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    """by client: what waits for an answer"""
    incidents: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    policies: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    skips: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    waivers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ended: dict[str, date] = field(default_factory=dict)
    """by client: the last day of an agreement whose end was declared"""


def read_acts(source: Source, subjects: Iterable[str] | None = None) -> Acts:
    """Read all acts that bear on the ladder, or those of some subjects."""
    wanted = None if subjects is None else tuple(subjects)
    found = Acts()
    talk: list[ActRow] = []
    for kind in _TALK:
        talk += queries.acts(source, wanted, kind)
    for row in talk:
        _TAKE.get(row.type, _pass)(found, row)
    for kind in _STANDING:
        for row in queries.acts(source, wanted, kind, open=True):
            _TAKE[kind](found, row)
    _find_unanswered(source, found, talk)
    return found


def bank_read(source: Source) -> date | None:
    """Give the day up to which payments are known, None when nobody ever said."""
    days = [one.until for one in queries.acts(source, None, "bank") if one.until is not None]
    return max(days, default=None)


def policies_of(source: Source) -> dict[str, Mapping[str, Any]]:
    """Give the ladders that clients and documents have of their own, as they were written."""
    found = Acts()
    for row in queries.acts(source, None, "policy", open=True):
        _policy(found, row)
    return found.policies


def money_of(body: Mapping[str, Any], name: str = "amount") -> Money:
    """Read an amount of an act's body, in the body's currency."""
    return exact_money(Decimal(str(body[name])), body["currency"])


def plan_of(row: ActRow) -> Plan:
    """Read an instalment plan."""
    currency = row.body["currency"]
    parts = [
        Instalment(date.fromisoformat(one["due"]), exact_money(Decimal(one["amount"]), currency))
        for one in row.body["instalments"]
    ]
    return Plan(row.date, tuple(sorted(parts, key=lambda one: one.due)))


def _pass(_found: Acts, _row: ActRow) -> None:
    """Leave an act alone that only answers a message."""


def _hold(found: Acts, row: ActRow) -> None:
    if row.open:
        found.holds[row.subject].append(Hold(row.body.get("kind") or "hold", row.why, row.until))


def _promise(found: Acts, row: ActRow) -> None:
    if row.open and row.until is not None:
        found.promises[row.subject].append(Promise(row.date, row.until, money_of(row.body)))


def _plan(found: Acts, row: ActRow) -> None:
    if row.open:
        found.plans[row.subject] = plan_of(row)


def _dispute(found: Acts, row: ActRow) -> None:
    if row.open:
        amount = money_of(row.body) if row.body.get("scope") in ("line", "amount") else None
        found.objections[row.subject].append(Objection(row.date, str(row.body.get("reason") or "disputed"), amount))
    elif row.closed_on is not None:
        found.settled[row.subject] = max(row.closed_on, found.settled.get(row.subject, row.closed_on))


def _log(found: Acts, row: ActRow) -> None:
    if row.body.get("kind") == "incident":
        found.incidents[row.subject] += 1


def _policy(found: Acts, row: ActRow) -> None:
    found.policies[row.subject] = row.body["policy"]


def _skip(found: Acts, row: ActRow) -> None:
    found.skips[row.subject][int(row.body["grade"])] = row.why


def _waiver(found: Acts, row: ActRow) -> None:
    found.waivers[row.subject] = tuple(sorted({*found.waivers.get(row.subject, ()), *row.body["parts"]}))


def _termination(found: Acts, row: ActRow) -> None:
    if row.until is not None:
        found.ended[row.subject] = row.until


_TAKE = {
    "hold": _hold,
    "promise": _promise,
    "plan": _plan,
    "dispute": _dispute,
    "log": _log,
    "policy": _policy,
    "skip": _skip,
    "waiver": _waiver,
    "termination": _termination,
}


def is_question(row: ActRow) -> bool:
    """Say whether a log entry is a message of the client that asks for an answer."""
    return (
        row.type == "log"
        and row.body.get("direction") == "in"
        and row.body.get("channel") not in ANSWERED_BY_ITSELF
        and not row.body.get("no_answer")
    )


def _find_unanswered(source: Source, found: Acts, talk: list[ActRow]) -> None:
    """Keep each client's messages after which nothing was said, agreed or decided, be it about a document."""
    if not any(is_question(row) for row in talk):
        return
    client_of = dict(
        source.driver.execute("SELECT number, client FROM documents WHERE number IN (SELECT subject FROM acts)")
    )
    questions: dict[str, list[ActRow]] = defaultdict(list)
    last: dict[str, int] = {}
    for row in talk:
        client = client_of.get(row.subject, row.subject)
        if is_question(row):
            questions[client].append(row)
        elif row.type != "log" or row.body.get("direction") == "out":
            last[client] = max(row.seq, row.closed_by or 0, last.get(client, 0))
    for client, rows in questions.items():
        answers = [one.seq for one in queries.letters_to(source, client) if one.kind == "complaint-reply"]
        answered = max([last.get(client, 0), *answers])
        found.messages[client] = [
            Message(row.date, str(row.body.get("channel") or "message")) for row in rows if row.seq > answered
        ]
