"""The fake refuses what Stripe refuses: else the other tests of this room would prove nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
import stripe

from tests.fakes.stripe_params import BadParameter, checked, parse_form

if TYPE_CHECKING:
    from tests.fakes.stripe_server import FakeStripe

LINE: Any = {"price_data": {"currency": "eur", "unit_amount": 5000, "product_data": {"name": "x"}}, "quantity": 1}
ONCE = {"completed_sessions": {"limit": 1}}


@pytest.fixture
def client(fake: FakeStripe) -> stripe.StripeClient:
    """The bare SDK, as somebody else would use it."""
    bases: Any = {"api": fake.api_base, "files": fake.files_base}
    return stripe.StripeClient(fake.key, base_addresses=bases)


@pytest.mark.parametrize(
    ("params", "param"),
    [
        ({"line_items": [LINE], "restriction": ONCE}, "restriction"),
        (
            {"line_items": [LINE], "restrictions": {"completed_session": {"limit": 1}}},
            "restrictions[completed_session]",
        ),
        ({"line_items": [{**LINE, "quantity": "one"}]}, "line_items[0][quantity]"),
        ({"line_items": [{**LINE, "qty": 1}]}, "line_items[0][qty]"),
        (
            {"line_items": [LINE], "payment_intent_data": {"statement_suffix": "x"}},
            "payment_intent_data[statement_suffix]",
        ),
        ({"line_items": [LINE], "expires_at": 5}, "expires_at"),
        ({"line_items": [LINE], "allowed_payment_method_types": ["card"]}, "allowed_payment_method_types"),
        ({"line_items": [LINE], "payment_method_types": ["cards"]}, "payment_method_types[0]"),
        ({"line_items": [LINE], "submit_type": "buy"}, "submit_type"),
        ({"line_items": [LINE], "allow_promotion_codes": "maybe"}, "allow_promotion_codes"),
        ({"line_items": {"quantity": 1}}, "line_items"),
        ({"restrictions": ONCE}, "line_items"),
        (
            {"line_items": [LINE], "restrictions": {}, "after_completion": {"hosted_confirmation": {}}},
            "after_completion",
        ),
        (
            {"line_items": [LINE], "after_completion": {"hosted_confirmation": {"x": 1}}},
            "after_completion[hosted_confirmation][x]",
        ),
        ({"line_items": [LINE], "metadata": "x"}, "metadata"),
    ],
)
def test_a_parameter_the_sdk_does_not_declare_is_a_400(
    fake: FakeStripe, client: stripe.StripeClient, params: dict[str, object], param: str
) -> None:
    """Misspelt at any depth, of another type, missing, or from another object (a session's filter on a link)."""
    if param == "after_completion":
        params["after_completion"] = "x"
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.payment_links.create(cast("Any", params), {"idempotency_key": "k1"})
    assert caught.value.param == param
    assert fake.world.objects == {}


def test_random_keys_reusable_links_and_wrong_ports_are_noted(fake: FakeStripe, client: stripe.StripeClient) -> None:
    """The SDK's own key is a random UUID."""
    good: Any = {"line_items": [LINE], "restrictions": ONCE}
    with pytest.raises(stripe.InvalidRequestError, match="not random"):
        client.v1.payment_links.create(good)
    client.v1.payment_links.create({"line_items": [LINE]}, {"idempotency_key": "k2"})
    assert len(fake.violations) == 2
    fake.violations.clear()


def test_a_key_replays_its_first_answer_and_takes_no_other_words(fake: FakeStripe, client: stripe.StripeClient) -> None:
    """docs.stripe.com/api/idempotent_requests."""
    good: Any = {"line_items": [LINE], "restrictions": ONCE}
    other: Any = {**good, "inactive_message": "x"}
    wrong: Any = {**good, "nonsense": 1}
    first = client.v1.payment_links.create(good, {"idempotency_key": "k"})
    assert client.v1.payment_links.create(good, {"idempotency_key": "k"}).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        client.v1.payment_links.create(other, {"idempotency_key": "k"})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_links.create(wrong, {"idempotency_key": "k3"})
    assert client.v1.payment_links.create(good, {"idempotency_key": "k3"}).id != first.id
    assert len(fake.world.of_kind("payment_link")) == 2


def test_a_wrong_key_of_the_account_is_a_401(fake: FakeStripe, client: stripe.StripeClient) -> None:
    """Also on reads."""
    fake.key = "rk_test_another"
    with pytest.raises(stripe.AuthenticationError):
        client.v1.events.list({"limit": 1})


@pytest.mark.parametrize(
    "path", ["payment_intent.latest_charge.balance_transaction.source.x", "payment_link.x", "customers"]
)
def test_what_cannot_be_expanded_is_refused(fake: FakeStripe, client: stripe.StripeClient, path: str) -> None:
    """At most four levels, and only fields that hold an id."""
    fake.world.make(
        "plink",
        "payment_link",
        active=True,
        metadata={},
        restrictions=None,
        _price={"currency": "eur", "unit_amount": 50},
    )
    page = fake.world.pay(fake.world.open_page("plink_000001"))
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.retrieve(page["id"], {"expand": [path]})


def test_evidence_is_submitted_unless_told_otherwise(fake: FakeStripe, client: stripe.StripeClient) -> None:
    """The default that costs the only answer."""
    fake.world.make(
        "plink",
        "payment_link",
        active=True,
        metadata={},
        restrictions=None,
        _price={"currency": "eur", "unit_amount": 500},
    )
    page = fake.world.pay(fake.world.open_page("plink_000001"))
    dispute = fake.world.dispute(fake.world.objects[page["payment_intent"]]["latest_charge"])
    client.v1.disputes.update(dispute["id"], {"evidence": {"customer_name": "x"}})
    assert dispute["evidence_details"]["submission_count"] == 1
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.disputes.update(dispute["id"], {"evidence": {"customer_name": "y"}})


def test_forms_are_read_as_nested_values() -> None:
    """Indexed and unindexed lists; twice the same name is an error."""
    assert parse_form("a[0][b]=1&a[1][b]=2&c[]=x&c[]=y&d[e]=") == {
        "a": [{"b": "1"}, {"b": "2"}],
        "c": ["x", "y"],
        "d": {"e": ""},
    }
    with pytest.raises(BadParameter):
        parse_form("a=1&a=2")
    with pytest.raises(BadParameter):
        parse_form("a=1&a[b]=2")
    assert checked({"created": {"gte": "5"}}, "_event_list_params", "EventListParams") == {"created": {"gte": 5}}
    with pytest.raises(BadParameter):
        checked({"created": {"since": "5"}}, "_event_list_params", "EventListParams")
