"""A fake Stripe and a provider that talks to it, for every test of this room."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import stripe

from invoicing.cli.main import main
from invoicing.domain.money import Money
from invoicing.payments.provider import LinkRequest
from invoicing.payments.providers.stripe import StripeProvider
from tests.fakes.stripe_server import FakeStripe

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = "2026-11-20"
SETTINGS = """
country = "IT"
currency = "EUR"
language = "en"
[seller]
name = "Studio Lumen"
vat = "IT00243030673"
[seller.address]
street = "Via dei Tigli 6"
postal_code = "28100"
city = "Novara"
region = "NO"
country = "IT"
[bank]
iban = "IT60X0542811101000000123456"
"""


@dataclass
class Typist:
    """Types commands with --json in one book, against one fake Stripe."""

    fake: FakeStripe
    folder: Path
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]
    said: str = field(default="", init=False)
    """what the last command wrote to standard error"""

    def __call__(self, *words: str, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        """Type a command, expect an exit code, and give its answer."""
        found = main([*words, "--json"])
        out, self.said = self.capture.readouterr()
        answer = json.loads(out)
        assert found == code, (answer, self.said)
        assert self.fake.key not in out + self.said
        return answer

    def active(self) -> list[int]:
        """Give the amounts of the links that a payer could pay now."""
        links = reversed(self.fake.world.of_kind("payment_link"))
        return [one["_price"]["unit_amount"] for one in links if one["active"] and not self.fake.world._used(one)]

    def settings(self, text: str) -> None:
        """Add to the settings."""
        with (self.folder / "invoicing.toml").open("a") as file:
            file.write(text)

    def no_key(self) -> None:
        """Take the key out of the environment."""
        self.patch.delenv("STRIPE_API_KEY", raising=False)

    def key(self, key: str = "") -> None:
        """Put the key, or another one, into the environment."""
        self.patch.setenv("STRIPE_API_KEY", key or self.fake.key)

    def pay_page(self, link: str) -> Any:  # noqa: ANN401 - an object of Stripe
        """Open a link and pay by card."""
        return self.fake.world.pay(self.fake.world.open_page(link))


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one client; written once and copied."""
    folder = tmp_path_factory.mktemp("typed") / "book"
    folder.mkdir()
    (folder / "invoicing.toml").write_text(SETTINGS)
    words = ["client", "add", "--id", "rossi", "--name", "Rossi S.r.l.", "--country", "IT", "--city", "Roma"]
    assert main([*words, "--book", str(folder), "--today", DAY, "--json"]) == 0
    return folder


@pytest.fixture
def typed(
    fake: FakeStripe,
    written: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Typist:
    """Type in a copy of that book, with a key of the fake Stripe in the environment."""
    folder = Path(shutil.copytree(written, tmp_path / "book"))
    for name, value in (
        ("STRIPE_API_KEY", fake.key),
        ("STRIPE_API_BASE", fake.api_base),
        ("STRIPE_FILES_BASE", fake.files_base),
        ("INVOICING_BOOK", str(folder)),
        ("INVOICING_TODAY", DAY),
        ("STRIPE_WEBHOOK_SECRET", "whsec_x"),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("invoicing.payments.providers.stripe.time.sleep", lambda _seconds: None)
    capsys.readouterr()
    return Typist(fake, folder, monkeypatch, capsys)


@pytest.fixture
def bill(typed: Typist) -> str:
    """The number of an invoice over 122.00 EUR."""
    return str(typed("issue", "--client", "rossi", "--line", "Design; 1 h; 100; S 22")["number"])


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
