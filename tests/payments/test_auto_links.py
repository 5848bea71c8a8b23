"""`[stripe] links = "auto"`: issue makes the link, its address stands on the original, and no number is ever lost."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from invoicing.app.book import Act, Book, acting
from invoicing.app.outside import waiting
from invoicing.domain.dates import parse_date
from invoicing.payments.providers.stripe import StripeProvider
from tests.fakes.stripe_server import FAULTS, Fault

if TYPE_CHECKING:
    from invoicing.payments.provider import Link, LinkRequest
    from tests.fakes.stripe_server import FaultKind
    from tests.payments.conftest import Typist

LINE = ("issue", "--client", "rossi", "--line", "Design; 1 h; 100; S 22")
TODAY = parse_date("2026-11-20", "today")


@pytest.fixture
def auto(typed: Typist) -> Typist:
    """A book whose documents get a link by themselves."""
    typed.settings('[stripe]\nlinks = "auto"\n')
    return typed


def _urls(pdf: bytes | str) -> str:
    """Give all text of a PDF without blanks, so that an address broken over two lines is found."""
    content = pdf if isinstance(pdf, bytes) else Path(pdf).read_bytes()
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def _waiting(typed: Typist) -> list[tuple[str, str]]:
    with Book(typed.folder).ledger() as ledger:
        return [(call.what, call.subject) for call in waiting(ledger)]


def test_the_address_stands_on_the_original(auto: Typist) -> None:
    """One link, payable once, for the number and amount of the document; the PDF carries address and code."""
    done = auto(*LINE)
    (link,) = auto.fake.world.of_kind("payment_link")
    assert done["link"] == link["url"]
    assert link["metadata"]["invoice"] == done["number"]
    assert link["url"].removeprefix("https://") in _urls(done["pdf"])
    assert (auto.active(), _waiting(auto), auto.said) == ([12200], [], "")
    assert auto("link", done["number"])["link"] == link["id"]
    assert auto("verify")["ok"]
    assert auto("doctor")["ok"]


def test_a_later_copy_carries_the_current_link_and_the_original_stays(auto: Typist, tmp_path: Path) -> None:
    """After a part payment the copy shows the link for the rest; paid in full it shows none."""
    done = auto(*LINE)
    before = Path(done["pdf"]).read_bytes()
    auto("pay", done["number"], "22.00")
    auto("pdf", done["number"], "--copy", str(tmp_path / "copy.pdf"))
    assert "plink_000002" in _urls(str(tmp_path / "copy.pdf"))
    auto("pay", done["number"], "100.00")
    auto("pdf", done["number"], "--copy", str(tmp_path / "paid.pdf"))
    assert "plink_" not in _urls(str(tmp_path / "paid.pdf"))
    assert Path(done["pdf"]).read_bytes() == before
    Path(done["pdf"]).unlink()
    auto("pdf", done["number"])
    assert Path(done["pdf"]).read_bytes() == before


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("times", [1, 99])
def test_with_stripe_down_the_document_is_issued_and_the_link_is_pending(
    auto: Typist, kind: FaultKind, times: int
) -> None:
    """Issue text: issued, pending, said; the next run finishes it; nothing is made twice."""
    auto.patch.setattr("invoicing.payments.providers.stripe.HURRIED", _quick())
    auto.fake.faults.append(Fault(kind, times=times, delay=0.4))
    done = auto(*LINE)
    assert done["number"] == "2026-0001"
    assert Path(done["pdf"]).is_file()
    if done["link"] is None:
        assert "is pending" in auto.said
        assert "stripe sync" in auto.said
    auto.fake.faults.clear()
    for _ in range(3):
        auto("stripe", "sync")
    assert (auto.active(), _waiting(auto)) == ([12200], [])
    assert len(auto.fake.world.of_kind("payment_link")) == 1
    assert auto(*LINE)["number"] == "2026-0002"


def _quick() -> Any:  # noqa: ANN401 - a patience
    from invoicing.payments.providers.stripe import Patience

    class Quick(Patience):
        """Waits for a third of a second."""

        @property
        def timeout(self) -> tuple[float, float]:
            """Seconds."""
            return 0.3, 0.3

    return Quick(1, 1, retries=1, waits=1)


def test_without_a_key_the_link_waits(auto: Typist) -> None:
    """Nothing is sent; with a key the next run makes it, and letters carry it."""
    auto.no_key()
    done = auto(*LINE)
    assert (done["link"], auto.fake.calls) == (None, [])
    assert "there is no Stripe key" in auto.said
    auto.key()
    auto("stripe", "sync")
    assert auto.active() == [12200]


def test_a_key_repeated_gives_the_same_document_and_the_same_link(auto: Typist) -> None:
    """No second link, no second number."""
    first = auto(*LINE, "--key", "k1")
    again = auto(*LINE, "--key", "k1")
    assert (again["number"], again["link"]) == (first["number"], first["link"])
    assert auto.active() == [12200]


def test_a_dry_run_makes_neither(auto: Typist) -> None:
    """It shows the number that would be next."""
    assert auto(*LINE, "--dry-run")["number"] == "2026-0001"
    assert (auto.fake.calls, _waiting(auto)) == ([], [])


def test_what_is_refused_leaves_no_link_behind(auto: Typist) -> None:
    """A document that breaks a rule is refused before anything is sent."""
    auto(*LINE)
    calls = len(auto.fake.calls)
    assert auto(*LINE, "--date", "2026-11-01", code=3)["error"]["code"]
    assert len(auto.fake.calls) == calls
    assert _waiting(auto) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [("Tip; 1; 0.20; S 22", "at least 0.50 EUR"), ("Yacht; 1; 2000000; S 22", "more than Stripe takes")],
)
def test_an_amount_that_no_link_can_ask_for_is_issued_without_one(auto: Typist, line: str, words: str) -> None:
    """Stripe's limits never keep an invoice from being issued; the note says why there is no link."""
    done = auto("issue", "--client", "rossi", "--line", line)
    assert done["link"] is None
    assert words in auto.said
    assert (auto.fake.world.of_kind("payment_link"), _waiting(auto)) == ([], [])


