"""Whatever changes what is owed keeps the payment links in line, typed as a user types it; no verb knows of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invoicing.app.book import Act, Book, acting
from invoicing.app.link import in_transit, pay_url, review
from invoicing.app.outside import waiting
from invoicing.domain.dates import parse_date
from invoicing.ledger import queries
from tests.fakes.stripe_server import Fault
from tests.ledger import server
from tests.payments.conftest import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.fakes.stripe_server import FaultKind
    from tests.payments.conftest import Typist

ACT = Act(parse_date("2026-11-20", "today"), "test")


def _write(typed: Typist, *events: tuple[str, dict[str, Any]], subject: str) -> None:
    """Write events as a verb would, through the one door."""
    with acting(Book(typed.folder), ACT) as work:
        for type_, body in events:
            work.append(type_, subject, body)


def _disputed_in_part(typed: Typist, number: str) -> None:
    typed("dispute", "open", number, "--reason", "wrong-amount", "--amount", "22.00")


def _plan(typed: Typist, number: str) -> None:
    typed("instalments", number, "2026-12-20=40.00", "2027-01-20=82.00")


CHANGES: dict[str, tuple[Callable[[Typist, str], Any], list[int]]] = {
    "a payment by bank": (lambda typed, number: typed("pay", number, "22.00"), [10000]),
    "a payment in cash of all": (lambda typed, number: typed("pay", number, "122.00", "--method", "cash"), []),
    "a credit note over a part": (lambda typed, number: typed("credit", number, "--amount", "24.40"), [9760]),
    "a cancellation": (lambda typed, number: typed("credit", number), []),
    "a write-off of a part": (lambda typed, n: typed("write-off", n, "22.00", "--reason", "small"), [10000]),
    "a dispute about a part": (_disputed_in_part, [10000]),
    "a dispute about all of it": (lambda typed, n: typed("dispute", "open", n, "--reason", "quality"), []),
    "an instalment plan": (_plan, [4000]),
    "a hold": (lambda typed, number: typed("hold", number, "--reason", "on leave"), [12200]),
    "a payment on another document": (lambda typed, _number: typed("pay", _other(typed), "61.00"), [12200]),
}


def _other(typed: Typist) -> str:
    return str(typed("issue", "--client", "rossi", "--line", "Print; 1; 50; S 22")["number"])


@pytest.mark.parametrize("name", CHANGES)
def test_the_run_that_changes_what_is_owed_replaces_the_link(typed: Typist, bill: str, name: str) -> None:
    """Bank, cash, credit note, cancellation, write-off, dispute, plan: the old one closed, a new one for the rest."""
    change, left = CHANGES[name]
    typed("link", bill)
    change(typed, bill)
    assert typed.active() == left
    assert _waiting(typed) == []
    with Book(typed.folder).ledger() as ledger:
        assert bool(pay_url(ledger, bill)) == bool(left)


def _waiting(typed: Typist) -> list[tuple[str, str]]:
    with Book(typed.folder).ledger() as ledger:
        return [(call.what, call.subject) for call in waiting(ledger)]


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize(
    "kind", ["drop-after", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("503", "500-after", "401"))]
)
def test_a_change_never_fails_for_stripe_and_a_later_run_finishes(
    typed: Typist, bill: str, name: str, kind: FaultKind
) -> None:
    """Exit 0 with a note; then `stripe sync` ends with the right link, made once."""
    change, left = CHANGES[name]
    typed("link", bill)
    typed.fake.faults.append(Fault(kind, times=99))
    change(typed, bill)
    touched = bool(_waiting(typed))
    assert ("is pending" in typed.said) == touched == (left != [12200])
    assert typed.active()[:1] == ([] if kind.endswith("after") and touched else [12200])
    typed.fake.faults.clear()
    for _ in range(3):
        typed("stripe", "sync")
    assert typed.active() == left
    assert _waiting(typed) == []


def test_without_a_key_the_wish_waits_and_the_message_says_what_to_do(typed: Typist, bill: str) -> None:
    """The link is still payable, so it is said; doctor finds it too, and finishes it once there is a key."""
    typed("link", bill)
    typed.no_key()
    typed("pay", bill, "122.00")
    assert "there is no Stripe key" in typed.said
    assert "stripe sync" in typed.said
    (found,) = [one for one in typed("doctor", code=1)["checks"] if one["check"] == "Stripe"]
    assert "a link to be closed" in found["detail"]
    assert "there is no Stripe key" in found["detail"]
    assert typed.active() == [12200]
    typed.key()
    assert not [one for one in typed("doctor", "--dry-run", code=1)["checks"] if one["check"] == "Stripe" and one["ok"]]
    (found,) = [one for one in typed("doctor")["checks"] if one["check"] == "Stripe"]
    assert (found["ok"], found["detail"], typed.active()) == (True, "nothing waits", [])


def test_a_book_without_links_never_loads_them(typed: Typist, bill: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A payment costs one question to the ledger, and nothing is sent."""
    monkeypatch.setattr("invoicing.app.link_upkeep.tend", None)
    typed("pay", bill, "22.00")
    assert typed.fake.calls == []


