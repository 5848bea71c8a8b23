"""What makes one kind of document differ from another: its code, its sign, its series, what may come before it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A document kind.

    `sign` is what it does to what the client owes: 1 raises it, -1 lowers it, 0 leaves it. `code` is BT-3 (UNTDID
    1001), empty where that list has none. `pattern` is the default number pattern of its series.
    """

    key: str
    code: str
    sign: int
    pattern: str
    follows: tuple[str, ...] = ()
    """kinds this one may name as preceding"""
    needs_preceding: bool = False
    claims: bool = False
    """True: it asks for money, and a claim stands open until it is settled"""
    taxed: bool = True
    """False: a quote, delivery note or statement carries no tax event"""
