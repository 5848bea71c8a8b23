"""Show the rate series the toolkit ships: how far each reaches, how well it is checked, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invoicing.app.late_payment import SERIES, every_series
from invoicing.discovery import find, load
from invoicing.domain.interest.series import CHECKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invoicing.domain.interest.series import RateRow, RateSeries


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
