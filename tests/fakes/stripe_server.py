"""A strict Stripe on the loopback address: an API port, a files port, idempotency keys, and faults on demand.

What it does not like although Stripe might let it pass (random keys on creates, telemetry, links that can be paid
twice, a file sent to the API's port) is an error or is noted in `violations`, which the tests want empty.
"""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

from tests.fakes.stripe_api import CREATES, Api, Missing, route
from tests.fakes.stripe_params import BadParameter, parse_form, parse_multipart
from tests.fakes.stripe_world import World

if TYPE_CHECKING:
    from tests.fakes.stripe_api import Route
    from tests.fakes.stripe_world import Raw

KEY = "rk_test_51FakeFakeFakeFake"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
FaultKind = Literal[
    "401",
    "403",
    "429",
    "500-before",
    "500-after",
    "503",
    "drop-before",
    "drop-after",
    "garbage",
    "slow-before",
    "slow-after",
    "json {}",
    "json []",
    "json null",
    'json "x"',
    'json {"id": 7}',
    'json {"id": "x_1"}',
]
FAULTS: tuple[FaultKind, ...] = (
    "401",
    "403",
    "429",
    "500-before",
    "500-after",
    "503",
    "drop-before",
    "drop-after",
    "garbage",
    "slow-before",
    "slow-after",
)
ODD: tuple[FaultKind, ...] = ("json {}", "json []", "json null", 'json "x"', 'json {"id": 7}', 'json {"id": "x_1"}')
"""answers that are JSON and nothing one could use; the work was done"""


@dataclass
class Fault:
    """Something to go wrong: `times` times, after `skip` matching calls went well."""

    kind: FaultKind
    path: str = "/"
    method: str = ""
    times: int = 1
    skip: int = 0
    delay: float = 1.0

    def strikes(self, method: str, path: str) -> bool:
        """Say whether it strikes at this call, and use it up."""
        if self.times <= 0 or not path.startswith(self.path) or self.method not in {"", method}:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Call:
    """One request as it came in."""

    method: str
    path: str
    where: str
    key: str
    params: Raw = field(default_factory=dict)


Reply = tuple[int, bytes, dict[str, str]]


