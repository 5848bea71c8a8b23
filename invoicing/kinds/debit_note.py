"""The debit note: adds to what was invoiced (UNTDID 383)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="debit-note",
    code="383",
    sign=1,
    pattern="DN{year}-{n:4}",
    follows_claims=True,
    needs_preceding=True,
    claims=True,
)
