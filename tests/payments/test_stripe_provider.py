"""What the provider reads from Stripe: checkouts, refunds, disputes, evidence, events."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.payments.evidence import Case, EvidenceFile, Record, draft, staged_params
from invoicing.payments.provider import Dispute, Foreign, Link, Paid, ProviderFailed, Refund, Warned, payments_in
from invoicing.payments.providers.stripe import EVENT_TYPES, PROVIDER, StripeProvider, connect
from invoicing.payments.stripe_objects import DISPUTE_STATES, dispute_of, hint_of, outcome_of
from tests.fakes.stripe_server import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.payments.provider import LinkRequest
    from tests.fakes.stripe_server import FakeStripe

Raw = dict[str, Any]


@pytest.fixture
def page(fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest) -> Raw:
    """A payer in front of a link for 120.00 EUR."""
    return fake.world.open_page(provider.create_link(request_120).id)


def _charge(fake: FakeStripe, page: Raw) -> str:
    return str(fake.world.objects[page["payment_intent"]]["latest_charge"])


def _only(provider: StripeProvider, link: str) -> Paid:
    (paid,) = payments_in(provider.payments_of(link))
    return paid


def test_a_card_payment_is_read_with_its_fee(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """Fee of the fake: 1.5 % and 25 cents of 120.00, that is 2.05."""
    fake.world.pay(page)
    paid = _only(provider, page["payment_link"])
    assert (paid.outcome, paid.amount, paid.fee, paid.net) == (
        "paid",
        Money(12000, "EUR"),
        Money(205, "EUR"),
        Money(11795, "EUR"),
    )
    assert paid.payout_currency == "EUR"
    assert paid.reference.document == "2026-0007"
    assert paid.paid_on == datetime.fromtimestamp(fake.world.now, UTC).date()


def test_a_fee_that_is_not_settled_is_unknown_not_zero(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """`balance_transaction` may be null at first."""
    fake.world.pay(page, fee_known=False)
    paid = _only(provider, page["payment_link"])
    assert (paid.outcome, paid.fee, paid.net, paid.payout_currency) == ("paid", None, None, "")
    fake.world.fee_appears(fake.world.objects[paid.charge])
    assert _only(provider, page["payment_link"]).fee == Money(205, "EUR")


def test_completed_is_not_paid(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """A SEPA debit is complete and unpaid for days, then paid."""
    fake.world.promise(page)
    assert _only(provider, page["payment_link"]).outcome == "pending"
    fake.world.bank_answers(page, good=True)
    assert _only(provider, page["payment_link"]).outcome == "paid"


def test_a_debit_that_the_bank_refuses_has_failed(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """The payment intent wants another method then."""
    fake.world.promise(page)
    fake.world.bank_answers(page, good=False)
    assert _only(provider, page["payment_link"]).outcome == "failed"


def test_what_the_payer_saw_in_another_currency_does_not_count(
    fake: FakeStripe, provider: StripeProvider, page: Raw
) -> None:
    """Adaptive Pricing: amount and currency stay ours, `presentment_details` is what was shown."""
    fake.world.pay(page, shown_in=("usd", 13900))
    assert _only(provider, page["payment_link"]).amount == Money(12000, "EUR")


def test_a_payout_in_another_currency_is_kept_apart(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """The account settles EUR in HUF at 400: 48 000 arrive, the document has 120.00 EUR."""
    fake.world.settle["eur"] = ("huf", 400, 1)
    fake.world.pay(page)
    paid = _only(provider, page["payment_link"])
    assert paid.amount == Money(12000, "EUR")
    assert paid.payout_currency == "HUF"
    assert paid.fee == Money(205 * 400, "HUF")


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        ({"status": "open", "payment_status": "unpaid"}, "open"),
        ({"status": "expired", "payment_status": "unpaid"}, "expired"),
        ({"status": "complete", "payment_status": "no_payment_required"}, "nothing-due"),
        ({"status": "complete", "payment_status": "paid"}, "paid"),
        ({"status": "complete", "payment_status": "unpaid"}, "pending"),
        ({"status": "complete", "payment_status": "something_new"}, "pending"),
        ({"status": "complete", "payment_status": "unpaid", "payment_intent": {"status": "canceled"}}, "failed"),
    ],
)
def test_payment_status_decides_and_a_new_word_is_never_money(raw: Raw, outcome: str) -> None:
    """docs.stripe.com/api/checkout/sessions/object: paid, unpaid, no_payment_required."""
    assert outcome_of(raw) == outcome


def test_refunds_are_read_partial_failed_and_by_charge(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """20.00 and 30.00 go back; the second comes back from the bank."""
    fake.world.pay(page)
    first = fake.world.refund(page["payment_intent"], 2000, reason="duplicate")
    second = fake.world.refund(page["payment_intent"], 3000, state="pending")
    fake.world.refund_fails(second)
    found = {one.id: one for one in provider.refunds_of(charge=_charge(fake, page)) if isinstance(one, Refund)}
    good, bad = found[first["id"]], found[second["id"]]
    assert (good.amount, good.counts, good.failed, good.reason) == (Money(2000, "EUR"), True, False, "duplicate")
    assert good.movement is not None
    assert good.movement.net == Money(-2000, "EUR")
    assert (bad.counts, bad.failed) == (False, True)
    assert bad.returned is not None
    assert bad.returned.net == Money(3000, "EUR")
    assert good.reference.document == "2026-0007"
    assert provider.find_refund(page["payment_intent"], "unknown") is None


@pytest.mark.parametrize("raw", [*DISPUTE_STATES, "a_state_of_2027"])
def test_every_state_of_a_dispute_is_read_and_an_unknown_one_is_open(
    fake: FakeStripe, provider: StripeProvider, page: Raw, raw: str
) -> None:
    """`warning_` tells an inquiry, nothing else does; unknown states count as open and are said to be unknown."""
    fake.world.pay(page)
    dispute = provider.dispute(fake.world.dispute(_charge(fake, page), state=raw)["id"])
    assert dispute.kind == ("inquiry" if raw.startswith("warning_") else "chargeback")
    assert dispute.known == (raw in DISPUTE_STATES)
    assert dispute.open == DISPUTE_STATES.get(raw, True)
    assert dispute.answerable == raw.endswith("needs_response")
    taken = sum(one.net.minor for one in dispute.movements)
    assert taken == (0 if dispute.kind == "inquiry" else -14000)
    assert dispute.reference.document == "2026-0007"


def test_the_deadline_is_the_banks_and_none_means_no_answer(
    fake: FakeStripe, provider: StripeProvider, page: Raw
) -> None:
    """`due_by` is epoch seconds; 0 when the bank takes no answer (definition in the SDK)."""
    fake.world.pay(page)
    raw = fake.world.dispute(_charge(fake, page))
    raw["evidence_details"]["due_by"] = 1_796_212_799  # 2026-12-02T13:59:59Z
    assert provider.dispute(raw["id"]).due_by == date(2026, 12, 2)
    raw["evidence_details"]["due_by"] = 0
    dispute = provider.dispute(raw["id"])
    assert dispute.due_by is None
    assert not dispute.answerable


def test_disputes_are_listed_by_payment_and_by_day(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """An unexpanded dispute of another payment is not in it."""
    fake.world.pay(page)
    raw = fake.world.dispute(_charge(fake, page))
    assert [one.id for one in provider.disputes(page["payment_intent"]) if isinstance(one, Dispute)] == [raw["id"]]
    assert provider.disputes("pi_999999") == ()
    assert provider.disputes(since=raw["created"] + 1) == ()
    assert len(provider.disputes(since=raw["created"])) == 1


def test_evidence_is_staged_never_submitted_by_the_way(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """`submit` defaults to true and is final, so it is always sent; only the own call submits."""
    fake.world.pay(page)
    raw = fake.world.dispute(_charge(fake, page), reason="product_not_received")
    answer = draft(
        "product_not_received", Case(description="Logo", delivered=(Record(date(2026, 11, 1), "handed over"),))
    )
    file_id = provider.upload_evidence("evidence.pdf", b"%PDF-1.7 evidence", "40.1")
    files = (EvidenceFile(answer.file_field, "evidence.pdf", b"%PDF-1.7 evidence", 2, file_id),)
    params = staged_params(answer, files)
    evidence = params["evidence"]
    assert isinstance(evidence, dict)
    assert params["submit"] is False
    staged = provider.stage_evidence(raw["id"], evidence, "41.1")
    assert (staged.submitted, staged.dispute.staged, staged.dispute.submissions) == (False, True, 0)
    assert fake.calls[-1].params["submit"] == "false"
    assert [call.where for call in fake.calls if call.path == "/v1/files"] == ["files"]
    sent = provider.submit_evidence(raw["id"], "42.1")
    assert (sent.submitted, sent.dispute.raw, sent.dispute.submissions) == (True, "under_review", 1)
    with pytest.raises(ProviderFailed) as caught:
        provider.stage_evidence(raw["id"], evidence, "43.1")
    assert caught.value.code == "stripe-refused"
    assert caught.value.certain


def test_evidence_with_an_unknown_or_overlong_field_is_refused_before_the_call(
    fake: FakeStripe, provider: StripeProvider
) -> None:
    """One bad field would lose the good ones."""
    with pytest.raises(Refused) as caught:
        provider.stage_evidence("dp_1", {"customer_nam": "x", "uncategorized_text": "y" * 20_001}, "1.1")
    assert [one.code for one in caught.value.findings] == ["evidence-unknown-field", "evidence-too-long"]
    assert "customer_name" in caught.value.findings[0].remedy
    assert fake.calls == []


def test_a_file_is_sent_again_whole_after_the_rate_limit(fake: FakeStripe, provider: StripeProvider) -> None:
    """The stream is wound back before each try."""
    fake.faults.append(Fault("429", "/v1/files", times=1))
    file_id = provider.upload_evidence("e.pdf", b"%PDF-1.7 all of it", "1.1")
    assert fake.world.objects[file_id]["_bytes"] == b"%PDF-1.7 all of it"


def test_a_loss_is_accepted_once_and_for_all(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """`close` turns needs_response into lost; nothing further is possible."""
    fake.world.pay(page)
    raw = fake.world.dispute(_charge(fake, page))
    assert provider.accept_loss(raw["id"], "50.1").raw == "lost"
    with pytest.raises(ProviderFailed, match="already closed"):
        provider.accept_loss(raw["id"], "51.1")


def test_events_come_oldest_first_over_all_pages_and_only_those_we_know(
    fake: FakeStripe, provider: StripeProvider, page: Raw
) -> None:
    """240 events are three pages of at most 100; other types are not asked for."""
    for number in range(240):
        fake.world.tell(
            "refund.updated" if number % 2 else "customer.created", {"id": f"x_{number}", "object": "refund"}
        )
    hints = provider.hints(None)
    assert len(hints) == 120
    assert list(hints) == sorted(hints, key=lambda hint: hint.created)
    assert {hint.type for hint in hints} == {"refund.updated"}
    assert provider.hints(hints[-1].created) == hints[-1:]
    assert len(EVENT_TYPES) <= 20
    fake.world.pay(page)
    assert provider.hints(hints[-1].created + 1)[0].object_id == page["id"]


def test_every_kind_of_hint_leads_to_its_objects(fake: FakeStripe, provider: StripeProvider, page: Raw) -> None:
    """Only the id of an event is believed; the object is fetched as it stands."""
    fake.world.pay(page)
    fake.world.refund(page["payment_intent"], 1000)
    fake.world.warn(_charge(fake, page))
    fake.world.dispute(_charge(fake, page), state="warning_needs_response")
    provider.deactivate_link(page["payment_link"], "", "1.1")
    seen = {hint.type: provider.look(hint) for hint in provider.hints(None)}
    kinds = {name: [type(one) for one in found] for name, found in seen.items()}
    assert kinds == {
        "checkout.session.completed": [Paid],
        "refund.created": [Refund],
        "charge.refunded": [Refund],
        "radar.early_fraud_warning.created": [Warned],
        "charge.dispute.created": [Dispute],
        "payment_link.updated": [Link],
    }
    (warned,) = seen["radar.early_fraud_warning.created"]
    assert isinstance(warned, Warned)
    assert not warned.actionable  # it is disputed already
    other = hint_of({"id": "evt_1", "type": "customer.created", "created": 1, "data": {"object": {"id": "cus_1"}}})
    assert provider.look(other) == ()
    bare = hint_of(
        {"id": "e", "type": "radar.early_fraud_warning.created", "created": 1, "data": {"object": {"id": "issfr_9"}}}
    )
    assert provider.look(bare) == (Foreign("issfr_9", "warning", "it names no charge"),)


@pytest.mark.parametrize(
    "raw", [{}, {"id": "evt_1"}, {"id": "e", "type": "t", "created": "x", "data": {"object": {"id": 1}}}, {"data": []}]
)
def test_what_is_no_event_is_refused(raw: Raw) -> None:
    """A hint needs id, type, time and an object with an id."""
    with pytest.raises(Refused) as caught:
        hint_of(raw)
    assert caught.value.code == "bad-event"


def test_an_object_in_a_currency_nobody_knows_is_reported_not_guessed(
    fake: FakeStripe, provider: StripeProvider, page: Raw
) -> None:
    """It crashes nothing and books nothing."""
    fake.world.pay(page)
    page["currency"] = "zzz"
    (found,) = provider.payments_of(page["payment_link"])
    assert isinstance(found, Foreign)
    assert found.why.startswith("unreadable")


def test_objects_that_are_not_expanded_are_read_all_the_same() -> None:
    """Ids instead of objects, nulls instead of details: what is missing is empty."""
    raw = {
        "id": "dp_1",
        "amount": 5000,
        "currency": "eur",
        "status": "lost",
        "charge": "ch_1",
        "payment_intent": "pi_1",
    }
    dispute = dispute_of({**raw, "balance_transactions": ["txn_1", None], "evidence_details": None})
    assert (dispute.charge, dispute.payment_intent, dispute.movements, dispute.due_by) == ("ch_1", "pi_1", (), None)
    assert dispute.network == ""
    charge = {"id": "ch_1", "metadata": {"tool": "invoicing", "invoice": "2026-0001"}}
    assert dispute_of({**raw, "charge": charge}).reference.document == "2026-0001"
    own = {"tool": "invoicing", "invoice": "2026-0002"}
    assert dispute_of({**raw, "charge": charge, "metadata": own}).reference.document == "2026-0002"


def test_nothing_listens_and_nothing_is_lost(
    provider: StripeProvider, fake: FakeStripe, request_120: LinkRequest
) -> None:
    """Connection refused: the provider is down, and what to do is said."""
    silent = StripeProvider(fake.key, api_base="http://127.0.0.1:9", timeout=(1, 1))
    with pytest.raises(ProviderFailed) as caught:
        silent.create_link(request_120)
    assert caught.value.code == "stripe-down"
    assert "stripe sync" in caught.value.remedy
    assert provider.live is False


def test_uploads_follow_the_api_address_when_only_that_is_set(fake: FakeStripe) -> None:
    """A test that sets one address never sends evidence to the real host."""
    one = StripeProvider(fake.key, api_base=fake.api_base)
    with pytest.raises(ProviderFailed, match="Unrecognized request URL"):
        one.upload_evidence("e.pdf", b"%PDF-", "1.1")
    assert fake.violations == ["POST /v1/files on the api port"]
    fake.violations.clear()


def test_an_account_is_opened_from_the_environment(fake: FakeStripe, request_120: LinkRequest) -> None:
    """Key and both addresses; discovery finds the same function in PROVIDER."""
    environ = {"STRIPE_API_KEY": fake.key, "STRIPE_API_BASE": fake.api_base + "/", "STRIPE_FILES_BASE": fake.files_base}
    account = connect(environ)
    assert account.create_link(request_120).active
    assert account.upload_evidence("e.png", b"\x89PNG\r\n\x1a\n", "1.1")
    assert PROVIDER.connect is connect
    assert PROVIDER.online


def test_telemetry_is_off_before_the_first_call(fake: FakeStripe, tmp_path: Path) -> None:
    """The SDK would write ~/.config/stripe/telemetry_id and send it; in a fresh process nothing is written."""
    code = (
        "import os\n"
        "from invoicing.payments.providers.stripe import connect\n"
        "connect(os.environ).hints(None)\n"
        "connect(os.environ).hints(None)\n"
    )
    environ = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "STRIPE_API_KEY": fake.key,
        "STRIPE_API_BASE": fake.api_base,
        "NO_PROXY": "127.0.0.1",
    }
    subprocess.run([sys.executable, "-c", code], env=environ, check=True, timeout=30)
    assert list(tmp_path.rglob("*")) == []


def test_the_room_loads_without_the_sdk() -> None:
    """`import stripe` costs 0.2 s; only a call to Stripe pays it."""
    code = (
        "import json, sys\n"
        "import invoicing.payments.providers.stripe, invoicing.payments.providers.epc_qr, invoicing.payments.sync\n"
        "import invoicing.payments.webhook, invoicing.payments.evidence, invoicing.payments.links\n"
        "print(json.dumps([m for m in ('stripe', 'requests', 'segno', 'stdnum', 'keyring') if m in sys.modules]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=30)
    assert json.loads(done.stdout) == []
