"""The table of lines: columns measured from their contents, decimals under each other, a head that repeats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.domain.money import minor_units
from invoicing.domain.tax import DEFAULT_NAME, NEEDS_REASON, TaxKey, key_of
from invoicing.pdf.fonts import clean
from invoicing.pdf.layout import CAP_HALF, Piece, Row, Style, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invoicing.domain.document import Line
    from invoicing.domain.issued import Issued
    from invoicing.domain.money import Money
    from invoicing.domain.tax import Tax
    from invoicing.domain.totals import LineSum
    from invoicing.pdf.theme import Theme
    from invoicing.texts import Language

HEADS = {
    "position": "position",
    "description": "description",
    "quantity": "quantity",
    "unit": "unit",
    "price": "unit-price",
}
HEADS |= {"discount": "discount", "tax": "tax", "amount": "net"}
LEFT_COLUMNS = frozenset({"description", "unit"})
DECIMAL_COLUMNS = frozenset({"quantity", "price"})
_INSET = 6.0
_RAISED = ("¹", "²", "³")
_SHRINK = 0.92
_LEAST_SIZE = 4.5
_LEAST_TEXT = 0.26
"""share of the width the description keeps before the type is made smaller"""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the document: its rows, and the amount it adds to the sum carried over pages."""

    rows: tuple[Row, ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class LineTable:
    """The table, ready to be set on pages."""

    head: tuple[Row, ...]
    items: tuple[Item, ...]
    width: float
    right: float
    """where the amounts end"""
    style: Style


@dataclass(frozen=True, slots=True)
class _Place:
    """A column on the page: name, left edge, width, and how much room the widest decimals take."""

    name: str
    x: float
    width: float
    tail: float = 0


def table(theme: Theme, issued: Issued, language: Language, width: float) -> LineTable:
    """Lay the lines; the type shrinks step by step when wide figures leave the descriptions no room."""
    names = _names(theme, issued)
    cells = columns(issued, language, names)
    decimal = language.number(Decimal("0.1"))[1]
    style, head_style = (
        theme.style(),
        theme.style("label", "bold" if theme.settings["table"]["bold"] else "regular", _head_colour(theme)),
    )
    heads = {name: _head(language.label(HEADS[name]), theme) for name in names}
    if "amount" in names:
        label = "gross" if issued.document.prices_include_tax else HEADS["amount"]
        heads["amount"] = f"{_head(language.label(label), theme)} ({issued.document.currency})"
    side = inset(theme)
    places = _places(cells, heads, (style, head_style), (side, width - side), decimal)
    while _text_width(places) < width * _LEAST_TEXT and style.size > _LEAST_SIZE:
        style, head_style = style.resized(_SHRINK), head_style.resized(_SHRINK)
        places = _places(cells, heads, (style, head_style), (side, width - side), decimal)
    padding = float(theme.settings["table"]["padding"])
    head = _head_row(theme, places, heads, head_style, width)
    note_style = Style(
        style.face, min(style.size, theme.style("small").size), theme.style("small").leading, theme.colour("mute")
    )
    items = []
    for index, (line, line_sum) in enumerate(zip(issued.document.lines, issued.totals.line_sums, strict=True)):
        description = next(place for place in places if place.name == "description")
        rows = _description(line, language, style, note_style, description)
        figures = _figures(places, {name: column[index] for name, column in cells.items()}, style, decimal)
        rows[0] = Row(rows[0].height, (*rows[0].pieces, *figures))
        items.append(Item(_ruled(theme, rows, padding, width, index), line_sum.gross - line_sum.discount))
    return LineTable((head,), tuple(items), width, _amount_right(places), style)


def inset(theme: Theme) -> float:
    """Give the space between the edge of the table's grounds and its text; none where the table has no grounds."""
    table_settings = theme.settings["table"]
    return _INSET if table_settings["head"] == "fill" or table_settings["rows"] == "zebra" else 0.0


def _head(label: str, theme: Theme) -> str:
    return clean(label.upper() if theme.settings["table"]["upper"] else label)


def _head_colour(theme: Theme) -> str:
    return "paper" if theme.settings["table"]["head"] == "fill" else "mute"


def _names(theme: Theme, issued: Issued) -> list[str]:
    """Give the theme's columns without those no line uses."""
    lines = issued.document.lines
    unused = set()
    if not any(line.discount for line in lines):
        unused.add("discount")
    if not any(line.taxes for line in lines):
        unused.add("tax")
    if all(line.unit == "C62" for line in lines):
        unused.add("unit")
    if len(lines) == 1:
        unused.add("position")
    kind = kinds.kind(issued.document.kind)
    if not kind.priced:
        unused |= {"price", "discount", "tax", "amount"}
    elif not kind.taxed and all(line.quantity == line.price_base == 1 and line.unit == "C62" for line in lines):
        unused |= {"quantity", "price"}  # each price is the amount beside it; an invoice shows both by law
    return [name for name in theme.settings["table"]["columns"] if name not in unused]


def columns(issued: Issued, language: Language, names: Sequence[str]) -> dict[str, list[str]]:
    """Write every cell but the descriptions."""
    marks = untaxed(issued)
    makers: dict[str, Callable[[int, Line, LineSum], str]] = {
        "position": lambda index, _line, _sum: str(index + 1),
        "quantity": lambda _index, line, _sum: language.number(line.quantity),
        "unit": lambda _index, line, _sum: language.unit(line.unit, line.quantity),
        "price": lambda _index, line, _sum: _price(line, issued, language),
        "discount": lambda _index, line, one: _discount(line, one, language),
        "tax": lambda _index, line, _sum: " + ".join(_tax(tax, marks, language) for tax in line.taxes),
        "amount": lambda _index, _line, one: language.amount(one.gross - one.discount),
    }
    pairs = list(zip(issued.document.lines, issued.totals.line_sums, strict=True))
    return {
        name: [clean(makers[name](index, line, one)) for index, (line, one) in enumerate(pairs)]
        for name in names
        if name != "description"
    }


def _price(line: Line, issued: Issued, language: Language) -> str:
    price = language.number(line.price, minor_units(issued.document.currency))
    if line.price_base == 1:
        return price
    return f"{price} {language.label('per-quantity', quantity=language.number(line.price_base))}"


def _discount(line: Line, one: LineSum, language: Language) -> str:
    if line.discount is None:
        return ""
    if line.discount.percent is not None:
        return language.percent(line.discount.percent)
    return language.amount(-one.discount)


def untaxed(issued: Issued) -> dict[TaxKey, str]:
    """Give the mark of each row of the tax summary that has no rate to show, and stands there with its reason.

    A line shows a dash in its place, as no client knows the letters of the categories; where a document has several
    reasons, a raised number leads from the dash to the right one.
    """
    rows = [row for row in issued.totals.taxes if row.category in NEEDS_REASON]
    marks = _RAISED if 1 < len(rows) <= len(_RAISED) else ("",) * len(rows)
    return {
        TaxKey(row.name, row.category, row.rate, row.compound): mark for row, mark in zip(rows, marks, strict=False)
    }


def _tax(tax: Tax, marks: dict[TaxKey, str], language: Language) -> str:
    if tax.category in NEEDS_REASON:
        return f"–{marks.get(key_of(tax), '')}"
    rate = language.percent(tax.rate if tax.rate is not None else Decimal(0))
    return rate if tax.name == DEFAULT_NAME else f"{tax.name} {rate}"


def _places(
    cells: dict[str, list[str]],
    heads: dict[str, str],
    styles: tuple[Style, Style],
    edges: tuple[float, float],
    decimal: str,
) -> list[_Place]:
    """Give each column between the edges the room its widest cell needs, and the descriptions the rest."""
    style, head_style = styles
    left, right = edges
    names = list(heads)
    space = style.size * 1.3
    needs: dict[str, tuple[float, float]] = {}
    for name, column in cells.items():
        tail = max((_tail(text, style, decimal) for text in column), default=0) if name in DECIMAL_COLUMNS else 0
        body = (
            max((style.width(text) - (_tail(text, style, decimal) if tail else 0) for text in column), default=0) + tail
        )
        needs[name] = (max(body, head_style.width(heads[name])), tail)
    free = right - left - sum(need for need, _ in needs.values()) - space * (len(names) - 1)
    places, x = [], left
    for name in names:
        need, tail = needs.get(name, (free, 0.0))
        places.append(_Place(name, x, need, tail))
        x += need + (space * 0.5 if name == "quantity" and "unit" in names else space)
    if "unit" in names and "quantity" in names:
        places = _given_back(places, space * 0.5)
    return places


def _given_back(places: list[_Place], more: float) -> list[_Place]:
    """Let the descriptions have the space saved between a quantity and its unit."""
    result, shift = [], 0.0
    for place in places:
        if place.name == "description":
            result.append(_Place(place.name, place.x, place.width + more))
            shift = more
        else:
            result.append(_Place(place.name, place.x + shift, place.width, place.tail))
    return result


def _tail(text: str, style: Style, decimal: str) -> float:
    """Width of the decimal sign and what follows it."""
    place = text.rfind(decimal)
    return style.width(text[place:]) if place >= 0 else 0.0


def _text_width(places: Sequence[_Place]) -> float:
    return next(place.width for place in places if place.name == "description")


def _amount_right(places: Sequence[_Place]) -> float:
    last = places[-1]
    return last.x + last.width


def _head_row(theme: Theme, places: Sequence[_Place], heads: dict[str, str], style: Style, width: float) -> Row:
    how = theme.settings["table"]["head"]
    inset = 5.0 if how == "fill" else 1.0
    height = style.leading + 2 * inset + 2
    drop = height / 2 + style.size * CAP_HALF
    pieces = []
    for place in places:
        text = heads[place.name]
        x = place.x if place.name in LEFT_COLUMNS else place.x + place.width - style.width(text)
        pieces.append((x, drop, style, text))
    fills = {
        "fill": ((0.0, 0.0, width, height, theme.colour("accent")),),
        "rule": ((0.0, height - 0.9, width, 0.9, theme.colour("accent")),),
        "plain": (),
    }
    return Row(height, tuple(pieces), fills[how])


def _description(line: Line, language: Language, style: Style, note_style: Style, place: _Place) -> list[Row]:
    """Lay a description: its first line in ink, what follows it, item code and period small."""
    first, *rest = [part.strip() for part in line.description.splitlines() if part.strip()] or [""]
    rows = [_at(place.x, found) for found in wrap([(style, clean(first))], place.width)]
    if line.item:
        rest.append(f"{language.label('item')} {line.item}")
    if line.period is not None:
        short = language.short_date
        rest.append(language.label("period-range", start=short(line.period.start), end=short(line.period.end)))
    if line.discount is not None and line.discount.reason:
        rest.append(f"{language.label('discount')}: {line.discount.reason}")
    for part in rest:
        rows.extend(_at(place.x, found) for found in wrap([(note_style, clean(part))], place.width))
    return rows


def _at(x: float, line: Sequence[tuple[Style, str]]) -> Row:
    style, text = line[0] if line else (None, "")
    if style is None:
        return Row(0)
    return Row(style.leading, ((x, style.drop, style, text),))


def _figures(places: Sequence[_Place], cells: dict[str, str], style: Style, decimal: str) -> list[Piece]:
    """Place the figures of a line; decimals stand under each other."""
    pieces = []
    drop = style.drop
    for place in places:
        if place.name == "description":
            continue
        text = cells[place.name]
        if not text:
            continue
        if place.name in LEFT_COLUMNS:
            x = place.x
        else:
            x = place.x + place.width - style.width(text)
            if place.tail:
                x -= place.tail - _tail(text, style, decimal)
        pieces.append((x, drop, style, text))
    return pieces


def _ruled(theme: Theme, rows: list[Row], padding: float, width: float, index: int) -> tuple[Row, ...]:
    """Give a line its space above and below, and its rule or ground."""
    how = theme.settings["table"]["rows"]
    line = theme.colour("line")
    top, bottom = Row(padding), Row(padding, (), ((0.0, padding - 0.4, width, 0.4, line),) if how == "hair" else ())
    if how != "zebra" or index % 2:
        return (top, *rows, bottom)
    tint = theme.colour("tint")
    return tuple(
        Row(row.height, row.pieces, ((0.0, 0.0, width, row.height + 0.05, tint),)) for row in (top, *rows, Row(padding))
    )


def carried(table: LineTable, label: str, amount: str, padding: float) -> tuple[Row, ...]:
    """Lay the sum carried over a page."""
    style = table.style
    text, figure = clean(label), clean(amount)
    right = table.right - style.width(figure)
    left = max(0.0, right - style.width(text) - 14)
    return (
        Row(
            style.leading + padding,
            ((left, style.drop + padding / 2, style, text), (right, style.drop + padding / 2, style, figure)),
        ),
    )
