"""Let interest, compensation or costs of a document go, with a reason; skip a grade of its ladder, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.app.policies import ladders_of
from invoicing.app.targets import claiming, reason_of
from invoicing.app.words import one_of
from invoicing.domain.dunning.policy import LAST_GRADE
from invoicing.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.store import Work

PARTS = ("interest", "compensation", "costs")


def waive(book: Book, number: str, parts: Sequence[str], act: Act) -> Result:
    """Claim no interest, compensation or costs on a document any more; without `parts` none of the three."""
    reason = reason_of(act.reason, "a waiver")
    wanted = [one_of(part, PARTS, "--what") for part in parts] or list(PARTS)
    inputs = {"act": "waive", "number": number, "parts": wanted, "why": reason}

    def do(work: Work) -> Result:
        row = claiming(work, number)
        seq = work.append("claim-waived", row.number, {"parts": wanted, "why": reason})
        return {"waiver": seq, "number": row.number, "client": row.client, "parts": wanted, "reason": reason}

    with acting(book, act) as work:
        return once(work, act, inputs, lambda: do(work))


def skip(book: Book, number: str, grade: int, act: Act) -> Result:
    """Leave a grade of a document's ladder out; the reason is kept, and the policy may say who may do so."""
    reason = reason_of(act.reason, "a skipped grade")
    inputs = {"act": "skip", "number": number, "grade": grade, "why": reason}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _skip_in(work, book, number, grade, act, reason))


def _skip_in(work: Work, book: Book, number: str, grade: int, act: Act, reason: str) -> Result:
    row = claiming(work, number)
    if not 0 <= grade <= LAST_GRADE:
        raise Refused.one(
            "no-such-grade", f"there is no grade {grade}", where="GRADE", remedy=f"write a grade from 0 to {LAST_GRADE}"
        )
    rule = ladders_of(book, work).of("", row.client, number).rule(grade)
    if rule is not None and rule.skip and act.who not in rule.skip:
        raise Refused.one(
            "may-not-skip",
            f"{act.who or 'nobody'} may not leave grade {grade} out; {', '.join(rule.skip)} may",
            where="GRADE",
            rule=f"[policy.grades.{grade}] skip",
            remedy="ask one of them",
        )
    seq = work.append("grade-skipped", row.number, {"grade": grade, "why": reason})
    return {"skip": seq, "number": row.number, "client": row.client, "grade": grade, "reason": reason}
