"""Letters whose form a country's law fixes: for whom, at which grade, and how long they must leave the debtor.

The law that governs decides: for a consumer that of his country (Regulation 593/2008 art. 6), else that of the seller
(art. 4). The facts stand in `regimes/_letters`, one file per country.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Form:
    """One letter fixed by law.

    `letter` is its stem, written for `debtors` (kinds) at `grade`. `term` is the number of days the law gives; with
    `from_receipt` they start on arrival, and `delivery` days are allowed for that. `next_step` is the key of what
    follows (``step-<key>`` in ``phrases.toml``).
    """

    letter: str
    grade: int
    debtors: tuple[str, ...]
    term: int
    from_receipt: bool = False
    delivery: int = 0
    next_step: str = "court"
    citation: str = ""
    source: str = ""
    proof: str = ""
    """how its sending or arrival is proved: key of a channel, ``registered``, ``pec``, ``burofax``, ``bailiff``"""
    delivery_in_business_days: bool = False
    exact: bool = False
    """the term is a day of the calendar that the letter names: it is not moved to a business day"""
    whole_sum: bool = False
    """interest and costs are only announced: the sum asked is the principal"""


def form_for(forms: Sequence[Form], debtor: str, grade: int) -> Form | None:
    """Give the form the law fixes for a kind of debtor at a grade, or None."""
    return next((one for one in forms if one.grade == grade and debtor in one.debtors), None)
