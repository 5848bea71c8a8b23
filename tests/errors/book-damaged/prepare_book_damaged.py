"""Spoil the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Write something else where the ledger is."""
    (book / "ledger.db").write_bytes(b"no database " * 1000)
