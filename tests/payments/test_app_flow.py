"""Links and payments of a real book against the fake Stripe: nothing made twice, nothing booked that was not paid."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invoicing.app.book import Act, Book
from invoicing.app.clients import add_client
from invoicing.app.issue import issue
from invoicing.app.link import Asked, close_links, finish, link, pay_url, review
from invoicing.app.outside import waiting
from invoicing.app.pay import Arrived, pay
from invoicing.app.preview import drafted_from
from invoicing.app.refund import Back, refund
from invoicing.app.stripe_case import case_of
from invoicing.app.stripe_disputes import Packet, accept_loss, disputes, stage, submit, urgent
from invoicing.app.stripe_known import cursor_of
from invoicing.app.stripe_listen import receiver
from invoicing.app.stripe_sync import sync
from invoicing.domain.errors import Conflict, NotFound, Refused
from invoicing.ledger import queries
from invoicing.payments.provider import ProviderFailed
from invoicing.payments.webhook import signature
from tests.fakes.stripe_server import FAULTS, Fault

if TYPE_CHECKING:
    from invoicing.app.book import Result
    from invoicing.payments.provider import Link, LinkRequest
    from invoicing.payments.providers.stripe import StripeProvider
    from tests.fakes.stripe_server import FakeStripe, FaultKind

TODAY = date(2026, 11, 20)
ACT = Act(TODAY, "test")
NOW = 1_795_100_000
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
[series.invoice]
pattern = "{year}-{n:4}"
[series.receipt]
pattern = "R{year}-{n:4}"
"""
CLIENT = """
id = "rossi"
name = "Rossi S.r.l."
vat = "IT00743110157"
language = "en"
[address]
street = "Via Roma 1"
postal_code = "20121"
city = "Milano"
region = "MI"
country = "IT"
"""
DOCUMENT = """
kind = "invoice"
client = "rossi"
issue_date = "2026-11-19"
terms = [{due = "2026-12-01", percent = "40"}, {due = "2027-01-01", percent = "60"}]
[[lines]]
description = "Design"
quantity = "1"
price = "100.00"
tax = "S 22"
"""


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one invoice of 122.00 EUR in two instalments, 48.80 and 73.20; issued once, copied for each test."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "invoicing.toml").write_text(SETTINGS)
    (folder / "rossi.toml").write_text(CLIENT)
    (folder / "one.toml").write_text(DOCUMENT)
    made = Book(folder)
    add_client(made, str(folder / "rossi.toml"), {}, ACT)
    issue(made, drafted_from(made, str(folder / "one.toml"), {}, (), TODAY), ACT)
    return folder


@pytest.fixture
def book(issued: Path, tmp_path: Path) -> Book:
    """A copy of that book for this test alone."""
    return Book(Path(shutil.copytree(issued, tmp_path / "book")))


def _outstanding(book: Book, number: str = "2026-0001") -> str:
    with book.ledger() as ledger:
        return str(queries.document(ledger, number).outstanding)


def _waiting(book: Book) -> list[str]:
    with book.ledger() as ledger:
        return [call.what for call in waiting(ledger)]


def _active(fake: FakeStripe) -> list[int]:
    """The amounts of the links a payer could pay now."""
    links = reversed(fake.world.of_kind("payment_link"))
    return [one["_price"]["unit_amount"] for one in links if one["active"] and not fake.world._used(one)]


def test_a_link_is_made_once_and_given_again(book: Book, provider: StripeProvider, fake: FakeStripe) -> None:
    """Shape of the answer; asking twice is one link, with a key or without."""
    first = link(book, Asked("2026-0001"), ACT, provider)
    assert first == {
        "number": "2026-0001",
        "purpose": "full",
        "part": 0,
        "revision": 1,
        "amount": "122.00",
        "currency": "EUR",
        "link": "plink_000001",
        "url": "https://buy.stripe.com/test_plink_000001",
        "pending": False,
        "problem": "",
    }
    assert link(book, Asked("2026-0001"), Act(TODAY, key="k"), provider)["link"] == "plink_000001"
    assert link(book, Asked("2026-0001"), Act(TODAY, key="k"), provider)["link"] == "plink_000001"
    assert _active(fake) == [12200]
    assert fake.world.objects["plink_000001"]["metadata"]["book"]
    with book.ledger() as ledger:
        assert pay_url(ledger, "2026-0001") == first["url"]


