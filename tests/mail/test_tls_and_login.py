"""TLS with certificates that are checked, and a password that is never shown."""

from __future__ import annotations

import base64
import logging
import ssl
import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.domain.errors import Refused
from invoicing.mail import password as secrets
from invoicing.mail.password import read_password
from invoicing.mail.server import Server
from invoicing.mail.smtp import Session, send
from invoicing.mail.words import LONGEST, Veil
from tests.mail.servers import (
    PASSWORD,
    QUICK,
    Authority,
    Post,
    listening,
    message,
    no_password,
    playing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_mail_goes_through_starttls_where_it_is_configured(authority: Authority) -> None:
    """The server takes nothing before STARTTLS; the certificate is for its name."""
    with listening(Post(), tls_context=authority.serves("localhost"), require_starttls=True) as post:
        outcome = send(message(), post.server(security="starttls"), no_password, QUICK, authority.trusted())
    assert outcome.kind == "sent"
    assert len(post.taken) == 1


def test_mail_goes_through_tls_from_the_first_byte(authority: Authority) -> None:
    """Port 465 of RFC 8314."""
    with listening(Post(), authority.serves("localhost")) as post:
        outcome = send(message(), post.server(security="tls"), no_password, QUICK, authority.trusted())
    assert outcome.kind == "sent"


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("name", "trusts", "says"),
    [("localhost", "nobody", "certificate verify failed"), ("other.example", "authority", "not valid for 'localhost'")],
)
def test_a_certificate_that_is_not_the_servers_ends_it(
    authority: Authority,
    security: str,
    name: str,
    trusts: str,
    says: str,
) -> None:
    """Nobody's authority, or another server's name: refused, with nothing sent, and for the whole batch."""
    context = authority.trusted() if trusts == "authority" else None
    tls = authority.serves(name)
    from_start = tls if security == "tls" else None
    options = {} if security == "tls" else {"tls_context": tls}
    with (
        listening(Post(), from_start, **options) as post,
        Session(post.server(security=security), no_password, QUICK, context) as session,
    ):
        outcomes = [session.send(message(number)) for number in (1, 2)]
    assert [(one.kind, one.stage) for one in outcomes] == [("refused", "tls")] * 2
    assert says in outcomes[0].words
    assert post.taken == []


def test_without_starttls_nothing_goes_on_in_clear(post: Post) -> None:
    """A server, or somebody between, that does not offer STARTTLS."""
    outcome = send(message(), post.server(security="starttls", user="giulia"), lambda: PASSWORD, QUICK)
    assert (outcome.kind, outcome.stage) == ("refused", "tls")
    assert "STARTTLS" in outcome.words
    assert post.heard == []


@pytest.mark.parametrize(
    ("script", "kind", "code"),
    [
        ("220 hi|250-hi\r\n250 STARTTLS|454 not now", "retry", 454),
        ("220 hi|250-hi\r\n250 STARTTLS|501 no", "refused", 501),
        ("220 hi|250-hi\r\n250 STARTTLS|drop", "retry", 0),
        ("220 hi|250-hi\r\n250 STARTTLS|220 go\r\n250 injected", "retry", 0),
    ],
)
def test_a_starttls_that_fails_is_judged(script: str, kind: str, code: int) -> None:
    """RFC 3207 section 4; what comes in clear after the answer is not believed."""
    with playing(script) as (server, _):
        starttls = Server("localhost", server.port)
        outcome = send(message(), starttls, no_password, QUICK)
    assert (outcome.kind, outcome.stage, outcome.code) == (kind, "tls", code)


def test_tls_on_a_port_that_does_not_speak_it_is_refused_and_a_closed_one_tried_again() -> None:
    """A wrong port is a wrong setting; a connection closed in the middle of the greeting may pass."""
    with playing("220 hi") as (server, _):
        outcome = send(message(), Server("localhost", server.port, "tls"), no_password, QUICK)
    assert (outcome.kind, outcome.stage) == ("refused", "tls")
    with playing("|drop") as (server, _):
        outcome = send(message(), Server("localhost", server.port, "tls"), no_password, QUICK)
    assert outcome.kind == "retry"


@pytest.fixture
def guarded(authority: Authority) -> Iterator[Post]:
    """Run a server that takes mail only after STARTTLS and a login."""
    post = Post()
    tls = authority.serves("localhost")
    with listening(post, tls_context=tls, authenticator=post.authenticate, auth_required=True) as running:
        yield running


def test_the_password_opens_the_server_once_for_a_batch(guarded: Post, authority: Authority) -> None:
    """Asked once a connection."""
    server = guarded.server(security="starttls", user="giulia")
    with Session(server, lambda: PASSWORD, QUICK, authority.trusted()) as session:
        assert [session.send(message(number)).kind for number in range(3)] == ["sent"] * 3
    assert guarded.logins == [PASSWORD.encode()]


