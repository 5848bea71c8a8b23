"""Documents by e-mail: once each, whatever the server and the machine do on the way."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.app.book import Act, Book
from invoicing.app.mail_text import Written
from invoicing.app.send import Posting, outbox
from invoicing.app.send import send as act_on
from invoicing.mail.smtp import Session
from tests.mail.servers import DROP, QUICK, TAKE_AND_DROP, Post, listening, no_password

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.mail.message import Message
    from invoicing.mail.outcome import Outcome
    from tests.cli.book import Typed

DAY = "2026-03-02"


@pytest.fixture
def post() -> Iterator[Post]:
    """Run a server without TLS that takes everything."""
    with listening(Post()) as running:
        yield running


@pytest.fixture
def posted(book: Typed, post: Post) -> Typed:
    """A book with a mail server, and an invoice to Acme at its address."""
    settings = book.folder / "invoicing.toml"
    mail = f'\n[mail]\nhost = "localhost"\nport = {post.port}\nsecurity = "none"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + mail, encoding="utf-8")
    book(
        DAY,
        "client",
        "edit",
        "acme",
        "--email",
        "conti@acme.example",
        "--contact",
        "Anna Rossi; billing; a@acme.example",
    )
    book.issued(DAY)
    return book


def test_a_document_goes_out_with_its_original_and_polite_words(posted: Typed, post: Post) -> None:
    """In the client's language, to the person for bills; the attachment is the PDF as issued."""
    answer = posted(DAY, "send", "2026-0001")
    assert answer.code == 0, answer.out
    (one,) = answer.value["mails"]
    assert (one["outcome"], one["to"], one["attempts"]) == ("sent", ["a@acme.example"], 1)
    mail = message_from_bytes(post.taken[0][1], policy=policy.default)
    assert mail["Subject"] == "Fattura 2026-0001, Studio Lumen"
    assert mail["Message-ID"] == one["message_id"]
    text = mail.get_body(("plain",)).get_content().replace("\xa0", " ")  # type: ignore[union-attr]
    assert "Inviamo in allegato il seguente documento: fattura 2026-0001 del 2 marzo 2026." in text
    assert "Importo da pagare: € 976,00, entro il 1° aprile 2026." in text
    (pdf,) = mail.iter_attachments()
    assert pdf.get_filename() == "2026-0001.pdf"
    assert pdf.get_content() == (posted.folder / "documents" / "2026-0001.pdf").read_bytes()


def test_what_was_sent_is_not_sent_again_unless_a_person_asks(posted: Typed, post: Post) -> None:
    """Exit 5; with --again a second mail with the same Message-ID."""
    posted(DAY, "send", "2026-0001")
    again = posted(DAY, "send", "2026-0001")
    assert (again.code, again.error["code"]) == (5, "mail-not-to-send")
    assert posted(DAY, "send").value == {"mails": []}
    assert posted(DAY, "send", "2026-0001", "--again", "--to", "b@acme.example", "--cc", "c@acme.example").code == 0
    assert len(set(post.numbers())) == 1
    assert [taken[0] for taken in post.taken] == [("a@acme.example",), ("b@acme.example", "c@acme.example")]


def test_a_dry_run_writes_an_eml_file_and_records_nothing(posted: Typed, post: Post) -> None:
    """The file is what would go over the wire."""
    before = posted(DAY, "verify").value["events"]
    done = posted(DAY, "send", "2026-0001", "--dry-run", "--subject", "Hallo", "--message", "Just this.\n").value
    mail = message_from_bytes((posted.folder / "outbox").glob("*.eml").__next__().read_bytes(), policy=policy.default)
    assert (mail["Subject"], done["mails"][0]["outcome"]) == ("Hallo", "written")
    assert posted(DAY, "send", "2026-0001", "--dry-run", "--eml", str(posted.folder / "x")).code == 0
    assert list((posted.folder / "x").glob("*.eml"))
    assert (post.taken, posted(DAY, "verify").value["events"]) == ([], before)


def test_a_server_that_refuses_is_asked_again_later_and_one_that_vanishes_never(posted: Typed, post: Post) -> None:
    """451 is tried again by itself, a lost answer is uncertain, and both are listed."""
    post.tell = lambda command, _: "451 later" if command == "MAIL" else None
    failed = posted(DAY, "send", "2026-0001")
    assert (failed.code, failed.value["mails"][0]["outcome"]) == (6, "failed")
    assert failed.value["mails"][0]["next_at"]
    post.tell = lambda command, _: TAKE_AND_DROP if command == "TAKE" else None
    assert posted(DAY, "send", "2026-0001").value["mails"][0]["outcome"] == "uncertain"
    post.tell = lambda _command, _argument: None
    assert posted(DAY, "send", "2026-0001").error["code"] == "mail-not-to-send"
    listed = posted(DAY, "send", "--list").value
    assert [(one["number"], one["outcome"], one["attempts"]) for one in listed] == [("2026-0001", "uncertain", 2)]
    assert posted(DAY, "send", "2026-0001", "--again").value["mails"][0]["outcome"] == "sent"


def test_a_crash_between_intent_and_outcome_is_uncertain(posted: Typed) -> None:
    """The machine stops while the mail is on its way: nothing is sent by itself after that."""

    def crash(_message: Message) -> Outcome:
        raise KeyboardInterrupt

    opened, act = Book(posted.folder), Act(datetime(2026, 3, 2, tzinfo=UTC).date())
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with pytest.raises(KeyboardInterrupt):
        act_on(opened, ["2026-0001"], act, Posting(now, crash, Written()))
    assert [one["outcome"] for one in outbox(opened)] == ["uncertain"]
    assert posted(DAY, "send", "2026-0001").code == 5
    assert posted(DAY, "send").value == {"mails": []}
    assert posted(DAY, "send", "2026-0001", "--again").value["mails"][0]["outcome"] == "sent"


