"""An event signed in an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.payments.webhook import signature, verified_event

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    header = f"t=4600,v1={signature(b'{}', 'whsec_ours', 4600)}"
    return verified_event(b"{}", header, "whsec_ours", 1000)
