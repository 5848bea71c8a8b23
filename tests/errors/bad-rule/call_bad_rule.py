"""A rule that contradicts itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from invoicing.domain.recurrence import parse_rule

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return parse_rule("every week on the 31st", date(2026, 3, 10))
