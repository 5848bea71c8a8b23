"""Receiving events by HTTP: the signature over the bytes as they came, and a small listener on the loopback address.

Scheme: header ``Stripe-Signature: t=SECONDS,v1=HEX[,v1=HEX…]``, HMAC-SHA256 of ``t.body`` under the endpoint's secret
(docs.stripe.com/webhooks#verify-manually). Done with the standard library: the SDK would cost 0.2 s for it, and it
lets timestamps from the future pass.
"""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

from invoicing.domain.errors import InvoicingError, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TOLERANCE = 300
# Two clocks that are both right differ by seconds, never by more.
SKEW = 5
LARGEST_BODY = 1_000_000
HEADER = "Stripe-Signature"


def verified_event(raw: bytes, header: str, secret: str | Sequence[str], now: int) -> dict[str, Any]:
    """Check that Stripe signed these bytes within the last 300 seconds, and give the event.

    `now` is epoch seconds; `secret` may be several, one per endpoint. Refused with ``bad-signature``,
    ``event-too-old``, ``event-from-future``, ``stripe-no-webhook-secret`` or ``bad-event``.
    """
    secrets = [one.strip() for one in ([secret] if isinstance(secret, str) else secret) if one.strip()]
    if not secrets:
        remedy = "set STRIPE_WEBHOOK_SECRET to the endpoint's secret"
        raise Refused.one("stripe-no-webhook-secret", "there is no webhook secret", remedy=remedy, example="whsec_…")
    stamp, given = _parts(header)
    # Every signature is compared with every secret, so that the time taken tells nothing.
    good = [hmac.compare_digest(signature(raw, one, stamp), other) for one in secrets for other in given]
    if not any(good):
        raise Refused.one("bad-signature", "the event was not signed with this endpoint's secret", rule=HEADER)
    _check_age(stamp, now)
    return _event(raw)


def signature(raw: bytes, secret: str, stamp: int) -> str:
    """Sign a body the way Stripe does: HMAC-SHA256 of the timestamp, a point, and the bytes, in hex."""
    return hmac.new(secret.encode(), str(stamp).encode() + b"." + raw, sha256).hexdigest()


def _parts(header: str) -> tuple[int, list[str]]:
    """Read the timestamp and every v1 signature; other schemes are ignored."""
    pairs = [piece.strip().partition("=") for piece in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    given = [value for name, _, value in pairs if name == "v1" and value.isascii()]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit()) or not given:
        raise Refused.one("bad-signature", f"the header {HEADER} is missing or broken", rule=HEADER)
    return int(stamps[0]), given


def _check_age(stamp: int, now: int) -> None:
    if now - stamp > TOLERANCE:
        raise Refused.one(
            "event-too-old",
            f"the event was signed {now - stamp} seconds ago",
            rule=f"at most {TOLERANCE} seconds",
            remedy="check this machine's clock; `invoicing stripe sync` finds what was missed",
        )
    if stamp - now > SKEW:
        raise Refused.one(
            "event-from-future",
            f"the event was signed {stamp - now} seconds from now",
            remedy="check this machine's clock; `invoicing stripe sync` finds what was missed",
        )


def _event(raw: bytes) -> dict[str, Any]:
    try:
        event = json.loads(raw)
    except ValueError:
        event = None
    if not isinstance(event, dict) or not isinstance(event.get("id"), str):
        raise Refused.one("bad-event", "the body is not an event of Stripe", rule="docs.stripe.com/api/events/object")
    return event


class _Handler(BaseHTTPRequestHandler):
    """Hand each POST to the receiver: 200 when it took it, 400 when it refused it, 500 to be sent again."""

    receive: ClassVar[Callable[[bytes, str], None]]
    path_taken: ClassVar[str]
    timeout = 10
    server_version = "invoicing"
    sys_version = ""

    def do_POST(self) -> None:
        """Take one event."""
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        if self.path.partition("?")[0] != self.path_taken:
            self._answer(404)
        elif not length.isdigit():
            self._answer(411)
        elif int(length) > LARGEST_BODY:
            self._answer(413)
        else:
            self._answer(self._take(self.rfile.read(int(length))))

    def _take(self, raw: bytes) -> int:
        try:
            type(self).receive(raw, self.headers.get(HEADER, ""))
        except Refused:
            return 400
        except InvoicingError:
            return 500
        return 200

    def _answer(self, code: int) -> None:
        self.send_response(code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Write nothing: a body may hold what must not stand in a log."""


def listener(
    receive: Callable[[bytes, str], None], *, host: str = "127.0.0.1", port: int = 0, path: str = "/stripe"
) -> ThreadingHTTPServer:
    """Make a listener that gives each body and its signature header to `receive`; the caller runs and closes it.

    `receive` raises `Refused` for what is not to be sent again, any other error of ours for what is. Port 0 takes a
    free one (see `server_port`). Loopback by default: a proxy in front brings TLS.
    """
    handler = type("Handler", (_Handler,), {"receive": staticmethod(receive), "path_taken": path})
    return ThreadingHTTPServer((host, port), handler)
