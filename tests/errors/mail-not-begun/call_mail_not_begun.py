"""An end without a beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.mail.outbox import Item, interrupted

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return interrupted(Item("2026-0001-reminder1"))
