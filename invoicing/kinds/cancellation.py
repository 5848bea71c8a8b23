"""The cancellation: takes back all that is left of an invoice, in positive amounts (UNTDID 381)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="cancellation",
    code="381",
    sign=-1,
    pattern="X{year}-{n:4}",
    follows_claims=True,
    needs_preceding=True,
    whole=True,
)
