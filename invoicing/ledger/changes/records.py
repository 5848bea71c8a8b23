"""Clients, saved records, letters, keys and acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.errors import Conflict, NotFound
from invoicing.ledger.changes.step import Step
from invoicing.ledger.events import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from invoicing.ledger.events import Body, Fact


_CLIENT_ADDED = """
    INSERT INTO clients (id, name, country, language, debtor, archived, bookmarked, profile)
    VALUES (:id, :name, :country, :language, :debtor, :archived, :bookmarked, :profile)
    ON CONFLICT (id) DO NOTHING RETURNING id
"""
_CLIENT_CHANGED = """
    UPDATE clients SET name = :name, country = :country, language = :language, debtor = :debtor, archived = :archived,
        bookmarked = :bookmarked, profile = :profile
    WHERE id = :id RETURNING id
"""


def _client(body: Body) -> dict[str, object]:
    profile = body["profile"]
    words = {key: profile.get(key) or "" for key in ("name", "country", "language", "debtor")}
    flags = {key: int(bool(profile.get(key))) for key in ("archived", "bookmarked")}
    return {"id": body["id"], **words, **flags, "profile": canonical(profile)}


def _client_added(fact: Fact) -> Iterator[Step]:
    params = _client(fact.body)
    yield Step(
        _CLIENT_ADDED,
        params,
        Conflict(
            "client-exists",
            f"there is a client {params['id']} already",
            remedy="choose another id, or edit that client",
        ),
    )


def _client_changed(fact: Fact) -> Iterator[Step]:
    params = _client(fact.body)
    yield Step(
        _CLIENT_CHANGED,
        params,
        NotFound("client-unknown", f"there is no client {params['id']}", remedy="invoicing client list"),
    )


_RECORD_ADDED = """
    INSERT INTO records (kind, id, archived, body) VALUES (:kind, :id, :archived, :body)
    ON CONFLICT (kind, id) DO NOTHING RETURNING id
"""
_RECORD_CHANGED = """
    UPDATE records SET archived = :archived, body = :body WHERE kind = :kind AND id = :id RETURNING id
"""


def _record(fact: Fact) -> tuple[str, str, dict[str, object]]:
    kind = fact.type.partition("-")[0]
    id_, whole = fact.body["id"], fact.body[kind]
    return kind, id_, {"kind": kind, "id": id_, "archived": int(bool(whole.get("archived"))), "body": canonical(whole)}


def _record_added(fact: Fact) -> Iterator[Step]:
    kind, id_, params = _record(fact)
    exists = Conflict(f"{kind}-exists", f"there is a record {id_} of kind {kind} already", remedy="choose another id")
    yield Step(_RECORD_ADDED, params, exists)


def _record_changed(fact: Fact) -> Iterator[Step]:
    kind, id_, params = _record(fact)
    unknown = NotFound(f"{kind}-unknown", f"there is no record {id_} of kind {kind}", remedy=f"invoicing {kind} list")
    yield Step(_RECORD_CHANGED, params, unknown)


_LETTER = """
    INSERT INTO letters (seq, line, document, part, grade, letter, kind, date, client, language, path, sha256, plan,
        outcome)
    VALUES (:seq, :line, :document, :part, :grade, :letter, :kind, :date, :client, :language, :path, :sha256, :plan,
        :outcome)
"""
_OUTCOME = "UPDATE letters SET outcome = :outcome WHERE seq = :seq RETURNING line"


def _letter_written(fact: Fact) -> Iterator[Step]:
    body = fact.body
    words = {key: body.get(key) or "" for key in ("letter", "kind", "client", "language", "path", "sha256", "plan")}
    shared = {
        "seq": fact.seq,
        "date": body.get("date") or fact.date,
        "outcome": body.get("outcome") or "written",
        **words,
    }
    # A letter about no document (a complaint answered, a termination) still has its row.
    for line, one in enumerate(body.get("documents") or ({"number": ""},), 1):
        own = {"document": one["number"], "part": one.get("part") or 1, "grade": one.get("grade", body.get("grade"))}
        yield Step(_LETTER, {**shared, "line": line, **own})


def _letter_outcome(fact: Fact) -> Iterator[Step]:
    seq = fact.body["seq"]
    yield Step(
        _OUTCOME,
        {"seq": seq, "outcome": fact.body["outcome"]},
        NotFound("letter-unknown", f"event {seq} wrote no letter"),
    )


_KEY = """
    INSERT INTO keys (key, inputs, result, seq) VALUES (:key, :inputs, :result, :seq)
    ON CONFLICT (key) DO NOTHING RETURNING key