def test_a_wrong_password_stops_the_batch_and_is_shown_nowhere(
    guarded: Post, authority: Authority, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """One login by each way the server offers, not one a message: accounts are locked for less."""
    caplog.set_level(logging.DEBUG)
    wrong = "hunter2-very-secret"
    server = guarded.server(security="starttls", user="giulia")
    session = Session(server, lambda: wrong, QUICK, authority.trusted())
    with session:
        outcomes = [session.send(message(number)) for number in range(20)]
    assert {(one.kind, one.stage, one.code) for one in outcomes} == {("refused", "login", 535)}
    assert outcomes[0].concerns_server
    assert len(guarded.logins) <= 2
    plain = base64.b64encode(f"\0giulia\0{wrong}".encode()).decode()
    ours = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    shown = repr((outcomes, server, session, session._veil)) + ours + "".join(capfd.readouterr())
    assert wrong not in shown
    assert plain not in shown


def test_a_server_that_repeats_the_password_is_not_quoted() -> None:
    """In clear, in base64, as PLAIN: each is masked."""
    wrong = "hunter2-very-secret"
    forms = (wrong, base64.b64encode(wrong.encode()).decode(), base64.b64encode(f"\0g\0{wrong}".encode()).decode())
    with playing("220 hi|250-hi\r\n250 AUTH PLAIN|535 no: " + " ".join(forms)) as (server, _):
        outcome = send(message(), Server("127.0.0.1", server.port, "none", "g"), lambda: wrong, QUICK)
    assert (outcome.kind, outcome.words) == ("refused", "no: … … …")


@pytest.mark.parametrize(
    ("features", "answer", "kind", "says"),
    [
        ("250 SIZE 1000", "", "refused", "AUTH"),
        ("250 AUTH GSSAPI", "", "refused", "No suitable authentication method"),
        ("250 AUTH PLAIN", "|454 later", "retry", "later"),
        ("250 AUTH PLAIN", "|drop", "retry", "unexpectedly closed"),
        ("250 AUTH CRAM-MD5", "|334 a", "refused", ""),
    ],
)
def test_a_login_that_fails_is_judged(features: str, answer: str, kind: str, says: str) -> None:
    """RFC 4954 section 6; a challenge that is no base64 will not become one."""
    with playing(f"220 hi|250-hi\r\n{features}{answer}") as (server, _):
        outcome = send(message(), Server("127.0.0.1", server.port, "none", "giulia"), lambda: PASSWORD, QUICK)
    assert (outcome.kind, outcome.stage) == (kind, "login")
    assert says in outcome.words


def test_a_password_that_smtp_cannot_say_is_refused_without_being_shown() -> None:
    """Smtplib speaks ASCII; its own error would carry the password."""
    with playing("220 hi|250-hi\r\n250 AUTH PLAIN") as (server, heard):
        outcome = send(message(), Server("127.0.0.1", server.port, "none", "giulia"), lambda: "пароль", QUICK)
        assert (outcome.kind, outcome.stage) == ("refused", "login")
        assert outcome.words == "the user or the password has a character that is not ASCII"
    assert not any("AUTH" in line for line in heard)


def test_a_password_is_never_sent_in_clear_to_another_machine() -> None:
    """RFC 8314 section 3. On the loopback address nobody listens."""
    with pytest.raises(Refused) as caught:
        Server("smtp.example.com", 25, "none", "giulia")
    assert caught.value.code == "mail-password-in-clear"
    assert Server("smtp.example.com", 25, "none").user == ""
    assert Server("localhost", 25, "none", "giulia").user == "giulia"


def test_a_missing_password_is_refused_before_anything_is_opened() -> None:
    """The refusal of the provider passes through."""

    def missing() -> str:
        return read_password({})

    with pytest.raises(Refused) as caught:
        send(message(), Server("127.0.0.1", 9, "none", "giulia"), missing, QUICK)
    assert caught.value.code == "mail-no-password"


def test_the_password_comes_from_the_environment_as_it_is() -> None:
    """Blanks may belong to it; a line end does not."""
    assert read_password({secrets.VARIABLE: " two words \r\n"}) == " two words "


def keyring(answer: Any) -> dict[str, ModuleType]:  # noqa: ANN401
    """Make a keyring package that gives, or raises, this answer."""

    class KeyringError(Exception):
        """As the package has it."""

    def get_password(service: str, name: str) -> str | None:
        assert (service, name) == ("invoicing", "INVOICING_SMTP_PASSWORD")
        if answer is KeyringError:
            raise KeyringError
        return str(answer) if answer else None

    if answer == "error":
        answer = KeyringError
    package: Any = SimpleNamespace(get_password=get_password)
    errors: Any = SimpleNamespace(KeyringError=KeyringError)
    return {"keyring": package, "keyring.errors": errors}


def test_the_keyring_is_asked_when_the_environment_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same service and name as every other secret of the tool."""
    for name, module in keyring("from the keyring").items():
        monkeypatch.setitem(sys.modules, name, module)
    assert read_password({}) == "from the keyring"


@pytest.mark.parametrize("answer", [None, "error", "absent"])
def test_a_keyring_that_has_nothing_is_no_password(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    """No entry, no place to keep one, no package at all."""
    modules: dict[str, Any] = {"keyring": None} if answer == "absent" else dict(keyring(answer))
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    with pytest.raises(Refused) as caught:
        read_password({})
    assert caught.value.code == "mail-no-password"
    assert "keyring set invoicing INVOICING_SMTP_PASSWORD" in caught.value.remedy


def test_the_words_of_a_server_are_one_line_and_not_too_long() -> None:
    """Controls could move the cursor of a terminal."""
    assert Veil().text(b"no\r\n\x1b[2Jthanks \xff" + b"x" * 9999).startswith("no [2Jthanks \ufffdxxx")
    assert len(Veil().text("x" * 9999)) == LONGEST
    assert repr(Veil("g", PASSWORD)) == "Veil()"


def test_certificates_are_checked_unless_somebody_brings_another_context() -> None:
    """The default of the session is the library's strict one."""
    context = Session(Server("localhost"), no_password)._context
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
