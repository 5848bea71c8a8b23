"""An Excel workbook, one sheet a table: days are days, amounts numbers with their currency's decimals, text is text.

Written with XlsxWriter: it only writes, streams row by row, needs nothing else, and never makes a formula unless asked.
A text that looks like a formula also carries Excel's own mark for text (quotePrefix), so that editing keeps it one.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from invoicing.app.sheets import is_formula
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, minor_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invoicing.app.sheets import Cell

MOST_ROWS = 1_048_575
"""rows of a sheet under its head (ECMA-376 as Excel reads it)"""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Workbook:
    """A workbook being written; `close` gives its bytes. The same rows and day give the same bytes."""

    def __init__(self, today: dt.date) -> None:
        """Start an empty workbook made on `today`."""
        import xlsxwriter  # type: ignore[import-untyped]

        self._made = BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._made, _OPTIONS)
        self._book.set_properties({"created": dt.datetime(today.year, today.month, today.day)})  # noqa: DTZ001 - a day
        self._head = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._text = self._book.add_format({"quote_prefix": True})
        self._amounts: dict[int, Any] = {}

    def sheet(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
        """Write a sheet and give how many rows it has. Refused (``too-many-rows``) beyond what a sheet holds."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, self._head)
            sheet.set_column(place, place, max(len(column) + 2, 12))
        count = 0
        for count, row in enumerate(rows, 1):
            if count > MOST_ROWS:
                raise _too_many(name)
            for place, cell in enumerate(row):
                self._write(sheet, count, place, cell)
        return count

    def _write(self, sheet: Any, row: int, place: int, cell: Cell) -> None:  # noqa: ANN401 - the library has no types
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            sheet.write_string(row, place, cell, self._text if is_formula(cell) else None)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, place, cell, self._day)
        elif isinstance(cell, Money):
            sheet.write_number(row, place, cell.amount, self._amount(minor_units(cell.currency)))
        else:
            sheet.write_number(row, place, Decimal(cell))

    def _amount(self, decimals: int) -> Any:  # noqa: ANN401 - the library has no types
        if decimals not in self._amounts:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._amounts[decimals] = self._book.add_format({"num_format": pattern})
        return self._amounts[decimals]

    def close(self) -> bytes:
        """Finish and give the file."""
        self._book.close()
        return self._made.getvalue()


def _too_many(name: str) -> Refused:
    return Refused.one(
        "too-many-rows",
        f"{name} has more than {MOST_ROWS} rows, which no sheet holds",
        where="--out",
        remedy="export a part with --since and --until, or as CSV",
        example="--since 2026-01-01 --until 2026-12-31",
    )
