"""Read the row tables of the series files.

A row is ``FROM TO RATE SOURCES CHECK [| NOTICE [| NOTE]]``: days in ISO form, TO ``open`` for a row still in force,
the rate in per cent a year as it was printed, SOURCES keys of `_sources`, CHECK ``two_or_more`` or ``one_source``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoicing.domain.interest.series import RateRow
from invoicing.regimes._series._sources import SOURCES


def read_rows(table: str) -> tuple[RateRow, ...]:
    """Turn a table into rows, in its order."""
    return tuple(_row(line) for line in table.splitlines() if line.strip())


def _row(line: str) -> RateRow:
    data, *remarks = (part.strip() for part in line.split("|"))
    start, end, rate, keys, check = data.split()
    notice, note = (*remarks, "", "")[:2]
    return RateRow(
        date.fromisoformat(start),
        None if end == "open" else date.fromisoformat(end),
        Decimal(rate),
        tuple(SOURCES[key] for key in keys.split(",")),
        check,
        notice,
        note,
    )
