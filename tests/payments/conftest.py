"""A fake Stripe and a provider that talks to it, for every test of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from invoicing.domain.money import Money
from invoicing.payments.provider import LinkRequest
from invoicing.payments.providers.stripe import StripeProvider
from tests.fakes.stripe_server import FakeStripe

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the SDK repeat at once, and keep proxies of the machine out of loopback."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    """Run a fake Stripe; a test ends only when nothing forbidden was sent to it."""
    with FakeStripe() as running:
        yield running
        assert running.violations == []


@pytest.fixture
def slept() -> list[float]:
    """Collect how long the provider waited."""
    return []


@pytest.fixture
def provider(fake: FakeStripe, slept: list[float]) -> StripeProvider:
    """Talk to the fake, with short time-outs."""
    return StripeProvider(
        fake.key, api_base=fake.api_base, files_base=fake.files_base, sleep=slept.append, timeout=(1, 0.3)
    )


@pytest.fixture
def request_120() -> LinkRequest:
    """Ask for 120.00 EUR on invoice 2026-0007."""
    return LinkRequest(
        document="2026-0007",
        purpose="full",
        amount=Money(12000, "EUR"),
        description="Invoice 2026-0007",
        book="b1",
        return_message="Thank you.",
        inactive_message="This invoice is settled.",
    )
