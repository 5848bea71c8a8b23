"""The parts of the ladder: policies by debtor, what stands on a day, forms, ends, and how disputes close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain import dunning
from invoicing.domain.dispute import closing_lacks
from invoicing.domain.dunning import (
    Account,
    Blocker,
    Ending,
    Facts,
    Form,
    GradeRule,
    Hold,
    Instalment,
    Letter,
    Message,
    Objection,
    Plan,
    Policy,
    Promise,
    Receipt,
    decide,
    end_day,
    form_for,
    lacking,
    stand,
    usual,
)
from invoicing.domain.dunning.standing import open_parts
from invoicing.domain.money import Money

TODAY = date(2026, 6, 15)
OPEN = Money(1000_00, "EUR")


def day(offset: int) -> date:
    """So many days after today."""
    return TODAY + timedelta(days=offset)


def eur(amount: int) -> Money:
    """So many euro."""
    return Money(amount * 100, "EUR")


def codes(account: Account, today: date = TODAY, quiet: int = 0) -> list[str]:
    """Give the codes of what holds an account."""
    return [one.code for one in stand(account, today, quiet).holds]


@pytest.mark.parametrize(("debtor", "wait", "gap", "term"), [("business", 17, 14, 10), ("consumer", 21, 18, 14)])
def test_a_consumer_has_more_time(debtor: str, wait: int, gap: int, term: int) -> None:
    """BW 6:96(6) and WER XIX.2 give a consumer two weeks: the next letter waits until they are over."""
    policy = usual(debtor)
    rule = policy.rule(2)
    assert rule is not None
    assert (rule.wait, rule.gap, policy.pay_within) == (wait, gap, term)
    assert rule.gap > policy.pay_within
    assert policy.rule(0) == GradeRule(0, wait=-3)


def test_a_public_body_pays_by_its_own_calendar() -> None:
    """Directive 2011/7/EU art. 4: thirty to sixty days; each grade waits two weeks longer."""
    assert [one.wait for one in usual("public").grades] == [-3, 17, 31, 45, 59, 74, 89, 104]


def test_a_name_that_the_package_does_not_have_is_an_attribute_error() -> None:
    """The lazy names behave as names of a module do."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dunning.nothing
    assert dunning.stand is stand


@pytest.mark.parametrize(
    ("account", "held"),
    [
        (Account(OPEN, OPEN), []),
        (Account(OPEN, OPEN, objections=(Objection(day(-3), "quality"),)), ["disputed"]),
        (Account(OPEN, OPEN, objections=(Objection(day(-3), "quality", eur(1000)),)), ["disputed"]),
        (Account(OPEN, OPEN, objections=(Objection(day(-3), "quality", eur(999)),)), []),
        (Account(OPEN, OPEN, promises=(Promise(day(-3), TODAY, OPEN),)), ["promised"]),
        (Account(OPEN, OPEN, promises=(Promise(day(-9), day(-1), OPEN),)), []),
        (Account(OPEN, OPEN, holds=(Hold("hold", "", None),)), ["on-hold"]),
        (Account(OPEN, OPEN, holds=(Hold("in-transit", "slip seen", TODAY),)), ["payment-in-transit"]),
        (Account(OPEN, OPEN, holds=(Hold("nothing", "small", None),)), ["nothing-decided"]),
        (Account(OPEN, OPEN, holds=(Hold("hold", "over", day(-1)),)), []),
        (Account(OPEN, OPEN, messages=(Message(day(-1), "email"),)), ["unanswered-message"]),
        (Account(OPEN, OPEN, credit=OPEN), ["credit-covers"]),
        (Account(OPEN, OPEN, credit=eur(999)), []),
        (Account(OPEN, OPEN, credit=eur(0)), []),
        (Account(OPEN, OPEN, plan=Plan(day(-5), (Instalment(TODAY, OPEN),))), ["plan-kept"]),
        (Account(OPEN, OPEN, plan=Plan(day(-5), (Instalment(day(-1), OPEN),))), []),
        (Account(OPEN, OPEN, (Receipt(day(-2), OPEN),), plan=Plan(day(-5), (Instalment(day(-1), OPEN),))), []),
    ],
)
def test_what_holds_a_document(account: Account, held: list[str]) -> None:
    """Each act holds until its day; a promise for today still stands today."""
    assert codes(account) == held


