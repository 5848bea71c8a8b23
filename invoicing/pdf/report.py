"""A report page: a title, some facts, tables, and bars where a picture says it faster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing import texts
from invoicing.pdf import context
from invoicing.pdf.fonts import clean
from invoicing.pdf.grid import grid, set_grid
from invoicing.pdf.layout import CAP_HALF, LEFT, Row, gap, lines, merged, paragraph
from invoicing.pdf.pages import Pages
from invoicing.pdf.sheet import About

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from invoicing.domain.party import Party
    from invoicing.pdf.theme import Theme

_BAR = 7.0


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with an optional title; `right` holds the columns set flush right, `total` the last row or nothing."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    total: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: what it shows, how much it is (never negative), and that amount in words."""

    label: str
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """All that stands on a report."""

    seller: Party
    title: str
    language: str
    day: date | None = None
    """the day the file says it was made"""
    intro: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """(label, value) under the title: client, day, currency"""
    bars: tuple[Bar, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    notes: tuple[str, ...] = ()
    seller_labels: tuple[tuple[str, str], ...] = ()


def render(report: ReportPage, theme: Theme) -> bytes:
    """Draw a report as PDF; the same report and theme give the same bytes."""
    language = texts.language(report.language, theme.resources)
    facts = context.plain(report.seller, report.seller_labels, language, report.title)
    pages = Pages(theme, language, facts, About(report.title, report.seller.name, "", report.day))
    flow, width, style = pages.flow, pages.width, theme.style()
    logo = pages.logo(width * 0.55, LEFT, report.seller.name)
    flow.put([merged([(0, logo), (width * 0.6, pages.text("seller", width * 0.4))]), gap(26)])
    flow.put([*paragraph([(theme.style("big"), clean(report.title))], width), gap(6)], "H1")
    for label, value in report.facts:
        mute = theme.style("body", "regular", "mute")
        flow.put([merged([(0, lines(label, mute, width * 0.25)), (width * 0.27, lines(value, style, width * 0.73))])])
    for text in report.intro:
        flow.skip(6)
        flow.pour(lines(text, style, width))
    flow.skip(14)
    if report.bars:
        flow.keep(_bars(report.bars, theme, width))
        flow.skip(14)
    for table in report.tables:
        if table.title:
            flow.keep([*paragraph([(theme.style("body", "bold"), clean(table.title))], width), gap(5)])
        set_grid(flow, grid(theme, table.head, table.rows, table.right, width, table.total))
        flow.skip(16)
    for text in report.notes:
        flow.pour(lines(text, theme.style("small", "regular", "mute"), width))
    return pages.finish()


def _bars(bars: tuple[Bar, ...], theme: Theme, width: float) -> list[Row]:
    """Draw level bars to one scale, label at the left, amount at the right."""
    style, mute = theme.style("small"), theme.style("small", "regular", "mute")
    labels = max(mute.width(clean(bar.label)) for bar in bars) + 12
    amounts = max(style.width(clean(bar.text)) for bar in bars) + 12
    room = max(width - labels - amounts, 40.0)
    most = max((float(bar.value) for bar in bars), default=0) or 1.0
    rows = []
    for bar in bars:
        text = clean(bar.text)
        tall = style.leading + 3
        long = room * float(bar.value) / most
        middle = tall / 2
        pieces = (
            (0.0, middle + style.size * CAP_HALF, mute, clean(bar.label)),
            (width - style.width(text), middle + style.size * CAP_HALF, style, text),
        )
        fills = (
            (labels, middle - _BAR / 2, room, _BAR, theme.colour("tint")),
            (labels, middle - _BAR / 2, max(long, 0.6), _BAR, theme.colour("accent")),
        )
        rows.append(Row(tall, pieces, fills))
    return rows
