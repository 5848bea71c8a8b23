"""Spoil the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Change the PDF of an issued invoice."""
    (book / "documents" / "2026-0001.pdf").write_bytes(b"%PDF-1.4 something else")
