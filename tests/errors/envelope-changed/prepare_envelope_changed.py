"""Spoil the book."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Change who did something."""
    with closing(sqlite3.connect(book / "ledger.db")) as ledger:
        ledger.execute("UPDATE events SET who = 'eve' WHERE seq = 3")
        ledger.commit()
