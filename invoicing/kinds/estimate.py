"""The estimate: what work will probably cost, binding nobody."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="estimate",
    code="",
    sign=0,
    pattern="E{year}-{n:4}",
    taxed=False,
    answered=True,
)
