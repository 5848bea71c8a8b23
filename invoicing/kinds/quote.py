"""The quotation: what work would cost, until a day; the client accepts or declines it."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="quote",
    code="",
    sign=0,
    pattern="Q{year}-{n:4}",
    follows=("estimate",),
    taxed=False,
    answered=True,
)
