"""`link` and `stripe` as they are typed, against the fake Stripe."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from invoicing.app.stripe_packet import packet_of
from invoicing.cli.main import main
from invoicing.payments.webhook import signature

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invoicing.payments.providers.stripe import StripeProvider
    from tests.fakes.stripe_server import FakeStripe

Run = tuple[int, Any, str]
DAY = "2026-11-20"


@pytest.fixture
def run(
    fake: FakeStripe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Type a command with --json in a book with one invoice of 122.00 EUR."""
    for name, value in (
        ("STRIPE_API_KEY", fake.key),
        ("STRIPE_API_BASE", fake.api_base),
        ("STRIPE_FILES_BASE", fake.files_base),
        ("INVOICING_BOOK", str(tmp_path)),
        ("INVOICING_TODAY", DAY),
        ("STRIPE_WEBHOOK_SECRET", "whsec_x"),
    ):
        monkeypatch.setenv(name, value)
    settings = 'country = "IT"\ncurrency = "EUR"\nlanguage = "en"\n[seller]\nname = "Lumen"\nvat = "IT00243030673"\n'
    place = (
        '[seller.address]\nstreet = "Via 6"\npostal_code = "28100"\ncity = "Novara"\nregion = "NO"\ncountry = "IT"\n'
    )
    (tmp_path / "invoicing.toml").write_text(settings + place)

    def typed(*words: str) -> Run:
        code = main([*words, "--json"])
        out, err = capsys.readouterr()
        return code, json.loads(out), err

    typed("client", "add", "--id", "rossi", "--name", "Rossi S.r.l.", "--country", "IT", "--city", "Roma")
    code, issued, _ = typed("issue", "--client", "rossi", "--line", "Design; 1 h; 100; S 22", "--date", DAY)
    assert code == 0, issued
    return typed


def _number(run: Callable[..., Run]) -> str:
    return str(run("list")[1][0]["number"])


def test_a_link_is_typed_paid_and_synced(run: Callable[..., Run], fake: FakeStripe) -> None:
    """The whole way: link, payment, sync, nothing left to do."""
    number = _number(run)
    code, dry, _ = run("link", number, "--dry-run")
    assert (code, dry["url"], fake.calls) == (0, None, [])
    code, made, _ = run("link", number)
    assert (code, made["pending"], made["amount"]) == (0, False, "122.00")
    fake.world.pay(fake.world.open_page(made["link"]))
    code, dry, _ = run("stripe", "sync", "--dry-run")
    assert (code, len(dry["booked"]), dry["receipts"]) == (0, 1, [])
    code, done, _ = run("stripe", "sync")
    assert (code, len(done["booked"]), len(done["receipts"])) == (0, 1, 1)
    code, done, _ = run("stripe", "sync")
    assert (code, done["booked"]) == (0, [])
    code, refused, _ = run("link", number)
    assert (code, refused["error"]["code"]) == (3, "nothing-to-pay")


