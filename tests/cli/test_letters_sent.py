"""Letters on their way: by mail once, as files, on paper; and what is known of one that a crash left half sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invoicing.app.book import Act, Book
from invoicing.app.post import Sending, send_letters
from invoicing.mail.outcome import Outcome
from tests.mail.servers import Post, listening

if TYPE_CHECKING:
    from datetime import date

    from invoicing.mail.message import Message
    from tests.cli.book import Typed

DAY = "2026-04-20"
NOW = datetime(2026, 4, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def letter(book: Typed) -> int:
    """A first reminder to Acme that is to go by mail; its id."""
    book(DAY, "client", "edit", "acme", "--email", "acme@client.example")
    settings = book.folder / "invoicing.toml"
    settings.write_text(settings.read_text() + '\n[policy.grades.1]\nchannel = "email"\n')
    book.issued()
    written = book(DAY, "remind").value["letters"][0]
    number: int = written["letter_id"]
    return number


def states(book: Typed) -> list[str]:
    """Give what became of every letter."""
    return [one["outcome"] for one in book(DAY, "letters", "sent").value]


class Server:
    """A way to deliver that ends as it is told, and counts."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = list(kinds)
        self.taken: list[Message] = []

    def __call__(self, message: Message) -> Outcome:
        """Take a message and end as told."""
        self.taken.append(message)
        return Outcome(self.kinds.pop(0), "answer", words="so it was")  # type: ignore[arg-type]


def send(book: Typed, day: date, server: Server, now: datetime = NOW, *, by_hand: bool = False) -> str:
    """Send all that waits, and give the outcome of the only letter."""
    done = send_letters(Book(book.folder), (), Act(day), Sending(now, server, by_hand))
    return str(done["letters"][0]["outcome"]) if done["letters"] else ""


def test_a_letter_is_mailed_once_with_its_pdf(book: Typed, letter: int) -> None:
    """A real server takes it; a second run mails nothing; the ledger says so."""
    with listening(Post()) as post:
        server = post.server()
        settings = book.folder / "invoicing.toml"
        mail = f'\n[mail]\nhost = "{server.host}"\nport = {server.port}\nsecurity = "none"\n'
        settings.write_text(settings.read_text() + mail)
        first = book(DAY, "letters", "send").value["letters"][0]
        assert (first["letter_id"], first["outcome"], first["to"]) == (letter, "sent", ["acme@client.example"])
        assert book(DAY, "letters", "send").value["letters"] == []
        assert book(DAY, "letters", "send", str(letter), "--again").value["letters"][0]["outcome"] == "sent"
        assert len(post.numbers()) == 1
    assert states(book) == ["sent"]


def test_a_letter_becomes_a_file_for_another_program(book: Typed, letter: int) -> None:
    """Subject, text, HTML and the PDF are those of the book."""
    done = book(DAY, "letters", "send", str(letter), "--eml", str(book.folder / "out")).value["letters"][0]
    assert done["outcome"] == "eml"
    message = message_from_bytes(Path(done["words"]).read_bytes(), policy=policy.default)
    assert message["Subject"] == "Promemoria di pagamento: fattura n. 2026-0001"
    types = [part.get_content_type() for part in message.walk()]
    assert types == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]
    assert states(book) == ["eml"]
    assert book(DAY, "letters", "send", "--eml", str(book.folder / "x")).value["letters"] == []


def test_a_letter_on_paper_is_noted_as_posted(book: Typed, letter: int) -> None:
    """Nothing is mailed."""
    assert book(DAY, "letters", "send", str(letter), "--printed").value["letters"][0]["outcome"] == "printed"
    assert states(book) == ["printed"]
    assert "printed" in book.plain(DAY, "letters", "sent", "acme").out


def test_what_cannot_be_sent_is_said_and_a_dry_run_sends_nothing(book: Typed, letter: int) -> None:
    """No server, no such letter, no file: each by its code."""
    assert (
        book(DAY, "letters", "send", "--eml", str(book.folder / "x"), "--dry-run").value["letters"][0]["words"]
        == "would be sent"
    )
    assert states(book) == ["written"]
    none = book(DAY, "letters", "send", str(letter))
    assert (none.code, none.error["code"]) == (3, "no-mail-server")
    unknown = book(DAY, "letters", "send", "999", "--eml", str(book.folder / "x"))
    assert (unknown.code, unknown.error["code"]) == (4, "letter-unknown")
    (book.folder / "documents" / "letters" / "2026-04-20-acme-eur-reminder1.pdf").unlink()
    gone = book(DAY, "letters", "send", str(letter), "--eml", str(book.folder / "x")).value["letters"][0]
    assert gone["code"] == "letter-missing"


def test_a_letter_to_a_client_without_an_address_says_what_it_lacks(book: Typed) -> None:
    """The others go; this one waits for an address."""
    book.issued()
    letter = book(DAY, "remind").value["letters"][0]["letter_id"]
    lack = book(DAY, "letters", "send", str(letter), "--eml", str(book.folder / "x")).value["letters"][0]
    assert (lack["outcome"], lack["code"]) == ("incomplete", "mail-no-recipient")


def test_what_the_server_puts_off_is_tried_again_by_itself(book: Typed, letter: int) -> None:
    """Five minutes later, not earlier; what it refused only by hand."""
    day = NOW.date()
    server = Server("retry", "refused", "sent")
    assert send(book, day, server) == "failed"
    assert send(book, day, server, NOW + timedelta(minutes=4)) == "failed"
    assert len(server.taken) == 1
    assert send(book, day, server, NOW + timedelta(minutes=5)) == "failed"
    assert send(book, day, server, NOW + timedelta(days=9)) == "failed"
    assert len(server.taken) == 2
    assert send(book, day, server, NOW + timedelta(days=9), by_hand=True) == "sent"
    assert [one.id for one in server.taken] == [server.taken[0].id] * 3
    assert states(book) == ["sent"]
    assert letter > 0


def test_a_crash_while_sending_leaves_a_letter_that_only_a_person_sends_again(book: Typed, letter: int) -> None:
    """RFC 5321: from the last dot to the answer nobody knows."""
    day = NOW.date()

    def crash(_message: Message) -> Outcome:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_letters(Book(book.folder), (letter,), Act(day), Sending(NOW, crash))
    assert states(book) == ["sending"]
    server = Server("uncertain", "sent")
    assert send(book, day, server) == "sending"
    assert server.taken == []
    assert send(book, day, server, by_hand=True) == "uncertain"
    assert send(book, day, server) == "uncertain"
    assert send(book, day, server, by_hand=True) == "sent"
    assert len(server.taken) == 2


def test_the_exit_code_says_when_a_letter_did_not_leave(book: Typed, letter: int) -> None:
    """No server listens on port 9: exit 6, and the letter waits."""
    settings = book.folder / "invoicing.toml"
    settings.write_text(settings.read_text() + '\n[mail]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\n')
    answer = book(DAY, "letters", "send", str(letter))
    assert (answer.code, answer.value["letters"][0]["outcome"]) == (6, "failed")
    assert "failed" in book.plain(DAY, "letters", "sent").out
