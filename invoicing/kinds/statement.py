"""The statement of account: what is open on a day, document by document."""

from __future__ import annotations

from invoicing.domain.kind import Kind

KIND = Kind(
    key="statement",
    code="",
    sign=0,
    pattern="ST{year}-{n:4}",
    follows_claims=True,
    taxed=False,
)
