"""Reckon late-payment interest from plain arguments, with or without a book.

The answer is the shape that `invoicing interest` prints: amounts as decimal text, days as ISO text, and every row that
explains the sum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from invoicing.app.late_payment import law_for, rates_for
from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Refused, nearest
from invoicing.domain.interest.debt import AgreedRate, Debt, Paid, Payday, Reckoning, Rounding
from invoicing.domain.interest.debt import Credit as CreditNote
from invoicing.domain.interest.law import Allocation, Compounding, DayCount, Debtor
from invoicing.domain.interest.reckon import reckon
from invoicing.domain.money import exact_money, half_up, minor_units, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invoicing.domain.interest.debt import InterestResult, Segment
    from invoicing.domain.interest.law import InterestLaw
    from invoicing.domain.interest.series import RateRow
    from invoicing.domain.money import Money

Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class InterestQuestion:
    """The arguments as they are written; an empty text or tuple means: as the law has it.

    `payments` and `credits` are ``DAY=AMOUNT``; `rates` one ``RATE``, or ``DAY=RATE`` steps; `allocation` the three
    words costs, interest, principal in the agreed order, with commas. `entered` are rows the user added to a series.
    """

    country: str
    principal: str
    currency: str
    due: str
    until: str
    payments: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    debtor: str = "business"
    contract_date: str = ""
    costs: str = ""
    rates: tuple[str, ...] = ()
    day_count: str = ""
    compound: str = ""
    rounding: str = "segment"
    payday: str = "old"
    allocation: str = ""
    letter_expired: bool = False
    costs_vat: str = ""
    derive: bool = False
    strict: bool = False
    today: date | None = None
    entered: Mapping[str, Sequence[RateRow]] = field(default_factory=dict)


def interest(question: InterestQuestion) -> dict[str, Any]:
    """Answer a question about one late debt; raises Refused as `reckon` does, and for a text that cannot be read."""
    law = law_for(question.country)
    result = reckon(law, read_debt(question), read_reckoning(question), rates_for(law, question.entered))
    return answer(law, question, result)


def read_debt(question: InterestQuestion) -> Debt:
    """Read what is owed."""
    currency = question.currency
    return Debt(
        principal=_money(question.principal, currency, "principal"),
        due=parse_date(question.due, "due"),
        debtor=_choice(question.debtor, get_args(Debtor), "debtor"),
        contract_date=parse_date(question.contract_date, "contract_date") if question.contract_date else None,
        payments=tuple(Paid(*_dated(text, currency, "payment")) for text in question.payments),
        credits=tuple(CreditNote(*_dated(text, currency, "credit")) for text in question.credits),
    )


def read_reckoning(question: InterestQuestion) -> Reckoning:
    """Read how it is to be reckoned."""
    return Reckoning(
        until=parse_date(question.until, "until"),
        today=question.today,
        agreed=_agreed(question.rates),
        day_count=_choice(question.day_count, get_args(DayCount), "day_count") if question.day_count else None,
        compound=_choice(question.compound, get_args(Compounding), "compound") if question.compound else None,
        rounding=_choice(question.rounding, get_args(Rounding), "rounding"),
        payday=_choice(question.payday, get_args(Payday), "payday"),
        allocation=_allocation(question.allocation),
        costs=_money(question.costs, question.currency, "costs") if question.costs else None,
        letter_expired=question.letter_expired,
        costs_vat=parse_decimal(question.costs_vat, "costs_vat") if question.costs_vat else None,
        derive=question.derive,
        strict=question.strict,
    )


def _choice(text: str, allowed: tuple[Choice, ...], where: str) -> Choice:
    if text not in allowed:
        close = nearest(text, allowed)
        raise Refused.one(
            "bad-choice",
            f"{text!r} is not one of {', '.join(allowed)}",
            where=where,
            remedy=f"did you mean {close}?" if close else f"take one of {', '.join(allowed)}",
            example=allowed[0],
        )
    return text


def _money(text: str, currency: str, where: str) -> Money:
    return exact_money(parse_decimal(text, where), currency, where)


def _dated(text: str, currency: str, where: str) -> tuple[date, Money]:
    day, equals, amount = text.partition("=")
    if not equals:
        raise Refused.one(
            "bad-argument",
            f"{text!r} has no amount",
            where=where,
            remedy="write DAY=AMOUNT",
            example="2026-03-31=250.00",
        )
    return parse_date(day, where), _money(amount, currency, where)


def _agreed(texts: Sequence[str]) -> tuple[AgreedRate, ...]:
    """Read ``RATE`` or ``DAY=RATE`` steps; refused with ``bad-rate`` when two of them start on one day."""
    steps: list[AgreedRate] = []
    for text in texts:
        day, equals, rate = text.rpartition("=")
        start = parse_date(day, "rate") if equals else None
        steps.append(AgreedRate(parse_decimal(rate, "rate"), start))
    starts = [step.start for step in steps]
    if len(set(starts)) != len(starts):
        raise Refused.one(
            "bad-rate",
            "two agreed rates start on one day",
            where="rate",
            remedy="give each later rate the day it starts on",
            example="--rate 8 --rate 2026-07-01=9",
        )
    return tuple(steps)


def _allocation(text: str) -> Allocation | None:
    return cast("Allocation", tuple(part.strip() for part in text.split(","))) if text else None


def answer(law: InterestLaw, question: InterestQuestion, result: InterestResult) -> dict[str, Any]:
    """Write a result in the shape of `invoicing interest`."""
    return {
        "country": law.code,
        "debtor": question.debtor,
        "currency": result.principal.currency,
        "interest": str(result.interest),
        "compensation": str(result.open_compensation),
        "compensation_currency": result.compensation.currency,
        "collection_costs": str(result.open_costs),
        "accrued": {
            "interest": str(result.interest),
            "compensation": str(result.compensation),
            "collection_costs": str(result.collection_costs),
        },
        "principal": str(result.principal),
        "unpaid_interest": str(result.unpaid_interest),
        "paid": {
            "costs": str(result.paid.costs),
            "interest": str(result.paid.interest),
            "principal": str(result.paid.principal),
            "excess": str(result.paid.excess),
            "compensation": str(result.paid.compensation),
        },
        "total": str(result.total),
        "provisional": result.provisional,
        "derived": result.derived,
        "forecast_from": result.forecast_from.isoformat() if result.forecast_from else None,
        "segments": [_segment(segment, result.rounding) for segment in result.segments],
        "law": _law_text(result, agreed=bool(question.rates)),
        "allocation": list(result.allocation),
        "day_count": result.day_count,
        "compound": result.compound,
        "rounding": result.rounding,
        "sources": list(result.sources),
        "warnings": list(result.warnings),
        "not_verified": list(result.not_verified),
        "confidence": law.confidence,
    }


def _law_text(result: InterestResult, *, agreed: bool) -> str:
    text = f"{result.law}, {result.citation}" if result.citation else result.law
    return f"agreed rate; else {text}" if agreed and result.citation else text


def _segment(segment: Segment, rounding: str) -> dict[str, Any]:
    return {
        "from": segment.start.isoformat(),
        "to": segment.end.isoformat(),
        "days": segment.days,
        "rate": format(segment.rate, "f"),
        "principal": str(segment.base),
        "compounded": str(segment.compounded),
        "interest": str(segment.interest) if rounding == "segment" else _finer(segment),
        "provisional": segment.provisional,
        "derived": segment.derived,
        "forecast": segment.forecast,
        "check": segment.check,
        "notice": segment.notice,
        "sources": list(segment.sources),
    }


def _finer(segment: Segment) -> str:
    """Write the interest of a row with six decimals, when only the total is rounded."""
    exact = Decimal(segment.exact.numerator) / Decimal(segment.exact.denominator)
    return str(half_up(exact.scaleb(-minor_units(segment.base.currency)), 6))
