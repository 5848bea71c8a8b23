"""Refunds with and without credit note, disputes in every state, fees: what stands in the book, to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invoicing.app.book import Book
from invoicing.app.outside import waiting
from invoicing.app.stripe_waiting import due_disputes, in_transit
from invoicing.domain.dates import parse_date
from invoicing.domain.money import Money
from invoicing.ledger import queries
from tests.fakes.stripe_server import Fault

if TYPE_CHECKING:
    from tests.fakes.stripe_server import FaultKind
    from tests.payments.conftest import Typist


@pytest.fixture
def paid(typed: Typist, bill: str) -> dict[str, Any]:
    """The checkout of the invoice of 122.00, paid and booked."""
    page: dict[str, Any] = typed.pay_page(typed("link", bill)["link"])
    typed("stripe", "sync")
    return page


def _charge(typed: Typist, page: dict[str, Any]) -> str:
    return str(typed.fake.world.objects[page["payment_intent"]]["latest_charge"])


def _state(typed: Typist, number: str = "2026-0001") -> tuple[str, str]:
    """Give what is open of a document, and the client's credit."""
    with Book(typed.folder).ledger() as ledger:
        credit = sum(one.unallocated.minor for one in queries.credits_of(ledger, "rossi"))
        return str(queries.document(ledger, number).outstanding), str(Money(credit, "EUR"))


def _waiting(typed: Typist) -> list[str]:
    with Book(typed.folder).ledger() as ledger:
        return [call.what for call in waiting(ledger)]


def _receipt(typed: Typist) -> dict[str, Any]:
    (row,) = typed("list", "--kind", "receipt")
    return dict(typed("show", row["number"]))


# ----------------------------------------------------------------------------------------------------------- refunds


def test_a_partial_refund_leaves_payment_and_receipt_standing(typed: Typist, paid: dict[str, Any]) -> None:
    """22.00 of 122.00 go back: 22.00 are owed again; the receipt is not reversed, a new link asks for the rest."""
    assert paid
    done = typed("refund", "2026-0001", "22.00", "--yes")
    assert (done["credit_note"], done["pending"], done["raw"]) == (None, False, "succeeded")
    assert _state(typed) == ("22.00", "0.00")
    assert _receipt(typed)["reversed_on"] is None
    assert typed.active() == [2200]
    with Book(typed.folder).ledger() as ledger:
        (row,) = queries.refunds(ledger, "P2026-0001")
    assert (row.id, row.amount) == (done["refund"], Money(2200, "EUR"))
    assert typed("stripe", "sync")["noted"] == []
    assert typed("verify")["ok"]


@pytest.mark.parametrize("amount", ["", "22.00"])
def test_a_refund_with_its_credit_note_leaves_nothing_open(typed: Typist, paid: dict[str, Any], amount: str) -> None:
    """Both or neither: the note takes off what goes back, so nothing is owed and no credit is left."""
    assert paid
    words = [amount] if amount else []
    done = typed("refund", "2026-0001", *words, "--credit-note", "--yes")
    assert typed("show", done["credit_note"])["totals"]["total"] == (amount or "122.00")
    assert _state(typed) == ("0.00", "0.00")
    assert typed.active() == []


def test_a_refund_with_a_key_is_made_once(typed: Typist, paid: dict[str, Any]) -> None:
    """The same key gives the first result, with what became of it; other inputs are a conflict."""
    assert paid
    first = typed("refund", "2026-0001", "22.00", "--credit-note", "--yes", "--key", "r1")
    again = typed("refund", "2026-0001", "22.00", "--credit-note", "--yes", "--key", "r1")
    assert again == first
    assert len(typed.fake.world.of_kind("refund")) == 1
    assert typed("refund", "2026-0001", "23.00", "--yes", "--key", "r1", code=5)["error"]["code"] == "key-reused"


