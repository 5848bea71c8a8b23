"""A message that was not built here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.mail.message import Message

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return Message("<1@studiolumen.example>", "accounts@studiolumen.example", (), b"Subject: x\r\n")
