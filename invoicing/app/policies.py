"""The ladder that holds for a document: the usual one for its debtor, then what the book, the client and it say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from invoicing.app.acts import policies_of
from invoicing.domain.dunning.policy import usual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.app.book import Book
    from invoicing.domain.dunning.policy import Policy
    from invoicing.ledger.queries import Source


@dataclass(slots=True)
class Ladders:
    """Answers for many documents; each combination of differences is read once.

    `table` is the book's own [policy]; `own` those of clients and documents, by id and number; `currency` is the
    book's, in which minimum amounts are written.
    """

    table: Mapping[str, Any]
    currency: str = ""
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _made: dict[tuple[str, str, str], Policy] = field(default_factory=dict)

    def of(self, debtor: str, client: str = "", number: str = "") -> Policy:
        """Give the ladder of a document of a client; `debtor` is the kind of debtor."""
        key = (debtor, client if client in self.own else "", number if number in self.own else "")
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, debtor: str, client: str, number: str) -> Policy:
        made = usual(debtor or "business")
        for table in (self.table, self.own.get(client, {}), self.own.get(number, {})):
            if table:
                from invoicing.intake.ladder import policy

                made = policy(dict(table), self.currency, made)
        return made


def ladders_of(book: Book, source: Source) -> Ladders:
    """Give the ladders of a book. Refused with the findings of the settings when its [policy] is wrong."""
    settings = book.settings
    table = settings.data.get("policy", {})
    if table:
        _ = settings.policy  # a wrong table is refused here, with its places in the file
    return Ladders(table, settings.currency, policies_of(source))
