"""What Stripe refuses although its parameters are well formed: limits, states, references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fakes.stripe_params import BadParameter

if TYPE_CHECKING:
    from tests.fakes.stripe_world import Raw, World

_LEAST = {"eur": 50, "usd": 50, "gbp": 30, "jpy": 50, "huf": 17_500, "ron": 200, "pln": 200, "czk": 1_500, "chf": 50}
_CURRENCIES = frozenset([*_LEAST, "isk", "ugx", "kwd", "bhd", "sek", "dkk", "nok", "cad", "aud", "krw", "twd", "mga"])
_WHOLE = frozenset({"isk", "ugx"})
_LONG = re.compile(r"_(log|disclosure|rebuttal|explanation|description)$|^uncategorized_text$")
_FILE_FIELDS = frozenset(
    {
        "cancellation_policy",
        "customer_communication",
        "customer_signature",
        "duplicate_charge_documentation",
        "receipt",
        "refund_policy",
        "service_documentation",
        "shipping_documentation",
        "uncategorized_file",
    }
)
_ANSWERABLE = frozenset({"needs_response", "warning_needs_response", "appeal_needs_response"})
_MAGIC = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
LARGEST_FILE = 5_000_000


def check_metadata(metadata: Any, path: str = "metadata") -> None:
    """At most 50 keys of 40 characters without brackets, values of 500."""
    if isinstance(metadata, dict):
        for key, value in metadata.items():
            if len(key) > 40 or set("[]") & set(key) or len(value) > 500:
                raise BadParameter(f"{path}[{key}]", "Metadata keys have 40 characters, values 500")
        if len(metadata) > 50:
            raise BadParameter(path, "Metadata can have 50 keys")


def check_link(params: Raw) -> Raw:
    """Check a new link and give its single price."""
    if len(params["line_items"]) != 1:
        raise BadParameter("line_items", "this fake sells one thing at a time")
    line = params["line_items"][0]
    price = line.get("price_data")
    if price is None or "product_data" not in price or "unit_amount" not in price:
        raise BadParameter("line_items[0]", "You must pass price_data with product_data and unit_amount")
    currency, amount = price["currency"], price["unit_amount"] * line["quantity"]
    if currency not in _CURRENCIES:
        raise BadParameter("currency", f"Invalid currency: {currency}")
    if amount < _LEAST.get(currency, 1) or (amount > 99_999_999 and currency not in {"huf", "jpy", "idr"}):
        raise BadParameter("unit_amount", "Amount too small or too large", "amount_too_small")
    if (currency in _WHOLE and amount % 100) or (currency in {"kwd", "bhd"} and amount % 10):
        raise BadParameter("unit_amount", f"Invalid amount for {currency}")
    check_metadata(params.get("metadata"))
    _check_intent(params.get("payment_intent_data") or {})
    _check_messages(params)
    return {"currency": currency, "unit_amount": amount}


def _check_intent(data: Raw) -> None:
    check_metadata(data.get("metadata"), "payment_intent_data[metadata]")
    suffix = data.get("statement_descriptor_suffix")
    if suffix is not None:
        bad = not 1 <= len(suffix) <= 22 or set("<>\\'\"*") & set(suffix) or not suffix.isascii()
        if bad or not re.search("[A-Za-z]", suffix):
            raise BadParameter("payment_intent_data[statement_descriptor_suffix]", f"Invalid suffix: {suffix}")


def _check_messages(params: Raw) -> None:
    if len(params.get("inactive_message", "")) > 500:
        raise BadParameter("inactive_message", "at most 500 characters")
    after = params.get("after_completion")
    if after and after["type"] == "hosted_confirmation" and len(str(after.get("hosted_confirmation", ""))) > 600:
        raise BadParameter("after_completion", "custom_message has at most 500 characters")


def check_refund(world: World, params: Raw) -> tuple[str, int]:
    """Check a refund and give its payment intent and amount."""
    intent = world.objects.get(params.get("payment_intent", ""))
    if intent is None or not intent.get("latest_charge"):
        raise BadParameter("payment_intent", "No such payment_intent, or it was not paid", "resource_missing")
    charge = world.objects[intent["latest_charge"]]
    open_ones = [one for one in world.of_kind("dispute") if one["charge"] == charge["id"]]
    if any(not one["is_charge_refundable"] and one["status"] != "won" for one in open_ones):
        raise BadParameter("charge", "This charge has been charged back.", "charge_disputed")
    left = charge["amount"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    if not 0 < amount <= left:
        raise BadParameter("amount", f"Refund amount is greater than the {left} left", "charge_already_refunded")
    check_metadata(params.get("metadata"))
    return intent["id"], amount


def check_file(params: Raw) -> None:
    """Check an upload: kind by its first bytes, and size."""
    if params["purpose"] == "dispute_evidence" and not params["file"].startswith(_MAGIC):
        raise BadParameter("file", "Only PDF, PNG and JPEG are taken")
    if len(params["file"]) > LARGEST_FILE:
        raise BadParameter("file", "File is too large")


def check_evidence(world: World, dispute: Raw, evidence: Raw) -> None:
    """Check an answer as a whole: one bad field loses them all."""
    if dispute["status"] not in _ANSWERABLE or not dispute["evidence_details"]["due_by"]:
        raise BadParameter("dispute", "This dispute takes no evidence", "dispute_not_answerable")
    if dispute["evidence_details"]["submission_count"]:
        raise BadParameter("dispute", "Evidence was submitted already", "evidence_already_submitted")
    size = 0
    for name, value in evidence.items():
        if name in _FILE_FIELDS:
            file = world.objects.get(value, {})
            if file.get("purpose") != "dispute_evidence":
                raise BadParameter(f"evidence[{name}]", f"No such file upload: {value}", "resource_missing")
            size += file["size"]
        elif isinstance(value, str) and len(value) > (20_000 if _LONG.search(name) else 5_000):
            raise BadParameter(f"evidence[{name}]", "The text is too long")
    if sum(len(value) for value in evidence.values() if isinstance(value, str)) > 150_000:
        raise BadParameter("evidence", "All texts together have at most 150,000 characters")
    if size > LARGEST_FILE:
        raise BadParameter("evidence", "The files together are larger than 5 MB")
