"""Facts from what arrives: each once, in any order, and the book's sums equal to Stripe's."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.payments import stripe_objects as objects
from invoicing.payments.events import Fact, Known, distinct, missing_payments, reconcile, tally
from invoicing.payments.provider import (
    Dispute,
    Foreign,
    Link,
    Movement,
    Paid,
    ProviderFailed,
    Reference,
    Refund,
    Warned,
)
from invoicing.payments.refunds import refund_findings, refundable
from invoicing.payments.sync import ask, follow, gap, repair
from tests.fakes.stripe_api import Api
from tests.fakes.stripe_server import Fault
from tests.fakes.stripe_world import World

if TYPE_CHECKING:
    from invoicing.payments.provider import Arrived, Hint, LinkRequest, Outcome
    from invoicing.payments.providers.stripe import StripeProvider
    from tests.fakes.stripe_server import FakeStripe

OURS = Reference("2026-0007", "full", 0, 1, "b1")
KNOWN = Known(documents={"2026-0007": "EUR"}, book="b1")
EUR = "EUR"


def _paid(outcome: Outcome = "paid", *, fee: int | None = 205, **changes: object) -> Paid:
    movement = (
        None
        if fee is None
        else Movement("txn_1", Money(12000, EUR), Money(fee, EUR), Money(12000 - fee, EUR), "charge")
    )
    one = Paid(
        "cs_1", "plink_1", "pi_1", "ch_1", outcome, Money(12000, EUR), movement, OURS, date(2026, 11, 18), live=False
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def _refund(raw: str = "succeeded", **changes: object) -> Refund:
    money = Money(-2000, EUR)
    movement = Movement("txn_2", money, Money(0, EUR), money, "refund")
    returned = Movement("txn_3", -money, Money(0, EUR), -money, "refund_failure") if raw == "failed" else None
    one = Refund(
        "re_1",
        "pi_1",
        "ch_1",
        Money(2000, EUR),
        raw,
        "",
        movement,
        returned,
        Reference(),
        date(2026, 11, 19),
        live=False,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def _dispute(raw: str = "needs_response", *movements: Movement, **changes: object) -> Dispute:
    facts = {
        "id": "dp_1", "status": raw, "amount": 12000, "currency": "eur", "charge": "ch_1", "payment_intent": "pi_1",
        "created": 1_795_000_000, "reason": "general",
    }  # fmt: skip
    return replace(objects.dispute_of(facts), movements=movements, **changes)  # type: ignore[arg-type]


def _kinds(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.kind for fact in facts]


def test_a_payment_is_booked_once_and_its_fee_when_it_is_known() -> None:
    """First without the fee, then with it, then nothing more."""
    first = reconcile(KNOWN, [_paid(fee=None)])
    assert _kinds(first) == ["payment"]
    known = KNOWN.after(first)
    second = reconcile(known, [_paid()])
    assert _kinds(second) == ["fee"]
    assert reconcile(known.after(second), [_paid(), _paid(fee=None), _paid("pending")]) == ()


@pytest.mark.parametrize(
    ("outcomes", "kinds"),
    [
        (["pending", "paid"], ["pending", "payment", "fee"]),
        (["pending", "failed"], ["pending", "failed"]),
        (["failed", "pending"], ["failed"]),
        (["paid", "pending", "failed"], ["payment", "fee"]),
        (["open", "expired", "nothing-due"], []),
    ],
)
def test_a_later_word_stands_over_an_earlier_one_that_comes_late(outcomes: list[Outcome], kinds: list[str]) -> None:
    """Paid is final, failed is final for a debit, open pages are nothing."""
    known, seen = KNOWN, []
    for outcome in outcomes:
        facts = reconcile(known, [_paid(outcome)])
        seen += _kinds(facts)
        known = known.after(facts)
    assert seen == kinds


def test_a_refund_counts_once_and_comes_back_once() -> None:
    """Pending and succeeded are one refund; a failure gives the money back."""
    known = KNOWN.after(reconcile(KNOWN, [_paid()]))
    facts = reconcile(known, [_refund("pending"), _refund()])
    assert _kinds(facts) == ["refund", "refund-money"]
    known = known.after(facts)
    back = reconcile(known, [_refund("failed")])
    assert _kinds(back) == ["refund-returned", "refund-money"]
    assert reconcile(known.after(back), [_refund("failed"), _refund("pending")]) == ()


def test_a_refund_that_had_failed_before_it_was_seen_moves_nothing() -> None:
    """And an older snapshot that arrives after it changes nothing."""
    known = KNOWN.after(reconcile(KNOWN, [_paid()]))
    facts = reconcile(known, [_refund("failed")])
    assert _kinds(facts) == ["refund-failed", "refund-money", "refund-money"]
    assert tally(facts).documents == {}
    assert tally(facts).balances == {"EUR": Money(0, EUR)}
    assert reconcile(known.after(facts), [_refund("succeeded")]) == ()
    assert reconcile(known, [_refund("requires_action", movement=None)]) == ()


def test_a_dispute_is_told_at_each_change_and_its_money_once() -> None:
    """needs_response, under review, back, lost, and won late: every change is news, every movement is booked once."""
    taken = Movement("txn_8", Money(-12000, EUR), Money(2000, EUR), Money(-14000, EUR), "adjustment")
    given = Movement("txn_9", Money(12000, EUR), Money(-2000, EUR), Money(14000, EUR), "adjustment")
    known, seen = KNOWN.after(reconcile(KNOWN, [_paid()])), []
    for raw, movements in [
        ("needs_response", (taken,)),
        ("under_review", (taken,)),
        ("needs_response", (taken,)),
        ("needs_response", (taken,)),
        ("lost", (taken,)),
        ("won", (taken, given)),
    ]:
        facts = reconcile(known, [_dispute(raw, *movements)])
        seen += [fact.key for fact in facts]
        known = known.after(facts)
    assert seen == [
        "dispute:dp_1:1:needs_response",
        "movement:txn_8",
        "dispute:dp_1:2:under_review",
        "dispute:dp_1:3:needs_response",
        "dispute:dp_1:4:lost",
        "dispute:dp_1:5:won",
        "movement:txn_9",
    ]


def test_money_of_a_dispute_in_another_currency_shows_in_the_balance_only() -> None:
    """What the document lost in its own currency cannot be read from a payout in another one."""
    taken = Movement("txn_8", Money(-48000, "HUF"), Money(0, "HUF"), Money(-48000, "HUF"), "adjustment")
    facts = reconcile(KNOWN.after(reconcile(KNOWN, [_paid()])), [_dispute("lost", taken)])
    assert tally(facts).documents == {}
    assert tally(facts).balances == {"HUF": Money(-48000, "HUF")}


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (_paid(reference=Reference()), "no document"),
        (_paid(reference=replace(OURS, book="b2")), "another book"),
        (_paid(reference=replace(OURS, document="2026-9999")), "has no document 2026-9999"),
        (_paid(amount=Money(12000, "USD")), "in USD"),
        (_paid(live=True), "other mode"),
        (_refund(payment_intent="pi_other"), "no document"),
        (_dispute(payment_intent="pi_other"), "no document"),
        (Link("plink_9", "", active=True, amount=None, live=False, reference=Reference()), "no document"),
        (Warned("issfr_1", "ch_9", actionable=True, reference=Reference()), "no document"),
        (Foreign("cs_9", "checkout.session", "unreadable"), "unreadable"),
    ],
)
def test_what_is_not_ours_is_reported_once_and_never_booked(one: Arrived, why: str) -> None:
    """No metadata of ours, another book, document, currency or mode."""
    (fact,) = reconcile(KNOWN, [one, one])
    assert fact.kind == "foreign"
    assert isinstance(fact.value, Foreign)
    assert why in fact.value.why
    assert tally([fact]).documents == tally([fact]).balances == {}


def test_links_and_warnings_of_ours_are_facts() -> None:
    """A link closed in the Dashboard; a warning that can still be acted on."""
    link = Link("plink_1", "https://…", active=False, amount=None, live=False, reference=OURS)
    warned = Warned("issfr_1", "ch_1", actionable=True, reference=OURS)
    assert [fact.key for fact in reconcile(KNOWN, [warned, link])] == ["link:plink_1:closed", "warning:issfr_1"]
    assert reconcile(KNOWN, [replace(warned, actionable=False)]) == ()


def test_the_payment_behind_a_refund_is_asked_for_when_it_is_not_known() -> None:
    """The refund's event may come first."""
    assert missing_payments(KNOWN, [_refund(), _dispute()]) == ("pi_1",)
    assert missing_payments(KNOWN, [_refund(), _paid()]) == ()
    assert missing_payments(KNOWN.after(reconcile(KNOWN, [_paid()])), [_refund()]) == ()


