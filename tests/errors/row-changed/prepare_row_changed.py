"""Spoil the book."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Lower what is owed."""
    with closing(sqlite3.connect(book / "ledger.db")) as ledger:
        ledger.execute("UPDATE claims SET outstanding = '1.00'")
        ledger.commit()
