"""Stripe, through its own SDK. The only module that imports `stripe`, and only inside functions (it costs 0.2 s).

Addresses come from STRIPE_API_BASE and STRIPE_FILES_BASE when set: uploads go to the second, never to the first.
Every POST carries an idempotency key of ours; the SDK repeats connection errors, 409 and 5xx twice with the same key;
429 is waited for here. An error leaves as `ProviderFailed`, without the key.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from invoicing.domain.errors import Refused
from invoicing.payments import keys
from invoicing.payments import stripe_objects as objects
from invoicing.payments.currencies import SUPPORTED, to_stripe
from invoicing.payments.evidence import check_texts
from invoicing.payments.provider import Foreign, Offer, ProviderFailed, Staged, Warned
from invoicing.payments.stripe_params import line_of, link_params

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    import stripe

    from invoicing.domain.money import Money
    from invoicing.payments.provider import Arrived, Dispute, Hint, Link, LinkRequest, Refund, RefundReason

if TYPE_CHECKING:
    _Fetch: TypeAlias = Callable[[stripe.StripeClient, Any], Any]

_Value = TypeVar("_Value")

EVENT_TYPES = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_link.updated",
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "radar.early_fraud_warning.created",
)
_SESSION_EXPAND = ["payment_intent.latest_charge.balance_transaction"]
_REFUND_EXPAND = ["payment_intent", "balance_transaction", "failure_balance_transaction"]
_DISPUTE_EXPAND = ["payment_intent"]
_PAGE = 100
_FIND_AMONG = 2000
_LATER = "nothing is lost: run `invoicing stripe sync` later, it finishes what is pending"
_LONGEST_WAIT = 30
_SERVER_FAULT = 500


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take: seconds to connect and to answer, tries after a failure, waits for a rate limit."""

    connect: int
    answer: int
    retries: int
    waits: int

    @property
    def timeout(self) -> tuple[float, float]:
        """What the HTTP library takes."""
        return self.connect, self.answer


PATIENT = Patience(5, 30, retries=2, waits=5)
# For calls that another verb brings along: whoever books a payment does not wait minutes for Stripe.
HURRIED = Patience(2, 6, retries=2, waits=1)


