"""Spoil the book."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Give an event a type nobody knows."""
    with closing(sqlite3.connect(book / "ledger.db")) as ledger:
        ledger.execute("UPDATE events SET type = 'tea-made' WHERE seq = 1")
        ledger.commit()
