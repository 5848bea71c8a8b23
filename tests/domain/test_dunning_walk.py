"""One debtor, walked day by day for 200 days: which letter on which day, and which never."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.dunning import (
    Account,
    Facts,
    Hold,
    Instalment,
    Letter,
    Objection,
    Plan,
    Policy,
    Promise,
    Receipt,
    decide,
    stand,
)
from invoicing.domain.money import Money, total

DUE = date(2026, 3, 31)
ISSUED = date(2026, 3, 1)
LAST = 200
WHOLE = Money(1000_00, "EUR")


def on(days: int) -> date:
    """So many days after the due date."""
    return DUE + timedelta(days=days)


def eur(amount: int) -> Money:
    """So many euro."""
    return Money(amount * 100, "EUR")


@dataclass
class Debtor:
    """One document and what happens to it, by day."""

    receipts: tuple[Receipt, ...] = ()
    promises: tuple[Promise, ...] = ()
    plan: Plan | None = None
    disputes: tuple[tuple[int, int, Objection], ...] = ()
    """opened and closed on these days"""
    holds: tuple[Hold, ...] = ()
    hold_from: int = -1000
    credits: tuple[tuple[int, Money], ...] = ()
    """credit of the client that lies open from that day"""
    letters: list[Letter] = field(default_factory=list)

    def walk(self, policy: Policy, first: int = -40, last: int = LAST) -> list[tuple[int, str]]:
        """Give the letters of each day from `first` to `last`, as they are written when due."""
        found = []
        for days in range(first, last + 1):
            today = on(days)
            decision = decide(self.facts(today), policy, today)
            if decision.action == "step" and decision.grade is not None:
                found.append((days, decision.letter))
                self.letters.append(Letter(decision.grade, today, decision.letter))
        return found

    def facts(self, today: date) -> Facts:
        """Give what is known on a day: only what has happened by then."""
        receipts = tuple(one for one in self.receipts if one.day <= today)
        outstanding = WHOLE - total((one.amount for one in receipts), "EUR")
        late = outstanding if today > DUE else eur(0)
        account = Account(
            outstanding,
            late,
            receipts,
            tuple(one for one in self.promises if one.given <= today),
            self.plan if self.plan and self.plan.agreed <= today else None,
            tuple(one for opened, closed, one in self.disputes if on(opened) <= today < on(closed)),
            self.holds if today >= on(self.hold_from) else (),
            credit=next((amount for day, amount in reversed(self.credits) if on(day) <= today), None),
            settled=max((on(closed) for _, closed, _ in self.disputes if on(closed) <= today), default=None),
        )
        standing = stand(account, today, Policy().pay_within)
        return Facts(
            "2026-0001",
            "acme",
            DUE,
            outstanding,
            standing.chasable,
            tuple(self.letters),
            standing.holds,
            issued=ISSUED,
            broken=standing.broken,
            missed=standing.missed,
        )


EVERY_GRADE = [
    (-3, "courtesy"),
    (3, "reminder1"),
    (17, "reminder2"),
    (31, "reminder3"),
    (45, "final"),
    (60, "suspension"),
    (75, "termination-vague"),
    (90, "hand-over"),
]
PARTS = (Instalment(on(40), eur(500)), Instalment(on(70), eur(500)))


@pytest.mark.parametrize(
    ("name", "debtor", "letters"),
    [
        ("nobody does anything", Debtor(), EVERY_GRADE),
        ("paid before it is due", Debtor((Receipt(on(-1), WHOLE),)), EVERY_GRADE[:1]),
        ("paid after the second reminder", Debtor((Receipt(on(20), WHOLE),)), EVERY_GRADE[:3]),
        ("a part is paid, the rest is chased on", Debtor((Receipt(on(20), eur(400)),)), EVERY_GRADE),
        (
            "a promise kept",
            Debtor((Receipt(on(28), WHOLE),), (Promise(on(10), on(30), WHOLE),)),
            EVERY_GRADE[:2],
        ),
        (
            "a promise broken: the day after, the next letter names it",
            Debtor(promises=(Promise(on(10), on(30), WHOLE),)),
            [
                *EVERY_GRADE[:2],
                (31, "broken-promise"),
                (45, "reminder3"),
                (59, "final"),
                (74, "suspension"),
                (89, "termination-vague"),
                (104, "hand-over"),
            ],
        ),
        (
            "a promise broken after the third reminder is named by the final notice itself",
            Debtor(promises=(Promise(on(33), on(50), WHOLE),)),
            [*EVERY_GRADE[:4], (51, "final"), (66, "suspension"), (81, "termination-vague"), (96, "hand-over")],
        ),
        (
            "a plan kept",
            Debtor(
                (Receipt(on(40), eur(500)), Receipt(on(69), eur(500))),
                plan=Plan(on(20), PARTS),
            ),
            EVERY_GRADE[:3],
        ),
        (
            "a plan broken: said once, then the ladder goes on where it stood",
            Debtor((Receipt(on(39), eur(500)),), plan=Plan(on(20), PARTS)),
            [
                *EVERY_GRADE[:3],
                (71, "plan-broken"),
                (85, "reminder3"),
                (99, "final"),
                (114, "suspension"),
                (129, "termination-vague"),
                (144, "hand-over"),
            ],
        ),
        (
            "a dispute about all of it rests the ladder, and leaves time to read the answer",
            Debtor(disputes=((10, 30, Objection(on(10), "quality")),)),
            [
                *EVERY_GRADE[:2],
                (41, "reminder2"),
                (55, "reminder3"),
                (69, "final"),
                (84, "suspension"),
                (99, "termination-vague"),
                (114, "hand-over"),
            ],
        ),
        (
            "a dispute about a part: the rest is chased on",
            Debtor(disputes=((10, 300, Objection(on(10), "wrong-amount", eur(300))),)),
            EVERY_GRADE,
        ),
        (
            "a hold until a day",
            Debtor(holds=(Hold("hold", "asked for time", on(50)),), hold_from=5),
            [
                *EVERY_GRADE[:2],
                (51, "reminder2"),
                (65, "reminder3"),
                (79, "final"),
                (94, "suspension"),
                (109, "termination-vague"),
                (124, "hand-over"),
            ],
        ),
        ("a hold without an end", Debtor(holds=(Hold("nothing", "a good client"),), hold_from=5), EVERY_GRADE[:2]),
        ("a credit note that covers it lies open", Debtor(credits=((10, WHOLE),)), EVERY_GRADE[:2]),
        ("a credit note that does not cover it", Debtor(credits=((10, eur(999)),)), EVERY_GRADE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_debtor_gets_the_letters_of_its_case(name: str, debtor: Debtor, letters: list[tuple[int, str]]) -> None:
    """Waits and gaps are those of the usual ladder (`Policy`); guides 000, 001, 002 and 004 for what rests it."""
    assert debtor.walk(Policy()) == letters, name


def test_a_pause_of_a_month_is_caught_up_one_grade_at_a_time() -> None:
    """Nobody ran the tool for sixty days: the next letter is the next grade, not the one the days would allow."""
    debtor = Debtor()
    debtor.walk(Policy(), last=5)
    assert debtor.walk(Policy(), first=65, last=100) == [(65, "reminder2"), (79, "reminder3"), (93, "final")]


def test_a_courtesy_notice_needs_a_document_that_has_been_out_for_a_week() -> None:
    """An invoice due at once is not announced again on the next day."""
    facts = Debtor().facts(on(-3))
    late_issue = Facts(facts.number, facts.client, DUE, WHOLE, WHOLE, issued=on(-5))
    assert decide(late_issue, Policy(), on(-2)).blockers[0].code == "not-due"
    assert decide(facts, Policy(), on(-2)).letter == "courtesy"


@given(
    paid=st.none() | st.integers(-20, 190),
    promise=st.none() | st.tuples(st.integers(-10, 100), st.integers(0, 60)),
    dispute=st.none() | st.tuples(st.integers(-10, 100), st.integers(1, 60)),
    hold=st.none() | st.tuples(st.integers(-10, 100), st.integers(0, 60)),
)
def test_no_letter_twice_none_while_held_none_when_paid(
    paid: int | None,
    promise: tuple[int, int] | None,
    dispute: tuple[int, int] | None,
    hold: tuple[int, int] | None,
) -> None:
    """Whatever happens: each grade at most once, no letter on a day on which something holds, none once it is paid."""
    debtor = Debtor(
        (Receipt(on(paid), WHOLE),) if paid is not None else (),
        (Promise(on(promise[0]), on(sum(promise)), WHOLE),) if promise else (),
        disputes=((dispute[0], sum(dispute), Objection(on(dispute[0]), "quality")),) if dispute else (),
        holds=(Hold("hold", "so", on(sum(hold))),) if hold else (),
        hold_from=hold[0] if hold else -1000,
    )
    written = debtor.walk(Policy())
    grades = [one.grade for one in debtor.letters]
    assert sorted(set(grades)) == grades
    for days, _ in written:
        assert paid is None or days < paid
        assert hold is None or not hold[0] <= days <= sum(hold)
        assert dispute is None or not dispute[0] <= days < sum(dispute)
        assert promise is None or not promise[0] <= days <= sum(promise) or (paid is not None and days >= paid)
