"""Spoil the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Lose the PDF, and the font it was drawn with."""
    (book / "documents" / "2026-0001.pdf").unlink()
