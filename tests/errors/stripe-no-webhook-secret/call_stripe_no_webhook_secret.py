"""A listener that was given no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.payments.webhook import verified_event

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return verified_event(b"{}", "t=1000,v1=0", "", 1000)
