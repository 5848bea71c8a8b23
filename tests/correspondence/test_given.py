"""What a user gives of a letter by hand: read from flags and files, and laid over the facts of the book."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from invoicing.correspondence.catalogue import catalogue
from invoicing.correspondence.compose import compose
from invoicing.correspondence.facts import Concern, Incident, Instalment, Item, LetterFacts
from invoicing.correspondence.given import SETTABLE, Given, apply
from invoicing.correspondence.given_forms import from_file, from_flags, way_to_give
from invoicing.correspondence.slots import NAMES
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.domain.party import Party
from invoicing.resources import Resources
from invoicing.texts import language

BARE = LetterFacts(Party("Studio"), Party("Acme"), date(2026, 4, 20), "EUR")
SHIPPED = Resources()


def codes(fault: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    """Give code and place of each finding."""
    return [(one.code, one.where) for one in fault.value.findings]


def test_every_slot_that_is_set_is_a_slot_and_a_fact() -> None:
    """Nothing is taken that no letter could print."""
    assert set(SETTABLE) <= NAMES
    known = {one.name for one in fields(LetterFacts)} | {"concern_words", "concern_day", "talk"}
    assert set(SETTABLE) <= known


def test_flags_become_facts() -> None:
    """Days, amounts and shares by their kind; a sentence goes on after a text, so its full stop goes."""
    given = from_flags(
        ["concern=the logo is not centred.", "concern_day=2026-04-01", "deposit=250", "deposit_share=20%", "talk=phone",
         "answer_day = 2026-05-01", "sender=A. Rossi Jr."],
        {"items": ["Logo; we move it; 2026-04-25", "Colours; done"], "alternatives": ["a = b", "c"],
         "handover": ["Files; ; 2026-05-02"], "instalments": ["2026-06-01=100", "2026-05-01=50.50"],
         "points": ["p"], "questions": ["q?"]},
    )  # fmt: skip
    facts = apply(BARE, given)
    assert facts.concern == Concern(date(2026, 4, 1), "", "the logo is not centred")
    assert (facts.deposit, facts.deposit_share) == (Money(25000, "EUR"), Decimal(20))
    assert (facts.talk_channel, facts.answer_day, facts.sender) == ("phone", date(2026, 5, 1), "A. Rossi Jr.")
    assert facts.items == (Item("Logo", "we move it", date(2026, 4, 25)), Item("Colours", "done"))
    assert facts.handover == (Item("Files", "", date(2026, 5, 2)),)
    assert facts.plan == (
        Instalment(date(2026, 5, 1), Money(5050, "EUR")),
        Instalment(date(2026, 6, 1), Money(10000, "EUR")),
    )
    assert (facts.alternatives, facts.points, facts.questions) == (("a = b", "c"), ("p",), ("q?",))


def test_what_is_not_given_stays_as_the_book_has_it() -> None:
    """The client's words and their day stay when only our understanding of them is given."""
    known = replace(BARE, concern=Concern(date(2026, 4, 2), "It is wrong!"), reason="r", points=("old",))
    facts = apply(known, from_flags(["concern=it is wrong"], {}))
    assert facts.concern == Concern(date(2026, 4, 2), "It is wrong!", "it is wrong")
    assert (facts.reason, facts.points) == ("r", ("old",))
    assert apply(known, Given()) == known


def test_a_file_says_the_same_in_toml() -> None:
    """Values as TOML has them: a date, a number, a text; tables for points."""
    given = from_file(
        {
            "answer_day": date(2026, 5, 1),
            "deposit": Decimal("250.00"),
            "reason": "we are closed",
            "alternatives": ["Saturday"],
            "items": [{"issue": "Logo", "day": date(2026, 5, 2)}],
            "handover": [{"issue": "Files"}],
            "instalments": [{"due": "2026-05-01", "amount": 50}],
            "incidents": [{"day": "2026-04-01", "words": "Idiots"}],
            "enclosures": ["Copies"],
        }
    )
    facts = apply(BARE, given)
    assert (facts.answer_day, facts.deposit, facts.reason) == (date(2026, 5, 1), Money(25000, "EUR"), "we are closed")
    assert facts.items == (Item("Logo", "", date(2026, 5, 2)),)
    assert facts.incidents == (Incident(date(2026, 4, 1), "", "Idiots"),)
    assert (facts.enclosures, facts.plan[0].amount) == (("Copies",), Money(5000, "EUR"))


