"""The running account of one debt: what is open, what has accrued, and what payments were spent on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from invoicing.domain.interest.daycount import round_minor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from invoicing.domain.interest.law import Part


def _nothing() -> dict[Part, int]:
    return {"costs": 0, "interest": 0, "principal": 0}


@dataclass(slots=True)
class Account:
    """Minor units throughout. `joined` is unpaid interest that bears interest itself, `fresh` what does not yet."""

    principal: int
    costs: int = 0
    joined: int | Fraction = 0
    fresh: int | Fraction = 0
    accrued: int | Fraction = 0
    paid: dict[Part, int] = field(default_factory=_nothing)
    excess: int = 0

    @property
    def base(self) -> int | Fraction:
        """The sum that interest runs on."""
        return self.principal + self.joined

    @property
    def unpaid_interest(self) -> int:
        """Accrued interest that no payment has covered, as it would be asked: rounded half up."""
        return round_minor(self.accrued) - self.paid["interest"]

    def accrue(self, interest: int | Fraction) -> None:
        """Add the interest of one segment."""
        self.accrued += interest
        self.fresh += interest

    def compound(self) -> None:
        """Let the unpaid interest join the sum that bears interest."""
        self.joined += self.fresh
        self.fresh = 0

    def credit(self, amount: int) -> None:
        """Lessen the debt itself; what the debt is too small for is excess."""
        taken = min(amount, self.principal)
        self.principal -= taken
        self.excess += amount - taken

    def pay(self, amount: int, order: Sequence[Part]) -> None:
        """Spend a payment in the given order; what is left over is excess."""
        rest = amount
        for part in order:
            taken = min(rest, self._owed(part))
            self.paid[part] += taken
            rest -= taken
            self._lessen(part, taken)
        self.excess += rest

    def _owed(self, part: Part) -> int:
        owed: dict[Part, int] = {
            "costs": self.costs,
            "interest": self.unpaid_interest,
            "principal": self.principal,
        }
        return owed[part]

    def _lessen(self, part: Part, taken: int) -> None:
        if part == "costs":
            self.costs -= taken
        elif part == "principal":
            self.principal -= taken
        else:
            # The oldest interest is paid first, so what bears interest itself goes before what does not yet.
            oldest = min(taken, self.joined)
            self.joined -= oldest
            self.fresh -= taken - oldest
