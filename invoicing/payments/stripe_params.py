"""Our requests written as Stripe's parameters. The names are those of the SDK's `stripe.params`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Refused
from invoicing.payments import keys
from invoicing.payments.currencies import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.payments.provider import LinkRequest

_MOST_KEYS = 50
_LONGEST_NAME = 40
_LONGEST_VALUE = 500
_LONGEST_MESSAGE = 500


def link_params(request: LinkRequest) -> Any:  # noqa: ANN401
    """Write the parameters of a payment link: one inline price, payable once, our reference on link and payment."""
    metadata = keys.link_metadata(request)
    _check_metadata(metadata)
    price = {
        "currency": request.amount.currency.lower(),
        "unit_amount": checked(request.amount),
        "product_data": {"name": request.description[:250]},
    }
    suffix = request.statement_suffix or keys.statement_suffix(request.document)
    params: dict[str, Any] = {
        "line_items": [{"price_data": price, "quantity": 1}],
        "restrictions": {"completed_sessions": {"limit": 1}},
        "metadata": metadata,
        "payment_intent_data": {
            "description": request.description[:1000],
            "metadata": metadata,
            "statement_descriptor_suffix": suffix,
        },
    }
    if request.return_message:
        params["after_completion"] = {
            "type": "hosted_confirmation",
            "hosted_confirmation": {"custom_message": request.return_message[:_LONGEST_MESSAGE]},
        }
    if request.inactive_message:
        params["inactive_message"] = request.inactive_message[:_LONGEST_MESSAGE]
    if request.methods:
        params["payment_method_types"] = list(request.methods)
    return params


def _check_metadata(metadata: Mapping[str, str]) -> None:
    """Refuse what Stripe would: at most 50 keys of 40 characters without brackets, values of 500."""
    bad = [
        key
        for key, value in metadata.items()
        if len(key) > _LONGEST_NAME or set("[]") & set(key) or len(value) > _LONGEST_VALUE
    ]
    if bad or len(metadata) > _MOST_KEYS:
        raise Refused.one(
            "bad-metadata",
            f"Stripe cannot keep this metadata: {', '.join(bad) or 'more than 50 keys'}",
            rule="docs.stripe.com/api/metadata",
            remedy="shorten keys to 40 characters without brackets and values to 500",
        )


def line_of(params: Mapping[str, Any]) -> dict[str, Any]:
    """Give the line a fresh link must have; the answer to a create does not repeat it."""
    price = params["line_items"][0]["price_data"]
    return {"amount_total": price["unit_amount"], "currency": price["currency"]}
