"""Opening a conversation with a mail server: the connection, TLS, the login."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from invoicing.mail.outcome import Outcome, judged

if TYPE_CHECKING:
    from invoicing.mail.outcome import Stage
    from invoicing.mail.server import Patience, Server
    from invoicing.mail.words import Veil

# Our own name is nobody's business, and looking it up can take seconds (RFC 5321 section 4.1.3 allows a literal).
_OWN_NAME = "[127.0.0.1]"
# What cannot pass by itself: an extension the server lacks, no way to log in, a name or a challenge nobody can read.
_LASTING = (smtplib.SMTPNotSupportedError, ValueError)


def connect(
    server: Server, password: str, patience: Patience, context: ssl.SSLContext, veil: Veil
) -> smtplib.SMTP | Outcome:
    """Open the conversation up to the first message, or say how it ended."""
    stage: Stage = "connect"
    client: smtplib.SMTP | None = None
    try:
        client = _open(server, patience, context)
        if server.security == "starttls":
            stage = "tls"
            # Raises where the server has no STARTTLS: nothing ever goes on in clear.
            client.starttls(context=context)
            client.ehlo_or_helo_if_needed()
        if server.user:
            stage = "login"
            _login(client, server.user, password)
    except (OSError, ValueError) as error:
        if client:
            hang_up(client)
        return _failed(stage, error, veil)
    return client


def hang_up(client: smtplib.SMTP) -> None:
    """Close the connection, without a word."""
    with suppress(OSError):
        client.close()


def _open(server: Server, patience: Patience, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, _OWN_NAME, timeout=patience.connect, context=context
        )
    else:
        client = smtplib.SMTP(server.host, server.port, _OWN_NAME, timeout=patience.connect)
    if client.sock:
        # The content and its single dot are two writes: without this the second waits 40 ms for the first.
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    set_timeout(client, patience.command)
    client.ehlo_or_helo_if_needed()
    return client


def _login(client: smtplib.SMTP, user: str, password: str) -> None:
    """Log in. smtplib speaks ASCII here, and its own error would show the password."""
    if not (user + password).isascii():
        raise smtplib.SMTPNotSupportedError("the user or the password has a character that is not ASCII")
    client.login(user, password)


def set_timeout(client: smtplib.SMTP, seconds: float) -> None:
    """Set how long the next answer may take."""
    if client.sock:
        client.sock.settimeout(seconds)


def _failed(stage: Stage, error: OSError | ValueError, veil: Veil) -> Outcome:
    """Judge who turned us away for good, and what may pass."""
    if isinstance(error, smtplib.SMTPResponseException):
        return judged(stage, error.smtp_code, veil.text(error.smtp_error))
    words = veil.text(str(error)) or type(error).__name__
    if isinstance(error, ssl.SSLError):
        passing = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
        return Outcome("retry" if passing else "refused", "tls", words=words)
    # A plain SMTPException: the server offers no way to log in that we know.
    lasting = isinstance(error, _LASTING) or type(error) is smtplib.SMTPException
    return Outcome("refused" if lasting else "retry", stage, words=words)
