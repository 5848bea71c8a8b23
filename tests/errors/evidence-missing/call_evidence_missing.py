"""A dispute about which the book holds too little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.payments.evidence import Case, draft

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return draft("product_not_received", Case()).missing
