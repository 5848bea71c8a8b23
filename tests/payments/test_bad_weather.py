"""Every kind of bad weather at every kind of call, typed as a user types it: the code, the words, and what is left."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.app.book import Book
from invoicing.app.outside import waiting
from invoicing.cli.main import main
from invoicing.payments.providers.stripe import PATIENT, Patience
from tests.fakes.stripe_server import FAULTS, ODD, Fault

if TYPE_CHECKING:
    from tests.fakes.stripe_server import FaultKind
    from tests.payments.conftest import Typist

CODES: dict[str, set[str]] = {
    "401": {"stripe-auth"},
    "403": {"stripe-permission"},
    "429": {"stripe-rate"},
    "500-before": {"stripe-down"},
    "500-after": {"stripe-down"},
    "503": {"stripe-down"},
    "drop-before": {"stripe-timeout"},
    "drop-after": {"stripe-timeout"},
    "garbage": {"stripe-down"},
    "slow-before": {"stripe-timeout"},
    "slow-after": {"stripe-timeout"},
    **{kind: {"stripe-down"} for kind in ODD},
}
WORDS = {
    "stripe-auth": "STRIPE_API_KEY",
    "stripe-permission": "Payment Links: write",
    "stripe-rate": "stripe sync",
    "stripe-down": "stripe sync",
    "stripe-timeout": "stripe sync",
}


class Short(Patience):
    """Waits for a third of a second."""

    @property
    def timeout(self) -> tuple[float, float]:
        """Seconds to connect and to answer."""
        return 0.3, 0.3


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait shortly for an answer that does not come."""
    for name in ("PATIENT", "HURRIED"):
        monkeypatch.setattr(f"invoicing.payments.providers.stripe.{name}", Short(1, 1, PATIENT.retries, 1))


@pytest.fixture
def paid(typed: Typist, bill: str) -> dict[str, Any]:
    """A paid and booked invoice, with a chargeback about it."""
    page: dict[str, Any] = typed.pay_page(typed("link", bill)["link"])
    typed("stripe", "sync")
    return page


def _waiting(typed: Typist) -> list[str]:
    with Book(typed.folder).ledger() as ledger:
        return [call.what for call in waiting(ledger)]


SOME: tuple[FaultKind, ...] = ("403", "500-after", "drop-after", 'json {"id": "x_1"}')
COMMANDS = ("stripe disputes", "refund 2026-0001 22.00 --yes", "stripe evidence dp_000001")


@pytest.mark.parametrize(
    ("command", "kind"),
    [*(("stripe sync", kind) for kind in (*FAULTS, *ODD)), *((one, kind) for one in COMMANDS for kind in SOME)],
)
def test_a_failure_has_its_code_and_says_what_to_do(
    typed: Typist, paid: dict[str, Any], command: str, kind: FaultKind
) -> None:
    """Exit 6, one stable code, a remedy, and no key in any of it; afterwards all is as if nothing had been."""
    charge = typed.fake.world.objects[paid["payment_intent"]]["latest_charge"]
    typed.fake.world.dispute(charge, state="warning_needs_response")
    typed.fake.faults.append(Fault(kind, times=99, delay=0.35))
    error = typed(*command.split(), code=6)["error"]
    assert error["code"] in CODES[kind]
    assert WORDS[error["code"]] in error["remedy"]
    typed.fake.faults.clear()
    for _ in range(2):
        typed("stripe", "sync")
    assert (typed.fake.world.of_kind("refund"), _waiting(typed)) == ([], [])
    assert typed("show", "2026-0001")["outstanding"] == "0.00"


@pytest.mark.parametrize("kind", [*FAULTS, *ODD])
def test_a_link_that_could_not_be_made_is_pending_and_made_once_later(
    typed: Typist, bill: str, kind: FaultKind
) -> None:
    """Exit 6 with the reason; the next run makes it, or finds the one whose answer was lost."""
    typed.fake.faults.append(Fault(kind, times=99, delay=0.35))
    shown = typed("link", bill, code=6)
    assert (shown["pending"], shown["url"]) == (True, None)
    assert "pending" in typed.said
    typed.fake.faults.clear()
    typed("stripe", "sync")
    assert typed.active() == [12200]
    assert len(typed.fake.world.of_kind("payment_link")) == 1
    assert typed("link", bill)["pending"] is False


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in (*FAULTS, *ODD) if "slow" not in kind])
@pytest.mark.parametrize("skip", range(6))
def test_every_fault_at_any_call_of_a_sync_books_nothing_by_halves(
    typed: Typist, bill: str, kind: FaultKind, skip: int
) -> None:
    """The same with every fault there is."""
    _sync_with_a_fault(typed, bill, kind, skip)


