"""Handing one message over (RFC 5321 section 3.3).

Until the line with the single dot is sent the server must not deliver anything, whatever becomes of the connection
(RFC 5321 sections 3.8 and 4.1.1.4), so that every loss before it may be tried again. From that line until the answer
nobody knows: such a message is ``uncertain``. A message goes to all of its recipients or to none, so that a further
try cannot reach one of them twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from invoicing.mail.connect import set_timeout
from invoicing.mail.outcome import Outcome, judged

if TYPE_CHECKING:
    import smtplib
    from collections.abc import Iterator

    from invoicing.mail.message import Message
    from invoicing.mail.outcome import Stage
    from invoicing.mail.server import Patience
    from invoicing.mail.words import Veil

_PIECE = 65536


def hand_over(client: smtplib.SMTP, message: Message, patience: Patience, veil: Veil) -> Outcome:
    """Say from whom, to whom and what; each step may end it."""
    stage: Stage
    for stage, recipient, verb, argument in _steps(client, message):
        try:
            code, words = client.docmd(verb, argument)
        except OSError as error:
            return _lost("retry", stage, error, veil)
        if code // 100 != (3 if verb == "DATA" else 2):
            return judged(stage, code, veil.text(words), recipient)
    try:
        _write(client, message.content)
    except OSError as error:
        return _lost("retry", "data", error, veil)
    return _end(client, patience, veil)


def _steps(client: smtplib.SMTP, message: Message) -> Iterator[tuple[Stage, str, str, str]]:
    """Give what is said before the content: stage, recipient, command and argument."""
    size = f" SIZE={len(message.content)}" if client.has_extn("size") else ""
    yield "sender", "", "MAIL", f"FROM:<{message.sender}>{size}"
    for address in message.recipients:
        yield "recipient", address, "RCPT", f"TO:<{address}>"
    yield "data", "", "DATA", ""


def _write(client: smtplib.SMTP, content: bytes) -> None:
    """Send the content without its end, a dot before each line that begins with one (RFC 5321 section 4.5.2).

    In pieces, because the time a socket allows is for the whole of what it is given.
    """
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    for start in range(0, len(stuffed), _PIECE):
        client.send(stuffed[start : start + _PIECE])


def _end(client: smtplib.SMTP, patience: Patience, veil: Veil) -> Outcome:
    """Send the single dot and wait for the answer: from here on only the server knows."""
    set_timeout(client, patience.answer)
    try:
        client.send(b".\r\n")
        code, words = client.getreply()
    except OSError as error:
        return _lost("uncertain", "answer", error, veil)
    set_timeout(client, patience.command)
    if code // 100 == 2:
        return Outcome("sent", "answer", code, veil.text(words))
    return judged("answer", code, veil.text(words))


def _lost(kind: Literal["retry", "uncertain"], stage: Stage, error: OSError, veil: Veil) -> Outcome:
    """Tell of a connection that ended. A reply too long to be one is such an end, whatever code smtplib gives it."""
    return Outcome(kind, stage, words=veil.text(str(error)))
