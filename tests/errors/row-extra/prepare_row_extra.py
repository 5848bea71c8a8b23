"""Spoil the book."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Put a claim into its table that no event made."""
    columns = "client, currency, due_date, amount, outstanding, settled_on"
    with closing(sqlite3.connect(book / "ledger.db")) as ledger:
        ledger.execute(f"INSERT INTO claims (document, part, {columns}) SELECT document, 2, {columns} FROM claims")
        ledger.commit()
