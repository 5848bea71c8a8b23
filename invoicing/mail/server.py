"""Where mail is handed in, and how long one waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from invoicing.domain.errors import Refused

Security = Literal["starttls", "tls", "none"]
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. With ``starttls`` and ``tls`` the certificate is checked, and without TLS nothing goes.

    The password is not here. Refused (``mail-password-in-clear``) when a user would log in without TLS on another
    machine.
    """

    host: str
    port: int = 587
    security: Security = "starttls"
    user: str = ""

    def __post_init__(self) -> None:
        """Refuse to send a password in clear."""
        if self.user and self.security == "none" and self.host not in _LOOPBACK:
            raise Refused.one(
                "mail-password-in-clear",
                f"the password would go to {self.host} unencrypted",
                where="mail.security",
                rule="RFC 8314 section 3",
                remedy="use starttls (port 587) or tls (port 465)",
                example='security = "starttls"',
            )


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait: for a connection, for an answer, and for the answer to a whole message.

    The last is long, for giving up early makes a message uncertain (RFC 5321 section 4.5.3.2.6 asks for ten minutes).
    """

    connect: float = 30
    command: float = 60
    answer: float = 600
