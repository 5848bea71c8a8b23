"""A letter asked for by hand, and what was read of its client once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from invoicing.correspondence.given import Given
from invoicing.ledger import queries

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.facts import OpenDocument
    from invoicing.domain.dunning.policy import Policy
    from invoicing.intake.client import ClientRecord
    from invoicing.ledger.queries import DocumentRow, Source
    from invoicing.texts import Language


@dataclass(frozen=True, slots=True)
class Asked:
    """Which letter to whom, about which documents (empty: the letter's own choice), with what is given by hand.

    `entries` are the log entries of a recap (empty: the last talk).
    """

    letter: str
    client: str
    documents: tuple[str, ...] = ()
    given: Given = field(default_factory=Given)
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What was read of the client once; `chosen` are the documents the user named."""

    source: Source
    asked: Asked
    client: str
    record: ClientRecord
    policy: Policy
    currency: str
    open: tuple[OpenDocument, ...]
    chosen: tuple[DocumentRow, ...]
    words: Language
    today: date

    @property
    def numbers(self) -> list[str]:
        """All documents of the client, or those the user named."""
        if self.chosen:
            return [one.number for one in self.chosen]
        return [one.number for one in queries.documents(self.source, queries.DocumentFilter(client=self.client))]
