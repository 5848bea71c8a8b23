"""Two files in one field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.payments.evidence import EvidenceFile, file_findings

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    one = EvidenceFile("receipt", "receipt.pdf", b"%PDF-1.7", 1)
    return file_findings([one, one])
