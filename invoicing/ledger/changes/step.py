"""A step: one statement that a fact stands for, with its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from invoicing.domain.errors import Refused
from invoicing.domain.money import exact_money, parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invoicing.domain.errors import InvoicingError


@dataclass(frozen=True, slots=True)
class Step:
    """One statement; `otherwise` is raised when it gives no row."""

    sql: str
    params: Mapping[str, object]
    otherwise: InvoicingError | None = None


def minor(text: object, currency: str, where: str) -> int:
    """Read an amount of an event body into minor units; refused as by `exact_money`, `TypeError` for no text."""
    if not isinstance(text, str):
        message = f"{where}: amounts in an event body are texts, not {text!r}"
        raise TypeError(message)
    try:
        return _minor(text, currency)
    except Refused:
        return exact_money(parse_decimal(text, where), currency, where).minor


# One document says the same sum several times (total, payable, due, claim), and often a sum of the document before.
@lru_cache(maxsize=256)
def _minor(text: str, currency: str) -> int:
    return exact_money(parse_decimal(text), currency).minor
