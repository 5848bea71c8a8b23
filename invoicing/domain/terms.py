"""Payment terms (BT-9, BT-20): when which part of what is due falls due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from invoicing.domain.dates import month_end, parse_date
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, split

_DAYS = re.compile(r"(\d{1,3})(?:\s*(?:days?|d))?(\s*(?:eom|end of month))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a payment plan written on the document: a due day and either an amount or a percentage."""

    due: date
    amount: Money | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Days after the issue date (to the end of that month when `end_of_month`), a fixed day, or instalments."""

    days: int | None = None
    end_of_month: bool = False
    due: date | None = None
    instalments: tuple[Instalment, ...] = ()


AT_ONCE = Terms()
"""due on the issue date"""


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due on one day."""

    day: date
    amount: Money


def parse_terms(text: str, where: str = "terms") -> Terms:
    """Read ``30``, ``30 days``, ``30 eom`` or a day; refused with ``bad-terms`` otherwise."""
    stripped = text.strip()
    match = _DAYS.fullmatch(stripped)
    if match:
        return Terms(days=int(match[1]), end_of_month=bool(match[2]))
    if re.fullmatch(r"\d{4}-.*", stripped):
        return Terms(due=parse_date(stripped, where))
    raise Refused.one(
        "bad-terms",
        f"{text!r} says no payment terms",
        where=where,
        rule="BT-9, BT-20",
        remedy="write days, days to the end of the month, or the day itself",
        example='terms = "30 eom"',
    )


def due_day(terms: Terms, issued: date) -> date:
    """Give the last due day of the whole (of the last instalment where there are several)."""
    if terms.instalments:
        return max(one.due for one in terms.instalments)
    if terms.due is not None:
        return terms.due
    day = issued + timedelta(days=terms.days or 0)
    return month_end(day) if terms.end_of_month else day


def schedule(terms: Terms, issued: date, due: Money) -> tuple[Due, ...]:
    """Split what is due into parts, in the order of their days; the parts sum to it exactly.

    Instalments in percent are split by largest remainder; fixed amounts stand, and what they leave goes to the
    instalments in percent. Refused (``instalments-do-not-add-up``) when fixed amounts alone miss the sum.
    """
    if not terms.instalments:
        return (Due(due_day(terms, issued), due),)
    ordered = sorted(terms.instalments, key=lambda one: one.due)
    fixed = sum(one.amount.minor for one in ordered if one.amount is not None)
    open_parts = [one.percent for one in ordered if one.amount is None and one.percent is not None]
    rest = Money(due.minor - fixed, due.currency)
    if (not open_parts and rest) or rest.minor * (1 if due.minor >= 0 else -1) < 0:
        raise _does_not_add_up(fixed, due)
    shares = iter(split(rest, open_parts) if open_parts else ())
    parts = [Due(one.due, one.amount if one.amount is not None else next(shares)) for one in ordered]
    return tuple(parts)


def _does_not_add_up(fixed: int, due: Money) -> Refused:
    return Refused.one(
        "instalments-do-not-add-up",
        f"the instalments sum to {Money(fixed, due.currency)}, but {due} {due.currency} is due",
        where="terms",
        rule="the parts of a plan sum to what is due",
        remedy="correct an amount, or write the last part as a percentage",
        example='terms = [{ due = "2026-12-01", percent = 50 }, { due = "2027-01-01", percent = 50 }]',
    )