def test_a_dispute_that_was_closed_leaves_time_to_read_the_answer() -> None:
    """Up to and including the last quiet day."""
    account = Account(OPEN, OPEN, settled=day(-10))
    assert codes(account, quiet=10) == ["dispute-settled"]
    assert codes(account, quiet=9) == codes(account, quiet=0) == []


def test_money_that_came_late_still_keeps_a_promise() -> None:
    """What arrived is what counts; a payment before the promise does not."""
    word = Promise(day(-10), day(-5), eur(500))
    kept = Account(eur(500), eur(500), (Receipt(day(-1), eur(500)),), (word,))
    assert stand(kept, TODAY).broken is None
    before = Account(eur(500), eur(500), (Receipt(day(-11), eur(500)),), (word,))
    assert stand(before, TODAY).broken == word


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.integers(0, 2000))
def test_money_covers_a_plan_from_its_earliest_part(amounts: list[int], paid: int) -> None:
    """What is open of the parts is what was agreed less what came in, and only one part is half paid."""
    parts = tuple(Instalment(day(index), eur(amount)) for index, amount in enumerate(amounts))
    left = [one.minor for _, one in open_parts(Plan(day(-1), parts), (Receipt(TODAY, eur(paid)),))]
    assert sum(left) == max(sum(amounts) - paid, 0) * 100
    assert sum(0 < one < part.amount.minor for one, part in zip(left, parts, strict=True)) <= 1


def test_a_plan_without_parts_holds_nothing() -> None:
    """It cannot be kept nor missed."""
    assert codes(Account(OPEN, OPEN, plan=Plan(day(-1), ()))) == []


def test_the_letter_of_the_policy_wins_over_the_one_about_a_promise() -> None:
    """Who names a letter for a grade gets it."""
    broken = Promise(day(-20), day(-5), OPEN)
    facts = Facts("1", "a", day(-30), OPEN, OPEN, broken=broken)
    policy = Policy(grades=(GradeRule(1, 3, letter="mine"), GradeRule(2, 3)))
    assert decide(facts, policy, TODAY).letter == "mine"
    assert decide(facts, Policy(), TODAY).letter == "broken-promise"
    named = replace(facts, letters=(Letter(1, day(-4)),))
    assert decide(named, policy, TODAY).letter == "reminder2"


def test_the_term_that_a_form_gives_by_law_is_waited_for() -> None:
    """LO 1/2025 gives thirty days: nothing follows earlier, whatever the gap says."""
    facts = Facts("1", "a", day(-90), OPEN, OPEN, (Letter(4, day(-20), "final-es-requerimiento", day(15)),))
    assert [one.code for one in decide(facts, Policy(), TODAY).blockers] == ["term-runs"]
    assert decide(facts, Policy(), TODAY).first == day(16)
    assert decide(facts, Policy(), day(16)).letter == "suspension"


def test_work_that_was_just_suspended_is_a_hold_of_its_own() -> None:
    """Guide 000: one step at a time."""
    facts = Facts("1", "a", day(-90), OPEN, OPEN, (Letter(5, day(-3)),))
    assert decide(facts, Policy(), TODAY).blockers[0].code == "service-suspended"


def test_an_end_on_the_ladder_waits_for_what_it_lacks() -> None:
    """The list of what is missing stands among the blockers of grade 6, and of no other."""
    lack = (Blocker("promise-open", "a promise to pay is open: 2"),)
    facts = Facts("1", "a", day(-90), OPEN, OPEN, (Letter(5, day(-30)),), ending=lack)
    assert decide(facts, Policy(), TODAY).blockers == lack
    earlier = replace(facts, letters=(Letter(4, day(-30)),))
    assert decide(earlier, Policy(), TODAY).letter == "suspension"


