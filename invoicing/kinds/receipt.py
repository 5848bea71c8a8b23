"""The receipt: confirms one payment, asks for nothing."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="receipt",
    code="",
    sign=0,
    pattern="R{year}-{n:4}",
    follows_claims=True,
    needs_preceding=True,
    taxed=False,
)