def _hint(name: str, kind: str, thing: str, when: int) -> Hint:
    return objects.hint_of({"id": name, "type": kind, "created": when, "data": {"object": {"id": thing}}})


def test_twins_and_handled_events_lead_to_one_fetch() -> None:
    """Two events for one change, and one that was handled before."""
    hints = [
        _hint("evt_1", "refund.created", "re_1", 10),
        _hint("evt_2", "refund.created", "re_1", 10),
        _hint("evt_3", "refund.updated", "re_1", 9),
        _hint("evt_4", "refund.created", "re_2", 11),
        _hint("evt_5", "refund.created", "re_3", 1),
    ]
    assert [hint.id for hint in distinct(hints, frozenset({"evt_4"}))] == ["evt_5", "evt_2"]


@pytest.mark.parametrize(
    ("cursor", "now", "missed"), [(None, 10, True), (0, 29 * 86_400, False), (0, 29 * 86_400 + 1, True)]
)
def test_a_long_silence_asks_for_the_links_themselves(cursor: int | None, now: int, *, missed: bool) -> None:
    """Stripe keeps events for 30 days."""
    assert gap(cursor, now) == missed


def test_a_round_asks_completes_and_moves_the_cursor(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """A refund of a payment the book has not seen brings the payment along; the next round finds nothing new."""
    page = fake.world.open_page(provider.create_link(request_120).id)
    fake.world.pay(page)
    fake.world.events.clear()
    for event in [one for one in fake.world.objects.values() if one["object"] == "event"]:
        del fake.world.objects[event["id"]]
    fake.world.refund(page["payment_intent"], 2000)
    found = ask(provider, KNOWN, None)
    assert _kinds(found.facts) == ["payment", "fee", "refund", "refund-money"]
    assert found.cursor == fake.world.now
    again = ask(provider, KNOWN.after(found.facts), found.cursor)
    assert (again.facts, again.cursor, again.unanswered) == ((), found.cursor, ())
    assert repair(provider, KNOWN.after(found.facts), [page["payment_link"]]) == ()
    provider.deactivate_link(page["payment_link"], "", "1")
    assert repair(provider, KNOWN, [page["payment_link"]])[-1].key == "link:plink_000001:closed"


def test_one_object_that_is_gone_does_not_keep_the_others_from_being_booked(
    fake: FakeStripe, provider: StripeProvider, request_120: LinkRequest
) -> None:
    """A 404 is reported; a server that fails stops the round, and nothing is booked by halves."""
    page = fake.world.open_page(provider.create_link(request_120).id)
    fake.world.tell("refund.updated", {"id": "re_gone", "object": "refund"})
    fake.world.pay(page)
    facts, _ = follow(provider, KNOWN, provider.hints(None))
    assert _kinds(facts) == ["payment", "fee", "foreign"]
    fake.faults.append(Fault("503", "/v1/checkout", times=9))
    with pytest.raises(ProviderFailed):
        follow(provider, KNOWN, provider.hints(None))


def test_a_payment_that_came_another_way_is_named(fake: FakeStripe, provider: StripeProvider) -> None:
    """A dispute about a payment without a checkout: not ours, and said so."""
    intent = fake.world.make("pi", "payment_intent", metadata={}, latest_charge=None, currency="eur")
    charge = fake.world.make("ch", "charge", amount=500, currency="eur", payment_intent=intent["id"], metadata={})
    fake.world.dispute(charge["id"])
    facts, unanswered = follow(provider, KNOWN, provider.hints(None))
    assert _kinds(facts) == ["foreign"]
    assert unanswered == (intent["id"],)


def test_without_events_and_without_cursor_the_cursor_stays_unset(provider: StripeProvider) -> None:
    """Nothing has happened yet."""
    assert ask(provider, KNOWN, None).cursor is None


@pytest.mark.parametrize(
    ("dispute", "blocked"),
    [
        (_dispute("needs_response"), True),
        (_dispute("under_review"), True),
        (_dispute("lost"), True),
        (_dispute("prevented"), True),
        (_dispute("a_state_of_2027"), True),
        (_dispute("won"), False),
        (_dispute("warning_needs_response"), False),
        (_dispute("warning_closed"), False),
        (_dispute("needs_response", refundable=True), False),
    ],
)
def test_a_chargeback_blocks_refunds_and_an_inquiry_does_not(dispute: Dispute, *, blocked: bool) -> None:
    """The money of a chargeback is gone already; refundability belongs to the charge."""
    found = refund_findings(_paid(), Money(12000, EUR), [], [_dispute("won"), dispute])
    assert [one.code for one in found] == (["refund-blocked"] if blocked else [])


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money(10000, EUR), ""),
        (Money(10001, EUR), "refund-too-large"),
        (Money(0, EUR), "refund-too-large"),
        (Money(1, "USD"), "refund-too-large"),
    ],
)
def test_only_what_is_left_can_be_refunded(amount: Money, code: str) -> None:
    """20.00 of 120.00 have gone back, a failed refund does not count."""
    refunds = [_refund(), _refund("failed")]
    assert refundable(_paid(), refunds) == Money(10000, EUR)
    assert next((one.code for one in refund_findings(_paid(), amount, refunds, [])), "") == code


