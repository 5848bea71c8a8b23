"""A text that is longer than is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.payments.evidence import text_findings

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return text_findings({"customer_name": "Acme " * 5000})
