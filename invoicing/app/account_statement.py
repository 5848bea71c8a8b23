"""Issue a statement of account: a numbered document that lists what is open of a client on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.app.clients import client_record
from invoicing.app.deduct import named
from invoicing.app.drafting import draft
from invoicing.app.issue import issue_in, load_theme
from invoicing.app.preview import defaults_for
from invoicing.app.snapshot import snapshot
from invoicing.domain.document import Document, Line, Preceding
from invoicing.domain.errors import Refused
from invoicing.domain.money import total
from invoicing.domain.terms import AT_ONCE
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.drafting import Drafted
    from invoicing.ledger.queries import OpenClaim, Source
    from invoicing.texts import Language

STATEMENT = "statement"


def state(book: Book, client: str, currency: str, act: Act, language: str = "") -> Result:
    """Issue the statement of a client in one currency (empty: the only one there is); credit is taken off its total.

    Gives the shape of `issue --json`. Refused with ``nothing-open`` and ``several-currencies``.
    """
    theme = load_theme(book, book.settings.theme)
    inputs = {"act": STATEMENT, "client": client, "currency": currency, "language": language}
    with acting(book, act) as work:
        return once(
            work,
            act,
            inputs,
            lambda: issue_in(work, book, _draft(book, work, client, currency, act, language), act, theme),
        )


def _draft(book: Book, source: Source, client: str, currency: str, act: Act, language: str) -> Drafted:
    from invoicing.texts import language as words_of

    record = client_record(source, client)
    claims = _in_one_currency(queries.open_claims(source, record.id, currency), client)
    seller = book.settings.seller
    usual = defaults_for(book, seller, act.today, record)
    tag = language or usual.language
    currency = claims[0].currency
    credit = total((one.unallocated for one in queries.credits_of(source, record.id, currency)), currency)
    document = Document(
        kind=STATEMENT,
        currency=currency,
        issue_date=act.today,
        seller=seller,
        buyer=record.party,
        client=record.id,
        country=usual.country,
        language=tag,
        lines=tuple(_lines(source, claims, words_of(tag, book.resources))),
        terms=AT_ONCE,
        prepaid=credit or None,
        bank=usual.bank,
        preceding=tuple(Preceding(number) for number in dict.fromkeys(one.document for one in claims)),
    )
    return draft(document, book.resources)


def _in_one_currency(claims: Sequence[OpenClaim], client: str) -> Sequence[OpenClaim]:
    if not claims:
        raise Refused.one(
            "nothing-open",
            f"nothing is open of {client}",
            where="CLIENT",
            remedy="a statement of all that was asked and paid is a report",
            example=f"invoicing report statement {client}",
        )
    found = sorted({one.currency for one in claims})
    if len(found) > 1:
        raise Refused.one(
            "several-currencies",
            f"{client} owes in {', '.join(found)}",
            where="--currency",
            rule="two currencies are never added",
            remedy="issue one statement for each",
            example=f"invoicing statement {client} --currency {found[0]}",
        )
    return claims


def _lines(source: Source, claims: Sequence[OpenClaim], words: Language) -> Iterator[Line]:
    """Write each open part: the document by number and date, its due day below."""
    for one in claims:
        issued = snapshot(source, one.document)
        due = f"{words.label('due-date')}: {words.date(one.due_date)}"
        yield Line(f"{named(issued, words)}\n{due}", price=one.outstanding.amount)