def test_a_dry_run_changes_neither_links_nor_ledger(typed: Typist, bill: str) -> None:
    """What a plan of the shell shows is undone."""
    typed("link", bill)
    before = len(typed.fake.calls)
    typed("credit", bill, "--dry-run")
    assert (typed.active(), _waiting(typed), len(typed.fake.calls)) == ([12200], [], before)


def test_the_link_comes_back_when_what_closed_it_is_undone(typed: Typist, bill: str) -> None:
    """A dispute is closed, a bank payment bounces: what is owed again can be paid again."""
    typed("link", bill)
    typed("dispute", "open", bill, "--reason", "quality")
    assert typed.active() == []
    typed("dispute", "close", bill, "--outcome", "withdrawn", "--reason", "a misunderstanding")
    assert typed.active() == [12200]
    payment = typed("pay", bill, "122.00")["payment"]
    assert typed.active() == []
    typed("reverse", payment, "--reason", "returned by the bank")
    assert typed.active() == [12200]


def test_a_dispute_about_a_client_closes_the_links_of_all_its_documents(typed: Typist, bill: str) -> None:
    """What is disputed is not asked for, however it is written down."""
    typed("link", bill)
    typed("link", _other(typed))
    _write(typed, ("dispute-opened", {"reason": "quality", "words": "all of it"}), subject="rossi")
    assert typed.active() == []


def test_a_link_closed_in_the_dashboard_is_not_made_anew_by_itself(typed: Typist, bill: str) -> None:
    """Somebody ended it on purpose; asking for it makes a new one."""
    made = typed("link", bill)
    typed.fake.api.update_link(made["link"], active=False)
    typed("stripe", "sync")
    typed("pay", bill, "22.00")
    assert typed.active() == []
    assert typed("link", bill)["amount"] == "100.00"


def test_what_is_left_may_be_too_little_for_a_link(typed: Typist, bill: str) -> None:
    """0.30 EUR: Stripe takes 0.50 and more. The payment is booked, and the note says it."""
    typed("link", bill)
    typed("pay", bill, "121.70")
    assert "no payment link for" in typed.said
    assert "at least 0.50 EUR" in typed.said
    assert typed.active() == []


def test_what_stripe_refuses_is_said_and_not_asked_for_again(typed: Typist, bill: str) -> None:
    """A 400 on the new link: the change is done, the note says why there is none, nothing waits."""
    typed("link", bill)
    typed.patch.setattr("invoicing.payments.keys.statement_suffix", lambda _document: "1234")
    typed("pay", bill, "22.00")
    assert f"no payment link for {bill}: Invalid suffix" in typed.said
    assert _waiting(typed) == []