@pytest.mark.parametrize(
    "kind", ["503", "500-before", "500-after", "drop-before", "drop-after", "garbage", "403", "401"]
)
@pytest.mark.parametrize("skip", range(3))
def test_whatever_fails_note_and_refund_are_made_once(
    typed: Typist, paid: dict[str, Any], kind: FaultKind, skip: int
) -> None:
    """A fault at each call that refunds make; after the next runs there is one note and one refund, or neither."""
    assert paid
    typed.fake.faults.append(Fault(kind, "/v1/refunds", times=3, skip=skip))
    words = ("refund", "2026-0001", "22.00", "--credit-note", "--yes", "--key", "r1")
    for _ in range(6):
        if _typed_any(typed, *words) == 0:
            break
    for _ in range(4):
        _typed_any(typed, "stripe", "sync")
    assert typed("stripe", "sync")["pending"] == []
    assert len(typed.fake.world.of_kind("refund")) == 1
    assert len(typed("list", "--kind", "credit-note")) == 1
    assert _state(typed) == ("0.00", "0.00")
    assert _waiting(typed) == []


def _typed_any(typed: Typist, *words: str) -> int:
    """Type a command, whatever it answers."""
    from invoicing.cli.main import main

    code = main([*words, "--json"])
    typed.capture.readouterr()
    return code


def test_a_refund_stripe_refuses_after_its_note_says_so(typed: Typist, paid: dict[str, Any]) -> None:
    """Refunded by hand in the Dashboard at the same moment: the note stands, and its amount is the client's credit."""
    allowed = typed.fake.api.list_refunds

    def meanwhile(**params: Any) -> Any:  # noqa: ANN401 - an answer of Stripe
        answer = allowed(**params)
        if not typed.fake.world.of_kind("refund"):
            typed.fake.world.refund(paid["payment_intent"], 12200)
        return answer

    typed.patch.setattr(typed.fake.api, "list_refunds", meanwhile)
    typed("refund", "2026-0001", "22.00", "--credit-note", "--yes", code=6)
    assert "stays as the client's credit" in typed.said
    assert _waiting(typed) == []


def test_what_was_withheld_cannot_be_credited_by_what_was_paid(typed: Typist) -> None:
    """100 + 22 - 20 withheld: 102.00 were paid; a part of that is no part of the price."""
    line = ("--line", "Design; 1 h; 100; S 22", "--withholding", "20")
    number = typed("issue", "--client", "rossi", *line)["number"]
    typed.pay_page(typed("link", number)["link"])
    typed("stripe", "sync")
    refused = typed("refund", number, "10.00", "--credit-note", "--yes", code=3)
    assert refused["error"]["code"] == "credit-by-hand"
    assert typed.fake.world.of_kind("refund") == []
    done = typed("refund", number, "--credit-note", "--yes")
    assert done["amount"] == "102.00"
    assert _state(typed, number) == ("0.00", "0.00")


def test_a_refund_by_hand_takes_no_note_along(typed: Typist, bill: str) -> None:
    """Paid by bank: the note is a step of its own."""
    typed("pay", bill, "122.00")
    assert typed("refund", bill, "22.00", "--credit-note", code=3)["error"]["code"] == "credit-by-hand"
    assert typed("refund", bill, "22.00")["amount"] == "22.00"


def test_a_dry_run_refunds_nothing(typed: Typist, paid: dict[str, Any]) -> None:
    """Neither note nor refund."""
    assert paid
    shown = typed("refund", "2026-0001", "22.00", "--credit-note", "--dry-run")
    assert (shown["refund"], shown["amount"]) == (None, "22.00")
    assert typed("list", "--kind", "credit-note") == []
    assert typed.fake.world.of_kind("refund") == []


def test_a_failed_refund_settles_what_is_still_open_and_the_rest_is_credit(typed: Typist, paid: dict[str, Any]) -> None:
    """Refunded with a note; the payer's bank sends it back: the money is the client's credit."""
    assert paid
    typed("refund", "2026-0001", "22.00", "--credit-note", "--yes")
    typed.fake.world.refund_fails(typed.fake.world.of_kind("refund")[0])
    typed("stripe", "sync")
    assert _state(typed) == ("0.00", "22.00")
    typed("stripe", "sync")
    assert typed("verify")["ok"]


