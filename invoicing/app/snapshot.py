"""Read an issued document back as it was issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.domain.issued import Issued
from invoicing.domain.values import from_json
from invoicing.ledger import queries
from invoicing.ledger.store import event_of, event_query

if TYPE_CHECKING:
    from invoicing.ledger.queries import Source


def snapshot(source: Source, number: str) -> Issued:
    """Give an issued document as it was issued. NotFound (``document-unknown``) names the nearest number."""
    row = queries.document(source, number)
    event = event_of(source.driver.execute(event_query("seq = :seq"), {"seq": row.seq})[0])
    return from_json(Issued, event.body["document"])
