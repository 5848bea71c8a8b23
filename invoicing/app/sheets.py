"""Rows for other programs: CSV by RFC 4180, and texts that no spreadsheet takes for a formula.

What a client writes is data. A text that starts as a formula does gets an apostrophe in front, the spreadsheets' own
mark for text (OWASP, CSV injection); a number is written as a number, whatever its sign.
"""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

from invoicing.domain.money import Money, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | Decimal | Money | dt.date | None
"""a cell of a report or an export; an amount's currency stands in a column of its own"""

# The last four are the full-width forms, which some programs read as the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet could take a text for a formula."""
    return text.lstrip(" ").startswith(_FORMULA)


def neutral(text: str) -> str:
    """Give a text that stays text in a spreadsheet."""
    return f"'{text}" if is_formula(text) else text


def cell_text(cell: Cell) -> str:
    """Write a cell: an amount or number as plain decimal text, a day as ISO 8601, nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return plain(cell)
    return str(cell)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write rows under their columns as CSV, with commas and CR LF."""
    made = StringIO()
    writer = csv.writer(made)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell_text(cell) for cell in row])
    return made.getvalue()
