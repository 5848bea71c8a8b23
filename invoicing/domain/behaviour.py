"""How a client pays: figures from what fell due, and a neutral label with the figures that led to it.

Days late are counted by invoice, from its due date to the day nothing was open any more; an invoice still open counts
up to today, one paid early or in time counts 0. What only a credit note settled says nothing about paying and is left
out. Only invoices that fell due in the last two years are judged: what was settled long ago is not held against anyone
(guide 000). Labels are words about paying, never about the person (guide 002).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.domain.dates import add_months
from invoicing.domain.money import Money, half_up, plain, zero

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LABELS = ("good", "slow", "chronic", "new")
JUDGED_MONTHS = 24
RECENT_MONTHS = 6
NEW_BELOW = 3
"""with fewer invoices fallen due the label is ``new``"""
SLOW_AVERAGE = 5
"""``slow`` from so many days late on average ..."""
SLOW_SHARE = 34
"""... or from this share of invoices paid late, in percent"""
CHRONIC_AVERAGE = 30
"""``chronic`` from so many days late on average ..."""
CHRONIC_SHARE = 50
"""... and from this share of invoices paid late, in percent"""
STEADY_DAYS = 3
"""a change of the average within so many days is no trend"""


@dataclass(frozen=True, slots=True)
class ClaimHistory:
    """One claim as it went. `settled_on` is the day nothing was open any more, None while something is.

    `paid` is what money or a write-off settled of it; what is left of `amount` was credited or is outstanding.
    """

    document: str
    due_date: date
    amount: Money
    outstanding: Money
    settled_on: date | None
    paid: Money


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is open in one currency against what the client usually orders (the median of its invoices).

    `times` is `open` in usual orders, with one decimal; None when nothing is usual yet.
    """

    open: Money
    largest: Money
    largest_document: str
    usual: Money
    times: Decimal | None


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a client pays. Averages have one decimal, `share_late` is in percent; None when no invoice was judged."""

    label: str
    """one of `LABELS`"""
    reasons: tuple[str, ...]
    """the figures that led to the label"""
    invoices: int
    """invoices judged"""
    late: int
    share_late: Decimal | None
    average: Decimal | None
    median: Decimal | None
    trend: str
    """``faster``, ``slower`` or ``steady``; empty when one of the two spans has no invoice"""
    recent: Decimal | None
    """average days late of what fell due in the last half-year"""
    earlier: Decimal | None
    """the same for what fell due before"""
    worst: int
    worst_document: str
    exposures: tuple[Exposure, ...] = ()


@dataclass(frozen=True, slots=True)
class _Judged:
    document: str
    due_date: date
    days: int


def behaviour(claims: Iterable[ClaimHistory], today: date) -> Behaviour:
    """Judge how a client pays from all its claims. Pure: the same claims and day give the same answer."""
    all_claims = tuple(claims)
    judged = _judge(all_claims, today)
    days = [one.days for one in judged]
    late = sum(1 for one in days if one > 0)
    share = _ratio(100 * late, len(days))
    average, median = _average(days), _median(days)
    recent, earlier, trend = _trend(judged, today)
    worst = max(judged, key=lambda one: (one.days, one.document), default=_Judged("", today, 0))
    label, reasons = _label(len(days), late, share, average, median)
    return Behaviour(
        label=label,
        reasons=reasons,
        invoices=len(days),
        late=late,
        share_late=share,
        average=average,
        median=median,
        trend=trend,
        recent=recent,
        earlier=earlier,
        worst=worst.days,
        worst_document=worst.document if worst.days else "",
        exposures=_exposures(all_claims),
    )


def _judge(claims: Iterable[ClaimHistory], today: date) -> tuple[_Judged, ...]:
    """Give each invoice with its days late: those of its latest part."""
    since = add_months(today, -JUDGED_MONTHS)
    found: dict[str, _Judged] = {}
    for one in claims:
        fell_due = since <= one.due_date and (one.due_date < today or one.settled_on is not None)
        if not fell_due or not (one.paid or one.outstanding):
            continue
        days = max(((one.settled_on or today) - one.due_date).days, 0)
        before = found.get(one.document)
        if before is None or days > before.days:
            found[one.document] = _Judged(one.document, one.due_date, days)
    return tuple(found.values())


def _label(
    count: int, late: int, share: Decimal | None, average: Decimal | None, median: Decimal | None
) -> tuple[str, tuple[str, ...]]:
    if count < NEW_BELOW or share is None or average is None or median is None:
        return "new", (f"invoices that fell due in the last {JUDGED_MONTHS} months: {count}, fewer than {NEW_BELOW}",)
    reasons = (
        f"{late} of {count} invoices paid late",
        f"{plain(average)} days late on average, median {plain(median)}",
    )
    if average >= CHRONIC_AVERAGE and share >= CHRONIC_SHARE:
        return "chronic", reasons
    if average >= SLOW_AVERAGE or share >= SLOW_SHARE:
        return "slow", reasons
    return "good", reasons


def _trend(judged: Iterable[_Judged], today: date) -> tuple[Decimal | None, Decimal | None, str]:
    """Compare what fell due in the last half-year with what fell due before."""
    since = add_months(today, -RECENT_MONTHS)
    several = tuple(judged)
    recent = _average([one.days for one in several if one.due_date >= since])
    earlier = _average([one.days for one in several if one.due_date < since])
    if recent is None or earlier is None:
        return recent, earlier, ""
    if abs(recent - earlier) <= STEADY_DAYS:
        return recent, earlier, "steady"
    return recent, earlier, "slower" if recent > earlier else "faster"


def _exposures(claims: Sequence[ClaimHistory]) -> tuple[Exposure, ...]:
    documents: dict[tuple[str, str], tuple[Money, Money]] = {}
    for one in claims:
        key = (one.amount.currency, one.document)
        amount, outstanding = documents.get(key, (zero(key[0]), zero(key[0])))
        documents[key] = (amount + one.amount, outstanding + one.outstanding)
    currencies = sorted({currency for currency, _ in documents})
    return tuple(
        _exposure(currency, {number: sums for (own, number), sums in documents.items() if own == currency})
        for currency in currencies
    )


def _exposure(currency: str, documents: dict[str, tuple[Money, Money]]) -> Exposure:
    usual = _median([amount.minor for amount, _ in documents.values()])
    number, (_, largest) = max(documents.items(), key=lambda pair: (pair[1][1].minor, pair[0]))
    open_minor = sum(outstanding.minor for _, outstanding in documents.values())
    usual_minor = int(half_up(usual, 0)) if usual is not None else 0
    return Exposure(
        open=Money(open_minor, currency),
        largest=largest,
        largest_document=number if largest else "",
        usual=Money(usual_minor, currency),
        times=_ratio(open_minor, usual_minor),
    )


def _ratio(part: int, whole: int) -> Decimal | None:
    return half_up(Decimal(part) / Decimal(whole), 1) if whole else None


def _average(values: Sequence[int]) -> Decimal | None:
    return _ratio(sum(values), len(values))


def _median(values: Iterable[int]) -> Decimal | None:
    """Give the middle value, or the middle of the two middle ones; one decimal is always enough."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle])
    return Decimal(ordered[middle - 1] + ordered[middle]) / 2