# -------------------------------------------------------------------------------------------------------------- fees


def test_the_fee_is_booked_with_the_payment_or_as_soon_as_it_is_known(typed: Typist, bill: str) -> None:
    """1.5 % + 0.25 of 122.00 = 2.08; null at first, then there; the payout currency stands in the fact."""
    page = typed.fake.world.open_page(typed("link", bill)["link"])
    typed.fake.world.pay(page, fee_known=False)
    typed("stripe", "sync")
    with Book(typed.folder).ledger() as ledger:
        assert queries.payment(ledger, "P2026-0001").fee == Money(0, "EUR")
    typed.fake.world.fee_appears(typed.fake.world.objects[_charge(typed, page)])
    typed.fake.world.tell("checkout.session.completed", page)
    typed("stripe", "sync")
    typed("stripe", "sync")
    with Book(typed.folder).ledger() as ledger:
        assert queries.payment(ledger, "P2026-0001").fee == Money(208, "EUR")
        fact = queries.fact(ledger, f"fee:{page['payment_intent']}")
    assert fact is not None
    assert (fact["net"], fact["fee"], fact["payout_currency"]) == ("119.92", "2.08", "EUR")


def test_a_fee_in_another_currency_stands_beside_the_payment(typed: Typist) -> None:
    """Paid in USD, paid out in EUR at 9/10: the fee is no USD."""
    typed.fake.world.settle["usd"] = ("eur", 9, 10)
    number = typed("issue", "--client", "rossi", "--line", "Design; 1 h; 100; S 22", "--currency", "USD")["number"]
    page = typed.pay_page(typed("link", number)["link"])
    typed("stripe", "sync")
    with Book(typed.folder).ledger() as ledger:
        assert queries.payment(ledger, "P2026-0001").fee == Money(0, "USD")
        fact = queries.fact(ledger, f"fee:{page['payment_intent']}")
    assert fact is not None
    assert (fact["payout_currency"], fact["fee"]) == ("EUR", "1.87")


def test_a_receipt_that_cannot_be_written_waits_and_the_payment_is_booked(typed: Typist, bill: str) -> None:
    """A setting is broken; once it is mended the next run writes the receipt, once."""
    typed.pay_page(typed("link", bill)["link"])
    settings = typed.folder / "invoicing.toml"
    good = settings.read_text()
    settings.write_text('logo = "gone.png"\n' + good)
    done = typed("stripe", "sync")
    assert (len(done["booked"]), done["receipts"]) == (1, [])
    assert "no receipt for P2026-0001 yet" in typed.said
    settings.write_text(good)
    assert len(typed("stripe", "sync")["receipts"]) == 1
    assert typed("stripe", "sync")["receipts"] == []
    assert _waiting(typed) == []


# ---------------------------------------------------------------------------------------------------------- disputes

WAYS: list[tuple[list[str], tuple[str, str], bool]] = [
    (["needs_response"], ("0.00", "0.00"), True),
    (["needs_response", "under_review", "won"], ("0.00", "0.00"), False),
    (["needs_response", "lost"], ("122.00", "0.00"), False),
    (["lost"], ("122.00", "0.00"), False),
    (["lost", "won"], ("0.00", "0.00"), False),
    (["lost", "appeal_needs_response"], ("122.00", "0.00"), True),
    (["lost", "appeal_needs_response", "appeal_under_review", "lost"], ("122.00", "0.00"), False),
    (["lost", "appeal_needs_response", "appeal_under_review", "won"], ("0.00", "0.00"), False),
    (["warning_needs_response", "warning_under_review", "warning_closed"], ("0.00", "0.00"), False),
    (["warning_needs_response", "needs_response", "lost"], ("122.00", "0.00"), False),
    (["warning_needs_response", "prevented"], ("122.00", "0.00"), False),
    (["charge_refunded"], ("0.00", "0.00"), False),
    (["a_state_of_2027"], ("0.00", "0.00"), True),
]


