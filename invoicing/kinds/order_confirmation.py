"""The order confirmation: repeats what was ordered and on which terms."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="order-confirmation",
    code="",
    sign=0,
    pattern="OC{year}-{n:4}",
    follows=("estimate", "quote"),
    taxed=False,
    answered=True,
)
