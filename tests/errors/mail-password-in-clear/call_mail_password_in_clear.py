"""A login without encryption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.mail.server import Server

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return Server("mail.example.com", 25, "none", "ada")
