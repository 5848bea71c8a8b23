"""A row that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger.store import sole

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return sole([], "event 99")
