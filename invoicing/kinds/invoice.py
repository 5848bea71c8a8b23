"""The commercial invoice (UNTDID 380)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="invoice",
    code="380",
    sign=1,
    pattern="{year}-{n:4}",
    follows=("estimate", "quote", "order-confirmation", "pro-forma", "delivery-note"),
    claims=True,
)
