"""Gather what the ladder judges: one value per open document, read with as few queries as there are tables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from invoicing.domain.dunning import Facts, Letter
from invoicing.domain.money import Money, zero
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from invoicing.ledger.queries import OpenClaim, Source


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document with something open: its facts for the ladder, and what lists and letters show of it."""

    facts: Facts
    number: str
    kind: str
    client: str
    client_name: str
    debtor: str
    country: str
    language: str
    currency: str
    issue_date: date
    due_date: date
    """the earliest due day of what is open"""
    amount: Money
    outstanding: Money
    overdue: Money
    parts: tuple[OpenClaim, ...] = ()

    def days_late(self, today: date) -> int:
        """Days since the earliest due day of what is open; 0 until it has passed."""
        return max((today - self.due_date).days, 0)


def gather(source: Source, today: date, *, client: str = "", number: str = "") -> tuple[OpenDocument, ...]:
    """Give every document with an open part, by client, currency and due day."""
    claims: Iterable[OpenClaim] = queries.open_claims(source, client)
    if number:
        claims = [one for one in claims if one.document == number]
    by_document: dict[str, list[OpenClaim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    letters = dict(_letters(source, by_document))
    found = [_document(parts, letters.get(document, ()), today) for document, parts in by_document.items()]
    return tuple(sorted(found, key=lambda one: (one.client, one.currency, one.due_date, one.number)))


def _letters(source: Source, by_document: dict[str, list[OpenClaim]]) -> Iterator[tuple[str, tuple[Letter, ...]]]:
    """Read the letters of the documents that have any, in groups that fit into one statement."""
    wanted = [number for number, parts in by_document.items() if parts[0].grade is not None]
    for start in range(0, len(wanted), 500):
        rows = sorted(queries.letters_of(source, wanted[start : start + 500]), key=lambda one: (one.document, one.seq))
        for number, several in groupby(rows, key=lambda one: one.document):
            yield number, tuple(Letter(one.grade, one.date) for one in several if one.grade is not None)


def _document(parts: list[OpenClaim], letters: tuple[Letter, ...], today: date) -> OpenDocument:
    first = min(parts, key=lambda one: one.due_date)
    outstanding = overdue = amount = zero(first.currency)
    for part in parts:
        outstanding += part.outstanding
        amount += part.amount
        if part.due_date < today:
            overdue += part.outstanding
    chasable = overdue or outstanding
    facts = Facts(first.document, first.client, first.due_date, outstanding, chasable, letters)
    return OpenDocument(
        facts,
        first.document,
        first.kind,
        first.client,
        first.client_name,
        first.debtor,
        first.country,
        first.language,
        first.currency,
        first.issue_date,
        first.due_date,
        amount,
        outstanding,
        overdue,
        tuple(parts),
    )