@pytest.mark.parametrize(("states", "left", "open_"), WAYS, ids=[" ".join(way[0]) for way in WAYS])
@pytest.mark.parametrize("at_once", [False, True], ids=["each heard", "last heard"])
def test_every_course_of_a_dispute_ends_in_the_right_books(
    typed: Typist, paid: dict[str, Any], states: list[str], left: tuple[str, str], *, open_: bool, at_once: bool
) -> None:
    """Every status of a dispute, heard step by step or only at the end; the money decides, a late win pays again."""
    raw = typed.fake.world.dispute(_charge(typed, paid), state=states[0])
    for state in states[1:]:
        if not at_once:
            typed("stripe", "sync")
        typed.fake.world.dispute_turns(raw, state)
    typed("stripe", "sync")
    typed("stripe", "sync")
    assert _state(typed) == left
    with Book(typed.folder).ledger() as ledger:
        assert bool(queries.acts(ledger, "2026-0001", "dispute", open=True)) == open_
    assert typed("verify")["ok"]
    (row,) = typed("stripe", "disputes")
    assert (row["raw"], row["open"], row["known"]) == (states[-1], open_, states[-1] != "a_state_of_2027")


def test_a_prevented_dispute_that_cost_nothing_changes_nothing(typed: Typist, paid: dict[str, Any]) -> None:
    """Money is read from the balance, not from the word."""
    raw = typed.fake.world.dispute(_charge(typed, paid), state="warning_needs_response")
    raw["status"] = "prevented"
    typed.fake.world.tell("charge.dispute.closed", raw)
    typed("stripe", "sync")
    assert _state(typed) == ("0.00", "0.00")


def test_a_lost_chargeback_marks_the_receipt_and_opens_the_invoice_with_its_day(
    typed: Typist, paid: dict[str, Any]
) -> None:
    """Due as it was first due; the receipt says that the payment was taken back; a refund is refused."""
    due = typed("show", "2026-0001")["claims"][0]["due_date"]
    raw = typed.fake.world.dispute(_charge(typed, paid))
    refused = typed("refund", "2026-0001", "--yes", code=3)
    assert refused["error"]["code"] == "refund-blocked"
    typed.fake.world.dispute_turns(raw, "lost")
    typed("stripe", "sync")
    shown = typed("show", "2026-0001")
    assert (shown["outstanding"], shown["claims"][0]["due_date"]) == ("122.00", due)
    assert _receipt(typed)["reversed_on"] == "2026-11-20"
    typed.fake.world.dispute_turns(raw, "won")
    typed("stripe", "sync")
    assert _receipt(typed)["reversed_on"] is None
    assert len(typed("list", "--kind", "receipt")) == 1


@pytest.mark.parametrize("amount", [2200, 10000, 12200])
def test_a_chargeback_after_a_refund_takes_what_is_left(typed: Typist, paid: dict[str, Any], amount: int) -> None:
    """22.00 were refunded, then a chargeback over a part, the rest, or more than the rest; won late, all is undone."""
    typed("refund", "2026-0001", "22.00", "--yes")
    raw = typed.fake.world.dispute(_charge(typed, paid), amount=amount)
    typed.fake.world.dispute_turns(raw, "lost")
    typed("stripe", "sync")
    assert _state(typed)[0] == str(Money(2200 + min(amount, 10000), "EUR"))
    typed.fake.world.dispute_turns(raw, "won")
    typed("stripe", "sync")
    assert _state(typed) == ("22.00", "0.00")
    assert typed("verify")["ok"]


