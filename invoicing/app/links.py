"""Where a document can be paid now, asked without loading what makes payment links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.ledger.queries import Source


def current_url(source: Source, number: str) -> str:
    """Give the address of the link for all that is open of a document now, or an empty text."""
    if not queries.acts(source, number, "link", open=True):
        return ""
    from invoicing.app.link import pay_url

    return pay_url(source, number)
