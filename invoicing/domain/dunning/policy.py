"""The policy of a ladder: when each grade may be taken, from whom to whom, and who may leave one out.

The usual ladder differs by the kind of debtor only where law or custom asks for more time: a consumer has two weeks to
pay (BW 6:96(6), WER XIX.2), a public body pays by its own calendar (Directive 2011/7/EU art. 4: 30 to 60 days). What a
country's law asks of a letter stands in `regimes/_letters`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LETTERS = ("courtesy", "reminder1", "reminder2", "reminder3", "final", "suspension", "termination-vague", "hand-over")
"""letter stem by grade"""
CONFIRMED_FROM = 3
"""from this grade on nothing is sent without confirmation"""
LAST_GRADE = 7
HAND_OVER_TO = ("lawyer", "collection", "court")
"""where a claim may be handed over to; each is a step of ``phrases.toml``"""


@dataclass(frozen=True, slots=True)
class GradeRule:
    """When a grade may be taken.

    `wait` days after the due date (negative: before it) and `gap` days after the previous letter must have passed;
    less than `minimum` minor units outstanding is not worth this grade. `role` is the contact who gets the letter;
    `skip` names who may leave the grade out (empty: anyone); `letter` replaces the usual letter of the grade.
    """

    grade: int
    wait: int
    gap: int = 0
    minimum: int = 0
    role: str = "billing"
    channel: str = "pdf"
    enabled: bool = True
    letter: str = ""
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """The ladder of a book, a client or a document."""

    grades: tuple[GradeRule, ...] = (
        GradeRule(0, wait=-3),
        GradeRule(1, wait=3),
        GradeRule(2, wait=17, gap=14),
        GradeRule(3, wait=31, gap=14),
        GradeRule(4, wait=45, gap=14, role="director"),
        GradeRule(5, wait=60, gap=15, role="director"),
        GradeRule(6, wait=75, gap=15, role="director"),
        GradeRule(7, wait=90, gap=15, role="legal"),
    )
    pay_within: int = 10
    """days a letter gives for paying, counted to a business day"""
    bank_age: int = 0
    """days after which unread bank statements stop the ladder; 0: never"""
    notice: int = 0
    """days of notice the agreement asks for before it ends"""
    hand_over: str = "lawyer"
    """where the last grade hands the claim over to; one of `HAND_OVER_TO`"""
    agreement: str = ""
    """the written basis as letters cite it, in the client's language: ``our agreement of 3 March 2026, section 4``"""
    work: str = ""
    """what the work is called in letters, in the client's language"""
    offers: tuple[str, ...] = ()
    """other ways that a final notice offers, in the client's language"""

    def rule(self, grade: int) -> GradeRule | None:
        """Give the rule of a grade that is in use, or None."""
        return next((one for one in self.grades if one.grade == grade and one.enabled), None)


_BUSINESS = Policy()
_MORE_TIME = {"consumer": 4, "public": 14}
"""days by which each grade from 1 on waits longer"""
_TERMS = {"consumer": 14, "public": 14}


def usual(debtor: str = "business") -> Policy:
    """Give the ladder that holds for a kind of debtor when nobody says otherwise."""
    more = _MORE_TIME.get(debtor)
    if more is None:
        return _BUSINESS
    term = _TERMS[debtor]
    grades = tuple(
        replace(one, wait=one.wait + more, gap=max(one.gap, term + 4) if one.gap else 0) if one.grade else one
        for one in _BUSINESS.grades
    )
    return replace(_BUSINESS, grades=grades, pay_within=term)
