"""A rate for days that have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.rates import entered_row

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return entered_row("de-basiszinssatz", "2025H1", "2.27", "https://www.example.org/notice")
