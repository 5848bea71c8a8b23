"""Spoil the book."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Take the body of an event away."""
    with closing(sqlite3.connect(book / "ledger.db")) as ledger:
        ledger.execute("UPDATE events SET body = NULL WHERE seq = 2")
        ledger.commit()
