"""A rate that nobody can check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.rates import entered_row

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return entered_row("de-basiszinssatz", "2027H1", "2.27", "")
