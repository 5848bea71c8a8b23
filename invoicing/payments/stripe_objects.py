"""Stripe's objects, as plain mappings, read into the provider's values. Nothing here talks to anybody.

Every reader copes with what an answer may leave out: an unexpanded id, a fee not yet settled, a state that is new.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Refused
from invoicing.payments.currencies import from_stripe
from invoicing.payments.keys import reference_of
from invoicing.payments.provider import Dispute, Foreign, Hint, Link, Movement, Paid, Reference, Refund

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invoicing.payments.provider import Arrived, DisputeKind, Outcome

    Raw = Mapping[str, Any]

# Stripe's word -> still open. Any other word counts as open and is reported. `charge_refunded` is historic.
DISPUTE_STATES: dict[str, bool] = {
    "warning_needs_response": True,
    "warning_under_review": True,
    "warning_closed": False,
    "needs_response": True,
    "under_review": True,
    "appeal_needs_response": True,
    "appeal_under_review": True,
    "won": False,
    "lost": False,
    "prevented": False,
    "charge_refunded": False,
}


def day_of(epoch: int) -> date:
    """Give the UTC day of an instant in epoch seconds."""
    return datetime.fromtimestamp(epoch, UTC).date()


def id_of(value: object) -> str:
    """Give the id of a field that may be an id, an expanded object, or nothing."""
    if isinstance(value, str):
        return value
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def part_of(value: object) -> dict[str, Any]:
    """Give an expanded object, or an empty one when only its id is known."""
    return value if isinstance(value, dict) else {}


def movement_of(value: object) -> Movement | None:
    """Read a balance transaction; None when it is missing or not expanded."""
    raw = part_of(value)
    if "net" not in raw:
        return None
    amount, fee, net = (from_stripe(int(raw.get(field) or 0), raw["currency"]) for field in ("amount", "fee", "net"))
    return Movement(raw["id"], amount, fee, net, str(raw.get("type", "")))


def link_of(raw: Raw) -> Link:
    """Read a payment link; its amount only when its lines were expanded."""
    lines = part_of(raw.get("line_items")).get("data") or []
    sessions = part_of(part_of(raw.get("restrictions")).get("completed_sessions"))
    limit = int(sessions.get("limit") or 0)
    amounts = [from_stripe(int(line["amount_total"]), line["currency"]) for line in lines if "amount_total" in line]
    return Link(
        id=raw["id"],
        url=str(raw.get("url") or ""),
        active=bool(raw.get("active")),
        amount=amounts[0] if len(amounts) == 1 else None,
        live=bool(raw.get("livemode")),
        reference=reference_of(raw.get("metadata")),
        used=bool(limit and int(sessions.get("count") or 0) >= limit),
    )


def outcome_of(raw: Raw) -> Outcome:
    """Say what came of a checkout: its end is not a payment, only `payment_status` is."""
    if raw.get("status") == "expired":
        return "expired"
    if raw.get("status") == "open":
        return "open"
    if raw.get("payment_status") == "paid":
        return "paid"
    if raw.get("payment_status") == "no_payment_required":
        return "nothing-due"
    intent = part_of(raw.get("payment_intent"))
    return "failed" if intent.get("status") in {"requires_payment_method", "canceled"} else "pending"


def paid_of(raw: Raw) -> Paid:
    """Read a checkout session, best with `payment_intent.latest_charge.balance_transaction` expanded."""
    intent = part_of(raw.get("payment_intent"))
    charge = part_of(intent.get("latest_charge"))
    own = reference_of(raw.get("metadata"))
    return Paid(
        session=raw["id"],
        link=id_of(raw.get("payment_link")),
        payment_intent=id_of(raw.get("payment_intent")),
        charge=id_of(intent.get("latest_charge")),
        outcome=outcome_of(raw),
        amount=from_stripe(int(raw.get("amount_total") or 0), str(raw.get("currency") or "")),
        movement=movement_of(charge.get("balance_transaction")),
        reference=own if own.document else reference_of(intent.get("metadata")),
        paid_on=day_of(int(charge.get("created") or raw.get("created") or 0)),
        live=bool(raw.get("livemode")),
    )


def refund_of(raw: Raw) -> Refund:
    """Read a refund, best with its payment intent and both balance transactions expanded."""
    intent = part_of(raw.get("payment_intent"))
    return Refund(
        id=raw["id"],
        payment_intent=id_of(raw.get("payment_intent")),
        charge=id_of(raw.get("charge")),
        amount=from_stripe(int(raw["amount"]), raw["currency"]),
        raw=str(raw.get("status") or ""),
        reason=str(raw.get("reason") or ""),
        movement=movement_of(raw.get("balance_transaction")),
        returned=movement_of(raw.get("failure_balance_transaction")),
        reference=_reference(raw, intent),
        made_on=day_of(int(raw.get("created") or 0)),
        live=bool(intent.get("livemode")),
    )


def dispute_of(raw: Raw) -> Dispute:
    """Read a dispute. `warning_` tells an inquiry from a chargeback; the deadline is the bank's, never computed."""
    word = str(raw.get("status") or "")
    details = part_of(raw.get("evidence_details"))
    due = int(details.get("due_by") or 0)
    kind: DisputeKind = "inquiry" if word.startswith("warning_") else "chargeback"
    card = part_of(part_of(raw.get("payment_method_details")).get("card"))
    movements = (movement_of(one) for one in raw.get("balance_transactions") or [])
    return Dispute(
        id=raw["id"],
        charge=id_of(raw.get("charge")),
        payment_intent=id_of(raw.get("payment_intent")),
        kind=kind,
        raw=word,
        known=word in DISPUTE_STATES,
        open=DISPUTE_STATES.get(word, True),
        amount=from_stripe(int(raw["amount"]), raw["currency"]),
        reason=str(raw.get("reason") or "general"),
        network=str(card.get("network") or card.get("brand") or ""),
        due_by=day_of(due) if due else None,
        due_at=due,
        refundable=bool(raw.get("is_charge_refundable")),
        staged=bool(details.get("has_evidence")),
        submissions=int(details.get("submission_count") or 0),
        eligible=tuple(str(one) for one in raw.get("enhanced_eligibility_types") or ()),
        movements=tuple(one for one in movements if one is not None),
        reference=_reference(raw, part_of(raw.get("payment_intent"))),
        opened_on=day_of(int(raw.get("created") or 0)),
        live=bool(raw.get("livemode")),
    )


def _reference(raw: Raw, intent: Raw) -> Reference:
    """Find our metadata on a refund or dispute: its own, else that of the payment behind it."""
    own = reference_of(raw.get("metadata"))
    if own.document:
        return own
    charge = reference_of(part_of(raw.get("charge")).get("metadata"))
    return charge if charge.document else reference_of(intent.get("metadata"))


def hint_of(raw: Raw) -> Hint:
    """Read an event as a hint. Refused (``bad-event``) when it is none."""
    try:
        thing = raw["data"]["object"]
        return Hint(
            id=str(raw["id"]),
            type=str(raw["type"]),
            object_id=str(thing["id"]),
            created=int(raw["created"]),
            live=bool(raw.get("livemode")),
            charge=id_of(thing.get("charge")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused.one(
            "bad-event", "this is not an event of Stripe", rule="docs.stripe.com/api/events/object"
        ) from None


def guarded(read: Callable[[Raw], Arrived], raw: Raw) -> Arrived:
    """Read an object, or report it as foreign when its currency or shape is not one we know; never crash on it."""
    try:
        return read(raw)
    except (Refused, KeyError, TypeError, ValueError) as error:
        return Foreign(str(raw.get("id", "?")), str(raw.get("object", "object")), f"unreadable: {error}")
