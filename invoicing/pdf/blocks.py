"""Blocks: what stands in the bands above and below the lines, each laid into rows of a given width."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from invoicing.domain.tax import DEFAULT_NAME, NEEDS_REASON, TaxKey
from invoicing.pdf import context, images, markup, qr
from invoicing.pdf.cells import untaxed
from invoicing.pdf.fonts import clean
from invoicing.pdf.layout import (
    CAP_HALF,
    CENTRE,
    MM,
    RIGHT,
    Image,
    Piece,
    Row,
    Style,
    gap,
    lines,
    paragraph,
    set_line,
    shifted,
)
from invoicing.pdf.lines import inset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.domain.issued import Issued
    from invoicing.domain.totals import TaxRow
    from invoicing.pdf.sheet import Sheets
    from invoicing.pdf.theme import Source, Theme
    from invoicing.texts import Language

_LABEL_SHARE = 0.5
_LABEL_GAP = 10.0
_CELL_GAP = 10.0
Tone = str
"""``ink``, or ``paper`` on a dark ground"""


@lru_cache(maxsize=1024)
def text(source: Source, width: float, align: str = "left", tone: Tone = "ink") -> tuple[Row, ...]:
    """Lay the markup of a block: lines of text, and label-value pairs in two columns."""
    theme = source.theme
    parsed = markup.parse(source.markup())
    label_style = theme.style("body", "regular", "mute" if tone == "ink" else tone)
    labels = [label_style.width(line.label) for line in parsed if isinstance(line, markup.Pair)]
    column = min(max(labels, default=0), width * _LABEL_SHARE) + _LABEL_GAP
    rows: list[Row] = []
    for line in parsed:
        if isinstance(line, markup.Text):
            rows.extend(_text_rows(theme, line, width, align, tone))
        else:
            rows.extend(_pair_rows(theme, line, width, column, tone))
    return tuple(rows)


@lru_cache(maxsize=4096)
def _text_rows(theme: Theme, line: markup.Text, width: float, align: str, tone: Tone) -> tuple[Row, ...]:
    if not line.runs:
        return (gap(theme.style().leading / 2),)
    return tuple(paragraph([(_style(theme, marks, tone), part) for marks, part in line.runs], width, align))


@lru_cache(maxsize=4096)
def _pair_rows(theme: Theme, line: markup.Pair, width: float, column: float, tone: Tone) -> tuple[Row, ...]:
    style = theme.style("body", "regular", "mute" if tone == "ink" else tone)
    label = paragraph([(style, line.label)], column - _LABEL_GAP)
    runs = [(_style(theme, marks, tone), part) for marks, part in line.runs]
    value = [shifted(row, column) for row in paragraph(runs, width - column)]
    return tuple(_beside(label, value))


def _beside(left: list[Row], right: list[Row]) -> list[Row]:
    rows = []
    for index in range(max(len(left), len(right))):
        parts = [column[index] for column in (left, right) if index < len(column)]
        rows.append(Row(max(part.height for part in parts), tuple(piece for part in parts for piece in part.pieces)))
    return rows


def _style(theme: Theme, marks: markup.Marks, tone: Tone) -> Style:
    size = "big" if "big" in marks else "small" if "small" in marks else "body"
    face = "bold" if "b" in marks else "italic" if "i" in marks else "regular"
    colour = "accent" if "accent" in marks else "mute" if "mute" in marks else "ink"
    return theme.style(size, face, colour if tone == "ink" else tone)


@lru_cache(maxsize=1024)
def facts(source: Source, width: float, tone: Tone = "ink") -> tuple[Row, ...]:
    """Lay the pairs of a block as columns: a small label over a large value."""
    theme = source.theme
    pairs = [line for line in markup.parse(source.markup()) if isinstance(line, markup.Pair)]
    if not pairs:
        return ()
    label_style = theme.style("label", "regular", "mute" if tone == "ink" else tone)
    share = width / len(pairs)
    columns = []
    for index, pair in enumerate(pairs):
        first = "accent" if index == 0 and tone == "ink" else tone
        value_style = theme.style("due", "bold", first)
        value = "".join(part for _, part in pair.runs)
        rows = [
            *paragraph([(label_style, pair.label)], share - _CELL_GAP),
            *paragraph([(value_style, value)], share - _CELL_GAP),
        ]
        columns.append([shifted(row, index * share) for row in rows])
    return _stacked(columns)


def _stacked(columns: list[list[Row]]) -> tuple[Row, ...]:
    pieces: list[Piece] = []
    for column in columns:
        below = 0.0
        for row in column:
            pieces.extend((x, drop + below, style, part) for x, drop, style, part in row.pieces)
            below += row.height
    return (Row(max(sum(row.height for row in column) for column in columns), tuple(pieces)),)


def logo(theme: Theme, width: float, align: str, alt: str) -> tuple[Row, ...]:
    """Lay the seller's logo, fitted into the theme's box and the column."""
    if theme.logo is None:
        return ()
    box = theme.settings["logo"]
    most = min(box["width"] * MM, width)
    picture = images.picture(theme.logo, box["width"] * MM, box["height"] * MM)
    wide, high = images.fitted(picture, most, box["height"] * MM)
    x = width - wide if align == RIGHT else 0.0
    return (Row(high, images=(Image("logo", x, 0, wide, high, alt),)),)


def codes(sheets: Sheets, theme: Theme, wanted: Sequence[tuple[str, str]]) -> list[tuple[Row, ...]]:
    """Lay a QR code for each (payload, caption), on a white ground with its quiet border."""
    side = float(theme.settings["payment"]["code"]) * MM
    quiet = side * qr.QUIET * 0.75
    inner = side - 2 * quiet
    style = theme.style("label", "regular", "mute")
    result = []
    for payload, caption in wanted:
        name = qr.name(payload)
        sheets.forms[name] = qr.form(payload)
        image = Image(name, quiet, quiet, inner, inner, f"QR code: {caption}")
        picture = Row(side, fills=((0, 0, side, side, theme.colour("paper")),), images=(image,))
        result.append((picture, gap(2), *paragraph([(style, clean(caption))], side, CENTRE)))
    return result


def link(theme: Theme, address: str, width: float) -> list[Row]:
    """Lay an address as text that can be clicked."""
    style = theme.style("small", "regular", "accent")
    rows = paragraph([(style, clean(address))], width)
    return [Row(row.height, row.pieces, links=((0, 0, width, row.height, address),)) for row in rows]


def totals(theme: Theme, issued: Issued, language: Language, width: float) -> tuple[Row, ...]:
    """Lay the sums; only those that say something, and what is due last and largest."""
    body, bold = theme.style(), theme.style("body", "bold")
    side = inset(theme)
    rows: list[Row] = []
    for key, value, strong in _sums(issued, language):
        style = bold if strong else body
        rows.extend(shifted(row, side) for row in _sum_row(theme, clean(key), clean(value), style, width - 2 * side))
    rows.extend(_due_rows(theme, issued, language, width))
    return tuple(rows)


def _sums(issued: Issued, language: Language) -> list[tuple[str, str, bool]]:
    """Give label, amount and weight of each sum above what is due."""
    sums, label, money = issued.totals, language.label, language.money
    pairs: list[tuple[str, str, bool]] = []
    if sums.adjustments:
        pairs.append((label("subtotal"), money(sums.lines), False))
        for one in sums.adjustments:
            share = f" ({language.percent(one.percent)})" if one.percent is not None else ""
            name = (one.reason or label("charge" if one.charge else "allowance")) + share
            pairs.append((name, money(one.net if one.charge else -one.net), False))
    taxed = bool(sums.taxes)
    if taxed:
        pairs.append((label("net-total"), money(sums.net), False))
        pairs.extend(_tax_sums(issued, language))
    reduced = bool(sums.withholdings or sums.prepaid or sums.rounding)
    if reduced:
        pairs.append((label("total-including-tax" if taxed else "total"), money(sums.total), True))
    pairs.extend(
        (f"{_withheld(held.kind, language)} {language.percent(held.rate)}", money(-held.amount), False)
        for held in sums.withholdings
    )
    if sums.withholdings and (sums.prepaid or sums.rounding):
        pairs.append((label("payable"), money(sums.payable), True))
    if sums.prepaid:
        pairs.append((label("prepaid"), money(-sums.prepaid), False))
    if sums.rounding:
        pairs.append((label("rounding"), money(sums.rounding), False))
    return pairs


def _tax_sums(issued: Issued, language: Language) -> list[tuple[str, str, bool]]:
    """Give one row when there is one tax, else their sum, whose parts stand in the tax summary."""
    sums = issued.totals
    if len(sums.taxes) == 1:
        row = sums.taxes[0]
        return [(_tax_title(issued, row, language), language.money(row.tax), False)]
    return [(language.label("tax-total"), language.money(sums.tax), False)]


def _withheld(kind: str, language: Language) -> str:
    """Name a withholding: by its phrase where the language has one, else by the general label."""
    key = f"withholding-{kind}"
    if language.has_phrase(key):
        return language.phrase(key)
    return language.label("withheld")


def _sum_row(theme: Theme, key: str, value: str, style: Style, width: float) -> list[Row]:
    pad = float(theme.settings["table"]["padding"]) / 2
    size = style.width(value)
    label = paragraph([(style, key)], width - size - _CELL_GAP)
    first = label[0]
    joined = Row(first.height + pad, (*first.pieces, (width - size, style.drop, style, value)))
    return [joined, *label[1:]]


def _due_rows(theme: Theme, issued: Issued, language: Language, width: float) -> list[Row]:
    how = theme.settings["totals"]["due"]
    tone = "paper" if how == "fill" else "accent"
    side = inset(theme)
    label_style = theme.style("body", "bold", "paper" if how == "fill" else "ink")
    value_style = theme.style("due", "bold", tone)
    label, value = clean(language.label(context.due_key(issued))), clean(language.money(issued.totals.due))
    size = value_style.width(value)
    room = width - 2 * side
    if label_style.width(label) + size + _CELL_GAP <= room:
        height = value_style.leading + 10
        drop = height / 2 + value_style.size * CAP_HALF
        pieces = ((side, drop, label_style, label), (width - side - size, drop, value_style, value))
    else:
        height = label_style.leading + value_style.leading + 10
        pieces = (
            (side, 5 + label_style.drop, label_style, label),
            (width - side - size, 5 + label_style.leading + value_style.drop, value_style, value),
        )
    fills = {
        "fill": ((0.0, 0.0, width, height, theme.colour("accent")),),
        "rule": ((0.0, 0.0, width, 0.9, theme.colour("accent")),),
        "plain": (),
    }
    return [gap(4), Row(height, pieces, fills[how])]


def tax_name(issued: Issued, row: TaxRow) -> str:
    """Give the printed name of a tax: the country's own where the standard's stands."""
    return issued.tax_label if row.name == DEFAULT_NAME else row.name


def taxes(theme: Theme, issued: Issued, language: Language, width: float) -> tuple[Row, ...]:
    """Lay the tax summary; left out when one plain rate says all that the totals do not already say."""
    rows = issued.totals.taxes
    if not rows or (len(rows) == 1 and rows[0].category == "S"):
        return ()
    heads = [language.label(key) for key in ("tax-category", "tax-base", "tax-amount")]
    cells = [
        (_tax_title(issued, row, language, marked=True), language.amount(row.base), language.amount(row.tax))
        for row in rows
    ]
    notes = [_tax_note(row, language) for row in rows]
    return small_table(theme, heads, cells, width, notes)


def _tax_title(issued: Issued, row: TaxRow, language: Language, *, marked: bool = False) -> str:
    """Name a row of taxes: tax and rate, or in words why there is none, with the mark of its lines."""
    if row.category not in NEEDS_REASON:
        return f"{tax_name(issued, row)} {language.percent(row.rate)}"
    mark = untaxed(issued)[TaxKey(row.name, row.category, row.rate, row.compound)] if marked else ""
    return f"{language.label(f'category-{row.category}')}{f' {mark}' if mark else ''}"


def _tax_note(row: TaxRow, language: Language) -> str:
    """Give what stands under a row: the reason of a row without tax, the name of a category that is not plain."""
    if row.category == "S":
        return ""
    name = language.label(f"category-{row.category}")
    if row.category not in NEEDS_REASON:
        return name
    reason = row.reason
    if reason and language.has_phrase(reason):
        reason = language.phrase(reason)
    elif " " not in reason:
        return ""  # the key of a law text, which stands among the sentences below
    return reason[len(name) :].lstrip(" ,:;–-") if reason.casefold().startswith(name.casefold()) else reason


def schedule(theme: Theme, issued: Issued, language: Language, width: float) -> tuple[Row, ...]:
    """Lay the instalments: number, day, amount."""
    if len(issued.schedule) < 2:
        return ()
    heads = [language.label(key) for key in ("instalments", "due-date", "amount")]
    cells = [
        (language.label("instalment", n=number), language.date(part.day), language.amount(part.amount))
        for number, part in enumerate(issued.schedule, 1)
    ]
    return small_table(theme, heads, cells, width, [""] * len(cells))


def small_table(
    theme: Theme, heads: Sequence[str], cells: Sequence[Sequence[str]], width: float, notes: Sequence[str]
) -> tuple[Row, ...]:
    """Lay a table of one text column and further right-aligned ones; a note stands under its row."""
    head_style, style, note_style = (
        theme.style("label", "regular", "mute"),
        theme.style("small"),
        theme.style("small", "regular", "mute"),
    )
    shown = [tuple(clean(cell) for cell in row) for row in cells]
    widths = [
        max([head_style.width(clean(head)), *(style.width(row[index]) for row in shown)])
        for index, head in enumerate(heads)
    ]
    rights = [width - sum(width + _CELL_GAP for width in widths[index + 1 :]) for index in range(len(heads))]
    first = rights[1] - widths[1] - _CELL_GAP
    line = theme.colour("line")
    rows = [_cells_row(head_style, [clean(head) for head in heads], rights, first, line)]
    for row, note in zip(shown, notes, strict=True):
        rows.append(gap(2))
        label = lines(row[0], style, first)
        rows.append(Row(label[0].height, (*label[0].pieces, *_right_cells(style, row, rights))))
        rows.extend(label[1:])
        rows.extend(lines(note, note_style, first) if note else [])
    return tuple(rows)


def _cells_row(style: Style, cells: Sequence[str], rights: Sequence[float], first: float, line: str) -> Row:
    label = set_line([(style, cells[0])], first)
    height = style.leading + 3
    return Row(
        height, (*label.pieces, *_right_cells(style, cells, rights)), ((0, height - 0.6, rights[-1], 0.6, line),)
    )


def _right_cells(style: Style, cells: Sequence[str], rights: Sequence[float]) -> list[tuple[float, float, Style, str]]:
    return [
        (right - style.width(cell), style.drop, style, cell) for cell, right in zip(cells[1:], rights[1:], strict=True)
    ]
