"""Rate series: dated published figures, each with where it was read.

A series holds only figures that a source prints. A day it does not cover is one of three things: before the first row
or inside the table it is a gap, which is refused and named; after the last row the half-year is not known yet, and
what is computed there is provisional. A gap may be derived by the statute's own formula when the caller asks for it;
such a rate is marked as derived, not published.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from invoicing.domain.dates import next_half_year
from invoicing.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ONE_DAY = timedelta(days=1)
# How well a row is checked: printed in two independent places, in one, or entered by the user with a source.
CHECKS = ("two_or_more", "one_source", "entered")


@dataclass(frozen=True, slots=True)
class RateRow:
    """A figure in per cent a year, good from `start` to `end`, both days included; `end` None: still open.

    `sources` are addresses; `check` is one of `CHECKS`; `notice` is the official notice's number where known.
    """

    start: date
    end: date | None
    rate: Decimal
    sources: tuple[str, ...]
    check: str
    notice: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """How the statute makes a series from another one: its value plus `margin`, rounded up to a multiple of `step`.

    Nothing is derived for a day before `since`, when another margin was in force.
    """

    parent: str
    margin: Decimal
    since: date
    step: Decimal | None = None

    def apply(self, value: Decimal) -> Decimal:
        """Give the rate the statute makes of the parent's value: 3.15 + 8, step 0.5, is 11.50."""
        raw = value + self.margin
        if self.step is None:
            return raw
        return ((raw / self.step).to_integral_value(ROUND_CEILING) * self.step).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class RateSeries:
    """Rows of one published table, in order and without overlap.

    `total`: the rows already contain the margin of the law. `gaps` and `gap_rule` are the collector's words.
    `formula` is how a missing half-year may be derived.
    """

    key: str
    title: str
    kind: str
    rows: tuple[RateRow, ...]
    total: bool = False
    gaps: tuple[str, ...] = ()
    gap_rule: str = ""
    formula: Formula | None = None
    note: str = ""

    @property
    def first_day(self) -> date:
        """The first day the table knows."""
        return self.rows[0].start

    @property
    def last_day(self) -> date:
        """The last day the table knows; the end of the calendar when its last row is still open."""
        return self.rows[-1].end or date.max

    def row_on(self, day: date) -> RateRow | None:
        """Give the row that covers `day`, or None."""
        index = bisect_right(self.rows, day, key=_start) - 1
        if index < 0:
            return None
        row = self.rows[index]
        return row if row.end is None or day <= row.end else None

    def with_entered(self, entered: Iterable[RateRow]) -> RateSeries:
        """Add rows the user entered. A shipped row wins: an entered row that shares a day with one is left out."""
        rows = list(self.rows)
        for new in sorted(entered, key=_start):
            if not any(_overlap(new, old) for old in rows):
                rows.append(new)
        return replace(self, rows=tuple(sorted(rows, key=_start)))


def _start(row: RateRow) -> date:
    return row.start


def _overlap(one: RateRow, other: RateRow) -> bool:
    return one.start <= (other.end or date.max) and other.start <= (one.end or date.max)


@dataclass(frozen=True, slots=True)
class Quote:
    """The yearly rate that applies from the day asked for up to and including `end` (None: without end)."""

    rate: Decimal
    end: date | None
    sources: tuple[str, ...] = ()
    check: str = ""
    notice: str = ""
    provisional: bool = False
    derived: bool = False


def quote_on(series: RateSeries, rates: Mapping[str, RateSeries], day: date, *, derive: bool = False) -> Quote:
    """Look a rate up in its series, without any margin.

    After the last row the quote is provisional: by the formula where the parent series goes on, else the last row.
    A gap is refused with ``rate-gap``, unless `derive` and the series has a formula.
    """
    row = series.row_on(day)
    if row is not None:
        return Quote(row.rate, row.end, row.sources, row.check, row.notice)
    later = day > series.last_day
    formula = series.formula
    derivable = formula is not None and day >= formula.since
    if formula is not None and (_goes_on(formula, series, rates) if later else derive and derivable):
        return _by_formula(series, formula, rates, day, later=later)
    if later:
        last = series.rows[-1]
        return Quote(last.rate, half_year_end(day), last.sources, last.check, last.notice, provisional=True)
    raise _gap(series, day, derivable=derivable)


def _goes_on(formula: Formula, series: RateSeries, rates: Mapping[str, RateSeries]) -> bool:
    return rates[formula.parent].last_day > series.last_day


def _by_formula(
    series: RateSeries, formula: Formula, rates: Mapping[str, RateSeries], day: date, *, later: bool
) -> Quote:
    parent = quote_on(rates[formula.parent], rates, day)
    following = [row.start - ONE_DAY for row in series.rows if row.start > day][:1]
    end = min([half_year_end(day), *following])
    return Quote(
        formula.apply(parent.rate),
        end,
        parent.sources,
        parent.check,
        provisional=later or parent.provisional,
        derived=True,
    )


def half_year_end(day: date) -> date:
    """Give the 30 June or 31 December that ends the half-year of `day`."""
    return next_half_year(day) - ONE_DAY


def half_year_name(day: date) -> str:
    """Name a half-year: ``2026H2``."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def _gap(series: RateSeries, day: date, *, derivable: bool) -> Refused:
    half = half_year_name(day)
    where = "before its first row" if day < series.first_day else "a gap in the table"
    derive = f", or ask for a derived rate ({series.gap_rule})" if derivable else ""
    return Refused.one(
        "rate-gap",
        f"the series {series.key} has no rate for {day} ({half}): {where}",
        where=series.key,
        rule="a missing rate is never filled in",
        remedy=f"enter the published rate with its source, or give the agreed rate{derive}",
        example=f"invoicing rates add {series.key} {half} RATE --source ADDRESS",
    )
