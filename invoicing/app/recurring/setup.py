"""Set up a recurring document, and change, pause, resume or stop it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting, once
from invoicing.app.recurring.look import shown
from invoicing.app.recurring.make import draft_run
from invoicing.app.recurring.record import FOREVER, RECURRING, Recurring, enter, made_by, record_of, resumed
from invoicing.domain.dates import Period, parse_date
from invoicing.domain.errors import Conflict, Refused
from invoicing.domain.recurrence import Version, edited, next_dates, parse_rule
from invoicing.domain.values import to_json
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work

# A template says what is billed; when is said by the rule.
_DAYS = ("issue_date", "supply_date", "valid_until", "preceding", "prepaid")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to come again: a document file, flags with the keys of one, and when."""

    rule: str = ""
    file: str = ""
    flags: dict[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    start: str = ""
    """empty: today for a new one, the next day of the old rule for a change"""
    id: str = ""


def add(book: Book, plan: Plan, act: Act) -> Result:
    """Set up a recurring document and give the shape of `recurring show`.

    Its first document is judged at once, so that nothing is found out on the day. Refused with ``bad-rule``,
    ``missing-client`` and by every rule of a document; conflict (``recurring-exists``) for an id in use.
    """
    template = _template(plan)
    with acting(book, act) as work:
        inputs = {"act": "recurring-add", "plan": to_json(plan), "template": template}
        return once(work, act, inputs, lambda: _add_in(work, book, plan, template, act))


def _add_in(work: Work, book: Book, plan: Plan, template: dict[str, Any], act: Act) -> Result:
    from invoicing.intake.client import free_key

    start = parse_date(plan.start, "--start") if plan.start else act.today
    rule = parse_rule(plan.rule, start, "--rule")
    client = queries.find_client(work, _client(template)).id
    taken = [row.id for row in queries.records(work, RECURRING, archived=True)]
    id_ = _checked_id(plan.id) or free_key(client, taken)
    record = Recurring(id_, client, (Version(start.min, rule),), {**template, "client": client})
    _check(book, work, record, act.today)
    enter(work, record, "recurring-added")
    return shown(work, record, act.today)


def edit(book: Book, id_: str, plan: Plan, act: Act) -> Result:
    """Change what comes from the next run on; what was made stays, and how it was before stays in the ledger.

    A new rule counts from the next day of the old one, unless `plan.start` says another.
    """
    changes = _template(plan) if plan.file or plan.flags or plan.lines else {}

    def change(work: Work, record: Recurring) -> Recurring:
        made = made_by(work, id_)
        since = max(made) + timedelta(days=1) if made else act.today.min
        if plan.rule or plan.start:
            following = next_dates(record.versions, since - timedelta(days=1) if made else since, 1)
            start = parse_date(plan.start, "--start") if plan.start else (following or (act.today,))[0]
            rule = (
                parse_rule(plan.rule, start, "--rule") if plan.rule else replace(record.versions[-1].rule, start=start)
            )
            record = replace(record, versions=edited(record.versions, rule, since))
        template = {**record.template, **changes}
        client = queries.find_client(work, _client(template)).id
        record = replace(record, client=client, template={**template, "client": client})
        _check(book, work, record, act.today)
        return record

    return _change(book, id_, act, {"plan": to_json(plan), "template": changes}, change)


def pause(book: Book, id_: str, until: str, act: Act) -> Result:
    """Skip the days from today on, up to a day or until it is resumed. Conflict (``recurring-paused``) when it is."""
    last = parse_date(until, "--until") if until else FOREVER

    def change(_work: Work, record: Recurring) -> Recurring:
        if record.state(act.today) == "paused":
            raise Conflict("recurring-paused", f"{id_} is paused already", where="ID", remedy="resume it first")
        return replace(record, pauses=(*record.pauses, Period(act.today, last)))

    return _change(book, id_, act, {"pause": until}, change)


def resume(book: Book, id_: str, act: Act) -> Result:
    """Go on from today. Conflict (``recurring-not-paused``) when it is not paused."""

    def change(_work: Work, record: Recurring) -> Recurring:
        if record.state(act.today) != "paused":
            raise Conflict(
                "recurring-not-paused", f"{id_} is not paused", where="ID", remedy=f"invoicing recurring show {id_}"
            )
        return resumed(record, act.today)

    return _change(book, id_, act, {"resume": act.today.isoformat()}, change)


def stop(book: Book, id_: str, act: Act) -> Result:
    """Make nothing more; what was made stays."""
    return _change(book, id_, act, {"stop": True}, lambda _work, record: replace(record, archived=True))


def _change(
    book: Book, id_: str, act: Act, inputs: dict[str, Any], change: Callable[[Work, Recurring], Recurring]
) -> Result:
    def do(work: Work) -> Result:
        record = record_of(work, id_)
        if record.archived:
            raise Conflict("recurring-stopped", f"{id_} was stopped", where="ID", remedy="set up a new one")
        changed = change(work, record)
        enter(work, changed, "recurring-changed")
        return shown(work, changed, act.today)

    with acting(book, act) as work:
        return once(work, act, {"act": "recurring-change", "id": id_, **inputs}, lambda: do(work))


def _template(plan: Plan) -> dict[str, Any]:
    """Read the file and the flags, without the days that each run has for itself."""
    from pathlib import Path

    from invoicing.intake.document import parse_line_flag
    from invoicing.intake.read import decode, parse, read_bytes

    data = parse(decode(read_bytes(Path(plan.file)), plan.file), plan.file) if plan.file else {}
    data = {**data, **plan.flags}
    if plan.lines:
        data["lines"] = [parse_line_flag(one) for one in plan.lines]
    found: dict[str, Any] = to_json({name: value for name, value in data.items() if name not in _DAYS})
    return found


def _client(template: dict[str, Any]) -> str:
    client = template.get("client")
    if not isinstance(client, str) or not client:
        raise Refused.one(
            "missing-client",
            "a recurring document goes to a client of the book",
            where="client",
            remedy="name one in the file or with --client",
            example="--client acme",
        )
    return client


def _checked_id(text: str) -> str:
    from invoicing.intake.values import client_key

    return client_key(text) if text else ""


def _check(book: Book, source: Source, record: Recurring, today: date) -> None:
    """Judge the next document, so that a template that cannot be issued is refused now."""
    for day in next_dates(record.versions, today - timedelta(days=1), 1):
        draft_run(book, source, record, day, max(day, today))