def test_a_link_that_the_account_does_not_know_counts_as_closed(typed: Typist, bill: str) -> None:
    """Made with the key of another account: nobody can close it here, and nothing waits for ever."""
    made = typed("link", bill)
    del typed.fake.world.objects[made["link"]]
    typed("pay", bill, "122.00")
    assert _waiting(typed) == []
    assert typed("doctor")["ok"]


def test_quiet_says_nothing(typed: Typist, bill: str) -> None:
    """Notes are beside the answer."""
    typed("link", bill)
    typed.no_key()
    typed("pay", bill, "22.00", "--quiet")
    assert typed.said == ""


# ------------------------------------------------------------------------------------------------- instalments


def test_an_instalment_can_be_named_in_three_ways(typed: Typist, bill: str) -> None:
    """`--purpose instalment 2`, in quotation marks, or with --part."""
    _plan(typed, bill)
    first = typed("link", bill, "2", "--purpose", "instalment")
    assert (first["amount"], first["part"]) == ("82.00", 2)
    assert typed("link", bill, "--purpose", "instalment 2")["link"] == first["link"]
    assert typed("link", bill, "--purpose", "instalment", "--part", "2")["link"] == first["link"]
    assert typed("link", bill, "3", "--purpose", "instalment", code=3)["error"]["code"] == "nothing-to-pay"


def test_each_instalment_of_a_plan_is_asked_for_in_its_turn(typed: Typist, bill: str) -> None:
    """40.00 paid through the link: the next link asks for the 82.00 that are left."""
    typed("link", bill)
    _plan(typed, bill)
    typed.fake.world.now += 3 * 86_400  # after the plan was agreed
    (link,) = [one for one in typed.fake.world.of_kind("payment_link") if one["active"]]
    typed.pay_page(link["id"])
    typed("stripe", "sync")
    assert typed.active() == [8200]


# ------------------------------------------------------------------------------------------------ test and live


def test_a_live_key_is_used_only_where_it_was_allowed(typed: Typist, bill: str) -> None:
    """A link made with --live may be closed by the live key; one that nobody allowed waits, and the note says so."""
    typed.fake.key = "rk_live_51FakeFakeFakeFake"
    typed.fake.world.live = True
    typed.key()
    assert typed("link", bill, code=3)["error"]["code"] == "stripe-live-key"
    typed("link", bill, "--live")
    typed("pay", bill, "22.00")
    assert typed.active() == [10000]
    typed.settings('[stripe]\nlinks = "auto"\n')
    typed("issue", "--client", "rossi", "--line", "Print; 1; 50; S 22")
    assert "real money would move" in typed.said
    assert typed.active() == [10000]
    typed("stripe", "sync", code=3)
    typed("stripe", "sync", "--live")
    assert typed.active() == [10000, 6100]


def test_settings_may_allow_the_live_key_for_good(typed: Typist, bill: str) -> None:
    """`live = true` is the same as --live in every command; a test key is still taken."""
    typed.settings("[stripe]\nlive = true\n")
    typed("link", bill)
    typed.fake.key = "rk_live_51FakeFakeFakeFake"
    typed.fake.world.live = True
    typed.key()
    other = _other(typed)
    typed("link", other)
    assert typed("stripe", "sync")["pending"] == []


def test_a_link_of_the_other_mode_is_left_to_its_own_key(typed: Typist, bill: str) -> None:
    """A test link is never closed with the live key, which would not find it; and it stands in no letter's way."""
    test_key = typed.fake.key
    typed("link", bill)
    typed.fake.key = "rk_live_51FakeFakeFakeFake"
    typed.fake.world.live = True
    typed.key()
    made = typed("link", bill, "--live")
    assert (made["pending"], made["revision"]) == (False, 1)
    typed("pay", bill, "122.00")
    assert ("link-close", bill) in _waiting(typed)
    assert typed("stripe", "sync", "--live")["pending"] == []
    typed.fake.key = test_key
    typed.key()
    typed("stripe", "sync")
    assert (_waiting(typed), typed.active()) == ([], [])