def test_a_pending_payment_cannot_be_refunded() -> None:
    """Nothing has arrived yet."""
    assert refund_findings(_paid("pending"), Money(1, EUR), [], [])[0].code == "payment-not-settled"


class _Reader:
    """Reads the world as the provider does, without HTTP, so that thousands of steps are quick."""

    def __init__(self, world: World) -> None:
        self.world, self.api = world, Api(world)

    def _shown(self, thing_id: str, *expand: str) -> dict[str, Any]:
        return self.api._shown(self.world.objects[thing_id], list(expand))

    def look(self, hint: Hint) -> list[Arrived]:
        """Fetch what a hint points at."""
        kind = self.world.objects[hint.object_id]["object"]
        if kind == "checkout.session":
            expand = "payment_intent.latest_charge.balance_transaction"
            return [objects.guarded(objects.paid_of, self._shown(hint.object_id, expand))]
        if kind == "charge":
            refunds = [one["id"] for one in self.world.of_kind("refund") if one["charge"] == hint.object_id]
            return [self.refund(one) for one in refunds]
        if kind == "refund":
            return [self.refund(hint.object_id)]
        return [objects.guarded(objects.dispute_of, self._shown(hint.object_id, "payment_intent"))]

    def refund(self, refund_id: str) -> Arrived:
        """Fetch a refund."""
        expand = ("payment_intent", "balance_transaction", "failure_balance_transaction")
        return objects.guarded(objects.refund_of, self._shown(refund_id, *expand))

    def payment(self, intent: str) -> list[Arrived]:
        """Find the checkout behind a payment."""
        found = [one["id"] for one in self.world.of_kind("checkout.session") if one["payment_intent"] == intent]
        return [one for session in found for one in self.look(_hint_to(session))]


