"""Lay a composed letter out on paper: address, date, references, its blocks, and the code to pay with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing import regimes
from invoicing.correspondence import letter as written
from invoicing.correspondence.tables import asked_now
from invoicing.domain import epc
from invoicing.pdf import letter as page

if TYPE_CHECKING:
    from invoicing.app.book import Book
    from invoicing.correspondence.facts import LetterFacts
    from invoicing.correspondence.letter import Letter
    from invoicing.pdf.theme import Theme
    from invoicing.resources import Resources
    from invoicing.texts import Language


def draw(book: Book, letter: Letter, facts: LetterFacts) -> bytes:
    """Draw a letter as PDF in the book's theme; the same letter gives the same bytes."""
    from invoicing.app.issue import load_theme

    return lay_out(book.resources, load_theme(book, book.settings.theme), letter, facts)


def lay_out(resources: Resources, theme: Theme, letter: Letter, facts: LetterFacts) -> bytes:
    """Draw a letter as PDF in a theme."""
    from invoicing.pdf.address import recipient
    from invoicing.texts import language

    words = language(letter.language, resources)
    seller, client = facts.seller, facts.client
    law = regimes.regime(seller.country) if seller.country else regimes.nowhere()
    attention = (
        f"{words.label('attention')} {facts.contact.name}"
        if facts.contact and facts.contact.name != client.name
        else ""
    )
    place = f"{seller.address.city}, " if seller.address.city else ""
    sheet = page.LetterPage(
        seller=seller,
        recipient=recipient(client, words.country, seller.country, attention),
        subject=letter.subject,
        blocks=tuple(_block(one, facts, words) for one in letter.blocks),
        language=letter.language,
        day=facts.today,
        date_line=f"{place}{words.date(facts.today)}",
        delivery=letter.delivery,
        window=law.window,
        enclosures=letter.enclosures,
        enclosures_label=letter.enclosures_label,
        seller_labels=tuple((one.scheme, one.label) for one in law.identifiers),
    )
    return page.render(sheet, theme)


def _block(block: written.Block, facts: LetterFacts, words: Language) -> page.Block:
    """Give the block of the page that shows a block of the letter."""
    if isinstance(block, written.Paragraph):
        return page.Paragraph(block.text)
    if isinstance(block, written.Listing):
        return page.Listing(block.items, block.numbered)
    if isinstance(block, written.Table):
        return page.Table(block.head, block.rows, block.right, block.total)
    if isinstance(block, written.Slip):
        return page.Slip(block.title, block.text, block.lines)
    return page.PayBox(block.pairs, block.link_label, block.link, _codes(block, facts, words))


def _codes(box: written.PayBox, facts: LetterFacts, words: Language) -> tuple[tuple[str, str], ...]:
    """Give the code of the payment page, else that of a bank transfer of what the letter asks to pay now."""
    if box.link:
        return ((box.link, words.label("pay-online")),)
    asked = asked_now(facts)
    if facts.bank is None or not asked:
        return ()
    payload = epc.payload(facts.bank, facts.bank.holder or facts.seller.name, asked, facts.payment_reference)
    return ((payload, words.label("scan-to-pay")),) if payload else ()
