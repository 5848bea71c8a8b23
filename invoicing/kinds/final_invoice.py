"""The final invoice: the whole work, less every deposit with its tax, so that only the rest is taxed (UNTDID 380)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="final-invoice",
    code="380",
    sign=1,
    pattern="F{year}-{n:4}",
    follows=("estimate", "quote", "order-confirmation", "pro-forma", "delivery-note", "deposit-invoice"),
    claims=True,
    deducts=True,
)
