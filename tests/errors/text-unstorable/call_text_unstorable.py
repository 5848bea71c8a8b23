"""A text that no database keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger.events import body_text

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return body_text("client-added", {"id": "acme", "name": "Acme\x00", "profile": {}})
