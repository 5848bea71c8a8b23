"""The pro-forma invoice: shows what will be invoiced, asks for no tax and opens no claim (UNTDID 325)."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="pro-forma",
    code="325",
    sign=0,
    pattern="PF{year}-{n:4}",
    follows=("estimate", "quote", "order-confirmation"),
    taxed=False,
    answered=True,
)