def test_a_missing_instalment_is_named_once_and_never_while_something_holds() -> None:
    """Guide 004 and tone.md no. 76: one new plan is offered; the letter rises no grade."""
    missed = Instalment(day(-2), eur(500))
    facts = Facts("1", "a", day(-60), OPEN, OPEN, (Letter(2, day(-40)),), missed=missed)
    decision = decide(facts, Policy(), TODAY)
    assert (decision.letter, decision.grade, decision.rises, decision.needs_confirmation) == (
        "plan-broken",
        2,
        False,
        False,
    )
    held = replace(facts, holds=(Blocker("on-hold", "so"),))
    assert decide(held, Policy(), TODAY).action == "hold"
    today = replace(facts, letters=(Letter(2, TODAY),))
    assert (decide(today, Policy(), TODAY).action, decide(today, Policy(), TODAY).first) == ("nothing", day(1))
    said = replace(facts, letters=(*facts.letters, Letter(2, day(-1), "plan-broken")))
    assert decide(said, Policy(), TODAY).blockers[0].code == "already-written"


def test_a_form_is_for_a_debtor_and_a_grade() -> None:
    """The first that fits, or none."""
    form = Form("final-nl-14-day", 4, ("consumer",), 15)
    assert form_for((form,), "consumer", 4) is form
    assert form_for((form,), "consumer", 3) is form_for((form,), "business", 4) is None


@pytest.mark.parametrize(
    ("ending", "form", "missing"),
    [
        (Ending(notices=1, incidents=2), "vague", []),
        (Ending(notices=1, incidents=1), "conduct", []),
        (Ending(notices=1, incidents=1), "direct", ["too-few-incidents"]),
        (Ending(notices=1, incidents=0), "conduct", ["too-few-incidents"]),
        (Ending(incidents=2), "vague", ["no-earlier-notice"]),
        (
            Ending(("1",), ("2",), ("3",), ("a",)),
            "vague",
            ["dispute-open", "promise-open", "plan-open", "hold-open", "no-earlier-notice", "too-few-incidents"],
        ),
    ],
)
def test_an_end_is_refused_with_all_that_is_missing(ending: Ending, form: str, missing: list[str]) -> None:
    """Tone.md nos. 45 and 110: not at the first problem, never over an open question."""
    assert [one.code for one in lacking(ending, form)] == missing


@pytest.mark.parametrize(
    ("today", "notice", "end"),
    [
        (date(2026, 1, 31), 0, date(2026, 2, 28)),
        (date(2026, 11, 25), 0, date(2026, 12, 31)),
        (date(2026, 11, 25), 30, date(2026, 12, 31)),
        (date(2026, 11, 25), 40, date(2027, 1, 31)),
        (date(2026, 12, 31), 0, date(2027, 1, 31)),
        (date(2026, 11, 1), 60, date(2026, 12, 31)),
    ],
)
def test_an_agreement_ends_with_the_next_month_or_later_if_notice_demands_it(
    today: date, notice: int, end: date
) -> None:
    """Guide 001: at the end of the next month; the notice agreed may put it off to a later month's end."""
    assert end_day(today, notice) == end


@pytest.mark.parametrize(
    ("outcome", "credited", "lacks"),
    [
        ("accepted", 0, True),
        ("accepted", 299, True),
        ("accepted", 300, False),
        ("partly", 0, True),
        ("partly", 1, False),
        ("rejected", 0, False),
        ("withdrawn", 0, False),
    ],
)
def test_what_is_accepted_is_credited_first(outcome: str, credited: int, *, lacks: bool) -> None:
    """A dispute about 300 is accepted with a credit note of 300, partly with any."""
    found = closing_lacks(outcome, eur(300), eur(credited))
    assert (found is not None and found.code == "credit-note-missing") is lacks


def test_no_part_of_the_package_is_called_as_one_of_its_names() -> None:
    """A module that is imported becomes an attribute of its package, and would hide the name of the same word."""
    import pkgutil

    assert not {one.name for one in pkgutil.iter_modules(dunning.__path__)} & set(dunning.__all__)
