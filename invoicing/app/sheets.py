"""Rows for other programs: cells as plain text, and CSV in which no text is taken for a formula."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.domain.money import Money, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | Decimal | Money | dt.date | None
"""a cell of a report or an export; an amount's currency stands in a column of its own"""


def cell_text(cell: Cell) -> str:
    """Write a cell: an amount or number as plain decimal text, a day as ISO 8601, nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain(cell)
    return str(cell)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write rows under their columns as CSV (RFC 4180), with commas and CR LF; formulas are made harmless."""
    from invoicing.intake import table

    return table.write(columns, ([cell_text(cell) for cell in row] for row in rows))


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet could take a text for a formula."""
    from invoicing.intake import table

    return table.guarded(text) != text