"""
_ACT = """
    INSERT INTO acts (seq, type, subject, date, until, who, why, open, body, closed_by, closed_on, outcome)
    VALUES (:seq, :type, :subject, :date, :until, :who, :why, :open, :body, NULL, NULL, '')
"""
_CLOSE = """
    UPDATE acts SET open = 0, closed_by = :seq, closed_on = :date, outcome = :outcome
    WHERE open <> 0 AND type = :type AND subject = :subject RETURNING seq
"""
_CLOSE_ONE = """
    UPDATE acts SET open = 0, closed_by = :seq, closed_on = :date, outcome = :outcome
    WHERE open <> 0 AND type = :type AND subject = :subject AND seq = :act RETURNING seq
"""
# Event type -> the act's type. An act that opens stays open until an event of the same act closes it.
OPENS = {
    "hold-placed": "hold",
    "promise-made": "promise",
    "plan-agreed": "plan",
    "dispute-opened": "dispute",
    "link-made": "link",
    "call-wanted": "call",
    "policy-set": "policy",
    "grade-skipped": "skip",
    "claim-waived": "waiver",
    "termination-declared": "termination",
}
CLOSES = {
    "hold-released": "hold",
    "promise-closed": "promise",
    "plan-closed": "plan",
    "dispute-closed": "dispute",
    "link-closed": "link",
    "call-ended": "call",
    "policy-dropped": "policy",
    "skip-withdrawn": "skip",
    "waiver-withdrawn": "waiver",
    "termination-withdrawn": "termination",
}
NOTES = {
    "log-added": "log",
    "client-assessed": "assessment",
    "nothing-done": "nothing",
    "dispute-noted": "dispute-note",
    "bank-read": "bank",
    "document-accepted": "accepted",
    "document-declined": "declined",
    "provider-said": "provider",
}


def _key_used(fact: Fact) -> Iterator[Step]:
    body = fact.body
    params = {"key": body["key"], "inputs": body["inputs"], "result": canonical(body["result"]), "seq": fact.seq}
    yield Step(_KEY, params, key_reused(body["key"]))


def _provider_said(fact: Fact) -> Iterator[Step]:
    """A fact is kept among the keys, so that it is found at once and no second one of its name can be written."""
    name = fact.body["fact"]
    said = {key: value for key, value in fact.body.items() if key != "numbers"}
    params = {"key": fact_key(name), "inputs": "", "result": canonical(said), "seq": fact.seq}
    yield Step(_KEY, params, Conflict("fact-known", f"the provider's fact {name} is in the book already", where=name))
    yield from _act_added(fact)


def fact_key(name: str) -> str:
    """Give the key of a provider's fact; a key that a user chooses can hold no line break."""
    return f"fact\n{name}"


def key_reused(key: str) -> Conflict:
    """Say that a key was given before, for something else."""
    return Conflict(
        "key-reused", f"the key {key!r} was used before with other inputs", where="--key", remedy="choose a new key"
    )


def _act_added(fact: Fact) -> Iterator[Step]:
    opens = fact.type in OPENS
    yield Step(
        _ACT,
        {
            "seq": fact.seq,
            "type": OPENS[fact.type] if opens else NOTES[fact.type],
            "subject": fact.subject,
            "date": fact.body.get("date") or fact.date,
            "until": fact.body.get("until"),
            "who": fact.who,
            "why": fact.body.get("why") or "",
            "open": int(opens),
            "body": canonical(fact.body),
        },
    )


def _act_closed(fact: Fact) -> Iterator[Step]:
    act, kind = fact.body.get("act"), CLOSES[fact.type]
    params = {"seq": fact.seq, "date": fact.body.get("date") or fact.date, "outcome": fact.body.get("outcome") or ""}
    params |= {"type": kind, "subject": fact.subject}
    missing = NotFound(
        "act-not-open",
        f"{fact.subject} has no open {kind}",
        where=fact.subject,
        remedy=f"invoicing show {fact.subject}",
    )
    if act is None:
        yield Step(_CLOSE, params, missing)
    else:
        yield Step(_CLOSE_ONE, {**params, "act": act}, missing)


HANDLERS: Mapping[str, Callable[[Fact], Iterator[Step]]] = {
    "client-added": _client_added,
    "client-changed": _client_changed,
    **dict.fromkeys(("item-added", "rate-added", "recurring-added"), _record_added),
    **dict.fromkeys(("item-changed", "recurring-changed"), _record_changed),
    "letter-written": _letter_written,
    "letter-outcome": _letter_outcome,
    "key-used": _key_used,
    **dict.fromkeys((*OPENS, *NOTES), _act_added),
    **dict.fromkeys(CLOSES, _act_closed),
    "provider-said": _provider_said,
}
