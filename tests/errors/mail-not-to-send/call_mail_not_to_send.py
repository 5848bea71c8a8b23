"""A message that may have arrived is not sent again by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from invoicing.mail.outbox import Item, begun

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return begun(Item("2026-0001-reminder1", "uncertain"), datetime(2026, 3, 10, tzinfo=UTC))
