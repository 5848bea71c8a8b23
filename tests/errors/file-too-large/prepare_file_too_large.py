"""Spoil the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Write a file of eleven megabytes."""
    (book / "wrong.toml").write_bytes(b"#" * 11 * 1024 * 1024)
