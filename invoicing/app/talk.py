"""What a letter beside the ladder may say of a client: what the book knows, and over it what the user gives.

Only what is on record is filled in: the client's words as they were logged, what was agreed while a dispute was open,
the plan that stands, the money that came. How we understand a concern, why something cannot be, and every day we
promise are the user's to say.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing.app import talk_money as money
from invoicing.app import talk_record as log
from invoicing.app.clients import record_of
from invoicing.app.facts import gather
from invoicing.app.letter_facts import currency_of
from invoicing.app.policies import ladders_of
from invoicing.app.talk_case import Asked, Case
from invoicing.correspondence.catalogue import kind_of
from invoicing.correspondence.facts import LetterFacts
from invoicing.correspondence.given import apply
from invoicing.domain.errors import Refused
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.ledger.queries import DocumentRow, Source
    from invoicing.texts import Language

    _Known = tuple[Callable[[Case], dict[str, Any]], ...]
    """what gives facts of a letter: each of a case, laid over those before"""


def talk_facts(source: Source, book: Book, asked: Asked, words: Language, today: date) -> LetterFacts:
    """Gather the facts of a letter to a client in a language.

    NotFound for a client or document that is none, Refused for a document of somebody else
    (``letter-of-other-client``) or of another currency than the first, and for what cannot be read of what is given.
    """
    row = queries.find_client(source, asked.client)
    record, ladders = record_of(row), ladders_of(book, source)
    chosen = _chosen(source, row.id, asked.documents)
    found = gather(source, today, ladders, client=row.id)
    currency = chosen[0].currency if chosen else currency_of(found, record, book)
    policy = ladders.of(record.party.debtor, row.id, chosen[0].number if chosen else "")
    open_ = tuple(one for one in found if one.currency == currency)
    case = Case(source, asked, row.id, record, policy, currency, open_, chosen, words, today)
    facts = _common(case, book)
    for add in _OF_LETTER.get(asked.letter, _OF_KIND.get(kind_of(asked.letter), _OTHER)):
        facts = replace(facts, **add(case))
    facts = replace(facts, **money.named(case))
    return apply(facts, asked.given)


def _chosen(source: Source, client: str, numbers: Sequence[str]) -> tuple[DocumentRow, ...]:
    rows = tuple(queries.document(source, number) for number in numbers)
    for row in rows:
        if row.client != client:
            raise Refused.one(
                "letter-of-other-client",
                f"{row.number} is to {row.client}, the letter to {client}",
                where="--document",
                remedy="name a document of this client",
                example=f"invoicing show {client}",
            )
        if row.currency != rows[0].currency:
            raise Refused.one(
                "currency-mismatch",
                f"{row.number} is in {row.currency}, {rows[0].number} in {rows[0].currency}",
                where="--document",
                rule="the sums of a letter are in one currency",
                remedy="write a letter for each",
            )
    return rows


def _common(case: Case, book: Book) -> LetterFacts:
    signer = book.settings.seller.contact("billing")
    return LetterFacts(
        seller=book.settings.seller,
        client=case.record.party,
        today=case.today,
        currency=case.currency,
        contact=case.record.party.contact("billing"),
        sender=signer.name if signer else "",
        agreement=case.policy.agreement,
        work=case.policy.work,
        bank=book.settings.bank,
    )


_OTHER: _Known = (money.all_open, money.term, log.concern)
_OF_KIND: Mapping[str | None, _Known] = {"complaint-reply": (log.concern, log.follow_up)}
_OF_LETTER: Mapping[str, _Known] = {
    "complaint-acknowledgement": (log.concern, log.days, log.disputed),
    "holding-reply": (log.concern, log.days),
    "complaint-solution": (log.concern, log.follow_up, log.proposed),
    "agreement-confirmed": (log.concern, log.follow_up, log.agreed, money.plan),
    "boundary": (log.concern, log.follow_up, log.incidents),
    "recap": (log.recap,),
    "order-refusal": (),
    money.DEPOSIT_REQUEST: (money.term, money.deposit),
    "plan-proposal": (money.to_be_planned,),
    "thanks": (money.all_open, money.last_paid, money.credit),
    "resumption": (money.overdue, money.last_paid),
    "statement-cover": (money.all_open, money.paid_since_statement, money.credit),
}
"""what the book knows for a letter, in the order it is laid down; a letter of the book's own gets `_OTHER`"""
