"""What a country's law says about paying late: interest and costs, and the letters whose form it fixes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from invoicing import discovery

if TYPE_CHECKING:
    from invoicing.domain.dunning.forms import Form
    from invoicing.domain.interest.law import InterestLaw

_LATE_PAYMENT = "invoicing.regimes._late_payment"
_LETTERS = "invoicing.regimes._letters"


@cache
def late_payment(code: str) -> InterestLaw | None:
    """Give what a country's law says about paying late, or None when it has no file."""
    from invoicing.domain.interest.law import InterestLaw

    name = code.strip().lower()
    if name not in discovery.find(_LATE_PAYMENT):
        return None
    found = discovery.load(_LATE_PAYMENT, name, "LATE_PAYMENT")
    if not isinstance(found, InterestLaw):
        message = f"{_LATE_PAYMENT}.{name} has no InterestLaw in LATE_PAYMENT"
        raise TypeError(message)
    return found


@cache
def letter_forms(code: str) -> tuple[Form, ...]:
    """Give the letters whose form a country's law fixes; none when it has no file."""
    name = code.strip().lower()
    if name not in discovery.find(_LETTERS):
        return ()
    return tuple(discovery.load(_LETTERS, name, "LETTERS"))
