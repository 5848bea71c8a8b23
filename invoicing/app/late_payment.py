"""Find the late-payment law of a country and the rate series it needs, with the rows the user entered."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from invoicing.discovery import find, load
from invoicing.domain.errors import Refused, nearest
from invoicing.domain.interest.law import InterestLaw, contract_only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invoicing.domain.interest.series import RateRow, RateSeries

LAWS = "invoicing.regimes._late_payment"
SERIES = "invoicing.regimes._series"


def law_for(country: str) -> InterestLaw:
    """Give the law of a country (ISO 3166, or EU); one that is not collected has no statutory rate, only an agreed one.

    Refused with ``bad-country`` when the code is not two letters.
    """
    code = country.strip()
    known = find(LAWS)
    if code.lower() in known:
        return cast("InterestLaw", load(LAWS, code.lower(), "LATE_PAYMENT"))
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        close = nearest(code.lower(), known) or "it"
        raise Refused.one(
            "bad-country",
            f"{country!r} is no country code",
            where="country",
            rule="ISO 3166-1 alpha-2, or EU",
            remedy="write the two letters of the country",
            example=f"--country {close.upper()}",
        )
    return _not_collected(code.upper(), tuple(known))


def _not_collected(code: str, known: tuple[str, ...]) -> InterestLaw:
    rule = contract_only("contract", f"its late-payment law is not collected (there are: {', '.join(known).upper()})")
    return InterestLaw(code, code, rule, rule, rule, day_count_note="as agreed", confidence="none: not collected")


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
