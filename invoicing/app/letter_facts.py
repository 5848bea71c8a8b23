"""Bring together what a letter may say: the parties, what is open, what was paid and written, and how to pay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from invoicing.app.issue import snapshot
from invoicing.correspondence.facts import EarlierLetter, LetterFacts, OpenDocument, Received
from invoicing.domain.dates import next_business_day
from invoicing.domain.money import Money, zero
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.facts import OpenDocument as Open
    from invoicing.app.plan import Judged, PlannedLetter
    from invoicing.intake.client import ClientRecord
    from invoicing.ledger.queries import Source

NEXT_STEP = {2: "reminder", 3: "final", 4: "court"}
"""what comes after a grade, by its key in phrases.toml"""


def facts_of(source: Source, book: Book, record: ClientRecord, planned: PlannedLetter, today: date) -> LetterFacts:
    """Gather the facts of one planned letter of the ladder."""
    numbers = [one.document.number for one in planned.documents]
    deadline = next_business_day(today + timedelta(days=book.policy.pay_within))
    rule = book.policy.rule(planned.grade)
    signer = book.settings.seller.contact("billing")
    return LetterFacts(
        seller=book.settings.seller,
        client=record.party,
        today=today,
        currency=planned.currency,
        contact=record.party.contact(rule.role if rule else "billing"),
        sender=signer.name if signer else "",
        documents=tuple(_open(source, one, today) for one in planned.documents),
        also_open=tuple(_open(source, one, today) for one in planned.also_open),
        payments=tuple(_received(source, numbers)),
        credit=_credit(source, planned),
        earlier=tuple(EarlierLetter(one.letter, one.date) for one in _earlier(source, numbers)),
        deadline=deadline,
        bank=book.settings.bank,
        payment_reference=", ".join(numbers),
        next_step=NEXT_STEP.get(planned.grade, ""),
        next_step_day=deadline + timedelta(days=1) if planned.grade in NEXT_STEP else None,
    )


def _open(source: Source, judged: Judged, today: date) -> OpenDocument:
    one: Open = judged.document
    issued = snapshot(source, one.number)
    lines = issued.document.lines
    return OpenDocument(
        number=one.number,
        kind=one.kind,
        issue_date=one.issue_date,
        due_date=one.due_date,
        total=issued.totals.payable,
        outstanding=one.overdue or one.outstanding,
        days_late=one.days_late(today),
        subject=lines[0].description.splitlines()[0] if lines else "",
    )


def _received(source: Source, numbers: Iterable[str]) -> Iterable[Received]:
    """Give the money that came in on these documents, one row a payment, oldest first."""
    found: dict[str, tuple[date, Money]] = {}
    for number in numbers:
        for one in queries.allocations_of(source, number):
            if one.source_kind == "payment":
                day, amount = found.get(one.source, (one.date, zero(one.amount.currency)))
                found[one.source] = (day, amount + one.amount)
    return [Received(day, amount) for day, amount in sorted(found.values(), key=lambda pair: pair[0]) if amount]


def _credit(source: Source, planned: PlannedLetter) -> Money | None:
    total = zero(planned.currency)
    for one in queries.credits_of(source, planned.client, planned.currency):
        total += one.unallocated
    return total or None


def _earlier(source: Source, numbers: list[str]) -> Iterable[queries.LetterRow]:
    """Give each letter written about these documents once, oldest first."""
    return {one.seq: one for one in queries.letters_of(source, numbers)}.values()
