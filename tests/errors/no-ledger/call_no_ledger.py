"""A folder without a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path


def call(book: Path) -> object:
    """Bring it about."""
    return open_ledger(book / "other.db")