@pytest.mark.parametrize("kind", SOME[2:])
@pytest.mark.parametrize("skip", range(6))
def test_a_fault_at_any_call_of_a_sync_books_nothing_by_halves(
    typed: Typist, bill: str, kind: FaultKind, skip: int
) -> None:
    """A payment, a refund in the Dashboard and a dispute are heard in one run that breaks at each call in turn."""
    _sync_with_a_fault(typed, bill, kind, skip)


def _sync_with_a_fault(typed: Typist, bill: str, kind: FaultKind, skip: int) -> None:
    page = typed.pay_page(typed("link", bill)["link"])
    typed.fake.world.refund(page["payment_intent"], 2200)
    charge = typed.fake.world.objects[page["payment_intent"]]["latest_charge"]
    typed.fake.world.dispute_turns(typed.fake.world.dispute(charge, amount=3000), "lost")
    typed.fake.faults.append(Fault(kind, times=5, skip=skip))
    for _ in range(8):
        if main(["stripe", "sync", "--json"]) == 0:
            break
    typed.capture.readouterr()
    again = typed("stripe", "sync")
    assert (again["booked"], again["pending"]) == ([], [])
    assert typed("show", bill)["outstanding"] == "52.00"
    assert len(typed("list", "--kind", "receipt")) == 1
    assert typed("verify")["ok"]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "stripe-no-key"),
        ("pk_test_51abcdefgh", "stripe-wrong-key"),
        ("whsec_51abcdefgh", "stripe-wrong-key"),
        ("hello", "stripe-wrong-key"),
        ("sk_live_51abcdefgh", "stripe-live-key"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_before_anything_is_sent(
    typed: Typist, bill: str, key: str, code: str
) -> None:
    """Exit 3 with what a right key looks like; the key itself is in no message."""
    typed.key(key or " ")
    for words in (("link", bill), ("stripe", "sync"), ("stripe", "disputes")):
        error = typed(*words, code=3)["error"]
        assert error["code"] == code
        assert not key or key not in str(error) + typed.said
    assert typed.fake.calls == []


def test_a_revoked_key_is_said_so_and_shown_nowhere(typed: Typist, bill: str) -> None:
    """401 from Stripe: its message quotes the key, ours does not."""
    typed.key("rk_test_51RevokedRevoked")
    shown = typed("link", bill, code=6)
    assert "Revoked" not in str(shown) + typed.said
    assert typed("stripe", "sync", code=6)["error"]["code"] == "stripe-auth"
    typed.key()
    assert typed("stripe", "sync")["pending"] == []
    assert typed.active() == [12200]


def test_the_key_may_have_the_name_that_stripe_gives_it(typed: Typist, bill: str) -> None:
    """STRIPE_SECRET_KEY, as in Stripe's documentation."""
    typed.no_key()
    typed.patch.setenv("STRIPE_SECRET_KEY", typed.fake.key)
    assert typed("link", bill)["pending"] is False


@pytest.mark.parametrize("years", [-20, -1, 1, 20])
def test_a_wrong_clock_loses_and_doubles_nothing(typed: Typist, bill: str, years: int) -> None:
    """The cursor is Stripe's own time; this machine's only decides whether the links are asked one by one."""
    page = typed.fake.world.open_page(typed("link", bill)["link"])
    typed("stripe", "sync")
    real = time.time
    typed.patch.setattr(time, "time", lambda: real() + years * 31_557_600)
    typed.fake.world.pay(page)
    typed("stripe", "sync")
    typed("stripe", "sync")
    assert typed("show", bill)["outstanding"] == "0.00"
    assert len(typed.fake.world.of_kind("payment_link")) == 1


def test_the_books_day_may_lie_before_the_payment(typed: Typist, bill: str) -> None:
    """Stripe's day is in UTC and may be one ahead: the payment is never booked on a day to come."""
    typed.fake.world.now += 10 * 86_400
    typed.pay_page(typed("link", bill)["link"])
    typed("stripe", "sync")
    (settled,) = typed("show", bill)["settled"]
    assert settled["date"] == "2026-11-20"


def test_events_that_are_not_listed_are_found_by_the_links(typed: Typist, bill: str) -> None:
    """The repair runs every time: a payment whose event is late or lost is booked by the next run."""
    made = typed("link", bill)
    typed("stripe", "sync")
    typed.pay_page(made["link"])
    for event in [one for one in typed.fake.world.objects.values() if one["object"] == "event"]:
        del typed.fake.world.objects[event["id"]]
    assert len(typed("stripe", "sync")["booked"]) == 1