class FakeStripe:
    """The two servers over one world. Use as a context manager."""

    def __init__(self, world: World | None = None) -> None:
        self.world = world or World()
        self.api = Api(self.world)
        self.violations = self.api.violations
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.key = KEY
        self._saved: dict[str, tuple[str, Reply]] = {}
        self._lock = threading.RLock()
        self._servers = [self._serve(where) for where in ("api", "files")]

    def _serve(self, where: str) -> ThreadingHTTPServer:
        handler = type("Handler", (_Handler,), {"fake": self, "where": where})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return server

    @property
    def api_base(self) -> str:
        """The address for STRIPE_API_BASE."""
        return f"http://127.0.0.1:{self._servers[0].server_port}"

    @property
    def files_base(self) -> str:
        """The address for STRIPE_FILES_BASE."""
        return f"http://127.0.0.1:{self._servers[1].server_port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def take(self, method: str, target: str, where: str, headers: Any, body: bytes) -> Reply | None:
        """Answer one request; None closes the connection without a word."""
        url = urlsplit(target)
        with self._lock:
            fault = next((one for one in self.faults if one.strikes(method, url.path)), None)
            kind = fault.kind if fault else ""
            early = self._before(kind)
            reply = early or (
                None if kind in {"drop-before", "slow-before"} else self._reply(method, url, where, headers, body, kind)
            )
        if fault and kind.startswith("slow"):
            time.sleep(fault.delay)
        if kind in {"drop-before", "drop-after", "slow-before", "slow-after"}:
            return None
        if kind.startswith("json ") and reply:
            return 200, kind.removeprefix("json ").encode(), {}
        if kind == "garbage" and reply:
            return 200, b"<html>gateway</html>", {}
        return reply

    def _before(self, kind: str) -> Reply | None:
        words = {
            "401": (401, "invalid_request_error", "Invalid API Key provided: rk_test_51****Fake"),
            "403": (403, "invalid_request_error", "The provided key does not have the required permissions."),
            "429": (429, "invalid_request_error", "Too many requests"),
            "503": (503, "api_error", "Service unavailable"),
        }
        if kind not in words:
            return None
        status, error, message = words[kind]
        return _error(status, error, message, headers={"Retry-After": "3"} if kind == "429" else {})

    def _reply(self, method: str, url: Any, where: str, headers: Any, body: bytes, kind: str) -> Reply:
        if headers.get("Authorization") != f"Bearer {self.key}":
            return _error(401, "invalid_request_error", "Invalid API Key provided")
        found = route(method, url.path, where)
        if found is None:
            self.violations.append(f"{method} {url.path} on the {where} port")
            return _error(404, "invalid_request_error", f"Unrecognized request URL ({method}: {url.path})")
        key = headers.get("Idempotency-Key", "") if method == "POST" else ""
        self._look_at(found[0], key, headers)
        if found[0][5] in CREATES and (not key or _UUID.search(key) or len(key) > 255):
            return _error(400, "invalid_request_error", "a create needs an idempotency key that is not random")
        try:
            params = _params(method, url, headers, body)
        except BadParameter as error:
            return _error(400, "invalid_request_error", error.message, error.param, error.code)
        self.calls.append(Call(method, url.path, where, key, params))
        return self._once(found, key, f"{method} {url.path} {params!r}", params, kind)

    def _look_at(self, chosen: Route, key: str, headers: Any) -> None:
        if chosen[5] in CREATES and (not key or _UUID.search(key)):
            self.violations.append(f"a random or missing idempotency key on {chosen[5]}")
        if headers.get("X-Stripe-Client-Telemetry") or "telemetry_id" in headers.get("X-Stripe-Client-User-Agent", ""):
            self.violations.append("telemetry was sent")

    def _once(self, found: tuple[Route, tuple[str, ...]], key: str, asked: str, params: Raw, kind: str) -> Reply:
        """Act, or replay what was answered under this key; another request under it is an error."""
        if key in self._saved:
            before, reply = self._saved[key]
            if before != asked:
                message = "Keys for idempotent requests can only be used with the same parameters"
                return _error(400, "idempotency_error", message)
            return reply[0], reply[1], {**reply[2], "Idempotent-Replayed": "true"}
        reply, keep = self._act(found, params, kind)
        if key and keep:
            self._saved[key] = (asked, reply)
        return reply

    def _act(self, found: tuple[Route, tuple[str, ...]], params: Raw, kind: str) -> tuple[Reply, bool]:
        """Give the answer and whether it is stored under the key: results and 500s are, refused input is not."""
        broken = _error(500, "api_error", "An unknown error occurred")
        if kind == "500-before":
            return broken, True
        try:
            answer = self.api.answer(found[0], found[1], params)
        except BadParameter as error:
            return _error(400, "invalid_request_error", error.message, error.param, error.code), False
        except Missing as error:
            return _error(404, "invalid_request_error", f"No such object: {error}", "id", "resource_missing"), False
        good: Reply = (200, json.dumps(answer).encode(), {})
        return (broken if kind == "500-after" else good), True

    def forget_keys(self) -> None:
        """Let a day pass: idempotency keys are kept for 24 hours."""
        self._saved.clear()


def _params(method: str, url: Any, headers: Any, body: bytes) -> Raw:
    if method == "GET":
        return parse_form(url.query)
    content_type = headers.get("Content-Type", "")
    if content_type.startswith("multipart/form-data"):
        return parse_multipart(content_type, body)
    return parse_form(body.decode())


def _error(status: int, kind: str, message: str, param: str = "", code: str = "", headers: Any = None) -> Reply:
    error = {
        "type": kind,
        "message": message,
        **({"param": param} if param else {}),
        **({"code": code} if code else {}),
    }
    return status, json.dumps({"error": error}).encode(), dict(headers or {})


class _Handler(BaseHTTPRequestHandler):
    """Bytes in, bytes out."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: two would wait 40 ms for each other
    fake: FakeStripe
    where: str

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer("GET", b"")

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer("POST", self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _answer(self, method: str, body: bytes) -> None:
        reply = self.fake.take(method, self.path, self.where, self.headers, body)
        if reply is None:
            self.close_connection = True
            return
        status, content, headers = reply
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Request-Id", f"req_{len(self.fake.calls):06d}")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Keep the test output clean."""
