"""The deposit invoice: a share of what was offered or ordered, before the work starts (UNTDID 386, prepayment)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="deposit-invoice",
    code="386",
    sign=1,
    pattern="D{year}-{n:4}",
    follows=("estimate", "quote", "order-confirmation", "pro-forma"),
    claims=True,
)
