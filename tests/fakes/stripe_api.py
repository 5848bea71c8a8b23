"""Stripe's endpoints over a `World`: routing, expansion, lists. No HTTP here."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.fakes import stripe_rules as rules
from tests.fakes.stripe_params import BadParameter, checked

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.stripe_world import Raw, World

# (method, path, where it is served, parameter module, parameter class, handler)
Route = tuple[str, str, str, str, str, str]
ROUTES: tuple[Route, ...] = (
    ("POST", r"/v1/payment_links", "api", "_payment_link_create_params", "PaymentLinkCreateParams", "create_link"),
    ("GET", r"/v1/payment_links", "api", "_payment_link_list_params", "PaymentLinkListParams", "list_links"),
    (
        "POST",
        r"/v1/payment_links/(\w+)",
        "api",
        "_payment_link_update_params",
        "PaymentLinkUpdateParams",
        "update_link",
    ),
    (
        "GET",
        r"/v1/payment_links/(\w+)",
        "api",
        "_payment_link_retrieve_params",
        "PaymentLinkRetrieveParams",
        "retrieve",
    ),
    ("GET", r"/v1/checkout/sessions", "api", "checkout._session_list_params", "SessionListParams", "list_sessions"),
    (
        "GET",
        r"/v1/checkout/sessions/(\w+)",
        "api",
        "checkout._session_retrieve_params",
        "SessionRetrieveParams",
        "retrieve",
    ),
    (
        "GET",
        r"/v1/payment_intents/(\w+)",
        "api",
        "_payment_intent_retrieve_params",
        "PaymentIntentRetrieveParams",
        "retrieve",
    ),
    ("GET", r"/v1/charges/(\w+)", "api", "_charge_retrieve_params", "ChargeRetrieveParams", "retrieve"),
    ("POST", r"/v1/refunds", "api", "_refund_create_params", "RefundCreateParams", "create_refund"),
    ("GET", r"/v1/refunds", "api", "_refund_list_params", "RefundListParams", "list_refunds"),
    ("GET", r"/v1/refunds/(\w+)", "api", "_refund_retrieve_params", "RefundRetrieveParams", "retrieve"),
    ("GET", r"/v1/disputes", "api", "_dispute_list_params", "DisputeListParams", "list_disputes"),
    ("GET", r"/v1/disputes/(\w+)", "api", "_dispute_retrieve_params", "DisputeRetrieveParams", "retrieve"),
    ("POST", r"/v1/disputes/(\w+)", "api", "_dispute_update_params", "DisputeUpdateParams", "update_dispute"),
    ("POST", r"/v1/disputes/(\w+)/close", "api", "_dispute_close_params", "DisputeCloseParams", "close_dispute"),
    ("GET", r"/v1/events", "api", "_event_list_params", "EventListParams", "list_events"),
    ("POST", r"/v1/files", "files", "_file_create_params", "FileCreateParams", "create_file"),
)
EXPANDABLE = {
    "checkout.session": {"payment_intent", "payment_link"},
    "payment_intent": {"latest_charge"},
    "charge": {"balance_transaction", "payment_intent"},
    "refund": {"payment_intent", "charge", "balance_transaction", "failure_balance_transaction"},
    "dispute": {"payment_intent", "charge"},
}
CREATES = frozenset({"create_link", "create_refund", "create_file"})


class Missing(Exception):
    """There is no such object: 404."""


def route(method: str, path: str, where: str) -> tuple[Route, tuple[str, ...]] | None:
    """Find the route of a call; a file sent to the API's address, or the other way, finds none."""
    for one in ROUTES:
        match = re.fullmatch(one[1], path)
        if match and one[0] == method and one[2] == where:
            return one, match.groups()
    return None


