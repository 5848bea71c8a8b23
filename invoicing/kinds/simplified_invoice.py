"""The simplified invoice of small amounts (Directive 2006/112/EC art. 220a); its code is that of an invoice."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="simplified-invoice",
    code="380",
    sign=1,
    pattern="S{year}-{n:4}",
    follows=("estimate", "quote", "order-confirmation", "pro-forma", "delivery-note"),
    claims=True,
)
