"""The commercial invoice."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="invoice",
    code="380",
    sign=1,
    pattern="{year}-{n:4}",
    follows=("quote", "order-confirmation", "pro-forma", "delivery-note", "deposit-invoice"),
    claims=True,
)
