"""A time without an offset."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from invoicing.mail.address import Mailbox
from invoicing.mail.message import Mail, build

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    mail = Mail(
        id="2026-0001-reminder1",
        sender=Mailbox("accounts@studiolumen.example", "Studio Lumen"),
        to=(Mailbox("accounts@acme.example"),),
        subject="Invoice 2026-0001",
        text="Dear Ms Rossi, …",
        sent_at=datetime(2026, 3, 10, 9),  # noqa: DTZ001  what is refused,
    )
    return build(mail)