def test_a_dry_run_calls_nobody(book: Book, provider: StripeProvider, fake: FakeStripe) -> None:
    """Neither Stripe nor the ledger hears of it."""
    shown = link(book, Asked("2026-0001"), Act(TODAY, dry_run=True), provider)
    assert (shown["amount"], shown["url"], shown["pending"]) == ("122.00", None, True)
    assert fake.calls == []
    assert _waiting(book) == []


def test_instalments_stand_beside_each_other_and_a_full_link_replaces_them(
    book: Book, provider: StripeProvider, fake: FakeStripe
) -> None:
    """40 and 60 per cent of 122.00; what is open is never payable twice."""
    link(book, Asked("2026-0001", "instalment", 1), ACT, provider)
    link(book, Asked("2026-0001", "instalment", 2), ACT, provider)
    assert _active(fake) == [4880, 7320]
    link(book, Asked("2026-0001", "full"), ACT, provider)
    assert _active(fake) == [12200]
    link(book, Asked("2026-0001", "deposit"), ACT, provider)
    assert _active(fake) == [4880]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked("2026-0001", "gift"), "unknown-purpose"),
        (Asked("2026-0001", "instalment"), "instalment-without-part"),
        (Asked("2026-0001", "full", 1), "instalment-without-part"),
        (Asked("2026-0001", "instalment", 9), "nothing-to-pay"),
    ],
)
def test_a_link_that_makes_no_sense_is_refused(book: Book, provider: StripeProvider, asked: Asked, code: str) -> None:
    """Nothing is written."""
    with pytest.raises(Refused) as caught:
        link(book, asked, ACT, provider)
    assert caught.value.code == code
    assert _waiting(book) == []
    with pytest.raises(NotFound):
        link(book, Asked("2026-9999"), ACT, provider)


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if "slow" not in kind])
@pytest.mark.parametrize("skip", range(4))
def test_whatever_fails_at_whichever_call_the_next_runs_end_with_one_right_link(
    book: Book, provider: StripeProvider, fake: FakeStripe, kind: FaultKind, skip: int
) -> None:
    """A link, then a bank payment of 22.00 that makes it a link for 100.00; a fault strikes at each call in turn."""
    fake.faults.append(Fault(kind, "/v1/payment_links", times=3, skip=skip))
    link(book, Asked("2026-0001"), ACT, provider)
    pay(book, Arrived("2026-0001", "22.00"), ACT)
    _changed(book)
    for _ in range(5):
        finish(book, ACT, provider)
    assert _active(fake) == [10000]
    assert _waiting(book) == []


def _changed(book: Book) -> None:
    with book.ledger() as ledger, ledger.writing(TODAY) as work:
        review(work, book, "2026-0001", "paid")


@pytest.mark.parametrize("kind", ["drop-before", "drop-after"])
def test_a_wish_that_is_outdated_when_stripe_is_back_makes_no_wrong_link(
    book: Book, provider: StripeProvider, fake: FakeStripe, kind: FaultKind
) -> None:
    """Away while a link for 122.00 was asked for, 22.00 paid meanwhile; the lost answer's link is closed."""
    fake.faults += [Fault(kind, method="POST"), Fault("drop-before", times=99)]
    assert link(book, Asked("2026-0001"), ACT, provider)["pending"]
    fake.faults.clear()
    pay(book, Arrived("2026-0001", "22.00"), ACT)
    assert finish(book, ACT, provider) == {}
    assert _active(fake) == [10000]
    assert len(fake.world.of_kind("payment_link")) == (2 if kind == "drop-after" else 1)
    pay(book, Arrived("2026-0001", "100.00"), ACT)
    _changed(book)
    assert finish(book, ACT, provider) == {}
    assert _active(fake) == []
    assert _waiting(book) == []


