"""Which yearly rate applies on a day: the statute's, fixed or floating, or the one that was agreed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.domain.errors import Refused
from invoicing.domain.interest.series import ONE_DAY, Quote, half_year_name, quote_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from invoicing.domain.interest.debt import AgreedRate
    from invoicing.domain.interest.law import EarlierMargin, InterestLaw, InterestRule
    from invoicing.domain.interest.series import RateSeries


def rate_source(
    law: InterestLaw,
    rule: InterestRule,
    rates: Mapping[str, RateSeries],
    due: date,
    contract_date: date | None = None,
    agreed: tuple[AgreedRate, ...] = (),
    *,
    derive: bool = False,
) -> Callable[[date], Quote]:
    """Give the function that names the rate of a day for one debt.

    Refused with ``no-statutory-rate`` where the law has none and none was agreed, and with ``contract-too-old`` where
    the rule is not known for so old a contract.
    """
    if agreed:
        return _agreed(agreed)
    if not rule.statutory:
        raise Refused.one(
            "no-statutory-rate",
            f"{law.country}: {rule.reason}",
            where="rate",
            rule=rule.law,
            remedy="; ".join([rule.remedy, *rule.warnings]),
            example="--rate 8",
        )
    _check_scope(law, rule, contract_date)
    floating = _floating(rule, rates, due, contract_date, derive=derive)
    return _fixed(floating, due + ONE_DAY) if rule.fixed else floating


def _floating(
    rule: InterestRule, rates: Mapping[str, RateSeries], due: date, contract_date: date | None, *, derive: bool
) -> Callable[[date], Quote]:
    if rule.series is None:
        constant = Quote(rule.rate or Decimal(0), None)
        return lambda _day: constant
    series = rates[rule.series]
    earlier = applying_earlier(rule.earlier, due, contract_date)
    added = Decimal(0) if series.total else (earlier.margin if earlier else rule.margin)

    def on(day: date) -> Quote:
        quote = quote_on(series, rates, day, derive=derive)
        if series.total and earlier is not None and day > earlier.until:
            return replace(quote, rate=quote.rate - rule.margin + earlier.margin)
        return replace(quote, rate=quote.rate + added)

    return on


def _fixed(floating: Callable[[date], Quote], first: date) -> Callable[[date], Quote]:
    def on(_day: date) -> Quote:
        return replace(floating(first), end=None)

    return on


def _agreed(agreed: tuple[AgreedRate, ...]) -> Callable[[date], Quote]:
    steps = sorted(agreed, key=lambda step: (step.start is not None, step.start))
    for step in steps:
        if not step.rate.is_finite() or step.rate < 0:
            raise Refused.one(
                "bad-rate",
                f"{step.rate} is not a rate of interest",
                where="rate",
                remedy="per cent a year, 0 or more",
                example="8",
            )

    def on(day: date) -> Quote:
        reached = [step for step in steps if step.start is None or step.start <= day]
        if not reached:
            raise Refused.one(
                "rate-gap",
                f"no agreed rate for {day} ({half_year_name(day)}): the first one starts on {steps[0].start}",
                where="rate",
                rule="a missing rate is never filled in",
                remedy="give the agreed rate from the first interest day on",
                example=f"--rate {day}=8",
            )
        following = [step.start for step in steps if step.start is not None and step.start > day]
        return Quote(reached[-1].rate, following[0] - ONE_DAY if following else None)

    return on


def applying_earlier(earlier: EarlierMargin | None, due: date, contract_date: date | None) -> EarlierMargin | None:
    """Give the earlier margin when it applies to this contract, else None."""
    if earlier is None:
        return None
    concluded = contract_date or (due if earlier.inferred else None)
    return earlier if concluded is not None and concluded <= earlier.until else None


def _check_scope(law: InterestLaw, rule: InterestRule, contract_date: date | None) -> None:
    if rule.scope_from is not None and contract_date is not None and contract_date < rule.scope_from:
        raise Refused.one(
            "contract-too-old",
            f"{law.country}: the rule is known for contracts from {rule.scope_from}; this one is of {contract_date}",
            where="contract_date",
            rule=f"{rule.law}, {rule.citation}",
            remedy="find out which rate the older law sets and give it",
            example="--rate 8",
        )
