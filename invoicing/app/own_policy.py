"""The ladder a client or a document has of its own: laid over the book's, shown whole, and dropped again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting, once
from invoicing.app.policies import ladders_of
from invoicing.app.targets import find_target
from invoicing.domain.errors import Refused
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.store import Work

_LISTS = {"skip": ",", "offers": "|"}
"""settings that are lists, and what divides them"""


def set_policy(book: Book, target: str, settings: Sequence[str], act: Act) -> Result:
    """Lay settings such as ``grades.2.wait=21`` or ``agreement=our terms of 2026`` over the ladder of a target.

    Refused with every finding of the settings, as those of [policy] are.
    """
    inputs = {"act": "policy-set", "target": target, "settings": list(settings), "why": act.reason}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _set_in(work, book, target, settings, act))


def _set_in(work: Work, book: Book, text: str, settings: Sequence[str], act: Act) -> Result:
    from invoicing.intake.ladder import policy

    target = find_target(work, text)
    open_ = queries.acts(work, target.subject, "policy", open=True)
    table = _laid_over(open_[-1].body["policy"] if open_ else {}, settings)
    policy(table, book.settings.currency)
    for earlier in open_:
        work.append("policy-dropped", target.subject, {"act": earlier.seq, "outcome": "renewed", "why": act.reason})
    seq = work.append("policy-set", target.subject, {"policy": table, "why": act.reason})
    return {"policy": seq, "subject": target.subject, "client": target.client, "settings": table}


def _laid_over(table: dict[str, Any], settings: Sequence[str]) -> dict[str, Any]:
    """Put ``a.b.c=value`` settings into a table of tables."""
    made = _copy(table)
    for text in settings:
        path, equals, value = text.partition("=")
        if not equals or not path.strip():
            raise Refused.one(
                "bad-argument",
                f"{text!r} is no setting",
                where="NAME=VALUE",
                remedy="write the name as in [policy], an equals sign and the value",
                example="grades.2.wait=21",
            )
        *above, name = path.strip().split(".")
        place = made
        for key in above:
            place = place.setdefault(key, {})
        place[name] = [one.strip() for one in value.split(_LISTS[name])] if name in _LISTS else value
    return made


def _copy(table: dict[str, Any]) -> dict[str, Any]:
    return {key: _copy(value) if isinstance(value, dict) else value for key, value in table.items()}


def show_policy(book: Book, target: str = "") -> dict[str, Any]:
    """Give the ladder that holds for a document, for a client, or for the book's business clients, whole."""
    with book.ledger() as ledger:
        ladders = ladders_of(book, ledger)
        if not target:
            return asdict(ladders.of(""))
        found = find_target(ledger, target)
        debtor = queries.client(ledger, found.client).debtor
        made = ladders.of(debtor, found.client, found.subject if found.document else "")
    return {"subject": found.subject, "client": found.client, "debtor": debtor, **asdict(made)}
