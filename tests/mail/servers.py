"""Mail servers on the loopback address: a real one that does as it is told, and one that plays a script."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, cast

from aiosmtpd.smtp import SMTP, AuthResult

from invoicing.mail.address import Mailbox
from invoicing.mail.message import Mail, Message, build
from invoicing.mail.server import Patience, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import trustme

DROP = "drop"
"""close the connection instead of answering"""
TAKE_AND_DROP = "take and drop"
"""take the message, then close the connection instead of answering"""
HANG = "hang"
"""answer nothing, and keep the connection"""
QUICK = Patience(5, 5, 5)
PASSWORD = "correct horse battery"  # noqa: S105


def mail(number: int = 1, **changes: Any) -> Mail:  # noqa: ANN401
    """Make a mail, one like the other but for its number."""
    parts: dict[str, Any] = {
        "id": f"2026-{number:04}",
        "sent_at": datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        "sender": Mailbox("giulia@studio.example", "Studio Bianchi"),
        "to": (Mailbox("rosa@client.example", "Rosa Verdi"),),
        "subject": "Invoice",
        "text": "Good morning,\n\nplease find the invoice attached.\n",
    }
    return Mail(**{**parts, **changes})


def message(number: int = 1, **changes: Any) -> Message:  # noqa: ANN401
    """Make the message of such a mail."""
    return build(mail(number, **changes))


def no_password() -> str:
    """Stand where no password may be asked for."""
    raise AssertionError


@dataclass
class Post:
    """An aiosmtpd server in a thread of its own. `tell` decides each answer; None lets the server answer as usual."""

    tell: Callable[[str, str], str | None] = lambda _command, _argument: None
    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    port: int = 0

    def server(self, **parts: Any) -> Server:  # noqa: ANN401
        """Give the address of this server."""
        return Server("localhost", self.port, **{"security": "none", **parts})

    def numbers(self) -> list[str]:
        """Give the Message-IDs of what was taken, in order."""
        return [message_from_bytes(content, policy=policy.default)["Message-ID"] for _, content in self.taken]

    async def _answer(self, server: SMTP, command: str, argument: str, usual: str) -> str:
        self.heard.append(command)
        told = self.tell(command, argument)
        if told in {DROP, TAKE_AND_DROP}:
            cast("asyncio.Transport", server.transport).abort()
        elif told == HANG:
            await asyncio.sleep(30)
        return usual if told in {None, DROP, TAKE_AND_DROP, HANG} else str(told)

    async def handle_MAIL(self, server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802, ANN401
        """Take the sender."""
        answer = await self._answer(server, "MAIL", address, "250 OK")
        if answer.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(self, server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:  # noqa: N802, ANN401
        """Take a recipient."""
        answer = await self._answer(server, "RCPT", address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802, ANN401
        """Take the message, before the answer goes out."""
        told = self.tell("TAKE", "")
        if told in {None, TAKE_AND_DROP} or str(told).startswith("2"):
            self.taken.append((tuple(envelope.rcpt_tos), envelope.content))
        remembered, self.tell = self.tell, lambda _command, _argument: told
        try:
            return await self._answer(server, "TAKE", "", "250 OK: queued as 4F2A")
        finally:
            self.tell = remembered

    async def handle_RSET(self, server: SMTP, _session: Any, _envelope: Any) -> str:  # noqa: N802, ANN401
        """Begin anew."""
        return await self._answer(server, "RSET", "", "250 OK")

    async def handle_QUIT(self, server: SMTP, _session: Any, _envelope: Any) -> str:  # noqa: N802, ANN401
        """Say goodbye."""
        return await self._answer(server, "QUIT", "", "221 Bye")

    def authenticate(self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401
        """Let in who knows the password."""
        self.logins.append(data.password)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@contextmanager
def listening(post: Post, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[Post]:  # noqa: ANN401
    """Run a server until the test is over; with `tls` the whole connection is encrypted."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)

    def factory() -> SMTP:
        return SMTP(post, hostname="post.example", loop=loop, **options)

    listener = loop.run_until_complete(loop.create_server(factory, "localhost", 0, family=socket.AF_INET, ssl=tls))
    post.port = listener.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield post
    finally:
        loop.call_soon_threadsafe(listener.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        with suppress(asyncio.CancelledError, RuntimeError):
            loop.run_until_complete(asyncio.sleep(0))
        loop.close()


@contextmanager
def playing(*scripts: str) -> Iterator[tuple[Server, list[str]]]:
    """Play one script a connection: a greeting, then one answer a line heard; `drop` and the script's end close it.

    Gives the server and, growing, the lines heard.
    """
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def play() -> None:
            for script in scripts:
                with suppress(OSError):
                    connection, _ = listener.accept()
                    with connection, connection.makefile("rb") as lines:
                        for answer in script.split("|"):
                            if answer == DROP:
                                break
                            connection.sendall(answer.encode() + b"\r\n" if answer else b"")
                            heard.append(lines.readline().decode(errors="replace").strip())

        thread = threading.Thread(target=play, daemon=True)
        thread.start()
        yield Server("127.0.0.1", listener.getsockname()[1], security="none"), heard
        listener.close()
        thread.join(6)


@dataclass(frozen=True)
class Authority:
    """A certificate authority for the test, and a server's side of TLS for a name."""

    ca: trustme.CA

    def serves(self, name: str) -> ssl.SSLContext:
        """Give the server's context, with a certificate for this name."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(name).configure_cert(context)
        return context

    def trusted(self) -> ssl.SSLContext:
        """Give a client's context that trusts this authority only."""
        context = ssl.create_default_context()
        self.ca.configure_trust(context)
        return context
