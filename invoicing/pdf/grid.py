"""A plain table of letters and reports: columns as wide as their cells ask, text columns giving way when tight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.pdf.fonts import clean
from invoicing.pdf.layout import LEFT, RIGHT, Block, Row, Style, merged, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.pdf.flow import Flow
    from invoicing.pdf.theme import Theme

_GAP = 12.0
_PAD = 2.6
_LEAST = 36.0
_SHRINK = 0.93
_SMALLEST = 5.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out: its head, its rows, and its last row set off by a rule."""

    head: Row
    rows: tuple[Row, ...]
    total: Block


def grid(
    theme: Theme,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[int],
    width: float,
    total: Sequence[str] = (),
) -> Grid:
    """Lay a table; `right` names the columns set flush right, `total` a last row in bold."""
    table = [tuple(clean(cell) for cell in row) for row in (head, *rows, *((total,) if total else ()))]
    style, bold, label = theme.style("small"), theme.style("small", "bold"), theme.style("label", "regular", "mute")
    widths = _widths(table, style, label, right, width)
    while sum(widths) + _GAP * (len(widths) - 1) > width + 0.01 and style.size > _SMALLEST:
        style, bold, label = (one.resized(_SHRINK) for one in (style, bold, label))
        widths = _widths(table, style, label, right, width)
    places = _places(widths, right, width)
    line = theme.colour("line")
    first = _row(table[0], places, label, right)
    head_row = Row(
        first.height + _PAD, first.pieces, ((0, first.height + _PAD - 0.8, width, 0.8, theme.colour("accent")),)
    )
    body = []
    for cells in table[1 : 1 + len(rows)]:
        row = _row(cells, places, style, right)
        pieces = tuple((x, below + _PAD, one, text) for x, below, one, text in row.pieces)
        tall = row.height + 2 * _PAD
        body.append(Row(tall, pieces, ((0, tall - 0.4, width, 0.4, line),)))
    last: Block = ()
    if total:
        row = _row(table[-1], places, bold, right)
        last = (Row(row.height + 2 * _PAD, tuple((x, below + _PAD, one, text) for x, below, one, text in row.pieces)),)
    return Grid(head_row, tuple(body), last)


def set_grid(flow: Flow, made: Grid) -> None:
    """Set a table here, its head again on each page it reaches; the total stays with the last row."""
    need = made.head.height + sum(row.height for row in made.rows[:2])
    if need > flow.room:
        flow.turn()
    flow.put([made.head])
    for index, row in enumerate(made.rows):
        with_total = made.total if index == len(made.rows) - 1 else ()
        if row.height + sum(one.height for one in with_total) > flow.room:
            flow.turn()
            flow.put([made.head])
        flow.put([row, *with_total])
    if not made.rows:
        flow.put(made.total)


def _widths(
    table: Sequence[Sequence[str]], style: Style, label: Style, right: Sequence[int], width: float
) -> list[float]:
    """Give each column its natural width; text columns share the loss when that is too much."""
    count = len(table[0])
    natural = [
        max([label.width(table[0][index]), *(style.width(row[index]) for row in table[1:])]) * 1.02
        for index in range(count)
    ]
    over = sum(natural) + _GAP * (count - 1) - width
    texts = [index for index in range(count) if index not in right]
    for _ in range(count):
        if over <= 0 or not texts:
            break
        widest = max(texts, key=lambda index: natural[index])
        second = max([natural[index] for index in texts if index != widest], default=_LEAST)
        cut = min(over, max(natural[widest] - max(second, _LEAST), over / len(texts) if len(texts) > 1 else over))
        cut = min(cut, natural[widest] - _LEAST)
        natural[widest] -= cut
        over -= cut
    return natural


def _places(widths: Sequence[float], right: Sequence[int], width: float) -> list[tuple[float, float]]:
    """Give (x, width) of each column; what is left over goes to the first text column."""
    spare = width - sum(widths) - _GAP * (len(widths) - 1)
    text = next((index for index in range(len(widths)) if index not in right), 0)
    places, x = [], 0.0
    for index, one in enumerate(widths):
        wide = one + (max(spare, 0) if index == text else 0)
        places.append((x, wide))
        x += wide + _GAP
    return places


def _row(cells: Sequence[str], places: Sequence[tuple[float, float]], style: Style, right: Sequence[int]) -> Row:
    columns = []
    for index, (cell, (x, wide)) in enumerate(zip(cells, places, strict=True)):
        if cell:
            columns.append((x, paragraph([(style, cell)], wide, RIGHT if index in right else LEFT)))
    return merged(columns) if columns else Row(style.leading)
