"""Tell the payment links of a document that what is open of it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.app.book import Book
    from invoicing.ledger.store import Work


def review(work: Work, book: Book, numbers: Iterable[str], why: str) -> None:
    """Wish outdated links closed and made anew, inside the transaction that changed what is open.

    The calls themselves are made by the next `stripe sync`. Without a link nothing is loaded and nothing is done.
    """
    for number in dict.fromkeys(numbers):
        if queries.acts(work, number, "link", open=True):
            from invoicing.app.link import review as review_links

            review_links(work, book, number, why)
