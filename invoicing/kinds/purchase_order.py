"""The purchase order: what we order; the client of the book is the supplier here."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="purchase-order",
    code="",
    sign=0,
    pattern="PO{year}-{n:4}",
    taxed=False,
    answered=True,
)
