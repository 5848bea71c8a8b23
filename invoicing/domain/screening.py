"""Look at a client before the work is agreed: usual terms, a deposit first, or a polite refusal of the order.

The guide (004: assess the client before signing; style, tone, whether one is comfortable; better refuse the order
politely) asks for judgement, not for a score. So each sign is named, belongs to one of three areas, and the advice
follows from how many areas carry a serious one. The words are about paying, the order and the talk, never about the
person. It is advice: nothing is done by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.domain.money import Money

ADVICE = ("normal-terms", "deposit", "decline")
PAYMENT_HISTORY = ("good", "mixed", "unknown", "poor")
REFERENCES = ("yes", "no")
SCOPE = ("clear", "vague")
TONE = ("comfortable", "uneasy")
SERIOUS_INCIDENTS = 2
"""from so many incidents on the talk itself is a serious sign"""
DECLINE_FROM = 2
"""areas with a serious sign from which on the order is better refused"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user found out, each a word of its list or empty when nobody asked."""

    payment_history: str = ""
    """how others were paid; one of `PAYMENT_HISTORY`"""
    references: str = ""
    """whether there are any that speak for it; one of `REFERENCES`"""
    scope: str = ""
    """whether it is plain what is wanted; one of `SCOPE`"""
    tone: str = ""
    """how the talk so far went for the user; one of `TONE`"""


@dataclass(frozen=True, slots=True)
class Record:
    """What the book knows: the label of `behaviour`, what is overdue by currency, and the incidents in the log."""

    label: str
    overdue: tuple[Money, ...] = ()
    incidents: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """The advice, one of `ADVICE`, and what led to it."""

    advice: str
    reasons: tuple[str, ...]


class _Sign(NamedTuple):
    area: str
    reason: str
    serious: bool = False


def assess(record: Record, answers: Answers) -> Assessment:
    """Advise on an order. Pure: the same record and answers give the same advice.

    ``decline`` when two areas of three (paying, order, talk) carry a serious sign, ``deposit`` when there is any sign,
    else ``normal-terms``.
    """
    signs = tuple(_signs(record, answers))
    serious = {one.area for one in signs if one.serious}
    usual = "deposit" if signs else "normal-terms"
    reasons = tuple(one.reason for one in signs) or ("nothing known asks for other terms than the usual",)
    return Assessment("decline" if len(serious) >= DECLINE_FROM else usual, reasons)


def _signs(record: Record, answers: Answers) -> Iterator[_Sign]:
    yield from _paying(record, answers)
    yield from _order(record, answers)
    yield from _talk(record, answers)


def _paying(record: Record, answers: Answers) -> Iterator[_Sign]:
    """Own figures first; what others say counts beside them, and fills the gap where there are none."""
    if record.label in {"slow", "chronic"}:
        yield _Sign("paying", f"own invoices: {record.label}", record.label == "chronic")
    for amount in record.overdue:
        yield _Sign("paying", f"overdue: {amount} {amount.currency}")
    if answers.payment_history in {"mixed", "poor"}:
        poor = answers.payment_history == "poor"
        yield _Sign("paying", f"payment history with others: {answers.payment_history}", poor)
    elif record.label == "new" and answers.payment_history != "good":
        yield _Sign("paying", "new client, payment history not known")


def _order(record: Record, answers: Answers) -> Iterator[_Sign]:
    """References matter only while there is no record of one's own."""
    vague = answers.scope == "vague"
    unreferenced = answers.references == "no" and record.label == "new"
    if vague:
        yield _Sign("order", "the scope of the work is not clear yet", unreferenced)
    if unreferenced:
        yield _Sign("order", "no references", vague)


def _talk(record: Record, answers: Answers) -> Iterator[_Sign]:
    if answers.tone == "uneasy":
        yield _Sign("talk", "the talk so far is not comfortable", serious=True)
    if record.incidents:
        noun = "incident" if record.incidents == 1 else "incidents"
        yield _Sign("talk", f"{record.incidents} {noun} in the log", record.incidents >= SERIOUS_INCIDENTS)