def test_a_refusal_of_stripe_is_said_and_the_document_stands(auto: Typist) -> None:
    """A 400: the document is issued, no link, nothing waits."""
    auto.patch.setattr("invoicing.payments.keys.statement_suffix", lambda _document: "1234")
    done = auto(*LINE)
    assert (done["number"], done["link"]) == ("2026-0001", None)
    assert "Invalid suffix" in auto.said
    assert _waiting(auto) == []


def test_quotes_and_credit_notes_get_no_link(auto: Typist) -> None:
    """Only what asks for money."""
    quote = auto(*LINE, "--kind", "quote")
    assert auto.active() == []
    bill = auto("convert", quote["number"], "--to", "invoice")
    assert bill["link"].removeprefix("https://") in _urls(bill["pdf"])
    copied = auto("copy", bill["number"])
    assert copied["link"] != bill["link"]
    auto("credit", bill["number"])
    assert auto.active() == [12200]


def test_somebody_else_taking_the_number_costs_no_number_and_no_wrong_address(
    auto: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between link and issue another process issues 2026-0001: ours is 2026-0002, and carries no address."""
    make = StripeProvider.create_link
    other: list[str] = []

    def slow(self: StripeProvider, request: LinkRequest) -> Link:
        made = make(self, request)
        if not other:
            other.append("here")
            auto.no_key()
            line = ("issue", "--client", "rossi", "--line", "Print; 1; 50; S 22")
            other.append(auto(*line)["number"])
            auto.key()
        return made

    monkeypatch.setattr(StripeProvider, "create_link", slow)
    done = auto(*LINE)
    assert (other[1], done["number"]) == ("2026-0001", "2026-0002")
    first = auto.fake.world.of_kind("payment_link")[-1]
    assert first["url"].removeprefix("https://") not in _urls(done["pdf"])
    for _ in range(3):
        auto("stripe", "sync")
    assert sorted(auto.active()) == [6100, 12200]
    assert _waiting(auto) == []
    numbers = [one["metadata"]["invoice"] for one in auto.fake.world.of_kind("payment_link") if one["active"]]
    assert sorted(numbers) == ["2026-0001", "2026-0002"]


class Killed(BaseException):
    """The process ends here."""


def _killed_before_issuing(auto: Typist) -> None:
    """Make the link, and die before the transaction that issues."""
    keep = Book.ledger
    seen: list[int] = []

    def dying(self: Book) -> Any:  # noqa: ANN401 - a ledger
        if auto.fake.world.of_kind("payment_link") and not seen:
            seen.append(1)
            raise Killed
        return keep(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Book, "ledger", dying)
        with pytest.raises(Killed):
            auto(*LINE)


def test_a_crash_between_link_and_document_uses_no_number_and_the_next_run_takes_the_link(auto: Typist) -> None:
    """The same document issued again adopts the link that was made: one link, number 2026-0001."""
    _killed_before_issuing(auto)
    assert _waiting(auto) == [("link-open", "2026-0001")]
    assert auto("stripe", "sync")["pending"] == []
    done = auto(*LINE)
    assert done["number"] == "2026-0001"
    assert len(auto.fake.world.of_kind("payment_link")) == 1
    assert done["link"].removeprefix("https://") in _urls(done["pdf"])


def test_a_link_whose_document_never_came_is_closed_on_another_day(auto: Typist) -> None:
    """Nobody knows its address; the next day's sync closes it and the number is still free."""
    _killed_before_issuing(auto)
    for _ in range(2):
        auto("stripe", "sync", "--today", "2026-11-21")
    assert (auto.active(), _waiting(auto)) == ([], [])
    done = auto(*LINE, "--today", "2026-11-21")
    assert done["number"] == "2026-0001"
    assert auto.active() == [12200]


def test_another_amount_under_the_number_that_a_crash_left_gets_its_own_link(auto: Typist) -> None:
    """The link for 122.00 is closed, the document asks for 61.00."""
    _killed_before_issuing(auto)
    done = auto("issue", "--client", "rossi", "--line", "Print; 1; 50; S 22")
    assert done["number"] == "2026-0001"
    for _ in range(3):
        auto("stripe", "sync")
    assert (auto.active(), _waiting(auto)) == ([6100], [])


def test_a_whole_run_of_recurring_or_imported_documents_goes_through_the_same_door(auto: Typist) -> None:
    """Documents that a verb issues without knowing of links get theirs after the commit."""
    from invoicing.app.issue import issue_in, load_theme
    from invoicing.app.preview import drafted_from

    book = Book(auto.folder)
    drafted = drafted_from(book, "", {"client": "rossi"}, ["Design; 1 h; 100; S 22"], TODAY)
    with acting(book, Act(TODAY, "test")) as work:
        for _ in range(2):
            issue_in(work, book, drafted, Act(TODAY, "test"), load_theme(book, "classic"))
    assert auto.active() == [12200, 12200]


def test_letters_and_mails_carry_the_current_link(auto: Typist, tmp_path: Path) -> None:
    """After a part payment the reminder and the mail ask for the rest through the new link, not through the old one."""
    number = auto(*LINE)["number"]
    auto("pay", number, "22.00")
    auto("bank-read", "2027-01-10", "--today", "2027-01-10")
    (letter,) = auto("remind", "--today", "2027-01-10")["letters"]
    text = _urls(letter["pdf"])
    assert "plink_000002" in text
    assert "plink_000001" not in text
    auto.settings('[mail]\nhost = "127.0.0.1"\nfrom = "me@example.com"\n')
    auto("send", number, "--to", "anna@example.com", "--dry-run", "--eml", str(tmp_path))
    (file,) = tmp_path.glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "plink_000002" in body.get_content()