def test_without_a_key_and_without_stripe_the_code_says_so(
    run: Callable[..., Run], fake: FakeStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """3 when refused, 6 when the service failed; the wish stays and the next sync makes the link."""
    number = _number(run)
    monkeypatch.setenv("STRIPE_API_KEY", "pk_test_abcdefgh")
    assert run("link", number)[0] == 3
    monkeypatch.setenv("STRIPE_API_KEY", fake.key)
    monkeypatch.setenv("STRIPE_API_BASE", "http://127.0.0.1:9")
    code, made, said = run("link", number)
    assert (code, made["pending"]) == (6, True)
    assert "stripe sync" in said
    code, failed, _ = run("stripe", "sync")
    assert (code, failed["error"]["code"]) == (6, "stripe-down")
    monkeypatch.setenv("STRIPE_API_BASE", fake.api_base)
    assert run("stripe", "sync")[0] == 0
    assert len(fake.world.of_kind("payment_link")) == 1
    assert fake.key not in json.dumps(failed) + said


def test_a_dispute_is_listed_answered_and_submitted_only_with_a_yes(
    run: Callable[..., Run], fake: FakeStripe, tmp_path: Path
) -> None:
    """Staged first; without a terminal nothing final happens unless --yes."""
    made = run("link", _number(run))[1]
    page = fake.world.pay(fake.world.open_page(made["link"]))
    run("stripe", "sync")
    raw = fake.world.dispute(fake.world.objects[page["payment_intent"]]["latest_charge"], reason="product_not_received")
    code, rows, _ = run("stripe", "disputes")
    assert (code, [one["dispute"] for one in rows]) == (0, [raw["id"]])
    code, staged, said = run("stripe", "evidence", raw["id"], "--out", str(tmp_path / "e.pdf"))
    assert (code, staged["staged"], staged["submitted"]) == (0, True, False)
    assert "the book holds no" in said
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "e.pdf").pages)
    assert raw["id"] in text
    assert "SHA-256" in text
    assert run("stripe", "evidence", raw["id"], "--submit")[0] == 3
    assert run("stripe", "evidence", raw["id"], "--submit", "--accept-loss", "--yes")[0] == 2
    assert raw["evidence_details"]["submission_count"] == 0
    assert run("stripe", "evidence", raw["id"], "--submit", "--yes")[1]["submitted"] is True
    assert run("stripe", "evidence", "dp_999999")[0] == 6


def test_a_loss_is_accepted_with_a_yes(run: Callable[..., Run], fake: FakeStripe) -> None:
    """And the invoice is open again at once."""
    number = _number(run)
    page = fake.world.pay(fake.world.open_page(run("link", number)[1]["link"]))
    run("stripe", "sync")
    raw = fake.world.dispute(fake.world.objects[page["payment_intent"]]["latest_charge"])
    soon = fake.world.now - 14 * 86_400
    raw["evidence_details"]["due_by"] = soon + 16 * 86_400
    assert "must be answered by" in run("stripe", "disputes")[2]
    assert run("stripe", "evidence", raw["id"], "--accept-loss", "--yes")[1]["raw"] == "lost"
    assert run("show", number)[1]["outstanding"] == "122.00"
    assert run("stripe", "sync")[1]["noted"] == []


def test_an_event_is_heard_over_http(run: Callable[..., Run], fake: FakeStripe) -> None:
    """One signed event at the loopback listener books the payment; then it stops as asked."""
    fake.world.pay(fake.world.open_page(run("link", _number(run))[1]["link"]))
    raw = json.dumps(fake.world.events[-1]).encode()
    stamp = int(time.time())
    answers: list[int] = []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def send() -> None:
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                header = f"t={stamp},v1={signature(raw, 'whsec_x', stamp)}"
                connection.request("POST", "/stripe", raw, {"Stripe-Signature": header})
                answers.append(connection.getresponse().status)
            except OSError:
                time.sleep(0.05)
            else:
                return

    thread = threading.Thread(target=send)
    thread.start()
    code, heard, _ = run("stripe", "listen", "--port", str(port), "--events", "1")
    thread.join()
    assert (code, answers, len(heard[0]["booked"])) == (0, [200], 1)


def test_an_evidence_file_keeps_the_limits_by_leaving_the_latest_out(
    run: Callable[..., Run], fake: FakeStripe, provider: StripeProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a limit of one page only the front is left, and it says what is missing."""
    from datetime import date
    from io import BytesIO

    from invoicing.app import stripe_packet
    from invoicing.app.book import Book
    from invoicing.app.stripe_case import case_of

    number = _number(run)
    page = fake.world.pay(fake.world.open_page(run("link", number)[1]["link"]))
    run("stripe", "sync")
    raw = fake.world.dispute(fake.world.objects[page["payment_intent"]]["latest_charge"])
    book = Book(tmp_path)
    with book.ledger() as ledger:
        case = case_of(ledger, number)
    monkeypatch.setattr(stripe_packet, "MOST_PAGES", 1)
    packet = packet_of(book, provider.dispute(raw["id"]), number, case, date(2026, 11, 20))
    assert packet.pages == 1
    assert f"invoice {number}" in PdfReader(BytesIO(packet.content)).pages[0].extract_text()
