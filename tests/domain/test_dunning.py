"""The ladder's judgement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.dunning import Blocker, Facts, GradeRule, Letter, Policy, decide
from invoicing.domain.money import Money

DUE = date(2026, 3, 31)
OPEN = Money(100_00, "EUR")
FACTS = Facts("2026-0001", "acme", DUE, OPEN, OPEN)
POLICY = Policy()


def on(days: int) -> date:
    """So many days after the due date."""
    return DUE + timedelta(days=days)


def test_a_paid_document_is_left_alone() -> None:
    """Nothing outstanding, nothing to say."""
    decision = decide(replace(FACTS, outstanding=Money(0, "EUR"), chasable=Money(0, "EUR")), POLICY, on(50))
    assert (decision.action, decision.blockers[0].code, decision.letter) == ("nothing", "paid", "")


@pytest.mark.parametrize(
    ("days", "action", "code"),
    [(1, "nothing", "waiting"), (2, "nothing", "waiting"), (3, "step", "")],
)
def test_the_first_reminder_waits_until_three_days_after_the_due_date(days: int, action: str, code: str) -> None:
    """The default policy; the first possible day is named."""
    decision = decide(FACTS, POLICY, on(days))
    assert decision.action == action
    assert [one.code for one in decision.blockers] == ([code] if code else [])
    assert decision.first == on(3)
    assert decision.letter == ("reminder1" if action == "step" else "")


def test_a_document_rises_one_grade_at_a_time_with_a_gap_between_letters() -> None:
    """Guide 000: be patient, one grade at a time."""
    written = replace(FACTS, letters=(Letter(1, on(10)),))
    held = decide(written, POLICY, on(20))
    assert (held.action, held.grade, held.blockers[0].code, held.first) == ("nothing", 2, "already-written", on(24))
    stepped = decide(written, POLICY, on(24))
    assert (stepped.action, stepped.letter, stepped.needs_confirmation) == ("step", "reminder2", False)


def test_a_letter_written_today_is_not_written_again() -> None:
    """A second run on one day writes nothing, even without a gap."""
    policy = Policy(grades=(GradeRule(1, 0), GradeRule(2, 0)))
    decision = decide(replace(FACTS, letters=(Letter(1, on(5)),)), policy, on(5))
    assert [one.code for one in decision.blockers] == ["already-written"]


def test_from_the_third_reminder_on_a_person_confirms() -> None:
    """design.md section 5: grade 3 and above need confirmation."""
    decision = decide(replace(FACTS, letters=(Letter(2, on(17)),)), POLICY, on(40))
    assert (decision.letter, decision.needs_confirmation) == ("reminder3", True)


def test_a_hold_beats_every_grade_and_has_no_first_day_while_it_is_open() -> None:
    """Guide 002: no step while a complaint is open."""
    dispute = Blocker("disputed", "the client disputes the amount")
    decision = decide(replace(FACTS, holds=(dispute,)), POLICY, on(30))
    assert (decision.action, decision.blockers, decision.first) == ("hold", (dispute,), None)
    promise = Blocker("promised", "promised for the 40th day", on(40))
    assert decide(replace(FACTS, holds=(promise,)), POLICY, on(30)).first == on(41)


def test_the_ladder_ends() -> None:
    """After the last grade in use there is none."""
    decision = decide(replace(FACTS, letters=(Letter(7, on(60)),)), POLICY, on(100))
    assert (decision.action, decision.blockers[0].code) == ("nothing", "ladder-ended")


def test_a_skipped_grade_is_passed_over() -> None:
    """Only with a recorded reason, which stands in the facts."""
    decision = decide(replace(FACTS, skipped={1: "agreed by phone"}), POLICY, on(20))
    assert decision.letter == "reminder2"


def test_a_courtesy_notice_is_for_before_the_due_date_only() -> None:
    """A notice of what falls due is late once it has fallen due."""
    policy = Policy(grades=(GradeRule(0, -3), GradeRule(1, 3)))
    assert decide(FACTS, policy, on(-3)).letter == "courtesy"
    assert decide(FACTS, policy, on(-3)).reason.startswith("due in 3 days")
    assert decide(FACTS, policy, on(1)).grade == 1
    assert decide(FACTS, policy, on(-4)).first == on(-3)


def test_small_disputed_and_unread_sums_wait() -> None:
    """The minimum of a grade, what cannot be chased, and a bank nobody read."""
    small = Policy(grades=(GradeRule(1, 3, minimum=200_00),))
    assert decide(FACTS, small, on(5)).blockers[0].code == "below-minimum"
    nothing = replace(FACTS, chasable=Money(0, "EUR"))
    assert decide(nothing, POLICY, on(5)).blockers[0].code == "nothing-to-chase"
    held = replace(nothing, holds=(Blocker("disputed", "all of it"),))
    assert [one.code for one in decide(held, POLICY, on(5)).blockers] == ["disputed"]
    unread = replace(FACTS, bank_read=on(-10))
    assert decide(unread, Policy(bank_age=7), on(5)).blockers[0].code == "bank-not-read"
    assert decide(unread, Policy(bank_age=30), on(5)).action == "step"
    assert decide(FACTS, Policy(bank_age=30), on(5)).action == "step"


@given(st.integers(-30, 200), st.lists(st.tuples(st.integers(0, 7), st.integers(-10, 150)), max_size=5))
def test_a_judgement_is_repeatable_and_never_skips_or_repeats_a_grade(
    days: int, written: list[tuple[int, int]]
) -> None:
    """Idempotent, and one grade of its own at a time."""
    facts = replace(FACTS, letters=tuple(Letter(grade, on(day)) for grade, day in written if day <= days))
    decision = decide(facts, POLICY, on(days))
    assert decision == decide(facts, POLICY, on(days))
    if decision.action == "step":
        assert decision.grade is not None
        assert decision.grade > (facts.grade if facts.grade is not None else -1)
        assert all(one.day < on(days) for one in facts.letters)
        again = replace(facts, letters=(*facts.letters, Letter(decision.grade, on(days))))
        assert decide(again, POLICY, on(days)).action != "step"
