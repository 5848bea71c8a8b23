"""The credit note: takes back all or part of an invoice, in positive amounts (UNTDID 381)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="credit-note",
    code="381",
    sign=-1,
    pattern="CN{year}-{n:4}",
    follows_claims=True,
    needs_preceding=True,
)
