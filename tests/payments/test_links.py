"""Links against the fake Stripe: what is sent, and that no fault at any call makes two of anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.payments.links import close_link, next_try, open_link, send_back
from invoicing.payments.provider import Paid, ProviderFailed
from tests.fakes.stripe_server import FAULTS, Fault
from tests.fakes.stripe_world import PageClosed

if TYPE_CHECKING:
    from invoicing.payments.provider import LinkRequest
    from invoicing.payments.providers.stripe import StripeProvider
    from tests.fakes.stripe_server import FakeStripe, FaultKind

CODES = {
    "401": "stripe-auth",
    "403": "stripe-permission",
    "429": "stripe-rate",
    "500-before": "stripe-down",
    "500-after": "stripe-down",
    "503": "stripe-down",
    "drop-before": "stripe-timeout",
    "drop-after": "stripe-timeout",
    "garbage": "stripe-down",
    "slow-before": "stripe-timeout",
    "slow-after": "stripe-timeout",
}


def test_a_link_is_payable_once_for_the_exact_amount_and_leads_back_to_the_document(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """One inline price, limit 1, our reference on the link and on the payment (facts of the SDK's parameters)."""
    link = provider.create_link(replace(request_120, metadata=(("client", "c1"),), methods=("card",)))
    sent = fake.calls[-1].params
    assert link.active
    assert link.amount == Money(12000, "EUR")
    assert link.reference.document == "2026-0007"
    assert sent["restrictions"] == {"completed_sessions": {"limit": "1"}}
    assert sent["line_items"][0]["price_data"]["unit_amount"] == "12000"
    assert sent["line_items"][0]["quantity"] == "1"
    assert sent["metadata"] == sent["payment_intent_data"]["metadata"]
    assert sent["metadata"]["client"] == "c1"
    assert sent["payment_intent_data"]["statement_descriptor_suffix"] == "R2026-0007"
    assert sent["payment_method_types"] == ["card"]
    assert "invoice_creation" not in sent
    page = fake.world.open_page(link.id)
    fake.world.pay(page)
    with pytest.raises(PageClosed):
        fake.world.open_page(link.id)


def test_what_is_not_asked_for_is_not_sent(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """Payment methods are the Dashboard's choice unless configured; empty messages are left out."""
    provider.create_link(replace(request_120, return_message="", inactive_message="", statement_suffix="ACME 7"))
    sent = fake.calls[-1].params
    assert not {"payment_method_types", "after_completion", "inactive_message", "invoice_creation"} & sent.keys()
    assert sent["payment_intent_data"]["statement_descriptor_suffix"] == "ACME 7"


@pytest.mark.parametrize("metadata", [(("a[b]", "x"),), (("k" * 41, "x"),), (("k", "x" * 501),)])
def test_metadata_stripe_cannot_keep_is_refused_before_the_call(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest, metadata: tuple[tuple[str, str], ...]
) -> None:
    """docs.stripe.com/api/metadata: 40 characters without brackets, 500 for the value."""
    with pytest.raises(Refused) as caught:
        provider.create_link(replace(request_120, metadata=metadata))
    assert caught.value.code == "bad-metadata"
    many = tuple((f"k{number}", "x") for number in range(51))
    with pytest.raises(Refused, match="more than 50"):
        provider.create_link(replace(request_120, metadata=many))
    assert fake.calls == []


@pytest.mark.parametrize(
    ("kind", "times"), [*((kind, 1) for kind in FAULTS), *((kind, 4) for kind in FAULTS if "slow" not in kind)]
)
def test_no_fault_while_a_link_is_made_makes_a_second_one(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest, kind: FaultKind, times: int
) -> None:
    """Crash before, after, reply lost, refused, time-out, garbage: the next runs finish it, and there is one link."""
    fake.faults.append(Fault(kind, "/v1/payment_links", "POST", times, delay=0.4))
    codes: list[str] = []
    request, resumed = request_120, False
    for _ in range(6):
        try:
            link = open_link(provider, request, resumed=resumed)
        except ProviderFailed as error:
            codes.append(error.code)
            request, resumed = next_try(request, error), True
        else:
            break
    else:
        pytest.fail("the link was never made")
    assert set(codes) <= {CODES[kind]}
    assert [one["id"] for one in fake.world.of_kind("payment_link")] == [link.id]
    assert link.active


@pytest.mark.parametrize("kind", FAULTS)
def test_a_failure_says_what_it_is_and_never_shows_the_key(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest, kind: FaultKind
) -> None:
    """Code, request id and remedy; `certain` only where Stripe refused."""
    fake.faults.append(Fault(kind, times=99, delay=0.4))
    with pytest.raises(ProviderFailed) as caught:
        open_link(provider, request_120)
    error = caught.value
    assert error.code == CODES[kind]
    assert error.certain == (kind in {"401", "403"})
    assert error.spent == (kind in {"500-before", "500-after", "503"})
    assert fake.key not in f"{error!r} {error.message} {error.remedy}"
    assert error.remedy
    assert error.__cause__ is None


def test_a_day_later_the_same_key_would_make_a_second_link_so_it_is_looked_for_first(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """Keys are kept for 24 hours only (docs.stripe.com/api/idempotent_requests)."""
    fake.faults.append(Fault("drop-after", "/v1/payment_links", "POST", times=1))
    fake.faults.append(Fault("drop-before", "/v1/payment_links", times=99))
    with pytest.raises(ProviderFailed):
        open_link(provider, request_120)
    fake.faults.clear()
    fake.forget_keys()
    open_link(provider, request_120, resumed=True)
    assert len(fake.world.of_kind("payment_link")) == 1


def test_other_words_under_a_used_key_are_an_error_that_frees_the_next_attempt(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """The text was changed between the crash and the retry: Stripe says idempotency_error, the link is found."""
    first = provider.create_link(request_120)
    assert open_link(provider, replace(request_120, description="Other words")).id == first.id
    fake.world.objects.pop(first.id)
    with pytest.raises(ProviderFailed) as caught:
        open_link(provider, replace(request_120, description="Other words"))
    assert caught.value.spent
    assert next_try(request_120, caught.value).attempt == 2


def test_a_link_among_many_is_found_by_its_reference(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """Over several pages of 100; another revision or document is not taken for it."""
    wanted = provider.create_link(request_120)
    for number in range(130):
        fake.world.make("plink", "payment_link", active=True, metadata={"invoice": str(number)}, url="")
    found = provider.find_link(request_120)
    assert found is not None
    assert found.id == wanted.id
    assert found.amount is None
    assert provider.find_link(replace(request_120, revision=2)) is None


@pytest.mark.parametrize("kind", FAULTS)
def test_a_link_is_closed_in_the_end_whatever_fails(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest, kind: FaultKind
) -> None:
    """The next run closes what this one could not; the payer then reads why."""
    link = provider.create_link(request_120)
    fake.faults.append(Fault(kind, f"/v1/payment_links/{link.id}", "POST", times=3, delay=0.4))
    codes = []
    for attempt in range(6):
        try:
            closed = close_link(provider, link.id, "Paid by bank transfer.", f"17.{attempt}")
        except ProviderFailed as error:
            codes.append(error.code)
        else:
            break
    assert set(codes) <= {CODES[kind]}
    assert closed is not None
    assert not closed.active
    assert not provider.link(link.id).active
    with pytest.raises(PageClosed, match="Paid by bank transfer"):
        fake.world.open_page(link.id)


def test_when_stripe_stays_away_a_link_counts_as_open(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """Neither the closing nor the look afterwards is answered: the first error stands."""
    link = provider.create_link(request_120)
    fake.faults.append(Fault("drop-before", times=99))
    with pytest.raises(ProviderFailed) as caught:
        close_link(provider, link.id, "", "17.1")
    assert caught.value.code == "stripe-timeout"
    assert not caught.value.certain


def test_a_link_reopened_in_the_dashboard_is_closed_by_a_new_act(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """A used key would only repeat its old answer, so each intent has its own name."""
    link = provider.create_link(request_120)
    close_link(provider, link.id, "closed", "17.1")
    fake.world.objects[link.id]["active"] = True
    close_link(provider, link.id, "closed", "18.1")
    assert not provider.link(link.id).active


@pytest.mark.parametrize("kind", FAULTS)
def test_no_fault_refunds_twice(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest, kind: FaultKind
) -> None:
    """20 of 120 go back exactly once, however often it is tried."""
    page = fake.world.open_page(provider.create_link(request_120).id)
    intent = fake.world.pay(page)["payment_intent"]
    fake.faults.append(Fault(kind, "/v1/refunds", "POST", times=3, delay=0.4))
    codes = []
    amount, attempt, resumed = Money(2000, "EUR"), 1, False
    for _ in range(6):
        try:
            back = send_back(
                provider, intent, amount, "31", reason="requested_by_customer", attempt=attempt, resumed=resumed
            )
        except ProviderFailed as error:
            codes.append(error.code)
            attempt, resumed = attempt + error.spent, True
        else:
            break
    assert set(codes) <= {CODES[kind]}
    assert [one["amount"] for one in fake.world.of_kind("refund")] == [2000]
    assert back.amount == amount
    assert back.reason == "requested_by_customer"


def test_a_refund_whose_answer_was_lost_is_found_by_the_next_run(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """Nobody answers any more after the refund was made; a day later its key is forgotten, too."""
    page = fake.world.open_page(provider.create_link(request_120).id)
    intent = fake.world.pay(page)["payment_intent"]
    fake.faults += [Fault("drop-after", "/v1/refunds", "POST"), Fault("drop-before", times=99)]
    with pytest.raises(ProviderFailed) as caught:
        send_back(provider, intent, Money(2000, "EUR"), "31")
    assert not caught.value.certain
    fake.faults.clear()
    fake.forget_keys()
    assert send_back(provider, intent, Money(2000, "EUR"), "31", resumed=True).amount == Money(2000, "EUR")
    assert len(fake.world.of_kind("refund")) == 1


def test_the_rate_limit_is_waited_out_as_long_as_stripe_asks(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest, slept: list[float]
) -> None:
    """429 is not repeated by the SDK; Retry-After says 3 seconds. After five waits it is given up."""
    fake.faults.append(Fault("429", times=2))
    provider.create_link(request_120)
    assert slept == [3, 3]
    fake.faults.append(Fault("429", times=99))
    with pytest.raises(ProviderFailed) as caught:
        provider.link("plink_000001")
    assert caught.value.code == "stripe-rate"
    assert len(slept) == 2 + 5


def test_an_open_page_can_still_be_paid_after_closing_and_is_seen(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """Closing a link does not close the page in front of the payer; what arrives is reported all the same."""
    link = provider.create_link(request_120)
    page = fake.world.open_page(link.id)
    close_link(provider, link.id, "settled", "17.1")
    fake.world.pay(page)
    arrived = provider.payments_of(link.id)
    assert [one.outcome for one in arrived if isinstance(one, Paid)] == ["paid"]
