"""An event signed an hour ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.payments.webhook import signature, verified_event

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    header = f"t=1000,v1={signature(b'{}', 'whsec_ours', 1000)}"
    return verified_event(b"{}", header, "whsec_ours", 4600)