def test_two_disputes_over_parts_of_one_payment(typed: Typist, paid: dict[str, Any]) -> None:
    """22.00 lost, 30.00 lost, the first won late: 30.00 are owed."""
    first = typed.fake.world.dispute(_charge(typed, paid), amount=2200, state="lost")
    typed.fake.world.dispute(_charge(typed, paid), amount=3000, state="lost")
    typed("stripe", "sync")
    assert _state(typed) == ("52.00", "0.00")
    typed.fake.world.dispute_turns(first, "won")
    typed("stripe", "sync")
    assert _state(typed) == ("30.00", "0.00")


def test_a_lost_dispute_whose_money_came_back_costs_nothing(typed: Typist, paid: dict[str, Any]) -> None:
    """Others have seen it: a partially refunded charge may end lost with the money reinstated."""
    raw = typed.fake.world.dispute(_charge(typed, paid))
    raw["balance_transactions"].append(typed.fake.world.move(12200, "eur", "adjustment"))
    typed.fake.world.dispute_turns(raw, "lost")
    typed("stripe", "sync")
    assert _state(typed) == ("0.00", "0.00")


def test_a_payout_in_another_currency_still_takes_the_disputed_amount(typed: Typist) -> None:
    """Paid in USD, settled in EUR: what the client owes again is USD."""
    typed.fake.world.settle["usd"] = ("eur", 9, 10)
    number = typed("issue", "--client", "rossi", "--line", "Design; 1 h; 100; S 22", "--currency", "USD")["number"]
    page = typed.pay_page(typed("link", number)["link"])
    typed("stripe", "sync")
    raw = typed.fake.world.dispute(_charge(typed, page), state="lost")
    typed("stripe", "sync")
    assert _state(typed, number) == ("122.00", "0.00")
    typed.fake.world.dispute_turns(raw, "won")
    typed("stripe", "sync")
    assert _state(typed, number) == ("0.00", "0.00")


@pytest.mark.parametrize(("day", "named"), [("2026-11-28", False), ("2026-11-29", True), ("2026-12-05", True)])
def test_doctor_names_a_deadline_from_three_days_before(
    typed: Typist, paid: dict[str, Any], day: str, *, named: bool
) -> None:
    """The day is the bank's, here 2 December; after it the dispute is still open and still named."""
    raw = typed.fake.world.dispute(_charge(typed, paid))
    raw["evidence_details"]["due_by"] = 1_796_209_610  # 2026-12-02
    typed.fake.world.events[-1]["data"]["object"] = raw
    typed("stripe", "sync")
    checks = typed("doctor", "--today", day, code=1 if named else 0)["checks"]
    assert [one["ok"] for one in checks if one["check"] == "dispute"] == ([False] if named else [])
    with Book(typed.folder).ledger() as ledger:
        rows = due_disputes(ledger, parse_date(day, "day"))
    assert [(one["dispute"], one["due_by"]) for one in rows] == ([(raw["id"], "2026-12-02")] if named else [])


def test_what_is_in_transit_is_listed_by_document(typed: Typist, bill: str) -> None:
    """For the ladder and for lists: the day until which the bank is waited for."""
    typed.fake.world.promise(typed.fake.world.open_page(typed("link", bill)["link"]))
    typed("stripe", "sync")
    with Book(typed.folder).ledger() as ledger:
        assert in_transit(ledger) == in_transit(ledger, [bill]) == {bill: parse_date("2026-12-04", "day")}


def test_a_link_used_up_is_no_link_ended_by_hand(typed: Typist, bill: str) -> None:
    """Stripe closes a link that was paid: heard before the payment, it does not keep the next link from being made."""
    made = typed("link", bill)
    page = typed.fake.world.promise(typed.fake.world.open_page(made["link"]))
    typed.fake.world.objects[made["link"]]["active"] = False
    typed.fake.world.events.clear()
    typed.fake.world.tell("payment_link.updated", typed.fake.world.objects[made["link"]])
    typed("stripe", "sync")
    typed.fake.world.tell("checkout.session.completed", page)
    typed("stripe", "sync")
    typed.fake.world.bank_answers(page, good=False)
    typed("stripe", "sync")
    assert typed.active() == [12200]
