"""What makes one kind of document differ from another: its code, its sign, its series, what may come before it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A document kind.

    `sign` is what it does to what the client owes: 1 raises it, -1 lowers it, 0 leaves it. `code` is BT-3 (UNTDID
    1001), empty where the list of EN 16931 has none. `pattern` is the default number pattern of its series.
    """

    key: str
    code: str
    sign: int
    pattern: str
    follows: tuple[str, ...] = ()
    """kinds this one may name as preceding"""
    follows_claims: bool = False
    """True: it may also follow every kind that asks for money"""
    needs_preceding: bool = False
    claims: bool = False
    """True: it asks for money, and a claim stands open until it is settled"""
    deducts: bool = False
    """True: the bills it follows are taken off with their tax, so that it may come to nothing or less"""
    whole: bool = False
    """True: it takes back all that is left of the bill it follows"""
    taxed: bool = True
    """False: a quote, delivery note or statement carries no tax event"""
    answered: bool = False
    """True: an offer, which the other side accepts or declines"""
    priced: bool = True
    """False: its page shows quantities only"""

    def may_follow(self, before: Kind) -> bool:
        """Say whether a document of this kind may name one of kind `before` as preceding."""
        return before.key in self.follows or (self.follows_claims and before.claims)
