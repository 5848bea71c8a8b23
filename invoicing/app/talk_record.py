"""What a letter beside the ladder says of the talk with a client: from the log and from its disputes.

Words are quoted as they were logged. The log's guess at what is behind them never goes into a letter (guide 002).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.acts import money_of
from invoicing.app.talk_money import asking
from invoicing.correspondence.facts import Concern, Incident, Item, Promise
from invoicing.correspondence.given import TALKS
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import date

    from invoicing.app.talk_case import Case
    from invoicing.ledger.queries import ActRow
    from invoicing.texts import Language


def concern(case: Case) -> dict[str, Any]:
    """Give the client's last complaint, word for word: from the log or from the opening of a dispute."""
    told = [(one, str(one.body.get("document") or "")) for one in _log(case, direction="in")]
    told += [(one, one.subject) for one in _disputes(case)]
    about = [one for one, document in told if one.body.get("words") and document in {"", *case.numbers}]
    last = max(about, key=lambda one: one.seq, default=None)
    return {} if last is None else {"concern": Concern(last.date, str(last.body["words"]))}


def _log(case: Case, *, direction: str = "", kind: str = "contact") -> list[ActRow]:
    rows = queries.acts(case.source, case.client, "log")
    return [
        one for one in rows if one.body.get("kind") == kind and direction in {"", str(one.body.get("direction") or "")}
    ]


def _disputes(case: Case, *, still: bool | None = None) -> tuple[ActRow, ...]:
    return queries.acts(case.source, case.numbers, "dispute", open=still)


def _notes(case: Case, *stages: str) -> list[ActRow]:
    """Give what was noted about the last dispute, in order."""
    disputes = _disputes(case)
    if not disputes:
        return []
    rows = queries.acts(case.source, disputes[-1].subject, "dispute-note")
    return [one for one in rows if one.body.get("dispute") == disputes[-1].seq and one.body["stage"] in stages]


def _items(case: Case, *stages: str) -> dict[str, Any]:
    said = [(str(one.body["words"]), one.until) for one in _notes(case, *stages)]
    return {"items": tuple(Item(words, "", day) for words, day in said if words)}


def proposed(case: Case) -> dict[str, Any]:
    """Give what was proposed and agreed in the last dispute, point by point."""
    return _items(case, "propose", "agree")


def agreed(case: Case) -> dict[str, Any]:
    """Give what was agreed in the last dispute, point by point."""
    return _items(case, "agree")


def days(case: Case) -> dict[str, Any]:
    """Give the day we said an answer comes, and the day we said we would look again, if they are still to come."""
    found = {"answer_day": _last_day(case, "note"), "follow_up": _last_day(case, "follow-up")}
    return {name: day for name, day in found.items() if day is not None}


def follow_up(case: Case) -> dict[str, Any]:
    """Give the day we said we would look again, if it is still to come."""
    return {name: day for name, day in days(case).items() if name == "follow_up"}


def _last_day(case: Case, stage: str) -> date | None:
    days = [one.until for one in _notes(case, stage) if one.until is not None and one.until >= case.today]
    return days[-1] if days else None


def disputed(case: Case) -> dict[str, Any]:
    """Name the document in dispute: no reminder is sent for what is disputed."""
    return asking(case, [one.subject for one in _disputes(case, still=True)][:1])


def incidents(case: Case) -> dict[str, Any]:
    """Quote what happened since the last such letter; older matters are closed (guide 000)."""
    seqs = [one.seq for one in queries.letters_to(case.source, case.client) if one.letter == case.asked.letter]
    rows = [one for one in _log(case, kind="incident") if one.seq > max(seqs, default=0)]
    return {"incidents": tuple(Incident(one.date, "", str(one.body.get("words") or "")) for one in rows)}


def recap(case: Case) -> dict[str, Any]:
    """Sum up a talk: its day and kind, what was said, and what was promised on that day."""
    entries = _entries(case)
    if not entries:
        return {}
    last = entries[-1]
    points = tuple(point for one in entries for point in _points(one, case.words, dated=entries[0].date != last.date))
    facts = {"talk_day": last.date, "talk_channel": str(last.body["channel"]), "points": points}
    return facts | _promised(case, {one.date for one in entries})


def _entries(case: Case) -> list[ActRow]:
    talks = [one for one in _log(case) if one.body.get("channel") in TALKS]
    return [one for one in talks if one.seq in case.asked.entries] if case.asked.entries else talks[-1:]


def _points(entry: ActRow, words: Language, *, dated: bool) -> Iterator[str]:
    """Give the lines of an entry; the client's are quoted."""
    for line in str(entry.body.get("words") or "").splitlines():
        if line.strip():
            said = words.label("quoted", words=line.strip()) if entry.body.get("direction") == "in" else line.strip()
            yield f"{words.date(entry.date)}: {said}" if dated else said


def _promised(case: Case, days: Container[date]) -> dict[str, Any]:
    """Name what was promised in the talk, with its document."""
    found: dict[str, Any] = {}
    for one in queries.acts(case.source, case.numbers, "promise", open=True):
        if one.date in days and one.until is not None:
            found = asking(case, [one.subject]) | {"promise": Promise(one.date, one.until, money_of(one.body))}
    return found
