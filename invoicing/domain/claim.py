"""What is owed on documents, and how money that arrives settles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, zero

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Claim:
    """One part of a document that falls due on one day. `outstanding` is what of `amount` is not settled yet."""

    document: str
    part: int
    due_date: date
    amount: Money
    outstanding: Money
    client: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """So much of a payment or credit settles that part of that document."""

    document: str
    part: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Settlement:
    """Where money went: the allocations, and what no claim was left for (credit of the client)."""

    allocations: tuple[Allocation, ...]
    unallocated: Money


def in_order(claims: Iterable[Claim], named: Sequence[str] = (), first: str = "oldest") -> tuple[Claim, ...]:
    """Order claims for settling: the documents the payer named, in their order; then by what the regime puts first.

    `first` is ``oldest`` (by due day) or ``newest``.

    The payer's choice comes first in every country with a rule on it (BW 6:43, Codigo civil 1172, c.c. 1193, Cod
    civil 1507); the oldest due debt is what those rules end with.
    """
    rank = {number: index for index, number in enumerate(named)}
    last = len(rank)
    by_day = sorted(claims, key=lambda one: (one.due_date, one.document, one.part), reverse=first == "newest")
    return tuple(sorted(by_day, key=lambda one: rank.get(one.document, last)))


def settle(amount: Money, claims: Sequence[Claim]) -> Settlement:
    """Settle claims in the order given until the amount is used up; what is left over stays the client's credit.

    Refused (``amount-not-positive``) for nothing or less, and (``currency-mismatch``) for a claim in another currency:
    two currencies are never added.
    """
    if amount.minor <= 0:
        raise Refused.one(
            "amount-not-positive",
            f"{amount} {amount.currency} is not an amount that can be paid",
            where="amount",
            remedy="write what arrived; take a payment back with a reversal",
            example="120.00",
        )
    left = amount.minor
    allocations = []
    for claim in claims:
        if claim.outstanding.currency != amount.currency:
            raise currency_mismatch(amount.currency, claim)
        part = min(left, claim.outstanding.minor)
        if part > 0:
            allocations.append(Allocation(claim.document, claim.part, Money(part, amount.currency)))
            left -= part
    return Settlement(tuple(allocations), Money(left, amount.currency))


def currency_mismatch(currency: str, claim: Claim) -> Refused:
    """Say that money of one currency cannot settle a claim of another."""
    return Refused.one(
        "currency-mismatch",
        f"{claim.document} is owed in {claim.outstanding.currency}, the money is {currency}",
        where="currency",
        rule="two currencies are never added",
        remedy=f"book what arrived on the {claim.outstanding.currency} account",
    )


def outstanding(claims: Iterable[Claim], currency: str) -> Money:
    """Sum what is open on claims of one currency."""
    result = zero(currency)
    for one in claims:
        result += one.outstanding
    return result