def test_what_cannot_be_written_is_refused_and_stops_no_other(posted: Typed, post: Post) -> None:
    """No address, no original; a second document goes out all the same."""
    posted(DAY, "client", "add", "--id", "beta", "--name", "Beta", "--country", "IT")
    posted(DAY, "issue", "--client", "beta", "--line", "x; 1; 1; S 22")
    posted.issued(DAY, "y; 1; 1; S 22")
    (posted.folder / "documents" / "2026-0003.pdf").unlink()
    answer = posted(DAY, "send", "2026-0002", "2026-0003", "2026-0001")
    found = [(one["outcome"], one.get("code")) for one in answer.value["mails"]]
    assert (answer.code, found) == (6, [("refused", "mail-no-recipient"), ("refused", "file-missing"), ("sent", None)])
    held = posted(DAY, "send", "2026-0001", "2026-0002").value["mails"]
    assert [one["outcome"] for one in held] == ["held", "refused"]
    assert len(post.taken) == 1


def test_a_book_without_a_mail_server_says_so(book: Typed) -> None:
    """Exit 3 with what to write into the settings."""
    book.issued(DAY)
    assert book(DAY, "send", "2026-0001").error["code"] == "no-mail-server"


def test_an_attachment_is_kept_by_its_hash_and_goes_along(posted: Typed, post: Post) -> None:
    """The file may change or vanish afterwards; what was attached stays."""
    plan = posted.folder / "plan.txt"
    plan.write_text("first", encoding="utf-8")
    number = posted.issued(DAY, "z; 1; 1; S 22", "--attach", "plan.txt")["number"]
    plan.unlink()
    assert posted(DAY, "show", number).value["attachments"] == ["plan.txt"]
    posted(DAY, "send", number)
    mail = message_from_bytes(post.taken[0][1], policy=policy.default)
    _pdf, text = mail.iter_attachments()
    assert (text.get_filename(), text.get_content()) == ("plan.txt", "first")
    missing = posted(DAY, "issue", "--client", "acme", "--line", "z; 1; 1; S 22", "--attach", "plan.txt")
    assert missing.code == 4


class Moody:
    """A server that fails at random, the same way every time."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311

    def __call__(self, command: str, _argument: str) -> str | None:
        """Answer one command."""
        if self.random.random() > 0.2:
            return None
        if command == "TAKE":
            return self.random.choice([DROP, TAKE_AND_DROP, "451 later", "552 too big"])
        return self.random.choice([DROP, "421 closing", "451 later", "550 no"])


def test_five_hundred_documents_to_a_server_that_fails_at_random(posted: Typed) -> None:
    """None is delivered twice; each ends sent, failed or uncertain, and what is uncertain is listed, not resent."""
    wanted = [f"2026-{index:04}" for index in range(1, 501)]
    _issue_quickly(posted, 499)
    opened = Book(posted.folder)
    act = Act(datetime(2026, 3, 2, tzinfo=UTC).date())
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with listening(Post(Moody(7))) as running:
        for round_ in range(6):
            with Session(running.server(), no_password, QUICK) as session:
                posting = Posting(now + timedelta(days=round_), _patient(session), Written())
                act_on(opened, wanted if round_ == 0 else [], act, posting)
        delivered = Counter(running.numbers())
    ended = {one["number"]: one["outcome"] for one in outbox(opened)}
    assert set(ended) == set(wanted)
    assert set(ended.values()) <= {"sent", "failed", "uncertain"}
    assert max(delivered.values()) == 1
    ids = {one["message_id"]: one["outcome"] for one in outbox(opened)}
    assert all(ids[number] in {"sent", "uncertain"} for number in delivered)
    assert all(delivered[number] == 1 for number, outcome in ids.items() if outcome == "sent")
    assert all(Counter(ended.values())[state] for state in ("sent", "failed", "uncertain"))


def _patient(session: Session) -> Any:  # noqa: ANN401
    """Open a new conversation where a session has given up asking: every document gets its turn."""

    def deliver(message: Message) -> Outcome:
        session._turned_away = None
        return session.send(message)

    return deliver


def _issue_quickly(book: Typed, count: int) -> None:
    """Issue many invoices in one transaction."""
    from invoicing.app.book import acting
    from invoicing.app.issue import issue_in, load_theme
    from invoicing.app.preview import drafted_from

    opened = Book(book.folder)
    act = Act(datetime(2026, 3, 2, tzinfo=UTC).date())
    drafted = drafted_from(opened, "", {"client": "acme"}, ["Work; 1; 10; S 22"], act.today)
    theme = load_theme(opened, opened.settings.theme)
    with acting(opened, act) as work:
        for _ in range(count):
            issue_in(work, opened, drafted, act, theme)


def test_every_answer_reads_well_without_json(posted: Typed) -> None:
    """For a person."""
    assert "Nothing was sent by mail." in posted.plain(DAY, "send", "--list").out
    assert ".eml" in posted.plain(DAY, "send", "2026-0001", "--dry-run").out
    assert "sent" in posted.plain(DAY, "send", "2026-0001").out
    assert "2026-0001" in posted.plain(DAY, "send", "--list").out
    assert "No mail waits" in posted.plain(DAY, "send").out
