"""Hear Stripe instead of asking it: a webhook's bytes are verified, looked up, and booked like any other fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.link_calls import finish, head_of
from invoicing.app.stripe_known import known_of
from invoicing.app.stripe_sync import book_facts
from invoicing.payments.stripe_objects import hint_of
from invoicing.payments.sync import follow
from invoicing.payments.webhook import verified_event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.payments.provider import PaymentProvider


def hear(
    book: Book, act: Act, provider: PaymentProvider, raw: bytes, header: str, secrets: Sequence[str], now: int
) -> Result:
    """Book what one signed event points at, and close the links that it settles; `now` is epoch seconds.

    Refused when the signature, its age or the body is wrong. An event of the other mode books nothing.
    """
    hint = hint_of(verified_event(raw, header, secrets, now))
    if hint.live != provider.live:
        return {
            "booked": [],
            "noted": [],
            "foreign": [{"kind": "foreign", "id": hint.id, "why": "other mode"}],
            "receipts": [],
        }
    with book.ledger() as ledger:
        facts, _ = follow(provider, known_of(ledger, live=provider.live), [hint])
    before = head_of(book)
    done = book_facts(book, act, facts, live=provider.live)
    finish(book, act, provider, fresh_after=before)
    return done


def receiver(
    book: Book,
    act_of: Callable[[], Act],
    provider: PaymentProvider,
    secrets: Sequence[str],
    clock: Callable[[], int],
    said: Callable[[Result], Any],
) -> Callable[[bytes, str], None]:
    """Make what `payments.webhook.listener` and the web room call with each body and its signature header."""

    def receive(raw: bytes, header: str) -> None:
        said(hear(book, act_of(), provider, raw, header, secrets, clock()))

    return receive
