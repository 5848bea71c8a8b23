"""A field that Stripe does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.payments.evidence import text_findings

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return text_findings({"costumer_name": "Acme"})
