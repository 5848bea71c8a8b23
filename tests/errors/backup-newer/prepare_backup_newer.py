"""Spoil the book."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Write a backup as a later version might."""
    with ZipFile(book / "book.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": 99}))
