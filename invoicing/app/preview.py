"""Read a document file and judge it: alone, or with what the book says of seller, client and defaults."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing import kinds, regimes
from invoicing.app.book import Book
from invoicing.app.clients import client_record
from invoicing.app.deduct import with_deductions
from invoicing.app.drafting import draft, summary
from invoicing.domain.errors import Refused
from invoicing.domain.party import Address, Party
from invoicing.domain.terms import Terms
from invoicing.domain.values import from_json
from invoicing.ledger import queries
from invoicing.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invoicing.app.drafting import Drafted
    from invoicing.domain.document import Document
    from invoicing.intake.build import Defaults
    from invoicing.intake.client import ClientRecord
    from invoicing.intake.document import Draft
    from invoicing.intake.item import Item
    from invoicing.ledger.queries import Source

USUAL_DAYS = 30
"""days to pay where nobody says another number"""


def preview(folder: Path | None, file: str, today: date, lang: str = "", pdf: str = "") -> dict[str, Any]:
    """Give the shape of `preview --json`; `pdf` names a file that gets the page, marked as a draft.

    Without a book (`folder` None) the file alone decides, and rules on the parties are left out.
    """
    given = read_draft(file, {"language": lang} if lang else {}, ())
    if folder is None:
        resources = Resources()
        drafted = judge(given, _alone(given, today), resources, final=False)
        if pdf:
            _draw(drafted, resources, None, Path(pdf))
        return summary(drafted)
    book = Book(folder)
    with book.ledger() as ledger:
        drafted = judge(given, in_book(book, ledger, given, today), book.resources, final=False)
    if pdf:
        _draw(drafted, book.resources, book, Path(pdf))
    return summary(drafted)


def drafted_from(book: Book, file: str, flags: Mapping[str, Any], lines: Sequence[str], today: date) -> Drafted:
    """Judge what is to be issued, from a file, from flags, or from both (flags win).

    The flag ``client`` may be a name; a file names its client by key.
    """
    with book.ledger() as ledger:
        if flags.get("client"):
            flags = {**flags, "client": queries.find_client(ledger, flags["client"]).id}
        given = read_draft(file, flags, lines)
        return judge(given, in_book(book, ledger, given, today), book.resources, final=True)


def read_draft(file: str, flags: Mapping[str, Any], lines: Sequence[str]) -> Draft:
    """Read a document file (``-``: standard input), or take the flags alone. Refused with all findings at once."""
    from invoicing.intake.document import parse_document, parse_line_flag, read_document
    from invoicing.intake.read import decode, parse

    changes = dict(flags)
    if lines:
        changes["lines"] = [parse_line_flag(one) for one in lines]
    if file == "-":
        text = decode(sys.stdin.buffer.read(), "standard input")
        return parse_document({**parse(text, "standard input"), **changes}, "standard input", text)
    if file:
        return read_document(Path(file), changes)
    if not changes.get("lines"):
        raise Refused.one(
            "nothing-to-issue",
            "there is neither a file nor a line",
            where="FILE",
            remedy="name a document file, or write lines with --line",
            example='invoicing issue --client acme --line "Design; 10 h; 80; S 22"',
        )
    return parse_document(changes, "the command line")


def judge(given: Draft, document: Document, resources: Resources, *, final: bool) -> Drafted:
    """Judge a document, and give findings the line of the file they stand in."""
    try:
        return replace(draft(document, resources, final=final), dated=given.issue_date is not None)
    except Refused as refused:
        raise given.place(refused.findings) from None


def _alone(given: Draft, today: date) -> Document:
    """Complete a file that has no book: its country's currency and language, nobody as parties."""
    from invoicing.intake.build import Defaults

    law = regimes.regime(given.country) if given.country else None
    nobody = Party("", Address(country=given.country))
    defaults = Defaults(issue_date=today, currency=law.currency if law else "", country=given.country)
    return given.to_document(seller=given.seller or nobody, buyer=given.buyer or Party(""), defaults=defaults)


def in_book(book: Book, ledger: Source, given: Draft, today: date) -> Document:
    """Complete a file with the book's seller and defaults, the client's own, its items, and the bills it takes off."""
    seller = given.seller or book.settings.seller
    record = client_record(ledger, given.client) if given.client else None
    nobody = record.party if record else Party("")
    defaults = replace(defaults_for(book, seller, today, record), items=_items(ledger, given))
    if not kinds.kind(given.kind).priced:
        defaults = replace(defaults, tax_expected=False)
    document = given.to_document(seller=seller, buyer=given.buyer or nobody, defaults=defaults)
    if record:
        document = replace(document, client=record.id)
    document = replace(document, extra=(*document.extra, *_standing_extra(book, document)))
    return with_deductions(ledger, _with_dates(document, ledger), book.resources)


def _standing_extra(book: Book, document: Document) -> tuple[tuple[str, str], ...]:
    """Give the labels the book prints on every document, but for those the document says itself."""
    own = {label for label, _ in document.extra}
    return tuple((label, value) for label, value in book.settings.extra if label not in own)


def _items(ledger: Source, given: Draft) -> dict[str, Item]:
    """Give the saved items, where a line names one."""
    if not given.items:
        return {}
    from invoicing.intake.item import Item

    return {row.id: from_json(Item, row.body) for row in queries.records(ledger, "item")}


def defaults_for(book: Book, seller: Party, today: date, record: ClientRecord | None) -> Defaults:
    """What stands where the file is silent: the client's word first, then the book's, then the country's law."""
    from invoicing.intake.build import Defaults as Filled

    settings = book.settings
    country = settings.country or seller.country
    law = regimes.regime(country) if country else None
    days = law.default_term_days if law else None
    own = record.terms if record else None
    return Filled(
        issue_date=today,
        currency=(record.currency if record else "") or settings.currency or (law.currency if law else ""),
        country=country,
        language=(record.language if record else "") or settings.language or "en",
        terms=own or settings.terms(record.party.country if record else "") or Terms(days=days or USUAL_DAYS),
        taxes=(record.taxes if record else None) or settings.taxes,
        tax_expected=bool(law and law.rates),
        bank=settings.bank,
    )


def _with_dates(document: Document, ledger: Source) -> Document:
    """Give each preceding document its issue date (BT-26); NotFound when the book has no such document."""
    dated = (replace(one, issue_date=queries.document(ledger, one.number).issue_date) for one in document.preceding)
    return replace(document, preceding=tuple(dated))


def _draw(drafted: Drafted, resources: Resources, book: Book | None, target: Path) -> None:
    from invoicing.app.issue import load_theme
    from invoicing.ledger.paths import write_file
    from invoicing.pdf.document import render
    from invoicing.pdf.theme import load

    theme = load_theme(book, book.settings.theme) if book else load(resources, "classic")
    write_file(target, render(replace(drafted.issued, draft=True), theme))
