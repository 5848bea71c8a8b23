"""Nearly more pages than are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.payments.evidence import EvidenceFile, file_findings

if TYPE_CHECKING:
    from pathlib import Path


def call(_book: Path) -> object:
    """Bring it about."""
    return file_findings([EvidenceFile("receipt", "receipt.pdf", b"%PDF-1.7", 18)])
