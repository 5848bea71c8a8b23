"""A mail server that wants a password that nobody set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.mail.password import read_password

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return read_password({})
