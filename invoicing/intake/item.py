"""Saved items: what is sold again and again, with its price, unit and tax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from invoicing.domain.tax import Tax


@dataclass(frozen=True, slots=True)
class Item:
    """A saved line. `currency` empty: the document's; `taxes` None: as the document says."""

    key: str
    description: str
    price: Decimal
    unit: str = "C62"
    currency: str = ""
    taxes: tuple[Tax, ...] | None = None
    archived: bool = False
