"""A redaction that is to be redacted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from invoicing.ledger import open_ledger
from invoicing.ledger.redaction import redact

if TYPE_CHECKING:
    from pathlib import Path


def call(book: Path) -> object:
    """Bring it about."""
    day = date(2026, 3, 10)
    kept = {"id": "acme", "name": "somebody", "profile": {}}
    with open_ledger(book / "ledger.db") as ledger:
        done = redact(ledger, 1, kept, "asked to be forgotten", day)
        return redact(ledger, done, kept, "again", day)
