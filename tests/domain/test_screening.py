"""The advice before an order: which signs lead to which terms."""

from __future__ import annotations

from itertools import product

import pytest

from invoicing.domain.money import Money
from invoicing.domain.screening import (
    ADVICE,
    PAYMENT_HISTORY,
    REFERENCES,
    SCOPE,
    TONE,
    Answers,
    Record,
    assess,
)

OWED = (Money(97600, "EUR"),)
GOOD = Answers("good", "yes", "clear", "comfortable")


@pytest.mark.parametrize(
    ("record", "answers", "advice"),
    [
        (Record("good"), Answers(), "normal-terms"),
        (Record("good"), GOOD, "normal-terms"),
        (Record("good"), Answers("unknown", "no"), "normal-terms"),
        (Record("new"), GOOD, "normal-terms"),
        (Record("new"), Answers(), "deposit"),
        (Record("new"), Answers("unknown"), "deposit"),
        (Record("new"), Answers("good", references="no"), "deposit"),
        (Record("good"), Answers("mixed"), "deposit"),
        (Record("good"), Answers("poor"), "deposit"),
        (Record("good"), Answers(scope="vague"), "deposit"),
        (Record("good"), Answers(tone="uneasy"), "deposit"),
        (Record("good", OWED), Answers(), "deposit"),
        (Record("good", incidents=1), Answers(), "deposit"),
        (Record("good", incidents=2), Answers(), "deposit"),
        (Record("slow"), GOOD, "deposit"),
        (Record("chronic"), GOOD, "deposit"),
        (Record("chronic", OWED), Answers("poor"), "deposit"),
        (Record("slow"), Answers(tone="uneasy"), "deposit"),
        (Record("chronic"), Answers(scope="vague", references="no"), "deposit"),
        (Record("chronic"), Answers(tone="uneasy"), "decline"),
        (Record("chronic", incidents=1), Answers(), "deposit"),
        (Record("chronic", incidents=2), Answers(), "decline"),
        (Record("good"), Answers("poor", tone="uneasy"), "decline"),
        (Record("new"), Answers("poor", "no", "vague"), "decline"),
        (Record("new"), Answers("unknown", "no", "vague"), "deposit"),
        (Record("new"), Answers("good", "no", "vague", "uneasy"), "decline"),
    ],
)
def test_the_advice_follows_from_the_serious_signs(record: Record, answers: Answers, advice: str) -> None:
    """Guide 004 (tone.md nos. 99-101): a deposit where something is not known, a refusal where two things weigh."""
    assert assess(record, answers).advice == advice


def test_every_sign_is_named() -> None:
    """The reasons are the figures and answers that led to the advice, in order: paying, the order, the talk."""
    found = assess(Record("chronic", OWED, 3), Answers("poor", "no", "vague", "uneasy"))
    assert found.reasons == (
        "own invoices: chronic",
        "overdue: 976.00 EUR",
        "payment history with others: poor",
        "the scope of the work is not clear yet",
        "the talk so far is not comfortable",
        "3 incidents in the log",
    )
    assert assess(Record("new", incidents=1), Answers("unknown", "no")).reasons == (
        "new client, payment history not known",
        "no references",
        "1 incident in the log",
    )
    assert assess(Record("good"), GOOD).reasons == ("nothing known asks for other terms than the usual",)


def test_a_worse_answer_never_gives_better_terms() -> None:
    """Each list of answers goes from best to worst; so does the advice, whatever else is known."""
    ladder = {"payment_history": ("good", "mixed", "poor"), "references": REFERENCES, "scope": SCOPE, "tone": TONE}
    labels = ("good", "slow", "chronic", "new")
    for label, history, references, scope, tone in product(labels, PAYMENT_HISTORY, REFERENCES, SCOPE, TONE):
        told = {"payment_history": history, "references": references, "scope": scope, "tone": tone}
        here = ADVICE.index(assess(Record(label), Answers(**told)).advice)
        for name, words in ladder.items():
            for worse in words[words.index(told[name]) + 1 :] if told[name] in words else ():
                assert ADVICE.index(assess(Record(label), Answers(**{**told, name: worse})).advice) >= here
