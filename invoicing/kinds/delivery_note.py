"""The delivery note: what was delivered, in quantities without prices."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="delivery-note",
    code="",
    sign=0,
    pattern="DL{year}-{n:4}",
    follows=("estimate", "quote", "order-confirmation", "pro-forma", "deposit-invoice", "invoice", "tax-invoice"),
    taxed=False,
    priced=False,
)