class StripeProvider:
    """One account of Stripe, in test or live mode. See `PaymentProvider` for what each method promises."""

    def __init__(
        self,
        secret: str,
        *,
        api_base: str = "",
        files_base: str = "",
        sleep: Callable[[float], None] | None = None,
        timeout: tuple[float, float] | None = None,
        patience: Patience = PATIENT,
    ) -> None:
        """Prepare the account; nothing is imported or sent before the first call."""
        self._secret = secret
        # When only the first is set, uploads follow it: evidence never goes to the real host from a test.
        self._bases = {"api": api_base.rstrip("/"), "files": (files_base or api_base).rstrip("/")}
        self._sleep = sleep or time.sleep
        self._patience = patience
        self._timeout = timeout or patience.timeout
        self._made: stripe.StripeClient | None = None

    @property
    def live(self) -> bool:
        """Say whether real money moves."""
        return keys.is_live(self._secret)

    def create_link(self, request: LinkRequest) -> Link:
        """Make a link that can be paid once, for exactly the amount asked."""
        params = link_params(request)
        options: Any = {"idempotency_key": keys.link_key(request)}
        raw = self._call(lambda client: client.v1.payment_links.create(params, options))
        return _read(objects.link_of, {**raw, "line_items": {"data": [line_of(params)]}})

    def find_link(self, request: LinkRequest) -> Link | None:
        """Look through the account's newest 2 000 links for one made by an equal request.

        Links cannot be searched by metadata; a lost answer is looked for soon, so the newest are enough.
        """
        wanted = keys.own_metadata(request)
        pages = self._pages(lambda client, params: client.v1.payment_links.list(params), {})
        for raw in islice(pages, _FIND_AMONG):
            metadata = raw.get("metadata") or {}
            if all(metadata.get(key) == value for key, value in wanted.items()):
                return _read(objects.link_of, raw)
        return None

    def link(self, link_id: str) -> Link:
        """Fetch a link as it stands now."""
        raw = self._about(link_id, lambda client: client.v1.payment_links.retrieve(link_id))
        return _read(objects.link_of, raw)

    def deactivate_link(self, link_id: str, message: str, act: str) -> Link:
        """Close a link and leave the payer a message of at most 500 characters."""
        params: Any = {"active": False}
        if message:
            params["inactive_message"] = message[:500]
        options: Any = {"idempotency_key": keys.act_key(keys.TOOL, "close", link_id, act)}
        return _read(
            objects.link_of, self._call(lambda client: client.v1.payment_links.update(link_id, params, options))
        )

    def hints(self, since: int | None) -> tuple[Hint, ...]:
        """List the events we know since an instant, oldest first. Stripe keeps events for 30 days."""
        params: dict[str, Any] = {"types": list(EVENT_TYPES)}
        if since is not None:
            params["created"] = {"gte": since}
        found = [objects.hint_of(raw) for raw in self._pages(lambda client, page: client.v1.events.list(page), params)]
        return tuple(sorted(found, key=lambda hint: (hint.created, hint.id)))

    def look(self, hint: Hint) -> tuple[Arrived, ...]:
        """Fetch what a hint points at; an event of another kind gives nothing."""
        ways: dict[str, Callable[[], tuple[Arrived, ...]]] = {
            "checkout.session.": lambda: (self.session(hint.object_id),),
            "payment_link.": lambda: (self.link(hint.object_id),),
            "charge.refunded": lambda: self.refunds_of(charge=hint.object_id),
            "refund.": lambda: (self._refund(hint.object_id),),
            "charge.dispute.": lambda: (self._dispute(hint.object_id),),
            "radar.early_fraud_warning.": lambda: (self._warning(hint),),
        }
        way = next((way for prefix, way in ways.items() if hint.type.startswith(prefix)), None)
        return way() if way else ()

    def session(self, session_id: str) -> Arrived:
        """Fetch one checkout with its payment and fee."""
        params: Any = {"expand": _SESSION_EXPAND}
        raw = self._about(session_id, lambda client: client.v1.checkout.sessions.retrieve(session_id, params))
        return objects.guarded(objects.paid_of, raw)

    def payments_of(self, link_id: str) -> tuple[Arrived, ...]:
        """List the finished checkouts of a link, each fetched with its payment and fee."""
        params = {"payment_link": link_id, "status": "complete"}
        found = list(self._pages(lambda client, page: client.v1.checkout.sessions.list(page), params))
        own = [raw["id"] for raw in found if objects.id_of(raw.get("payment_link")) in {"", link_id}]
        return tuple(self.session(session_id) for session_id in own)

    def payment(self, payment_intent: str) -> tuple[Arrived, ...]:
        """Find the checkout behind a payment; nothing when the payment came another way."""
        params = {"payment_intent": payment_intent}
        found = list(self._pages(lambda client, page: client.v1.checkout.sessions.list(page), params))
        own = [raw["id"] for raw in found if objects.id_of(raw.get("payment_intent")) == payment_intent]
        return tuple(self.session(session_id) for session_id in own)

    def refund(
        self, payment_intent: str, amount: Money, key: str, reason: RefundReason = "", attempt: int = 1
    ) -> Refund:
        """Send money back to the payer."""
        act = keys.act_key(keys.TOOL, "refund", payment_intent, amount, amount.currency, key, f"a{attempt}")
        params: Any = {
            "payment_intent": payment_intent,
            "amount": to_stripe(amount),
            "metadata": {"tool": keys.TOOL, "act": key},
            "expand": _REFUND_EXPAND,
        }
        if reason:
            params["reason"] = reason
        return _read(
            objects.refund_of, self._call(lambda client: client.v1.refunds.create(params, {"idempotency_key": act}))
        )

    def find_refund(self, payment_intent: str, key: str) -> Refund | None:
        """Look for the refund that an act with this key has made."""
        params = {"payment_intent": payment_intent}
        for raw in self._pages(lambda client, page: client.v1.refunds.list(page), params):
            if (raw.get("metadata") or {}).get("act") == key:
                return _read(objects.refund_of, raw)
        return None

    def refunds_of(self, *, charge: str) -> tuple[Arrived, ...]:
        """List the refunds of a charge."""
        params = {"charge": charge, "expand": [f"data.{name}" for name in _REFUND_EXPAND]}
        pages = self._pages(lambda client, page: client.v1.refunds.list(page), params)
        return tuple(objects.guarded(objects.refund_of, raw) for raw in pages)

    def disputes(self, payment_intent: str = "", since: int | None = None) -> tuple[Arrived, ...]:
        """List disputes, of one payment or all opened since an instant, newest first."""
        params: dict[str, Any] = {"expand": [f"data.{name}" for name in _DISPUTE_EXPAND]}
        if payment_intent:
            params["payment_intent"] = payment_intent
        if since is not None:
            params["created"] = {"gte": since}
        pages = self._pages(lambda client, page: client.v1.disputes.list(page), params)
        return tuple(objects.guarded(objects.dispute_of, raw) for raw in pages)

    def dispute(self, dispute_id: str) -> Dispute:
        """Fetch a dispute as it stands now."""
        return _read(objects.dispute_of, self._dispute_raw(dispute_id))

    def upload_evidence(self, name: str, content: bytes, act: str) -> str:
        """Store one evidence file, at the address for files."""
        stream = BytesIO(content)
        stream.name = name
        params: Any = {"purpose": "dispute_evidence", "file": stream}
        digest = sha256(content).hexdigest()
        options: Any = {"idempotency_key": keys.act_key(keys.TOOL, "file", digest, act)}

        def send(client: stripe.StripeClient) -> stripe.File:
            stream.seek(0)
            return client.v1.files.create(params, dict(options))  # type: ignore[arg-type]  # it writes into the options

        return str(self._call(send)["id"])

    def stage_evidence(self, dispute_id: str, evidence: Mapping[str, object], act: str) -> Staged:
        """Put evidence on a dispute, not yet handed to the bank."""
        check_texts(evidence)
        params: Any = {"evidence": dict(evidence), "submit": False, "expand": _DISPUTE_EXPAND}
        digest = sha256(repr(sorted(evidence.items())).encode()).hexdigest()[:16]
        return Staged(self._answer(dispute_id, params, f"stage:{digest}", act), submitted=False)

    def submit_evidence(self, dispute_id: str, act: str) -> Staged:
        """Hand what is staged to the bank. There is no second time."""
        params: Any = {"submit": True, "expand": _DISPUTE_EXPAND}
        return Staged(self._answer(dispute_id, params, "submit", act), submitted=True)

    def accept_loss(self, dispute_id: str, act: str) -> Dispute:
        """Give a dispute up as lost. There is no way back."""
        options: Any = {"idempotency_key": keys.act_key(keys.TOOL, "accept-loss", dispute_id, act)}
        params: Any = {"expand": _DISPUTE_EXPAND}
        return _read(
            objects.dispute_of, self._call(lambda client: client.v1.disputes.close(dispute_id, params, options))
        )

    def _answer(self, dispute_id: str, params: Any, what: str, act: str) -> Dispute:  # noqa: ANN401
        options: Any = {"idempotency_key": keys.act_key(keys.TOOL, what, dispute_id, act)}
        return _read(
            objects.dispute_of, self._call(lambda client: client.v1.disputes.update(dispute_id, params, options))
        )

    def _dispute_raw(self, dispute_id: str) -> dict[str, Any]:
        params: Any = {"expand": _DISPUTE_EXPAND}
        return self._about(dispute_id, lambda client: client.v1.disputes.retrieve(dispute_id, params))

    def _dispute(self, dispute_id: str) -> Arrived:
        return objects.guarded(objects.dispute_of, self._dispute_raw(dispute_id))

    def _refund(self, refund_id: str) -> Arrived:
        params: Any = {"expand": _REFUND_EXPAND}
        raw = self._about(refund_id, lambda client: client.v1.refunds.retrieve(refund_id, params))
        return objects.guarded(objects.refund_of, raw)

    def _warning(self, hint: Hint) -> Arrived:
        """Read a fraud warning by the charge it names, which carries our metadata."""
        if not hint.charge:
            return Foreign(hint.object_id, "warning", "it names no charge")
        raw = self._call(lambda client: client.v1.charges.retrieve(hint.charge))
        settled = bool(raw.get("refunded")) or bool(raw.get("disputed"))
        return Warned(hint.object_id, hint.charge, not settled, keys.reference_of(raw.get("metadata")))

    def _pages(self, fetch: _Fetch, params: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Walk a list page by page, each page waiting out its own rate limit."""
        asked = {**params, "limit": _PAGE}
        while True:
            page = self._call(partial(_swap, fetch, asked))
            rows = page.get("data")
            if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
                raise ProviderFailed("stripe-down", "Stripe answered with no list", remedy=_LATER)
            yield from rows
            if not page.get("has_more") or not rows:
                return
            asked = {**asked, "starting_after": rows[-1]["id"]}

    def _about(self, name: str, act: Callable[[stripe.StripeClient], Any]) -> dict[str, Any]:
        """Make one call about a known object; an answer about another one is no answer."""
        raw = self._call(act)
        if raw.get("id") != name:
            raise ProviderFailed("stripe-down", f"Stripe answered with something else than {name}", remedy=_LATER)
        return raw

    def _call(self, act: Callable[[stripe.StripeClient], Any]) -> dict[str, Any]:
        """Make one call, wait when told to, and give the answer as plain values."""
        import stripe as sdk

        waits = 0
        while True:
            try:
                return _plain(act(self._client()))
            except sdk.RateLimitError as error:
                if waits >= self._patience.waits:
                    raise self._failure(error) from None
                self._sleep(_wait(error.headers, waits))
                waits += 1
            except sdk.StripeError as error:
                raise self._failure(error) from None

    def _client(self) -> stripe.StripeClient:
        """Make the client at the first call, with telemetry off before anything is sent."""
        if self._made is None:
            import stripe as sdk

            sdk.enable_telemetry = False
            bases: Any = {name: base for name, base in self._bases.items() if base}
            self._made = sdk.StripeClient(
                self._secret,
                base_addresses=bases,
                max_network_retries=self._patience.retries,
                http_client=sdk.RequestsClient(timeout=self._timeout),
            )
        return self._made

    def _failure(self, error: stripe.StripeError) -> ProviderFailed:
        return failure_of(error, self._secret)


def _plain(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever came back
    """Give an object of the SDK as plain values; what is no object with an id, and no list, is no answer."""
    raw = answer.to_dict() if hasattr(answer, "to_dict") else None
    if not isinstance(raw, dict) or not (isinstance(raw.get("id"), str) or isinstance(raw.get("data"), list)):
        text = "Stripe answered with nothing readable"
        raise ProviderFailed("stripe-down", text, remedy=_LATER)
    return raw


def _read(read: Callable[[Mapping[str, Any]], _Value], raw: Mapping[str, Any]) -> _Value:
    """Read what a call gave; an answer in another shape is like none: whether something was done is not known."""
    try:
        return read(raw)
    except (Refused, KeyError, TypeError, ValueError, AttributeError) as error:
        text = f"Stripe answered with nothing readable ({type(error).__name__})"
        raise ProviderFailed("stripe-down", text, remedy=_LATER) from None


def _swap(fetch: _Fetch, params: dict[str, Any], client: stripe.StripeClient) -> object:
    return fetch(client, params)


def _wait(headers: Mapping[str, str] | None, waits: int) -> float:
    """Say how many seconds to wait: what Retry-After asks, else 1, 2, 4 …, never more than 30."""
    told = next((value for key, value in (headers or {}).items() if key.lower() == "retry-after"), "")
    return min(int(told) if told.isdigit() else 2**waits, _LONGEST_WAIT)


def failure_of(error: stripe.StripeError, secret: str) -> ProviderFailed:
    """Say in our words what an error of the SDK means, what to do, and whether anything may have been done."""
    code, remedy, certain = _classify(error)
    request_id = error.request_id or ""
    text = keys.mask((error.user_message or "Stripe gave no reason").split("\n")[0], secret)
    if code == "stripe-timeout":
        text = "Stripe did not answer in time or the answer was lost; whether it acted is not known"
    elif code == "stripe-down":
        answer = f"with {error.http_status}" if (error.http_status or 0) >= _SERVER_FAULT else "with nothing readable"
        text = f"Stripe could not be reached, or answered {answer}"
    message = f"{text} (request {request_id})" if request_id else text
    spent = (error.http_status or 0) >= _SERVER_FAULT or type(error).__name__ == "IdempotencyError"
    return ProviderFailed(code, message, remedy=remedy, certain=certain, spent=spent, request_id=request_id)


def _classify(error: stripe.StripeError) -> tuple[str, str, bool]:
    """Give the code, the remedy, and whether it is certain that nothing was done."""
    import stripe as sdk

    later = _LATER
    permissions = "give the restricted key: " + "; ".join(keys.PERMISSIONS)
    refused = "read Stripe's reason and mend the document, the amount or the setting"
    table: tuple[tuple[type[BaseException], str, str, bool], ...] = (
        (sdk.AuthenticationError, "stripe-auth", f"check {keys.SECRET_VARIABLE}: wrong, expired or revoked", True),
        (sdk.PermissionError, "stripe-permission", permissions, True),
        (sdk.RateLimitError, "stripe-rate", later, False),
        (sdk.APIConnectionError, "stripe-timeout" if _reply_lost(error) else "stripe-down", later, False),
        (sdk.IdempotencyError, "stripe-refused", later, False),
        (sdk.InvalidRequestError, "stripe-refused", refused, True),
        (sdk.CardError, "stripe-refused", refused, True),
    )
    for kind, code, remedy, certain in table:
        if isinstance(error, kind):
            return code, remedy, certain
    return "stripe-down", later, False


def _reply_lost(error: BaseException) -> bool:
    """Say whether the request may have reached Stripe: a time-out or a broken connection, not a refused one."""
    text = str(error)
    never_sent = ("Connection refused", "NameResolutionError", "NewConnectionError", "SSLError")
    return not any(word in text for word in never_sent)


def connect(
    environ: Mapping[str, str] = os.environ, *, live: bool = False, allowed: bool = False, hurried: bool = False
) -> StripeProvider:
    """Open the account whose key the environment or the keyring holds (see `keys.read_secret` for refusals)."""
    return StripeProvider(
        keys.read_secret(environ, live=live, allowed=allowed),
        api_base=environ.get("STRIPE_API_BASE", ""),
        files_base=environ.get("STRIPE_FILES_BASE", ""),
        patience=HURRIED if hurried else PATIENT,
    )


PROVIDER = Offer(key="stripe", online=True, currencies=SUPPORTED, connect=connect)
