"""Show the rate series the toolkit ships, and enter a row they lack.

How far a series reaches, how well it is checked and what is missing is part of the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.late_payment import SERIES, every_series
from invoicing.discovery import find, load
from invoicing.domain.dates import Period, parse_date
from invoicing.domain.errors import Refused
from invoicing.domain.interest.series import CHECKS, RateRow, half_year_end
from invoicing.domain.money import parse_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from invoicing.app.book import Act, Book, Result
    from invoicing.domain.interest.series import RateSeries
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work


def list_rates(today: date, entered: Mapping[str, Sequence[RateRow]] | None = None) -> list[dict[str, Any]]:
    """Describe every series.

    `last_day` is None for a series still open; `days_left` counts from `today`, and below 0 the table is stale.
    """
    extra = entered or {}
    return [_describe(series.with_entered(extra.get(series.key, ())), today) for series in every_series()]


def show_rates(key: str, entered: Mapping[str, Sequence[RateRow]] | None = None) -> dict[str, Any]:
    """Give one series row by row; raises NotFound (``unknown-series``) with the nearest key."""
    series: RateSeries = load(SERIES, key, "SERIES")
    series = series.with_entered((entered or {}).get(key, ()))
    return {
        "series": series.key,
        "title": series.title,
        "kind": series.kind,
        "total": series.total,
        "note": series.note,
        "gaps": list(series.gaps),
        "gap_rule": series.gap_rule,
        "rows": [_row(row) for row in series.rows],
    }


def entered_row(
    key: str, period: str, rate: str, source: str, entered: Mapping[str, Sequence[RateRow]] | None = None
) -> RateRow:
    """Check a row the user enters: `period` is ``2027H1``, or ``FROM/TO`` in ISO days, `rate` per cent a year.

    Refused: ``bad-period``, ``bad-number``, ``rate-without-source``, ``rate-overlap`` with days the table has.
    """
    series: RateSeries = load(SERIES, key, "SERIES")
    series = series.with_entered((entered or {}).get(key, ()))
    start, end = _period(period)
    if not source.strip():
        raise Refused.one(
            "rate-without-source",
            "a rate without a source cannot be checked",
            where="source",
            remedy="say where it is published",
            example="--source https://www.example.org/notice",
        )
    row = RateRow(start, end, parse_decimal(rate, "rate"), (source.strip(),), "entered")
    if len(series.with_entered([row]).rows) == len(series.rows):
        raise Refused.one(
            "rate-overlap",
            f"{key} has a rate for a day between {start} and {end} already",
            where="period",
            rule="a shipped row is not overruled",
            remedy=f"see `invoicing rates show {key}`, or give the rate to one claim with --rate",
        )
    return row


def _period(text: str) -> tuple[date, date]:
    """Read a half-year or two days."""
    year, half, number = text.strip().upper().partition("H")
    if half and year.isdecimal() and len(year) == 4 and number in {"1", "2"}:
        start = parse_date(f"{year}-{'01' if number == '1' else '07'}-01", "period")
        return start, half_year_end(start)
    first, slash, last = text.partition("/")
    if not slash:
        raise Refused.one(
            "bad-period",
            f"{text!r} is neither a half-year nor two days",
            where="period",
            remedy="write the half-year, or the first and the last day",
            example="2027H1",
        )
    days = Period(parse_date(first, "period"), parse_date(last, "period"))
    return days.start, days.end


def add_rate(book: Book, key: str, period: str, rate: str, source: str, act: Act) -> Result:
    """Enter a row into the book; from then on interest is reckoned with it. Refused as `entered_row` refuses.

    Conflict (``rate-exists``) when the book has a row for that first day already.
    """
    from invoicing.app.book import acting, once

    inputs = {"act": "rates-add", "series": key, "period": period, "rate": rate, "source": source}
    with acting(book, act) as work:
        return once(
            work, act, inputs, lambda: _enter(work, key, entered_row(key, period, rate, source, entered_rates(work)))
        )


def _enter(work: Work, key: str, row: RateRow) -> Result:
    body = {
        "series": key,
        "from": row.start.isoformat(),
        "to": row.end.isoformat() if row.end else None,
        "rate": format(row.rate, "f"),
        "source": row.sources[0],
    }
    work.append("rate-added", key, {"id": f"{key} {row.start}", "rate": body})
    return body


def entered_rates(source: Source) -> dict[str, list[RateRow]]:
    """Give the rows that were entered into a book, by series."""
    from invoicing.ledger import queries

    found: dict[str, list[RateRow]] = {}
    for record in queries.records(source, "rate"):
        row = record.body
        end = parse_date(row["to"]) if row["to"] else None
        entered = RateRow(parse_date(row["from"]), end, parse_decimal(row["rate"]), (row["source"],), "entered")
        found.setdefault(row["series"], []).append(entered)
    return found


def entered_in(folder: Path | None) -> dict[str, list[RateRow]]:
    """Give the rows entered into the book of a folder; none where there is no book."""
    from invoicing.app.book import Book

    if folder is None:
        return {}
    with Book(folder).ledger() as ledger:
        return entered_rates(ledger)


def known_series() -> tuple[str, ...]:
    """Give the keys of all series."""
    return tuple(find(SERIES))


def _describe(series: RateSeries, today: date) -> dict[str, Any]:
    last = series.rows[-1].end
    checks = {check: sum(row.check == check for row in series.rows) for check in CHECKS}
    return {
        "series": series.key,
        "title": series.title,
        "kind": series.kind,
        "total": series.total,
        "first_day": series.first_day.isoformat(),
        "last_day": last.isoformat() if last else None,
        "last_rate": format(series.rows[-1].rate, "f"),
        "days_left": (last - today).days if last else None,
        "rows": len(series.rows),
        "checks": checks,
        "gaps": list(series.gaps),
    }


def _row(row: RateRow) -> dict[str, Any]:
    return {
        "from": row.start.isoformat(),
        "to": row.end.isoformat() if row.end else None,
        "rate": format(row.rate, "f"),
        "check": row.check,
        "notice": row.notice,
        "note": row.note,
        "sources": list(row.sources),
    }
