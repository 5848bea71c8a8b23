"""The Stripe account of a book: opened with the key of the environment or the keyring."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invoicing.app.book import Book
    from invoicing.payments.provider import PaymentProvider


def account(book: Book, *, live: bool = False) -> PaymentProvider:
    """Open the account; refused without a key, with a wrong one, and with a live one that nobody allowed."""
    from invoicing.payments.providers.stripe import connect

    return connect(live=live, allowed=book.settings.stripe.live)


def account_in_passing(book: Book, *, allowed: bool = False) -> PaymentProvider:
    """Open the account for calls that another verb brings along: they are not waited for long.

    `allowed`: a live key was allowed before, for the very link that is to be closed or made anew.
    """
    from invoicing.payments.providers.stripe import connect

    return connect(allowed=allowed or book.settings.stripe.live, hurried=True)
