"""The corrective invoice: the right invoice, less what was invoiced before; only the difference counts (UNTDID 384)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="corrective-invoice",
    code="384",
    sign=1,
    pattern="C{year}-{n:4}",
    follows_claims=True,
    needs_preceding=True,
    claims=True,
    deducts=True,
)
