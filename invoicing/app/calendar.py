"""Public holidays of a country, so that no term ends on one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Give the public holidays of a country (ISO 3166-1) in a year and the next; none for a country not known."""
    if not country:
        return frozenset()
    import holidays  # 40 ms; only who writes a letter needs it

    try:
        found = holidays.country_holidays(country, years=[year, year + 1])
    except NotImplementedError:
        return frozenset()
    return frozenset(found)
