"""A step: one statement that a fact stands for, with its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    return exact_money(parse_decimal(text, where), currency, where).minor
