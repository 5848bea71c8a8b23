"""Spoil the book."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Take a payment out of its table."""
    with closing(sqlite3.connect(book / "ledger.db")) as ledger:
        ledger.execute("DELETE FROM allocations")
        ledger.commit()
