"""What the book knows of Stripe's facts, looked up one by one: nothing here reads all of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.app import outside
from invoicing.ledger import queries
from invoicing.payments.events import Known
from invoicing.payments.provider import Reference

if TYPE_CHECKING:
    from invoicing.ledger.queries import Source

NOTED = "provider"
"""the type of the act that notes a fact; its subject is the document, for a dispute the dispute"""


def known_of(source: Source, *, live: bool) -> Known:
    """Give what the book knows, each thing read when it is asked for."""
    book = outside.book_id(source)
    return Known(Currencies(source), book, live, Facts(source), Payments(source, book), Disputes(source))


@dataclass(frozen=True, slots=True)
class Currencies:
    """The currency of each document that asks for money."""

    source: Source

    def get(self, number: str, /) -> str | None:
        """Give the currency of one document, None when the book has no such claim."""
        sql = "SELECT currency FROM documents WHERE number = :number AND sign > 0"
        rows = self.source.driver.execute(sql, {"number": number})
        return str(rows[0][0]) if rows else None


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that are booked, by their keys."""

    source: Source

    def __contains__(self, key: object) -> bool:
        """Say whether a fact is booked."""
        return queries.fact(self.source, str(key)) is not None


@dataclass(frozen=True, slots=True)
class Payments:
    """The document each payment came for, by the provider's id of the payment."""

    source: Source
    book: str

    def get(self, payment: str, /) -> Reference | None:
        """Give what a payment refers to, None for one the book has not seen."""
        number = number_of_payment(self.source, payment)
        return Reference(document=number, book=self.book) if number else None


def number_of_payment(source: Source, payment: str) -> str:
    """Give the document a payment came for (booked, pending or failed), empty for one the book has not seen."""
    found = (queries.fact(source, f"{kind}:{payment}") for kind in ("payment", "pending", "failed"))
    return next((str(one["number"]) for one in found if one), "")


@dataclass(frozen=True, slots=True)
class Disputes:
    """The state last booked of each dispute, and how many states were."""

    source: Source

    def get(self, dispute: str, /) -> tuple[str, int] | None:
        """Give state and count, None for a dispute the book has not seen."""
        states = [one.body["raw"] for one in queries.acts(self.source, dispute, NOTED) if "raw" in one.body]
        return (str(states[-1]), len(states)) if states else None


def stream(*, live: bool) -> str:
    """Name the stream of events of a mode: each has a cursor of its own."""
    return "stripe-live" if live else "stripe-test"


def cursor_of(source: Source, *, live: bool) -> int | None:
    """Give the instant up to which events were booked (epoch seconds), None before the first run."""
    sql = "SELECT body FROM acts WHERE subject = :subject AND type = :type ORDER BY seq DESC LIMIT 1"
    rows = source.driver.execute(sql, {"subject": stream(live=live), "type": NOTED})
    return int(json.loads(rows[0][0])["cursor"]) if rows else None