# ------------------------------------------------------------------------------------------- payments in transit


def test_a_debit_in_transit_holds_the_letters_and_closes_the_link(typed: Typist, bill: str) -> None:
    """SEPA: nothing is booked, nothing is asked for twice; the bank refuses: a new link and the ladder goes on."""
    made = typed("link", bill)
    page = typed.fake.world.promise(typed.fake.world.open_page(made["link"]))
    typed("stripe", "sync")
    (row,) = typed("late", "--today", "2026-12-30")
    assert row["outstanding"] == "122.00"
    blockers = typed("why", bill, "--today", "2026-12-03")["blockers"]
    assert "payment-in-transit" in {one["code"] for one in blockers}
    assert typed("link", bill, code=3)["error"]["code"] == "payment-in-transit"
    typed("pay", bill, "22.00")
    assert typed.active() == []
    typed.fake.world.bank_answers(page, good=False)
    typed("stripe", "sync")
    assert typed.active() == [10000]
    with Book(typed.folder).ledger() as ledger:
        assert in_transit(ledger, bill) is None


def test_a_debit_that_the_bank_pays_is_booked_and_receipted(typed: Typist, bill: str) -> None:
    """The hold ends with the payment."""
    page = typed.fake.world.promise(typed.fake.world.open_page(typed("link", bill)["link"]))
    typed("stripe", "sync")
    typed.fake.world.bank_answers(page, good=True)
    done = typed("stripe", "sync")
    assert (len(done["booked"]), len(done["receipts"])) == (1, 1)
    assert typed("show", bill)["outstanding"] == "0.00"
    with Book(typed.folder).ledger() as ledger:
        assert queries.acts(ledger, bill, "hold", open=True) == ()


def test_a_document_without_links_is_reviewed_without_harm(typed: Typist, bill: str) -> None:
    """Nothing was ever asked for: nothing is wished."""
    with acting(Book(typed.folder), ACT) as work:
        review(work, Book(typed.folder), bill)
        assert waiting(work) == ()


# ---------------------------------------------------------------------------------------------------- PostgreSQL


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server; skip with the remedy where there is none."""
    folder = server.binaries()
    if folder is None:
        pytest.skip(server.HOW_TO_GET_ONE)
    with server.running(folder) as url:
        yield url


@pytest.mark.postgres
def test_the_same_on_postgresql(typed: Typist, postgres: str) -> None:
    """Links, payments, refunds, a chargeback and a dispute of the client: one history, the same books."""
    settings = typed.folder / "invoicing.toml"
    address = f'ledger = "{postgres}&options=-csearch_path%3Dstripe"'
    settings.write_text(f'{address}\n{SETTINGS}\n[stripe]\nlinks = "auto"')
    typed("client", "add", "--id", "rossi", "--name", "Rossi S.r.l.", "--country", "IT", "--city", "Roma")
    number = _other(typed)
    assert typed.active() == [6100]
    typed("dispute", "open", number, "--reason", "quality", "--amount", "11.00")
    assert typed.active() == [5000]
    (link,) = [one for one in typed.fake.world.of_kind("payment_link") if one["active"]]
    page = typed.pay_page(link["id"])
    typed("stripe", "sync")
    typed("dispute", "close", number, "--outcome", "withdrawn", "--reason", "settled by phone")
    assert typed.active() == [1100]
    typed("refund", number, "20.00", "--yes")
    raw = typed.fake.world.dispute(typed.fake.world.objects[page["payment_intent"]]["latest_charge"], amount=3000)
    typed.fake.world.dispute_turns(raw, "lost")
    typed("stripe", "sync")
    assert typed("show", number)["outstanding"] == "61.00"
    assert typed.active() == [6100]
    assert typed("verify")["ok"]
    assert typed("doctor")["ok"]