class Api:
    """The endpoints, each a method that takes ids and checked parameters and gives an object."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.violations: list[str] = []

    def answer(self, chosen: Route, ids: tuple[str, ...], params: Raw) -> Raw:
        """Check the parameters by the SDK's definitions and act."""
        good = checked(params, chosen[3], chosen[4])
        expand = good.pop("expand", [])
        handler: Callable[..., Raw] = getattr(self, chosen[5])
        return self._shown(handler(*ids, **good), expand)

    def retrieve(self, thing_id: str) -> Raw:
        """Give an object by its id."""
        if thing_id not in self.world.objects:
            raise Missing(thing_id)
        return self.world.objects[thing_id]

    def create_link(self, **params: Any) -> Raw:
        """Make a link; one that can be paid twice is allowed by Stripe, but never meant here."""
        price = rules.check_link(params)
        limit = params.get("restrictions", {}).get("completed_sessions", {}).get("limit")
        if limit != 1:
            self.violations.append("a payment link that can be paid more than once")
        kept = {key: deepcopy(params.get(key)) for key in ("restrictions", "after_completion", "inactive_message")}
        link = self.world.make(
            "plink",
            "payment_link",
            active=True,
            metadata=params.get("metadata", {}),
            currency=price["currency"],
            _price=price,
            _intent=params.get("payment_intent_data"),
            **kept,
        )
        link["url"] = f"https://buy.stripe.com/test_{link['id']}"
        return link

    def update_link(self, link_id: str, **params: Any) -> Raw:
        """Change a link; of it only what a closed link needs is offered."""
        link = self.retrieve(link_id)
        rules.check_metadata(params.get("metadata"))
        changed = "active" in params and params["active"] != link["active"]
        link.update({key: value for key, value in params.items() if key in {"active", "inactive_message", "metadata"}})
        if changed:
            self.world.tell("payment_link.updated", link)
        return link

    def create_refund(self, **params: Any) -> Raw:
        """Send money back."""
        intent, amount = rules.check_refund(self.world, params)
        return self.world.refund(intent, amount, metadata=params.get("metadata"), reason=params.get("reason"))

    def create_file(self, **params: Any) -> Raw:
        """Store an upload."""
        rules.check_file(params)
        return self.world.make(
            "file", "file", purpose=params["purpose"], size=len(params["file"]), _bytes=params["file"]
        )

    def update_dispute(self, dispute_id: str, *, evidence: Raw | None = None, submit: bool = True, **_: Any) -> Raw:
        """Stage or submit evidence; without `submit` it is submitted, as at Stripe."""
        dispute = self.retrieve(dispute_id)
        rules.check_evidence(self.world, dispute, {**dispute["evidence"], **(evidence or {})})
        dispute["evidence"].update(evidence or {})
        details = dispute["evidence_details"]
        details["has_evidence"] = bool(dispute["evidence"])
        if submit:
            details["submission_count"] += 1
            self.world.dispute_turns(dispute, dispute["status"].replace("needs_response", "under_review"))
        return dispute

    def close_dispute(self, dispute_id: str) -> Raw:
        """Accept a dispute as lost."""
        dispute = self.retrieve(dispute_id)
        if not dispute["status"].endswith("needs_response"):
            raise BadParameter("dispute", "This dispute is already closed", "dispute_closed")
        state = "warning_closed" if dispute["status"].startswith("warning_") else "lost"
        return self.world.dispute_turns(dispute, state)

    def list_links(self, **params: Any) -> Raw:
        """List links, by `active`."""
        return self._listed("payment_link", "/v1/payment_links", params, ("active",))

    def list_sessions(self, **params: Any) -> Raw:
        """List checkouts, by link, payment or state."""
        return self._listed(
            "checkout.session", "/v1/checkout/sessions", params, ("payment_link", "payment_intent", "status")
        )

    def list_refunds(self, **params: Any) -> Raw:
        """List refunds, by charge or payment."""
        return self._listed("refund", "/v1/refunds", params, ("charge", "payment_intent"))

    def list_disputes(self, **params: Any) -> Raw:
        """List disputes, by charge or payment."""
        return self._listed("dispute", "/v1/disputes", params, ("charge", "payment_intent"))

    def list_events(self, *, types: list[str] | None = None, **params: Any) -> Raw:
        """List events, by at most 20 types."""
        if types is not None and len(types) > 20:
            raise BadParameter("types", "at most 20 types")
        return self._listed("event", "/v1/events", params, (), lambda one: types is None or one["type"] in types)

    def _listed(
        self, kind: str, url: str, params: Raw, fields: tuple[str, ...], fits: Callable[[Raw], bool] = lambda _: True
    ) -> Raw:
        limit = params.get("limit", 10)
        if not 1 <= limit <= 100:
            raise BadParameter("limit", "limit is between 1 and 100", "parameter_invalid_integer")
        found = [one for one in self.world.of_kind(kind) if fits(one) and _matches(one, params, fields)]
        after = params.get("starting_after")
        if after is not None:
            places = [number for number, one in enumerate(found) if one["id"] == after]
            if not places:
                raise BadParameter("starting_after", f"No such object: {after}", "resource_missing")
            found = found[places[0] + 1 :]
        return {"object": "list", "url": url, "has_more": len(found) > limit, "data": found[:limit]}

    def _shown(self, thing: Raw, expand: list[str]) -> Raw:
        """Give an object as the outside sees it, with what was asked for expanded."""
        if thing.get("object") == "list":
            inner = [path.removeprefix("data.") for path in expand]
            if any(not path.startswith("data.") for path in expand):
                raise BadParameter("expand", "Lists are expanded below data")
            return {**thing, "data": [self._shown(one, inner) for one in thing["data"]]}
        shown = {key: deepcopy(value) for key, value in thing.items() if not key.startswith("_")}
        for path in expand:
            self._expand(shown, path, depth=path.count(".") + 1)
        return shown

    def _expand(self, shown: Raw, path: str, *, depth: int) -> None:
        name, _, rest = path.partition(".")
        if depth > 4 or name not in EXPANDABLE.get(shown["object"], set()):
            raise BadParameter("expand", f"This property cannot be expanded ({name}).")
        value = shown.get(name)
        if isinstance(value, str):
            shown[name] = value = self._shown(self.world.objects[value], [])
        if rest and isinstance(value, dict):
            self._expand(value, rest, depth=depth)


def _matches(one: Raw, params: Raw, fields: tuple[str, ...]) -> bool:
    created = params.get("created")
    if isinstance(created, int) and one["created"] != created:
        return False
    if isinstance(created, dict):
        tests = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}
        if not all(tests[name](one["created"], bound) for name, bound in created.items()):
            return False
    return all(one.get(name) == params[name] for name in fields if name in params)
