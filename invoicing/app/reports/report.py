"""A report as a value: sections of rows, and how they become JSON and CSV.

The columns of a section are the keys of its rows in JSON and CSV. Rows of two currencies never share a section's total.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from invoicing.app.sheets import Cell, cell_text, csv_text
from invoicing.domain.dates import Period, month_end, parse_date
from invoicing.domain.errors import Refused

if TYPE_CHECKING:
    from invoicing.domain.money import Money
    from invoicing.ledger.reports import Span

Rows = tuple[tuple[Cell, ...], ...]
_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under columns, all of one currency where they are summed; `total` has as many cells as a row, or none."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    total: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report: `value` is its JSON, `sections` its tables.

    `facts` are (label, value) pairs for its head, `bars` what its chart shows; `language` is that of the reader where
    there is one, else empty: the book's.
    """

    key: str
    value: dict[str, Any]
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = ()
    bars: tuple[tuple[str, Money], ...] = ()
    notes: tuple[str, ...] = ()
    language: str = ""
    files: tuple[str, ...] = ()
    """PDF files of the book that follow the report"""
    sheet: Section | None = None
    """what CSV holds; None: the sections with the columns of the first"""


def rows_json(section: Section) -> list[dict[str, Any]]:
    """Give the rows of a section as objects; amounts and numbers with decimals are texts."""
    return [dict(zip(section.columns, map(_json, row), strict=True)) for row in section.rows]


def total_json(section: Section) -> dict[str, Any]:
    """Give the total of a section as an object, without the columns it leaves empty."""
    pairs = zip(section.columns, section.total, strict=True)
    return {name: _json(cell) for name, cell in pairs if cell is not None}


def _json(cell: Cell) -> str | int | None:
    return cell if cell is None or isinstance(cell, int) else cell_text(cell)


def csv_of(report: Report) -> str:
    """Write the rows of a report as one CSV table, without totals."""
    if report.sheet is not None:
        return csv_text(report.sheet.columns, report.sheet.rows)
    columns = report.sections[0].columns
    rows = [row for section in report.sections if section.columns == columns for row in section.rows]
    return csv_text(columns, rows)


def span_of(since: str, until: str) -> Span:
    """Read ``--since`` and ``--until``, ISO days or empty. Refused (``period-backwards``) the wrong way round."""
    from invoicing.ledger.reports import Span

    first = parse_date(since, "--since") if since else None
    last = parse_date(until, "--until") if until else None
    if first is not None and last is not None:
        Period(first, last)
    return Span(first, last)


def parse_period(text: str) -> Period:
    """Read a tax period: ``2026``, ``2026-Q1`` or ``2026-03``. Refused (``bad-period``) otherwise."""
    match = _PERIOD.fullmatch(text.strip().upper())
    if match is None or match[1] == "0000":
        raise Refused.one(
            "bad-period",
            f"{text!r} is no period",
            where="--period",
            remedy="write a year, a quarter or a month",
            example="--period 2026-Q1",
        )
    year, quarter, month = int(match[1]), match[2], match[3]
    if quarter:
        start = 3 * int(quarter) - 2
        return Period(date(year, start, 1), month_end(date(year, start + 2, 1)))
    if month:
        return Period(date(year, int(month), 1), month_end(date(year, int(month), 1)))
    return Period(date(year, 1, 1), date(year, 12, 31))
