"""Take the original away."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Remove the PDF of the invoice."""
    (book / "documents" / "2026-0001.pdf").unlink()
