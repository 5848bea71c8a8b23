"""What a letter beside the ladder says of documents and money: what is open, what came in, a deposit, a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.acts import plan_of
from invoicing.app.facts import receipts_of
from invoicing.app.letter_facts import days_of, pay_link, received, subject_of
from invoicing.app.snapshot import snapshot
from invoicing.correspondence.facts import Instalment, OpenDocument, Received
from invoicing.domain.dunning.standing import open_parts
from invoicing.domain.money import total
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.talk_case import Case
    from invoicing.ledger.queries import PaymentRow

DEPOSIT_REQUEST = "deposit-request"
_DEPOSIT = "deposit-invoice"
_OF_WHAT_WAS_PAID = ("thanks", "resumption")
_OF_WHAT_IS_OPEN = (*_OF_WHAT_WAS_PAID, "statement-cover", "plan-proposal")


def asking(case: Case, numbers: Sequence[str]) -> dict[str, Any]:
    """Give the documents a letter names, what was paid on them, and how to pay them."""
    if not numbers:
        return {}
    return {
        "documents": tuple(_document(case, number) for number in numbers),
        "payment_reference": ", ".join(numbers),
        "pay_link": pay_link(case.source, numbers),
    }


def named(case: Case) -> dict[str, Any]:
    """Give the documents the user named, in place of the letter's own choice; what is paid no longer stands open."""
    if not case.chosen or case.asked.letter == DEPOSIT_REQUEST:
        return {}
    if case.asked.letter not in _OF_WHAT_IS_OPEN:
        return asking(case, case.numbers)
    found = asking(case, [one.number for one in case.chosen if one.outstanding]) or {"documents": ()}
    if case.asked.letter in _OF_WHAT_WAS_PAID:
        found["payments"] = tuple(received(case.source, case.numbers))
    return found


def _document(case: Case, number: str) -> OpenDocument:
    row = queries.document(case.source, number)
    claims = (one.due_date for one in queries.claims_of(case.source, number) if one.outstanding)
    due = min(claims, default=row.due_date or row.issue_date)
    return OpenDocument(
        number,
        row.kind,
        row.issue_date,
        due,
        row.payable,
        row.outstanding,
        max((case.today - due).days, 0) if row.outstanding else 0,
        subject=subject_of(snapshot(case.source, number)),
    )


def all_open(case: Case) -> dict[str, Any]:
    """Name all that is open."""
    return asking(case, [one.number for one in case.open])


def overdue(case: Case) -> dict[str, Any]:
    """Name what is overdue."""
    return asking(case, [one.number for one in case.open if one.overdue])


def to_be_planned(case: Case) -> dict[str, Any]:
    """Name what is overdue, else all that is open."""
    return overdue(case) or all_open(case)


def term(case: Case) -> dict[str, Any]:
    """Give the day to pay by, as the ladder of the client gives it."""
    days = days_of(case.policy, None, case.today, case.record.party.country)
    return {"deadline": days.deadline, "deadline_days": days.count}


def credit(case: Case) -> dict[str, Any]:
    """Give the credit in the client's favour."""
    left = (one.unallocated for one in queries.credits_of(case.source, case.client, case.currency))
    return {"credit": total(left, case.currency) or None}


def last_paid(case: Case) -> dict[str, Any]:
    """Give what came in on the last day money came."""
    rows = _payments(case)
    last = max((one.date for one in rows), default=None)
    return {"payments": tuple(Received(one.date, one.amount) for one in rows if one.date == last)}


def paid_since_statement(case: Case) -> dict[str, Any]:
    """Give what came in since the last statement; before the first one there is no such day."""
    sent = [one.date for one in queries.letters_to(case.source, case.client) if one.letter == case.asked.letter]
    rows = [one for one in _payments(case) if sent and one.date > max(sent)]
    return {"payments": tuple(Received(one.date, one.amount) for one in rows)}


def _payments(case: Case) -> list[PaymentRow]:
    rows = queries.payments(case.source, case.client)
    return [one for one in rows if one.currency == case.currency and one.reversed_on is None]


def deposit(case: Case) -> dict[str, Any]:
    """Ask for a deposit invoice that is open, the newest or the one that is named; an offer names the reference."""
    named = [one.number for one in case.chosen]
    asked = [one for one in case.open if one.kind == _DEPOSIT and (not named or one.number in named)]
    if not asked:
        return {"payment_reference": ", ".join(named)}
    last = asked[-1]
    due = {"deadline": last.due_date, "deadline_days": None} if last.due_date >= case.today else {}
    return due | {
        "deposit": last.outstanding,
        "payment_reference": last.number,
        "pay_link": pay_link(case.source, [last.number]),
    }


def plan(case: Case) -> dict[str, Any]:
    """Give the plan that was agreed, and what was paid on its document."""
    acts = queries.acts(case.source, case.numbers, "plan", open=True)
    if not acts:
        return {}
    plan, number = plan_of(acts[-1]), acts[-1].subject
    parts = open_parts(plan, receipts_of(case.source, number))
    return asking(case, [number]) | {
        "plan": tuple(Instalment(part.due, part.amount, paid=not left) for part, left in parts),
        "payments": tuple(received(case.source, [number])),
    }