def test_a_wish_for_what_is_paid_meanwhile_is_dropped(book: Book, provider: StripeProvider, fake: FakeStripe) -> None:
    """Nothing is open any more: no link at all."""
    fake.faults.append(Fault("drop-before", "/v1/payment_links", times=99))
    link(book, Asked("2026-0001"), ACT, provider)
    fake.faults.clear()
    pay(book, Arrived("2026-0001", "122.00"), ACT)
    assert finish(book, ACT, provider) == {}
    assert fake.world.of_kind("payment_link") == []
    assert _waiting(book) == []


def test_two_runs_at_once_record_one_outcome(
    book: Book, provider: StripeProvider, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one run waits for Stripe's answer, another finishes the same calls."""
    make, close = provider.create_link, provider.deactivate_link
    inner: list[str] = []

    def slow_make(request: LinkRequest) -> Link:
        made = make(request)
        if not inner:
            inner.append("make")
            finish(book, ACT, provider)
        return made

    def slow_close(link_id: str, message: str, act: str) -> Link:
        closed = close(link_id, message, act)
        if len(inner) == 1:
            inner.append("close")
            finish(book, ACT, provider)
        return closed

    monkeypatch.setattr(provider, "create_link", slow_make)
    monkeypatch.setattr(provider, "deactivate_link", slow_close)
    link(book, Asked("2026-0001"), ACT, provider)
    with book.ledger() as ledger, ledger.writing(TODAY) as work:
        close_links(work, "2026-0001", "replaced")
        close_links(work, "2026-0001", "replaced")
    finish(book, ACT, provider)
    with book.ledger() as ledger:
        calls = [(one.body["what"], one.outcome) for one in queries.acts(ledger, "2026-0001", "call")]
        links = [(one.open, one.outcome) for one in queries.acts(ledger, "2026-0001", "link")]
    assert calls == [("link-open", "done"), ("link-close", "done")]
    assert links == [(False, "replaced")]
    assert len(fake.world.of_kind("payment_link")) == 1


def test_what_stripe_refuses_is_not_asked_for_ever(
    book: Book, provider: StripeProvider, fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 400 ends the call, with the reason in the ledger."""
    monkeypatch.setattr("invoicing.payments.keys.statement_suffix", lambda _document: "1234")
    shown = link(book, Asked("2026-0001"), ACT, provider)
    assert "Invalid suffix" in shown["problem"]
    assert _waiting(book) == []
    with book.ledger() as ledger:
        (call,) = queries.acts(ledger, "2026-0001", "call")
    assert call.outcome == "refused"
    assert fake.world.of_kind("payment_link") == []


def test_a_key_without_permission_leaves_the_link_waiting(
    book: Book, provider: StripeProvider, fake: FakeStripe
) -> None:
    """Once the key is mended, the next run makes it."""
    fake.faults.append(Fault("403", times=1))
    shown = link(book, Asked("2026-0001"), ACT, provider)
    assert shown["pending"]
    assert "permissions" in shown["problem"]
    assert _waiting(book) == ["link-open"]
    assert finish(book, ACT, provider) == {}
    assert _active(fake) == [12200]


def test_a_card_payment_is_booked_with_receipt_and_link_closed(
    book: Book, provider: StripeProvider, fake: FakeStripe
) -> None:
    """122.00 arrive; running again books nothing."""
    url = link(book, Asked("2026-0001"), ACT, provider)
    fake.world.pay(fake.world.open_page(url["link"]))
    done = sync(book, ACT, provider, NOW)
    assert [(one["number"], one["amount"]) for one in done["booked"]] == [("2026-0001", "122.00")]
    assert done["receipts"] == ["R2026-0001"]
    assert done["pending"] == done["foreign"] == []
    assert _outstanding(book) == "0.00"
    assert _active(fake) == []
    again = sync(book, ACT, provider, NOW)
    assert (again["booked"], again["noted"], again["receipts"]) == ([], [], [])
    with book.ledger() as ledger:
        assert cursor_of(ledger, live=False) == fake.world.events[-1]["created"]
        assert [one.reference for one in queries.payments_of(ledger, "2026-0001")] == ["pi_000001"]


def test_a_pending_debit_books_nothing_until_the_bank_pays(
    book: Book, provider: StripeProvider, fake: FakeStripe
) -> None:
    """SEPA: noted as pending, then booked."""
    page = fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"])
    fake.world.promise(page)
    assert [one["kind"] for one in sync(book, ACT, provider, NOW)["noted"]] == ["pending"]
    assert _outstanding(book) == "122.00"
    fake.world.bank_answers(page, good=True)
    assert len(sync(book, ACT, provider, NOW)["booked"]) == 1
    assert _outstanding(book) == "0.00"


def test_an_instalment_pays_its_own_part(book: Book, provider: StripeProvider, fake: FakeStripe) -> None:
    """The second one is paid first; the full amount is not taken for paid."""
    made = link(book, Asked("2026-0001", "instalment", 2), ACT, provider)
    fake.world.pay(fake.world.open_page(made["link"]))
    sync(book, ACT, provider, NOW)
    with book.ledger() as ledger:
        assert [str(one.outstanding) for one in queries.claims_of(ledger, "2026-0001")] == ["48.80", "0.00"]


def test_a_page_left_open_overpays_and_the_rest_is_credit(
    book: Book, provider: StripeProvider, fake: FakeStripe
) -> None:
    """Paid by bank meanwhile: what arrives is booked, and is the client's credit."""
    page = fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"])
    pay(book, Arrived("2026-0001", "122.00"), ACT)
    _changed(book)
    finish(book, ACT, provider)
    fake.world.pay(page)
    (booked,) = sync(book, ACT, provider, NOW)["booked"]
    assert booked["credit"] == "122.00"


def test_a_lost_chargeback_reopens_the_invoice_and_a_late_win_settles_it(
    book: Book, provider: StripeProvider, fake: FakeStripe
) -> None:
    """Disputed while it is open; lost: owed again from the first due day; won late: paid again."""
    page = fake.world.pay(fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"]))
    sync(book, ACT, provider, NOW)
    raw = fake.world.dispute(fake.world.objects[page["payment_intent"]]["latest_charge"], reason="fraudulent")
    noted = sync(book, ACT, provider, NOW)["noted"]
    assert [one["kind"] for one in noted] == ["dispute", "dispute-money"]
    assert noted[0]["due_by"]
    with book.ledger() as ledger:
        assert [one.why for one in queries.acts(ledger, "2026-0001", "dispute", open=True)] == [
            "chargeback: fraudulent"
        ]
    fake.world.dispute_turns(raw, "lost")
    assert sync(book, ACT, provider, NOW)["noted"][0]["takes"] == "122.00"
    assert _outstanding(book) == "122.00"
    with book.ledger() as ledger:
        assert [one.due_date for one in queries.claims_of(ledger, "2026-0001")] == [date(2026, 12, 1), date(2027, 1, 1)]
        assert queries.acts(ledger, "2026-0001", "dispute", open=True) == ()
    fake.world.dispute_turns(raw, "won")
    sync(book, ACT, provider, NOW)
    assert _outstanding(book) == "0.00"


def test_a_chargeback_for_a_part_takes_back_that_part(book: Book, provider: StripeProvider, fake: FakeStripe) -> None:
    """22.00 of 122.00 are lost: 22.00 are owed again."""
    page = fake.world.pay(fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"]))
    charge = fake.world.objects[page["payment_intent"]]["latest_charge"]
    raw = fake.world.dispute(charge, amount=2200)
    fake.world.dispute_turns(raw, "lost")
    sync(book, ACT, provider, NOW)
    assert _outstanding(book) == "22.00"


def test_an_inquiry_takes_nothing(book: Book, provider: StripeProvider, fake: FakeStripe) -> None:
    """It opens and closes without money; `won` from the start books nothing."""
    page = fake.world.pay(fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"]))
    charge = fake.world.objects[page["payment_intent"]]["latest_charge"]
    raw = fake.world.dispute(charge, state="warning_needs_response")
    sync(book, ACT, provider, NOW)
    fake.world.dispute_turns(raw, "warning_closed")
    sync(book, ACT, provider, NOW)
    assert _outstanding(book) == "0.00"
    fake.world.dispute(charge, state="won")
    sync(book, ACT, provider, NOW)
    assert _outstanding(book) == "0.00"


def test_a_link_closed_in_the_dashboard_is_closed_in_the_book(book: Book, provider: StripeProvider) -> None:
    """No letter carries it any more; a new one can be asked for."""
    made = link(book, Asked("2026-0001"), ACT, provider)
    provider.deactivate_link(made["link"], "", "dashboard")
    sync(book, ACT, provider, NOW)
    with book.ledger() as ledger:
        assert pay_url(ledger, "2026-0001") == ""
    again = link(book, Asked("2026-0001"), ACT, provider)
    assert (again["link"], again["revision"]) == ("plink_000002", 2)


def test_strangers_are_reported_once_and_refunds_booked(book: Book, provider: StripeProvider, fake: FakeStripe) -> None:
    """A shop on the same account; a refund from the Dashboard lowers the payment."""
    fake.world.pay(fake.world.open_page("", metadata={"shop": "1"}, expected=False))
    page = fake.world.pay(fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"]))
    fake.world.refund(page["payment_intent"], 2200)
    done = sync(book, ACT, provider, NOW)
    assert [one["why"] for one in done["foreign"]] == ["it carries no document of ours"]
    assert [one["kind"] for one in done["noted"]] == ["fee", "refund", "refund-money"]
    assert [(one["kind"], one["payment"]) for one in done["booked"]] == [("payment", "P2026-0001")]
    assert _outstanding(book) == "22.00"
    assert sync(book, ACT, provider, NOW)["foreign"] == []


def test_after_a_long_silence_the_links_themselves_are_asked(
    book: Book, provider: StripeProvider, fake: FakeStripe
) -> None:
    """Stripe has forgotten the events after 30 days; the payment is found by its link."""
    fake.world.pay(fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"]))
    for event in fake.world.events:
        del fake.world.objects[event["id"]]
    assert len(sync(book, ACT, provider, NOW)["booked"]) == 1
    assert _outstanding(book) == "0.00"


@pytest.fixture
def charge(book: Book, provider: StripeProvider, fake: FakeStripe) -> str:
    """The charge of the paid and booked invoice."""
    page = fake.world.pay(fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"]))
    sync(book, ACT, provider, NOW)
    return str(fake.world.objects[page["payment_intent"]]["latest_charge"])


def test_disputes_are_listed_by_deadline_with_what_can_be_done(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """The nearest first, strangers left out, urgent three days before the bank's day."""
    stranger = fake.world.pay(fake.world.open_page("", metadata={}, expected=False))
    fake.world.dispute(fake.world.objects[stranger["payment_intent"]]["latest_charge"])
    late = fake.world.dispute(charge, reason="fraudulent")
    soon = fake.world.dispute(charge, state="warning_needs_response")
    soon["evidence_details"]["due_by"] -= 5 * 86_400
    ended = fake.world.dispute(charge, state="lost")
    rows = disputes(book, provider, TODAY)
    assert [one["dispute"] for one in rows] == [soon["id"], late["id"], ended["id"]]
    assert [one["course"] for one in rows] == ["refund-or-answer", "answer", "closed"]
    assert rows[1]["net"] == [{"amount": "-142.00", "currency": "EUR"}]
    assert urgent(rows) == []
    due = date.fromisoformat(rows[0]["due_by"])
    assert [one["dispute"] for one in urgent(disputes(book, provider, due - timedelta(days=3)))] == [soon["id"]]


def test_a_dispute_without_metadata_is_found_by_its_payment(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """A dispute carries no reference of its own."""
    fake.world.objects["pi_000001"]["metadata"] = {}
    fake.world.dispute(charge)
    assert [one["number"] for one in disputes(book, provider, TODAY)] == ["2026-0001"]


def test_evidence_is_gathered_staged_looked_at_and_only_then_submitted(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """Intent and outcome stand in the ledger for each step; a second submission is refused."""
    with book.ledger() as ledger, ledger.writing(TODAY) as work:
        work.append("log-added", "2026-0001", {"kind": "delivery", "words": "Files handed over", "channel": "mail"})
    raw = fake.world.dispute(charge, reason="product_not_received")
    with pytest.raises(Refused) as caught:
        submit(book, ACT, provider, raw["id"])
    assert caught.value.code == "nothing-staged"
    dry = stage(book, Act(TODAY, dry_run=True), provider, raw["id"], Packet(b"%PDF-1.7", 16))
    assert (dry["staged"], dry["texts"]["service_date"]) == (False, "2026-11-19")
    assert "16 of 19 pages" in dry["warnings"][0]
    assert any("access activity log" in one for one in dry["missing"])
    done = stage(book, ACT, provider, raw["id"], Packet(b"%PDF-1.7", 2))
    assert (done["staged"], done["submitted"]) == (True, False)
    assert "Files handed over" in raw["evidence"]["uncategorized_text"]
    assert raw["evidence"]["service_documentation"] == "file_000001"
    assert submit(book, Act(TODAY, dry_run=True), provider, raw["id"])["submitted"] is False
    assert submit(book, ACT, provider, raw["id"])["submitted"] is True
    with pytest.raises(Refused) as caught:
        submit(book, ACT, provider, raw["id"])
    assert caught.value.code == "evidence-pointless"
    with book.ledger() as ledger:
        calls = [(one.body["what"], one.outcome) for one in queries.acts(ledger, "2026-0001", "call")]
    assert calls[-2:] == [("evidence-stage", "done"), ("evidence-submit", "done")]


def test_evidence_that_helps_nobody_is_refused_and_a_failure_is_recorded(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """A bank's reason; a stranger's dispute; Stripe down while staging."""
    pointless = fake.world.dispute(charge, reason="insufficient_funds")
    with pytest.raises(Refused) as caught:
        stage(book, ACT, provider, pointless["id"])
    assert caught.value.findings[0].rule == "ask-anew"
    stranger = fake.world.pay(fake.world.open_page("", metadata={}, expected=False))
    foreign = fake.world.dispute(fake.world.objects[stranger["payment_intent"]]["latest_charge"])
    with pytest.raises(NotFound):
        stage(book, ACT, provider, foreign["id"])
    raw = fake.world.dispute(charge)
    fake.faults.append(Fault("drop-before", "/v1/disputes", "POST", times=9))
    with pytest.raises(ProviderFailed):
        stage(book, ACT, provider, raw["id"])
    with book.ledger() as ledger:
        assert queries.acts(ledger, "2026-0001", "call")[-1].outcome == "unanswered"
    fake.faults.clear()
    assert stage(book, ACT, provider, raw["id"])["staged"]


def test_a_loss_is_accepted_and_booked_by_the_next_sync(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """Final; once it has ended there is nothing to accept."""
    raw = fake.world.dispute(charge)
    assert accept_loss(book, Act(TODAY, dry_run=True), provider, raw["id"])["open"]
    assert accept_loss(book, ACT, provider, raw["id"])["raw"] == "lost"
    with pytest.raises(Conflict):
        accept_loss(book, ACT, provider, raw["id"])
    sync(book, ACT, provider, NOW)
    assert _outstanding(book) == "122.00"


def test_the_case_holds_what_the_book_holds(book: Book, charge: str) -> None:
    """Names, address, days, payments; two instalments; nobody complained here before."""
    assert charge
    with book.ledger() as ledger:
        case = case_of(ledger, "2026-0001")
    assert (case.description, case.customer_name) == ("Design", "Rossi S.r.l.")
    assert case.billing_address == "Via Roma 1, 20121, Milano, MI, IT"
    assert [one.what for one in case.payments] == ["paid 122.00 EUR (online)"]
    assert case.instalments
    assert not case.tried_to_resolve


def test_a_webhook_books_the_same_once(book: Book, provider: StripeProvider, fake: FakeStripe) -> None:
    """Signed bytes, heard twice, then polled: one payment. Another mode books nothing, a wrong secret is refused."""
    fake.world.pay(fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"]))
    event = fake.world.events[-1]
    heard: list[Result] = []
    receive = receiver(book, lambda: ACT, provider, ["whsec_x"], lambda: NOW, heard.append)
    raw = json.dumps(event).encode()
    header = f"t={NOW},v1={signature(raw, 'whsec_x', NOW)}"
    receive(raw, header)
    receive(raw, header)
    assert [len(one["booked"]) for one in heard] == [1, 0]
    assert sync(book, ACT, provider, NOW)["booked"] == []
    other = json.dumps({**event, "livemode": True}).encode()
    receive(other, f"t={NOW},v1={signature(other, 'whsec_x', NOW)}")
    assert heard[-1]["foreign"][0]["why"] == "other mode"
    with pytest.raises(Refused):
        receive(raw, f"t={NOW},v1={signature(raw, 'whsec_y', NOW)}")


def test_a_refund_lowers_the_payment_and_a_failed_one_raises_it_again(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """22.00 of 122.00 go back, the bank sends them back again; sync finds nothing new after our own refund."""
    assert charge
    done = refund(book, Back("2026-0001", "22.00", "requested_by_customer"), ACT, provider)
    assert (done["payment"], done["amount"], done["raw"], done["pending"]) == (
        "P2026-0001",
        "22.00",
        "succeeded",
        False,
    )
    assert _outstanding(book) == "22.00"
    assert sync(book, ACT, provider, NOW)["booked"] == []
    fake.world.refund_fails(fake.world.of_kind("refund")[0])
    sync(book, ACT, provider, NOW)
    assert _outstanding(book) == "0.00"


def test_a_double_payment_is_refunded_and_the_credit_is_gone(
    book: Book, provider: StripeProvider, fake: FakeStripe
) -> None:
    """Paid by card and by bank: the card payment settled nothing and goes back whole."""
    page = fake.world.open_page(link(book, Asked("2026-0001"), ACT, provider)["link"])
    pay(book, Arrived("2026-0001", "122.00"), ACT)
    fake.world.pay(page)
    sync(book, ACT, provider, NOW)
    assert refund(book, Back("P2026-0002"), ACT, provider)["amount"] == "122.00"
    with book.ledger() as ledger:
        assert queries.credits_of(ledger, "rossi") == ()
    assert _outstanding(book) == "0.00"


@pytest.mark.parametrize(
    ("back", "code"),
    [
        (Back("2026-0001", "122.01"), "refund-too-large"),
        (Back("2026-0001", "0"), "refund-too-large"),
        (Back("2026-0001", "1.001"), "amount-too-fine"),
        (Back("2026-0001", "1", "because"), "unknown-reason"),
    ],
)
def test_a_refund_that_cannot_be_is_refused(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str, back: Back, code: str
) -> None:
    """Nothing is sent; and while a chargeback is open nothing goes back at all."""
    with pytest.raises(Refused) as caught:
        refund(book, back, ACT, provider)
    assert caught.value.code == code
    fake.world.dispute(charge)
    with pytest.raises(Refused, match="taken this payment back"):
        refund(book, Back("2026-0001"), ACT, provider)
    assert fake.world.of_kind("refund") == []


def test_money_that_came_another_way_is_not_refunded_here(book: Book, provider: StripeProvider) -> None:
    """Paid by bank."""
    pay(book, Arrived("2026-0001", "122.00"), ACT)
    with pytest.raises(Refused) as caught:
        refund(book, Back("2026-0001"), ACT, provider)
    assert caught.value.code == "not-through-provider"


@pytest.mark.parametrize("kind", ["500-before", "500-after", "503", "drop-before", "drop-after", "garbage", "403"])
@pytest.mark.parametrize("times", [1, 3])
def test_no_fault_refunds_twice_or_books_it_twice(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str, kind: FaultKind, times: int
) -> None:
    """Whatever fails at the refund and the look after it, the next runs end with one refund, booked once."""
    assert charge
    fake.faults.append(Fault(kind, "/v1/refunds", "POST", times))
    try:
        refund(book, Back("2026-0001", "22.00"), ACT, provider)
    except ProviderFailed as error:
        assert error.certain  # noqa: PT017  only one kind is refused
        refunds = 0
    else:
        refunds = 1
    for _ in range(4):
        sync(book, ACT, provider, NOW)
    assert len(fake.world.of_kind("refund")) == refunds
    assert _outstanding(book) == ("22.00" if refunds else "0.00")
    assert _waiting(book) == []


def _issue(book: Book, text: str) -> str:
    (book.folder / "next.toml").write_text(text)
    return str(issue(book, drafted_from(book, str(book.folder / "next.toml"), {}, (), TODAY), ACT)["number"])


def test_a_credit_note_and_its_refund_leave_nothing_open_and_no_credit(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """24.40 are credited after payment, and go back: the invoice stays settled."""
    assert charge
    line = '[[lines]]\ndescription = "Design"\nquantity = "1"\nprice = "20.00"\ntax = "S 22"\n'
    head = 'kind = "credit-note"\nclient = "rossi"\nissue_date = "2026-11-20"\npreceding = "2026-0001"\n'
    _issue(book, head + line)
    refund(book, Back("2026-0001", "24.40"), ACT, provider)
    with book.ledger() as ledger:
        assert queries.credits_of(ledger, "rossi") == ()
    assert _outstanding(book) == "0.00"
    assert [one["amount"] for one in fake.world.of_kind("refund")] == [2440]


def test_a_refund_waits_while_stripe_is_away(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """It says so each time, and is finished once Stripe is back."""
    assert charge
    fake.faults.append(Fault("drop-before", "/v1/refunds", "POST", times=99))
    assert refund(book, Back("2026-0001", "22.00"), ACT, provider)["pending"]
    (left,) = sync(book, ACT, provider, NOW)["pending"]
    assert left["number"] == "2026-0001"
    fake.faults.clear()
    assert sync(book, ACT, provider, NOW)["pending"] == []
    assert _outstanding(book) == "22.00"


def test_the_quote_that_was_accepted_stands_first_in_the_story(book: Book) -> None:
    """What was agreed before the work."""
    line = '[[lines]]\ndescription = "Design"\nquantity = "1"\nprice = "20.00"\ntax = "S 22"\n'
    quote = _issue(book, 'kind = "quote"\nclient = "rossi"\nissue_date = "2026-11-20"\n' + line)
    head = f'kind = "invoice"\nclient = "rossi"\nissue_date = "2026-11-20"\npreceding = "{quote}"\n'
    number = _issue(book, head + line)
    with book.ledger() as ledger:
        assert [one.what for one in case_of(ledger, number).agreed] == [f"quote {quote}"]


def test_a_refund_of_a_payment_taken_back_is_refused(
    book: Book, provider: StripeProvider, fake: FakeStripe, charge: str
) -> None:
    """Lost to a chargeback, the payment stands no more."""
    fake.world.dispute_turns(fake.world.dispute(charge), "lost")
    sync(book, ACT, provider, NOW)
    with pytest.raises(Refused) as caught:
        refund(book, Back("P2026-0001"), ACT, provider)
    assert caught.value.code == "refund-blocked"
    with book.ledger() as ledger, ledger.writing(TODAY) as work:
        work.append("payment-reversed", "P2026-0001", {"payment": "P2026-0001", "date": "2026-11-20"})
    with pytest.raises(Refused) as caught:
        refund(book, Back("P2026-0001"), ACT, provider)
    assert caught.value.code == "payment-reversed"
