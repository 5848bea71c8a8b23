"""Make a document again: whole or only its lines, with its days rolled forward."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.app.book import acting, issuing, once
from invoicing.app.clients import client_record
from invoicing.app.derive import Wish, client_of, picked, picks, rolled, undeducted
from invoicing.app.drafting import draft
from invoicing.app.issue import issue_in, load_theme
from invoicing.app.preview import defaults_for
from invoicing.app.snapshot import snapshot
from invoicing.domain.dates import parse_date
from invoicing.domain.document import Document
from invoicing.domain.errors import Refused
from invoicing.domain.terms import parse_terms
from invoicing.domain.values import to_json

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.drafting import Drafted
    from invoicing.domain.issued import Issued
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work


@dataclass(frozen=True, slots=True)
class Again:
    """What is to be made again: for another client or as another kind when these are named."""

    number: str
    client: str = ""
    kind: str = ""
    lines_only: bool = False
    wish: Wish = field(default_factory=Wish)


def copy(book: Book, again: Again, act: Act) -> Result:
    """Issue a document like another one and give the shape of `issue --json` with ``from``.

    The copy follows nothing: what came before the first is not before this. Refused (``not-to-copy``) for a kind that
    only exists because of another document, and by every rule of a document.
    """
    return issuing(book, act, lambda now: _copy(book, again, now))


def _copy(book: Book, again: Again, act: Act) -> Result:
    theme = load_theme(book, book.settings.theme)
    inputs = {"act": "copy", **to_json(again)}

    def do(work: Work) -> Result:
        return issue_in(work, book, draft_copy(book, work, again, act.today), act, theme) | {"from": again.number}

    with acting(book, act) as work:
        return once(work, act, inputs, lambda: do(work))


def draft_copy(book: Book, source: Source, again: Again, today: date) -> Drafted:
    """Judge the copy."""
    issued = snapshot(source, again.number)
    kind = kinds.kind(again.kind or issued.document.kind)
    if kind.needs_preceding or issued.receipt is not None:
        raise Refused.one(
            "not-to-copy",
            f"a {kind.key} belongs to one document only",
            where="NUMBER",
            remedy="copy an invoice or an offer, or name another kind with --kind",
            example=f"invoicing copy {again.number} --kind invoice",
        )
    wish = again.wish
    day = parse_date(wish.date, "--date") if wish.date else today
    document = _again(book, source, issued, again, day)
    document = _as_wished(replace(document, kind=kind.key), wish)
    return draft(picked(document, picks(document.lines, wish.lines)) if wish.lines else document, book.resources)


def _as_wished(document: Document, wish: Wish) -> Document:
    """Put what the user says over what was rolled."""
    return replace(
        document,
        supply_date=parse_date(wish.supply_date, "--supply-date") if wish.supply_date else document.supply_date,
        valid_until=parse_date(wish.valid_until, "--valid-until") if wish.valid_until else document.valid_until,
        terms=parse_terms(wish.terms, "--terms") if wish.terms else document.terms,
        reference=wish.reference or document.reference,
        language=wish.language or document.language,
        notes=(*document.notes, *wish.notes),
    )


def _again(book: Book, source: Source, issued: Issued, again: Again, day: date) -> Document:
    """Roll the days, and take seller and client as they are today."""
    old = rolled(issued.document, day)
    record = client_record(source, again.client) if again.client else client_of(source, old.client)
    seller = book.settings.seller if book.settings.seller.name else old.seller
    usual = defaults_for(book, seller, day, record)
    other = bool(record and record.id != old.client)
    if again.lines_only:
        return Document(
            kind=old.kind,
            currency=old.currency,
            issue_date=day,
            seller=seller,
            buyer=record.party if record else old.buyer,
            client=record.id if record else old.client,
            lines=old.lines,
            country=old.country,
            language=usual.language,
            terms=usual.terms,
            prices_include_tax=old.prices_include_tax,
            bank=usual.bank,
        )
    return replace(
        old,
        seller=seller,
        buyer=record.party if record else old.buyer,
        client=record.id if record else old.client,
        language=usual.language if other else old.language,
        terms=usual.terms if other else old.terms,
        reference="" if other else old.reference,
        order="" if other else old.order,
        bank=usual.bank or old.bank,
        preceding=(),
        prepaid=None,
        attachments=(),
        allowances=undeducted(old.allowances),
    )