def test_flags_win_over_a_file() -> None:
    """A list that is given by flags takes the place of the file's."""
    file = from_file({"reason": "f", "fixed": "the fee", "points": ["a"], "items": [{"issue": "x"}]})
    facts = apply(BARE, from_flags(["reason=g"], {"items": ["y"]}).over(file))
    assert (facts.reason, facts.fixed, facts.points, facts.items) == ("g", "the fee", ("a",), (Item("y"),))


def test_all_that_cannot_be_read_of_the_flags_is_said_at_once() -> None:
    """A misspelt slot names the nearest one; one that the book fills names the flag or command that fills it."""
    with pytest.raises(Refused) as fault:
        from_flags(
            ["reason", "reson=x", "total_due=1", "promise_day=2026-05-01", "zzz=1"],
            {"items": ["a; b; c; d", " ; b"], "instalments": ["2026-05-01"]},
        )
    assert codes(fault) == [
        ("bad-argument", "--set"),
        *[("unknown-slot", "--set")] * 4,
        *[("bad-argument", "--item")] * 2,
        ("bad-argument", "--instalment"),
    ]
    remedies = [one.remedy for one in fault.value.findings[1:4]]
    assert remedies[0] == "did you mean 'reason'?"
    assert "--document" in remedies[1]
    assert remedies[2] == "record the promise first"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"reson": "x"}, ("unknown-slot", "reson")),
        ({"reason": ["x"]}, ("wrong-type", "reason")),
        ({"reason": True}, ("wrong-type", "reason")),
        ({"points": "x"}, ("wrong-type", "points")),
        ({"points": [["x"]]}, ("wrong-type", "points[0]")),
        ({"items": "x"}, ("wrong-type", "items")),
        ({"items": ["x"]}, ("wrong-type", "items")),
        ({"items": [{"issue": "x", "date": "y"}]}, ("unknown-slot", "items[0].date")),
        ({"items": [{"issue": {}}]}, ("wrong-type", "items[0].issue")),
    ],
)
def test_a_file_that_is_wrong_is_refused_at_its_place(data: dict[str, Any], found: tuple[str, str]) -> None:
    """Each key and row by its path."""
    with pytest.raises(Refused) as fault:
        from_file(data)
    assert codes(fault) == [found]


def test_all_values_that_cannot_be_read_are_said_at_once() -> None:
    """By the name of their slot."""
    given = from_flags(
        ["answer_day=soon", "deposit=1.001", "deposit_share=half", "talk=smoke", "concern_day=2026-02-30"],
        {"items": ["a; b; never"], "instalments": ["2026-05-01=x", "y=1"]},
    )
    with pytest.raises(Refused) as fault:
        apply(BARE, given)
    assert codes(fault) == [
        ("bad-date", "answer_day"),
        ("amount-too-fine", "deposit"),
        ("bad-number", "deposit_share"),
        ("unknown-word", "talk"),
        ("bad-date", "concern_day"),
        ("bad-date", "items"),
        ("bad-number", "instalments"),
        ("bad-date", "instalments"),
    ]


@pytest.mark.parametrize("letter", [one.letter for one in catalogue(SHIPPED) if one.grade is None])
def test_every_gap_of_a_letter_beside_the_ladder_names_how_to_fill_it(letter: str) -> None:
    """No user is told to mend the shipped text: what is missing is given by a flag, or recorded, or set."""
    with pytest.raises(Refused) as fault:
        compose(letter, replace(BARE, bank=None), language("en"), SHIPPED)
    for one in fault.value.findings:
        remedy, example = way_to_give(one.where)
        assert "{%" not in remedy + example, one.where


def test_an_unknown_gap_of_a_letter_of_ones_own_may_be_asked_for_in_it() -> None:
    """What nothing gives, such as a rate of interest, is the text's own question."""
    assert way_to_give("rate")[1] == "{% if rate %}"
    assert way_to_give("fixed") == (
        "give it with --set (what is not open to negotiation)",
        '--set fixed="the fee of €1,200"',
    )
