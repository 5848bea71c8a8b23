"""The tax invoice: the invoice of countries whose law gives it that name (UNTDID 388)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="tax-invoice",
    code="388",
    sign=1,
    pattern="T{year}-{n:4}",
    follows=("estimate", "quote", "order-confirmation", "pro-forma", "delivery-note"),
    claims=True,
)
