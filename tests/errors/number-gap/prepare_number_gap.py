"""Spoil the book."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from invoicing.ledger import open_ledger

if TYPE_CHECKING:
    from pathlib import Path


def prepare(book: Path) -> None:
    """Take a number for something that is no document."""
    with open_ledger(book / "ledger.db") as ledger, ledger.writing(date(2026, 3, 9)) as work:
        work.take_number("invoice", "2026")
        work.append("log-added", "acme", {"words": "took a number for nothing"})
