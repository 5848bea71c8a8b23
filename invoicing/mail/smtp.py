"""Sending by SMTP: one message, or many in one conversation with the server."""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from invoicing.mail.connect import connect, hang_up, set_timeout
from invoicing.mail.handover import hand_over
from invoicing.mail.outcome import Outcome
from invoicing.mail.server import Patience
from invoicing.mail.words import Veil

if TYPE_CHECKING:
    import smtplib
    from collections.abc import Callable
    from types import TracebackType

    from invoicing.mail.message import Message
    from invoicing.mail.server import Server

GIVE_UP_AFTER = 3
"""connections that fail in a row before a batch stops asking"""
_PATIENCE = Patience()
_LEAVE = 5


def send(
    message: Message,
    server: Server,
    password: Callable[[], str],
    patience: Patience = _PATIENCE,
    context: ssl.SSLContext | None = None,
) -> Outcome:
    """Hand over one message on a connection of its own; see `Session`."""
    with Session(server, password, patience, context) as session:
        return session.send(message)


class Session:
    """A conversation for one message or many, opened when it is needed and again when it was lost.

    `password` is asked only when the server has a user. `context` is for a certificate authority of one's own; left
    out, the system's are trusted. Every ending is an `Outcome`; what `password` refuses passes through. Once the
    server has turned us away (no TLS, wrong certificate, wrong password, thrice no connection), every further message
    ends the same way at once, so that a batch neither waits for hours nor locks the account.
    """

    __slots__ = ("_client", "_context", "_failures", "_password", "_patience", "_server", "_turned_away", "_veil")

    def __init__(
        self,
        server: Server,
        password: Callable[[], str],
        patience: Patience = _PATIENCE,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Remember where to go; nothing is opened yet."""
        self._server = server
        self._password = password
        self._patience = patience
        self._context = context or ssl.create_default_context()
        self._client: smtplib.SMTP | None = None
        self._veil = Veil()
        self._failures = 0
        self._turned_away: Outcome | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave; what the server makes of it changes nothing. After an interruption there is no time for it."""
        if self._client:
            if kind is None:
                set_timeout(self._client, min(self._patience.command, _LEAVE))
                with suppress(OSError):
                    self._client.docmd("QUIT")
            self._drop(self._client)

    def send(self, message: Message) -> Outcome:
        """Hand over one message.

        A connection that had served before and is found gone, before the message was begun, is replaced once.
        """
        kept = self._client is not None
        outcome = self._attempt(message)
        if kept and outcome.kind == "retry" and outcome.stage == "sender" and self._client is None:
            outcome = self._attempt(message)
        return outcome

    def _attempt(self, message: Message) -> Outcome:
        """Connect if need be, and hand over."""
        client = self._turned_away or self._client or self._connect()
        if isinstance(client, Outcome):
            return client
        outcome = hand_over(client, message, self._patience, self._veil)
        if outcome.kind != "sent" and not _cleared(client, outcome):
            self._drop(client)
        return outcome

    def _connect(self) -> smtplib.SMTP | Outcome:
        """Open a connection; give what went wrong."""
        password = self._password() if self._server.user else ""
        self._veil = Veil(self._server.user, password)
        client = connect(self._server, password, self._patience, self._context, self._veil)
        if isinstance(client, Outcome):
            self._failures += 1
            if client.kind == "refused" or self._failures >= GIVE_UP_AFTER:
                self._turned_away = client
        else:
            self._failures = 0
            self._client = client
        return client

    def _drop(self, client: smtplib.SMTP) -> None:
        self._client = None
        hang_up(client)


def _cleared(client: smtplib.SMTP, outcome: Outcome) -> bool:
    """Clear the table for the next message; give whether the conversation can go on."""
    in_step = outcome.kind != "uncertain" and outcome.code != 421 and outcome.code // 100 in {4, 5}
    try:
        return in_step and client.rset()[0] == 250
    except OSError:
        return False