def _hint_to(thing_id: str) -> Hint:
    return objects.hint_of({"id": "evt", "type": "x", "created": 1, "data": {"object": {"id": thing_id}}})


def _link(world: World, number: int, amount: int) -> str:
    metadata = {"tool": "invoicing", "invoice": f"2026-{number:04}", "purpose": "full", "revision": "1", "book": "b1"}
    price = {"currency": "eur", "unit_amount": amount}
    limit = {"completed_sessions": {"limit": 1}}
    return str(
        world.make(
            "plink",
            "payment_link",
            active=True,
            metadata=metadata,
            restrictions=limit,
            _price=price,
            _intent={"metadata": metadata},
        )["id"]
    )


class Books(RuleBasedStateMachine):
    """Anything may happen at Stripe, and be heard of in any order, any number of times: the sums agree in the end."""

    @initialize()
    def start(self) -> None:
        """One account, one book."""
        self.world = World()
        self.reader = _Reader(self.world)
        self.known = Known(documents=dict.fromkeys((f"2026-{n:04}" for n in range(1, 400)), "EUR"), book="b1")
        self.facts: list[Fact] = []
        self.links = 0
        self.answers: list[Arrived] = []

    def _sessions(self, *states: str) -> list[dict[str, Any]]:
        return [
            one
            for one in self.world.of_kind("checkout.session")
            if one["payment_status"] in states and one["payment_intent"]
        ]

    @rule(amount=st.integers(50, 10**6), card=st.booleans(), fee_known=st.booleans(), twins=st.integers(1, 3))
    def somebody_pays(self, amount: int, twins: int, *, card: bool, fee_known: bool) -> None:
        """By card at once or by debit later; sometimes with twin events."""
        self.links += 1
        page = self.world.open_page(_link(self.world, self.links, amount))
        if card:
            self.world.pay(page, fee_known=fee_known)
        else:
            self.world.promise(page)
        self.world.tell("checkout.session.completed", page, twins=twins)

    @rule(good=st.booleans(), pick=st.integers(0, 99))
    def a_bank_answers(self, pick: int, *, good: bool) -> None:
        """A debit is paid or fails."""
        waiting = [
            one
            for one in self._sessions("unpaid")
            if self.world.objects[one["payment_intent"]]["status"] == "processing"
        ]
        if waiting:
            self.world.bank_answers(waiting[pick % len(waiting)], good=good)

    @rule(amount=st.integers(50, 10**6))
    def a_stranger_pays(self, amount: int) -> None:
        """Something on the account that is not ours."""
        page = self.world.open_page("", metadata={"shop": "other"}, expected=False)
        page["amount_total"] = amount
        self.world.pay(page)

    @rule(
        pick=st.integers(0, 99),
        share=st.integers(1, 4),
        state=st.sampled_from(["succeeded", "pending", "requires_action"]),
    )
    def money_goes_back(self, pick: int, share: int, state: str) -> None:
        """A full or partial refund, from here or from the Dashboard."""
        paid = self._sessions("paid")
        if paid:
            intent = self.world.objects[paid[pick % len(paid)]["payment_intent"]]
            charge = self.world.objects[intent["latest_charge"]]
            amount = (charge["amount"] - charge["amount_refunded"]) // share
            if amount:
                self.world.refund(intent["id"], amount, state=state)

    @rule(pick=st.integers(0, 99))
    def a_refund_fails(self, pick: int) -> None:
        """The bank sends it back."""
        refunds = [one for one in self.world.of_kind("refund") if one["status"] != "failed"]
        if refunds:
            self.world.refund_fails(refunds[pick % len(refunds)])

    @rule(
        pick=st.integers(0, 99),
        state=st.sampled_from(["needs_response", "warning_needs_response", "lost", "brand_new"]),
    )
    def a_payer_disputes(self, pick: int, state: str) -> None:
        """An inquiry, a chargeback, one lost from the start, one in a state nobody knows."""
        charges = self.world.of_kind("charge")
        if charges:
            self.world.dispute(charges[pick % len(charges)]["id"], state=state)

    @rule(
        pick=st.integers(0, 99),
        state=st.sampled_from(["needs_response", "under_review", "won", "lost", "warning_closed", "prevented"]),
    )
    def a_dispute_turns(self, pick: int, state: str) -> None:
        """Also the wrong way round: lost, then won."""
        disputes = self.world.of_kind("dispute")
        if disputes:
            self.world.dispute_turns(disputes[pick % len(disputes)], state)

    @rule(seed=st.integers(0, 10**6), share=st.integers(1, 5))
    def some_events_are_heard(self, seed: int, share: int) -> None:
        """A part of all events so far, in any order, some again."""
        chance = random.Random(seed)  # noqa: S311  # not for secrets
        self._hear(chance.choices(self.world.events, k=len(self.world.events) // share) if self.world.events else [])

    @rule(seed=st.integers(0, 10**6))
    def an_old_answer_comes_late(self, seed: int) -> None:
        """Two programs ask at once: the one that asked first books last."""
        chance = random.Random(seed)  # noqa: S311  # not for secrets
        self._book(chance.choices(self.answers, k=5) if self.answers else [])

    @precondition(lambda self: getattr(self, "world", None) is not None)
    @invariant()
    def nothing_is_booked_twice(self) -> None:
        """Every fact has its own key."""
        keys = [fact.key for fact in self.facts]
        assert len(keys) == len(set(keys))

    def _hear(self, events: list[dict[str, Any]]) -> None:
        arrived = [one for event in distinct(map(objects.hint_of, events)) for one in self.reader.look(event)]
        for intent in missing_payments(self.known, arrived):
            arrived += self.reader.payment(intent)
        self.answers += arrived
        self._book(arrived)

    def _book(self, arrived: list[Arrived]) -> None:
        fresh = reconcile(self.known, arrived)
        self.facts += fresh
        self.known = self.known.after(fresh)

    def teardown(self) -> None:
        """In the end everything is heard, backwards and twice, and the fees have appeared."""
        if not hasattr(self, "world"):
            return
        for charge in self.world.of_kind("charge"):
            self.world.fee_appears(charge)
        self._hear([*reversed(self.world.events), *self.world.events])
        sums = tally(self.facts)
        assert {name: money.minor for name, money in sums.documents.items() if money} == self.world.received()
        assert {name: money.minor for name, money in sums.balances.items() if money} == self.world.balance()


Books.TestCase.settings = settings(max_examples=40, stateful_step_count=30)
TestBooks = Books.TestCase


@pytest.mark.parametrize("seed", range(3))
def test_a_thousand_links_end_with_books_equal_to_stripes_in_every_order(seed: int) -> None:
    """1 000 links, payments, duplicates, refunds and disputes in three random orders; to the cent."""
    chance = random.Random(seed)  # noqa: S311  # not for secrets
    machine = Books()
    machine.start()
    machine.known = replace(machine.known, documents=dict.fromkeys((f"2026-{n:04}" for n in range(1, 1001)), "EUR"))
    for _ in range(1000):
        machine.somebody_pays(chance.randint(50, 10**6), 1, card=chance.random() < 0.8, fee_known=True)
        if chance.random() < 0.3:
            machine.money_goes_back(0, chance.randint(1, 3), "succeeded")
        if chance.random() < 0.05:
            machine.world.dispute(machine.world.of_kind("charge")[0]["id"]) if machine.world.of_kind("charge") else None
    events = [*machine.world.events, *chance.sample(machine.world.events, 200)]
    chance.shuffle(events)
    for start in range(0, len(events), 300):
        machine._hear(events[start : start + 300])
    machine.teardown()
    assert len(machine.world.of_kind("payment_link")) == 1000


def test_an_unreadable_object_is_a_foreign_one() -> None:
    """Refused by the reader, or simply of another shape."""
    assert isinstance(objects.guarded(objects.refund_of, {"id": "re_1", "amount": 1, "currency": "zzz"}), Foreign)
    assert isinstance(objects.guarded(objects.refund_of, {"id": "re_1"}), Foreign)
    with pytest.raises(Refused):
        objects.refund_of({"id": "re_1", "amount": 1, "currency": "zzz"})
