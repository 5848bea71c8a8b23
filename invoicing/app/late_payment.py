"""Find the late-payment law of a country and the rate series it needs, with the rows the user entered."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, cast

from invoicing.discovery import find, load
from invoicing.domain.interest.law import InterestLaw, contract_only
from invoicing.regimes import late_payment, regime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invoicing.domain.interest.series import RateRow, RateSeries
    from invoicing.domain.law import Regime

SERIES = "invoicing.regimes._series"


def law_for(country: str) -> InterestLaw:
    """Give the law of a country (ISO 3166, or EU); one that is not collected has no statutory rate, only an agreed one.

    Refused with ``unknown-country`` when there is no such country.
    """
    return late_payment(country) or _not_collected(regime(country))


def _not_collected(country: Regime) -> InterestLaw:
    member = country.eu_since is not None and country.eu_until is None
    rule = contract_only("contract", "its late-payment law is not collected")
    if member:
        rule = replace(rule, remedy=f"{rule.remedy}, or take the Directive's minimum with --country EU")
    return InterestLaw(
        country.code, country.name, rule, rule, rule, day_count_note="as agreed", confidence="none: not collected"
    )


def rates_for(law: InterestLaw, entered: Mapping[str, Sequence[RateRow]] | None = None) -> dict[str, RateSeries]:
    """Give the series that the rules of a law look rates up in, and those they are derived from, by key."""
    rules = (law.business, law.consumer, law.public)
    keys = {rule.series for rule in rules if rule.series is not None}
    found = {key: _series(key) for key in keys}
    parents = {series.formula.parent for series in found.values() if series.formula is not None}
    found.update({key: _series(key) for key in parents})
    extra = entered or {}
    return {key: series.with_entered(extra[key]) if key in extra else series for key, series in found.items()}


def every_series() -> tuple[RateSeries, ...]:
    """Give all shipped series in the order of their keys."""
    return tuple(_series(key) for key in find(SERIES))


@cache
def _series(key: str) -> RateSeries:
    return cast("RateSeries", load(SERIES, key, "SERIES"))
