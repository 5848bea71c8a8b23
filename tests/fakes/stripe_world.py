"""What happens at Stripe behind the API: payers pay, banks dispute, money moves, events are written.

Stateful and deterministic: ids and times count upwards. It keeps its own books (`balance`, `received`), to the cent,
so that ours can be held against them.
"""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from typing import Any

Raw = dict[str, Any]
EPOCH = 1_795_000_000  # 2026-11-18, so that every date is fixed
DAY = 86_400


class PageClosed(Exception):
    """The payer sees the inactive message instead of a checkout."""


class World:
    """One account. `objects` holds everything by id; `events` is the log in the order of writing."""

    def __init__(self, *, live: bool = False, settle: dict[str, tuple[str, int, int]] | None = None) -> None:
        """`settle` names for a currency the payout currency and the rate as a fraction."""
        self.live, self.settle = live, settle or {}
        self.objects: dict[str, Raw] = {}
        self.events: list[Raw] = []
        self.now = EPOCH
        self._count: defaultdict[str, int] = defaultdict(int)

    def make(self, prefix: str, kind: str, **fields: Any) -> Raw:
        """Make an object with the next id of its kind."""
        self._count[prefix] += 1
        self.now += 1
        name = f"{prefix}_{self._count[prefix]:06d}"
        thing: Raw = {"id": name, "object": kind, "created": self.now, **fields}
        thing.setdefault("livemode", self.live)
        self.objects[name] = thing
        return thing

    def of_kind(self, kind: str) -> list[Raw]:
        """List the objects of a kind, newest first, as Stripe does."""
        return [one for one in reversed(self.objects.values()) if one["object"] == kind]

    def tell(self, kind: str, thing: Raw, *, twins: int = 1) -> None:
        """Write an event, or several for one change."""
        for _ in range(twins):
            self._count["evt"] += 1
            self.now += 1
            event: Raw = {
                "id": f"evt_{self._count['evt']:06d}",
                "object": "event",
                "type": kind,
                "created": self.now,
                "livemode": self.live,
                "data": {"object": deepcopy(thing)},
            }
            self.events.append(event)
            self.objects[event["id"]] = event

    # -- links and payers

    def open_page(self, link_id: str, *, metadata: dict[str, str] | None = None, expected: bool = True) -> Raw:
        """A payer opens a link. Foreign checkouts (`expected` false) carry other metadata and no link."""
        link = self.objects.get(link_id, {})
        if expected and (not link["active"] or self._used(link)):
            raise PageClosed(link.get("inactive_message") or "")
        price = link["_price"] if expected else {"currency": "eur", "unit_amount": 5000}
        return self.make(
            "cs",
            "checkout.session",
            status="open",
            payment_status="unpaid",
            mode="payment",
            amount_total=price["unit_amount"],
            currency=price["currency"],
            payment_link=link_id if expected else None,
            payment_intent=None,
            metadata=dict(link["metadata"]) if metadata is None else metadata,
            presentment_details=None,
            _intent=deepcopy(link.get("_intent") or {}),
        )

    def _used(self, link: Raw) -> bool:
        limit = ((link.get("restrictions") or {}).get("completed_sessions") or {}).get("limit")
        done = [one for one in self.of_kind("checkout.session") if one["payment_link"] == link["id"]]
        return limit is not None and sum(one["status"] == "complete" for one in done) >= limit

    def pay(self, session: Raw, *, fee_known: bool = True, shown_in: tuple[str, int] | None = None) -> Raw:
        """The payer pays by card: at once. `shown_in` is what Adaptive Pricing showed instead."""
        self._complete(session, "processing")
        if shown_in:
            session["presentment_details"] = {"presentment_currency": shown_in[0], "presentment_amount": shown_in[1]}
        self._settle(session, fee_known=fee_known)
        self.tell("checkout.session.completed", session)
        return session

    def promise(self, session: Raw) -> Raw:
        """The payer pays by SEPA debit: complete, but unpaid for days."""
        self._complete(session, "processing")
        self.tell("checkout.session.completed", session)
        return session

    def bank_answers(self, session: Raw, *, good: bool) -> Raw:
        """The bank pays the debit, or does not."""
        if good:
            self._settle(session, fee_known=True)
            self.tell("checkout.session.async_payment_succeeded", session)
        else:
            self.objects[session["payment_intent"]]["status"] = "requires_payment_method"
            self.tell("checkout.session.async_payment_failed", session)
        return session

    def _complete(self, session: Raw, state: str) -> None:
        link = self.objects.get(session["payment_link"] or "", {})
        if link and self._used(link):
            raise PageClosed(link.get("inactive_message") or "")
        data = session["_intent"]
        intent = self.make(
            "pi",
            "payment_intent",
            status=state,
            amount=session["amount_total"],
            amount_received=0,
            currency=session["currency"],
            latest_charge=None,
            metadata=dict(data.get("metadata") or {}),
            description=data.get("description"),
        )
        session.update(status="complete", payment_intent=intent["id"])
        counted = (link.get("restrictions") or {}).get("completed_sessions")
        if counted:
            counted["count"] = counted.get("count", 0) + 1

    def _settle(self, session: Raw, *, fee_known: bool) -> None:
        intent = self.objects[session["payment_intent"]]
        charge = self.make(
            "ch",
            "charge",
            amount=intent["amount"],
            amount_refunded=0,
            refunded=False,
            disputed=False,
            currency=intent["currency"],
            payment_intent=intent["id"],
            metadata=dict(intent["metadata"]),
            balance_transaction=None,
            _movement=None,
        )
        amount = intent["amount"]
        movement = self.move(amount, intent["currency"], "charge", fee=amount * 15 // 1000 + 25)
        charge["_movement"] = movement["id"]
        charge["balance_transaction"] = movement["id"] if fee_known else None
        intent.update(status="succeeded", amount_received=amount, latest_charge=charge["id"])
        session["payment_status"] = "paid"

    def fee_appears(self, charge: Raw) -> None:
        """The fee, null at first, is there."""
        charge["balance_transaction"] = charge["_movement"]

    def move(self, amount: int, currency: str, kind: str, *, fee: int = 0) -> Raw:
        """Move money on the balance, converted where the account settles in another currency."""
        target, above, below = self.settle.get(currency, (currency, 1, 1))
        amount, fee = amount * above // below, fee * above // below
        return self.make(
            "txn", "balance_transaction", amount=amount, fee=fee, net=amount - fee, currency=target, type=kind
        )

    # -- refunds

    def refund(
        self, intent_id: str, amount: int, *, state: str = "succeeded", metadata: Any = None, reason: Any = None
    ) -> Raw:
        """Money goes back, from the API or the Dashboard."""
        intent = self.objects[intent_id]
        charge = self.objects[intent["latest_charge"]]
        moved = state in {"succeeded", "pending"}
        movement = self.move(-amount, intent["currency"], "refund") if moved else None
        refund = self.make(
            "re",
            "refund",
            amount=amount,
            currency=intent["currency"],
            charge=charge["id"],
            payment_intent=intent_id,
            status=state,
            reason=reason,
            metadata=metadata or {},
            balance_transaction=movement["id"] if movement else None,
            failure_balance_transaction=None,
        )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.tell("refund.created", refund)
        self.tell("charge.refunded", charge)
        return refund

    def refund_fails(self, refund: Raw) -> Raw:
        """The payer's bank sends a refund back."""
        charge = self.objects[refund["charge"]]
        if refund["balance_transaction"]:
            refund["failure_balance_transaction"] = self.move(refund["amount"], refund["currency"], "refund_failure")[
                "id"
            ]
        refund["status"] = "failed"
        charge["amount_refunded"] -= refund["amount"]
        charge["refunded"] = False
        self.tell("refund.failed", refund)
        self.tell("refund.updated", refund)
        return refund

    # -- disputes

    def dispute(self, charge_id: str, *, state: str = "needs_response", reason: str = "general", **more: Any) -> Raw:
        """A payer complains at the bank: an inquiry (`warning_…`) takes nothing, a chargeback takes all and a fee."""
        charge = self.objects[charge_id]
        inquiry = state.startswith("warning_")
        dispute = self.make(
            "dp",
            "dispute",
            amount=more.pop("amount", charge["amount"]),
            currency=charge["currency"],
            charge=charge_id,
            payment_intent=charge["payment_intent"],
            status=state,
            reason=reason,
            metadata={},
            evidence={},
            is_charge_refundable=inquiry,
            balance_transactions=[],
            enhanced_eligibility_types=[],
            payment_method_details={"type": "card", "card": {"network": more.pop("network", "visa"), "brand": "visa"}},
            evidence_details={
                "due_by": self.now + 14 * DAY,
                "has_evidence": False,
                "submission_count": 0,
                "past_due": False,
            },
        )
        charge["disputed"] = True
        dispute.update(more)
        if not inquiry:
            self._withdraw(dispute)
        self.tell("charge.dispute.created", dispute)
        return dispute

    def _withdraw(self, dispute: Raw) -> None:
        dispute["balance_transactions"].append(
            self.move(-dispute["amount"], dispute["currency"], "adjustment", fee=2000)
        )
        dispute["is_charge_refundable"] = False
        self.tell("charge.dispute.funds_withdrawn", dispute)

    def dispute_turns(self, dispute: Raw, state: str) -> Raw:
        """The bank says something new: escalates an inquiry, closes, wins late, appeals."""
        before, dispute["status"] = dispute["status"], state
        if before.startswith("warning_") and not state.startswith("warning_"):
            self._withdraw(dispute)
        if state == "won" and len(dispute["balance_transactions"]) == 1:
            back = self.move(dispute["amount"], dispute["currency"], "adjustment", fee=-2000)
            dispute["balance_transactions"].append(back)
            self.tell("charge.dispute.funds_reinstated", dispute)
        closed = state in {"won", "lost", "warning_closed", "prevented"}
        self.tell("charge.dispute.closed" if closed else "charge.dispute.updated", dispute)
        return dispute

    def warn(self, charge_id: str) -> Raw:
        """The network warns of fraud."""
        warning = self.make("issfr", "radar.early_fraud_warning", charge=charge_id, actionable=True)
        self.tell("radar.early_fraud_warning.created", warning)
        return warning

    # -- the account's own books

    def ours(self, intent_id: str) -> bool:
        """Say whether a payment came through a link made by the tool."""
        return bool(self.objects[intent_id]["metadata"].get("tool") == "invoicing")

    def received(self) -> dict[str, int]:
        """Sum by document what arrived and stayed, in the wire unit of its currency."""
        sums: defaultdict[str, int] = defaultdict(int)
        for intent in self.of_kind("payment_intent"):
            if self.ours(intent["id"]):
                sums[intent["metadata"]["invoice"]] += intent["amount_received"]
        for refund in self.of_kind("refund"):
            if self.ours(refund["payment_intent"]) and refund["status"] in {"succeeded", "pending"}:
                sums[self.objects[refund["payment_intent"]]["metadata"]["invoice"]] -= refund["amount"]
        for dispute in self.of_kind("dispute"):
            if self.ours(dispute["payment_intent"]):
                number = self.objects[dispute["payment_intent"]]["metadata"]["invoice"]
                moved = [one["amount"] for one in dispute["balance_transactions"]]
                here = dispute["currency"] not in self.settle
                # In another currency the balance says only whether the disputed amount is gone, or came back.
                sums[number] += sum(moved) if here else -dispute["amount"] * (len(moved) % 2)
        return {number: amount for number, amount in sums.items() if amount}

    def balance(self) -> dict[str, int]:
        """Sum the net of every movement that hangs on one of our payments, by payout currency."""
        sums: defaultdict[str, int] = defaultdict(int)
        for movement_id in self._our_movements():
            movement = self.objects[movement_id]
            sums[movement["currency"].upper()] += movement["net"]
        return {currency: amount for currency, amount in sums.items() if amount}

    def _our_movements(self) -> list[str]:
        found = [one["balance_transaction"] for one in self.of_kind("charge") if self.ours(one["payment_intent"])]
        for refund in self.of_kind("refund"):
            if self.ours(refund["payment_intent"]):
                found += [refund["balance_transaction"], refund["failure_balance_transaction"]]
        for dispute in self.of_kind("dispute"):
            if self.ours(dispute["payment_intent"]):
                found += [one["id"] for one in dispute["balance_transactions"]]
        return [one for one in found if one]
