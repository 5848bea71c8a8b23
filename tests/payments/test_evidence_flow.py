"""Evidence as a user types it: staged first, given to the bank once, whatever fails on the way; the PDF itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from tests.fakes.stripe_server import Fault

if TYPE_CHECKING:
    from tests.fakes.stripe_server import FaultKind
    from tests.payments.conftest import Typist

FAULTS = ("503", "500-before", "500-after", "drop-before", "drop-after", "garbage")


@pytest.fixture
def disputed(typed: Typist, bill: str) -> dict[str, Any]:
    """A chargeback about the paid invoice, with a delivery and a talk in the log."""
    page = typed.pay_page(typed("link", bill)["link"])
    typed("stripe", "sync")
    typed("log", "add", bill, "--kind", "delivery", "--words", "Files handed over", "--channel", "email")
    typed("log", "add", bill, "--direction", "in", "--words", "Thank you, all is there", "--channel", "email")
    charge = typed.fake.world.objects[page["payment_intent"]]["latest_charge"]
    raw: dict[str, Any] = typed.fake.world.dispute(charge, reason="product_not_received")
    typed("stripe", "sync")
    return raw


def _any(typed: Typist, *words: str) -> int:
    from invoicing.cli.main import main

    code = main([*words, "--json"])
    typed.capture.readouterr()
    return code


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("where", ["files", "disputes"])
@pytest.mark.parametrize("times", [1, 4])
def test_evidence_is_staged_once_whatever_fails(
    typed: Typist, disputed: dict[str, Any], kind: FaultKind, where: str, times: int
) -> None:
    """A fault at the upload or at the staging; tried again it is the same file, staged once, never submitted."""
    typed.fake.faults.append(Fault(kind, f"/v1/{where}", "POST", times))
    for _ in range(5):
        if _any(typed, "stripe", "evidence", disputed["id"]) == 0:
            break
    details = disputed["evidence_details"]
    assert (details["has_evidence"], details["submission_count"]) == (True, 0)
    # What a stored 500 hides cannot be found: files are not listed. It is uploaded again and the first is never used.
    hidden = {1: 1, 4: 2}[times] if (kind, where) == ("500-after", "files") else 0
    assert len(typed.fake.world.of_kind("file")) == 1 + hidden
    assert typed("doctor")["ok"]


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("times", [1, 4])
def test_evidence_is_given_once_whatever_fails(
    typed: Typist, disputed: dict[str, Any], kind: FaultKind, times: int
) -> None:
    """There is one answer to a bank; a lost reply never makes a second."""
    typed("stripe", "evidence", disputed["id"])
    typed.fake.faults.append(Fault(kind, "/v1/disputes", "POST", times))
    for _ in range(5):
        if _any(typed, "stripe", "evidence", disputed["id"], "--submit", "--yes") in {0, 3}:
            break
    assert disputed["evidence_details"]["submission_count"] == 1
    assert disputed["status"] == "under_review"
    refused = typed("stripe", "evidence", disputed["id"], "--submit", "--yes", code=3)
    assert refused["error"]["code"] == "evidence-pointless"


def test_a_dry_run_stages_nothing_and_writes_the_file(typed: Typist, disputed: dict[str, Any], tmp_path: Path) -> None:
    """To be looked at first."""
    done = typed("stripe", "evidence", disputed["id"], "--dry-run", "--out", str(tmp_path / "e.pdf"))
    assert (done["staged"], typed.fake.world.of_kind("file")) == (False, [])
    assert (tmp_path / "e.pdf").read_bytes().startswith(b"%PDF-")


def test_nothing_but_the_file_goes_to_the_files_address(typed: Typist, disputed: dict[str, Any]) -> None:
    """Uploads go to the address for files, all else to the other; neither to the real host."""
    typed("stripe", "evidence", disputed["id"])
    assert {call.path for call in typed.fake.calls if call.where == "files"} == {"/v1/files"}
    assert not [call for call in typed.fake.calls if call.where == "api" and call.path == "/v1/files"]


def test_with_the_address_of_the_api_alone_uploads_follow_it(typed: Typist, disputed: dict[str, Any]) -> None:
    """A test that sets one address never sends evidence to the real host: the call fails here, on our own server."""
    typed.patch.delenv("STRIPE_FILES_BASE")
    typed("stripe", "evidence", disputed["id"], code=6)
    assert typed.fake.violations == ["POST /v1/files on the api port"]
    typed.fake.violations.clear()


def test_the_packet_says_the_case_on_its_first_page(typed: Typist, disputed: dict[str, Any], tmp_path: Path) -> None:
    """Claim, amount, customer, timeline in date order, each exhibit with its SHA-256; then the exhibits themselves."""
    import hashlib

    done = typed("stripe", "evidence", disputed["id"], "--out", str(tmp_path / "e.pdf"))
    pages = [page.extract_text() for page in PdfReader(tmp_path / "e.pdf").pages]
    first = pages[0]
    for words in (disputed["id"], "product not received", "122.00 EUR", "Rossi S.r.l.", "Files handed over"):
        assert words in first, words
    original = Path(typed("show", "2026-0001")["pdf"]).read_bytes()
    assert hashlib.sha256(original).hexdigest() in "".join(first.split())
    assert first.index("2026-11-20") < first.index("Exhibits")
    assert len(pages) >= 3
    assert "2026-0001" in pages[1]
    assert "Files handed over" in done["texts"]["uncategorized_text"]
    assert "What was agreed: the book holds no record of it." in " ".join(first.split())


def test_what_was_agreed_delivered_and_attached_goes_with_it(typed: Typist, tmp_path: Path) -> None:
    """A quote that was accepted, a signed protocol as a picture, a broken file: joined, or named as left out."""
    from PIL import Image

    quote = typed("issue", "--client", "rossi", "--line", "Design; 1 h; 100; S 22", "--kind", "quote")["number"]
    typed("accept", quote, "--by", "Anna Rossi", "--words", "go ahead")
    bill = typed("convert", quote, "--to", "invoice")["number"]
    Image.new("RGB", (3000, 1000), "white").save(tmp_path / "protocol.png")
    (tmp_path / "talk.txt").write_text("plain words")
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 torn")
    files = [str(tmp_path / name) for name in ("protocol.png", "talk.txt", "torn.pdf")]
    attached = [word for file in files for word in ("--attach", file)]
    typed("log", "add", bill, "--kind", "delivery", "--words", "Signed protocol", *attached)
    page = typed.pay_page(typed("link", bill)["link"])
    typed("stripe", "sync")
    charge = typed.fake.world.objects[page["payment_intent"]]["latest_charge"]
    raw = typed.fake.world.dispute(charge, reason="product_not_received")
    typed("stripe", "evidence", raw["id"], "--out", str(tmp_path / "e.pdf"))
    pages = list(PdfReader(tmp_path / "e.pdf").pages)
    first = " ".join(pages[0].extract_text().split())
    assert f"What was agreed: quote {quote} accepted by Anna Rossi on 2026-11-20, “go ahead”." in first
    assert "What was delivered: delivered on 2026-11-20, “Signed protocol”." in first
    assert "attachment protocol.png" in first
    for name in ("talk.txt", "torn.pdf"):
        assert f"Not included, for it is no page: attachment {name}" in first
    assert any(len(page.images) for page in pages[1:])


def test_a_refund_shown_in_the_evidence(typed: Typist, bill: str) -> None:
    """For a credit that was not processed: what went back, with its day."""
    page = typed.pay_page(typed("link", bill)["link"])
    typed("stripe", "sync")
    typed("refund", bill, "22.00", "--credit-note", "--yes")
    charge = typed.fake.world.objects[page["payment_intent"]]["latest_charge"]
    raw = typed.fake.world.dispute(charge, reason="credit_not_processed", amount=10000)
    text = typed("stripe", "evidence", raw["id"])["texts"]["uncategorized_text"]
    assert "2026-11-20: refunded 22.00 EUR" in text
    assert "credit note" in text
