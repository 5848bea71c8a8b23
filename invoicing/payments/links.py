"""Making, replacing and closing a link so that a crash at any point leaves one link, never two.

The caller writes an intent before and an outcome after each of these calls. A call that is `resumed` (an intent without
an outcome) looks first whether the work was done.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from invoicing.payments.provider import ProviderFailed

if TYPE_CHECKING:
    from invoicing.domain.money import Money
    from invoicing.payments.provider import Link, LinkRequest, PaymentProvider, Refund, RefundReason


def open_link(provider: PaymentProvider, request: LinkRequest, *, resumed: bool = False) -> Link:
    """Make the link, or adopt the one an earlier try has made.

    Raises `ProviderFailed`; when it is `spent`, the next try is `next_try(request, error)`.
    """
    if resumed:
        found = provider.find_link(request)
        if found is not None:
            return found
    try:
        return provider.create_link(request)
    except ProviderFailed as error:
        if error.certain:
            raise
        found = _found_after(provider, request)
        if found is None:
            raise
        return found


def _found_after(provider: PaymentProvider, request: LinkRequest) -> Link | None:
    """Look after a failure; when the provider is still away, nothing is found and the first error stands."""
    try:
        return provider.find_link(request)
    except ProviderFailed:
        return None


def next_try(request: LinkRequest, error: ProviderFailed) -> LinkRequest:
    """Give the request for the next run: the same, or under a fresh key when the old one has a failure stored."""
    return replace(request, attempt=request.attempt + 1) if error.spent else request


def close_link(provider: PaymentProvider, link_id: str, message: str, act: str) -> Link | None:
    """Close a link; after a failure look whether it is closed. None when the account has no such link (any more)."""
    try:
        return provider.deactivate_link(link_id, message, act)
    except ProviderFailed as error:
        if error.certain and error.code != "stripe-refused":
            raise
        return _closed_after(provider, link_id, error)


def _closed_after(provider: PaymentProvider, link_id: str, error: ProviderFailed) -> Link | None:
    try:
        link = provider.link(link_id)
    except ProviderFailed as second:
        if error.code == second.code == "stripe-refused":
            return None
        raise error from None
    if link.active:
        raise error
    return link


def send_back(
    provider: PaymentProvider,
    payment_intent: str,
    amount: Money,
    key: str,
    *,
    reason: RefundReason = "",
    attempt: int = 1,
    resumed: bool = False,
) -> Refund:
    """Refund once: a resumed or unanswered refund is looked for before anything is sent again.

    `key` names the refund in the book and stays the same; `attempt` grows after a `spent` failure.
    """
    if resumed:
        found = provider.find_refund(payment_intent, key)
        if found is not None:
            return found
    try:
        return provider.refund(payment_intent, amount, key, reason, attempt)
    except ProviderFailed as error:
        if error.certain:
            raise
        found = _refund_after(provider, payment_intent, key)
        if found is None:
            raise
        return found


def _refund_after(provider: PaymentProvider, payment_intent: str, key: str) -> Refund | None:
    try:
        return provider.find_refund(payment_intent, key)
    except ProviderFailed:
        return None
