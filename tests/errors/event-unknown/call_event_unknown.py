"""An event that only a later version knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger.events import known

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return known("tea-made")
