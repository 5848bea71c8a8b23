"""The envelope, the body and their hashes."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from invoicing.domain.errors import Conflict, Refused
from invoicing.ledger.events import (
    EVENT_TYPES,
    GENESIS,
    Envelope,
    Event,
    body_text,
    canonical,
    digest,
    known,
    read_body,
)
from invoicing.ledger.tables import HANDLERS


def test_canonical_json_sorts_keys_drops_blanks_and_keeps_letters() -> None:
    """RFC 8785 in spirit: one value has one text."""
    assert canonical({"b": [1, None, True], "a": "è"}) == '{"a":"è","b":[1,null,true]}'


def test_the_hash_of_an_event_is_that_of_its_envelope() -> None:
    """Worked out beside the code: SHA-256 of the envelope as sorted JSON, the body only by its salted digest."""
    sealed = hashlib.sha256(b"salt" + '{"words":"è"}'.encode()).hexdigest()
    assert digest("salt", '{"words":"è"}') == sealed
    text = (
        f'{{"date":"2026-03-01","digest":"{sealed}","previous":"{GENESIS}","seq":1,'
        '"subject":"acme","type":"log-added","who":"anna"}'
    )
    envelope = Envelope(1, "log-added", "2026-03-01", "acme", "anna", sealed, GENESIS)
    assert envelope.hash == hashlib.sha256(text.encode()).hexdigest()


def test_an_event_speaks_through_its_envelope_and_a_redacted_one_has_an_empty_body() -> None:
    """The caller needs no second look-up for what the envelope says."""
    event = Event(Envelope(3, "log-added", "2026-03-01", "acme", "anna", "d", "p"), "h", "s", '{"words":"x"}')
    assert (event.seq, event.type, event.date) == (3, "log-added", "2026-03-01")
    assert (event.subject, event.who) == ("acme", "anna")
    assert (event.redacted, event.body) == (False, {"words": "x"})
    gone = Event(event.envelope, "h", None, None)
    assert (gone.redacted, gone.body) == (True, {})


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        ({"id": "acme"}, ValueError, "client-added lacks profile"),
        ({"id": "acme", "profile": {"rate": float("nan")}}, ValueError, "not JSON compliant"),
        ({"id": "acme", "profile": {"when": object()}}, TypeError, "not JSON serializable"),
        ({"id": "acme", "profile": {"name": "a\0b"}}, Refused, "a text holds a NUL or half a character"),
        ({"id": "acme", "profile": {"name": "a\ud800"}}, Refused, "a text holds a NUL or half a character"),
    ],
)
def test_a_body_that_cannot_be_kept_is_not_written(body: dict[str, Any], error: type[Exception], words: str) -> None:
    """A key of the type that is missing, a value JSON has no word for, a character PostgreSQL does not store."""
    with pytest.raises(error, match=words):
        body_text("client-added", body)


def test_a_backslash_before_u0000_is_an_ordinary_text() -> None:
    """Only the character NUL is refused, not the six letters that JSON writes for it."""
    assert body_text("client-added", {"id": "a", "profile": {"name": "\\u0000"}})


def test_a_float_in_a_body_is_our_own_mistake() -> None:
    """Amounts are texts: a float would not come back as it went in."""
    with pytest.raises(TypeError, match="an event body holds no float"):
        read_body('{"amount":0.1}')


def test_a_body_is_an_object() -> None:
    """A list or a number is no body."""
    with pytest.raises(ValueError, match="an event body is a JSON object"):
        read_body("[1]")


def test_an_event_type_of_a_later_version_is_a_conflict() -> None:
    """Brief: an unknown type is a conflict with a remedy, never a crash."""
    with pytest.raises(Conflict) as refused:
        known("tea-made")
    assert (refused.value.code, refused.value.remedy) == ("event-unknown", "update: pipx upgrade invoicing")


def test_every_event_type_says_what_it_means_and_all_but_the_redaction_change_a_table() -> None:
    """The list is closed: a type without a handler would be recorded and never seen again."""
    assert set(EVENT_TYPES) - set(HANDLERS) == {"body-redacted"}
    assert all(shape.says for shape in EVENT_TYPES.values())
