"""Signatures over raw bytes, and the listener. Scheme: docs.stripe.com/webhooks#verify-manually."""

from __future__ import annotations

import http.client
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import NotFound, Refused
from invoicing.payments.webhook import LARGEST_BODY, listener, signature, verified_event

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "whsec_first"  # noqa: S105  # of a test
BODY = b'{"id": "evt_1",  "object": "event"}'
NOW = 1_795_000_000


def _header(body: bytes = BODY, secret: str = SECRET, stamp: int = NOW) -> str:
    return f"t={stamp},v1={signature(body, secret, stamp)},v0=ignored"


def test_our_signature_is_the_sdks() -> None:
    """`WebhookSignature` of the SDK signs and verifies the same bytes."""
    from stripe import WebhookSignature

    made = WebhookSignature.generate_signature_header(BODY.decode(), SECRET, NOW)
    assert verified_event(BODY, made, SECRET, NOW) == {"id": "evt_1", "object": "event"}
    assert WebhookSignature.verify_header(BODY.decode(), _header(), SECRET, tolerance=None)


@pytest.mark.parametrize("age", [0, 1, 300, -5])
def test_an_event_of_the_last_300_seconds_is_taken(age: int) -> None:
    """Five seconds into the future are two honest clocks."""
    assert verified_event(BODY, _header(), SECRET, NOW + age)["id"] == "evt_1"


@pytest.mark.parametrize(
    ("age", "code"), [(301, "event-too-old"), (-6, "event-from-future"), (-86_400, "event-from-future")]
)
def test_old_and_future_timestamps_are_refused(age: int, code: str) -> None:
    """The SDK lets the future pass; a replay prepared for later must not."""
    with pytest.raises(Refused) as caught:
        verified_event(BODY, _header(), SECRET, NOW + age)
    assert caught.value.code == code
    assert "clock" in caught.value.remedy


def test_several_signatures_and_several_secrets_are_tried() -> None:
    """While a secret is rotated Stripe signs with both; each endpoint has its own."""
    good = signature(BODY, SECRET, NOW)
    assert verified_event(BODY, f"t={NOW},v1={'0' * 64},v1={good}", SECRET, NOW)
    assert verified_event(BODY, _header(), ["whsec_other", SECRET], NOW)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=,v1=abc",
        f"t={NOW}",
        f"v1={signature(BODY, SECRET, NOW)}",
        f"t={NOW},t={NOW},v1={signature(BODY, SECRET, NOW)}",
        f"t=²,v1={signature(BODY, SECRET, NOW)}",
        f"t={NOW},v0={signature(BODY, SECRET, NOW)}",
        f"t={NOW},v1=é",
        f"t={NOW + 1},v1={signature(BODY, SECRET, NOW)}",
    ],
)
def test_a_missing_or_broken_header_is_refused(header: str) -> None:
    """Never an exception of another kind, whatever is sent."""
    with pytest.raises(Refused) as caught:
        verified_event(BODY, header, SECRET, NOW)
    assert caught.value.code == "bad-signature"


@given(st.binary(max_size=60), st.integers(0, 500))
def test_no_other_bytes_pass(other: bytes, place: int) -> None:
    """One changed byte, or the same JSON written anew, is another body."""
    place %= len(BODY)
    changed = BODY[:place] + other + BODY[place + 1 :]
    if changed != BODY:
        with pytest.raises(Refused):
            verified_event(changed, _header(), SECRET, NOW)
    with pytest.raises(Refused):
        verified_event(b'{"id":"evt_1","object":"event"}', _header(), SECRET, NOW)


@pytest.mark.parametrize("body", [b"no json", b"[]", b"{}", b'{"id": 5}', b"\xff"])
def test_a_signed_body_that_is_no_event_is_refused(body: bytes) -> None:
    """Signed or not, it must be an event."""
    with pytest.raises(Refused) as caught:
        verified_event(body, _header(body), SECRET, NOW)
    assert caught.value.code == "bad-event"


@pytest.mark.parametrize("secret", ["", "  ", []])
def test_without_a_secret_nothing_passes(secret: str | list[str]) -> None:
    """An empty secret would make every signature forgeable."""
    with pytest.raises(Refused) as caught:
        verified_event(BODY, _header(secret=""), secret, NOW)
    assert caught.value.code == "stripe-no-webhook-secret"


@pytest.fixture
def port(taken: list[bytes]) -> Iterator[int]:
    """Run a listener whose receiver refuses what is signed `bad` and fails on `down`."""

    def receive(raw: bytes, header: str) -> None:
        if header == "bad":
            raise Refused.one("bad-signature", "no")
        if header == "down":
            raise NotFound("gone", "the book is away")
        taken.append(raw)

    server = listener(receive)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def taken() -> list[bytes]:
    """Collect the bodies that were taken."""
    return []


@pytest.mark.parametrize(
    ("path", "header", "code"),
    [
        ("/stripe", "good", 200),
        ("/stripe?x=1", "good", 200),
        ("/stripe", "bad", 400),
        ("/stripe", "down", 500),
        ("/", "good", 404),
    ],
)
def test_the_listener_answers_so_that_stripe_sends_again_what_must_come_again(
    port: int, taken: list[bytes], path: str, header: str, code: int
) -> None:
    """2xx ends the delivery, 4xx and 5xx are sent again; the bytes arrive untouched."""
    assert _post(port, path, BODY, header) == code
    assert taken == ([BODY] if code == 200 else [])


def test_the_listener_takes_no_endless_body(port: int, taken: list[bytes]) -> None:
    """Without a length, or with an absurd one, nothing is read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.putrequest("POST", "/stripe")
    connection.putheader("Content-Length", str(LARGEST_BODY + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.putrequest("POST", "/stripe")
    connection.endheaders()
    assert connection.getresponse().status == 411
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/stripe")
    assert connection.getresponse().status == 501
    assert taken == []


def _post(port: int, path: str, body: bytes, header: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("POST", path, body, {"Stripe-Signature": header})
    return connection.getresponse().status
