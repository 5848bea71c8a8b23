"""A file that would leave the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger.paths import safe_path

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return safe_path("../2026-0001.pdf")
