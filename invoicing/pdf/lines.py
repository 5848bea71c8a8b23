"""The table of lines: columns measured from their contents, decimals under each other, a head that repeats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.pdf import cells
from invoicing.pdf.cells import TEXT
from invoicing.pdf.fonts import clean
from invoicing.pdf.layout import CAP_HALF, Fill, Piece, Row, Run, Style, height, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.domain.document import Line
    from invoicing.domain.issued import Issued
    from invoicing.pdf.fonts import Face
    from invoicing.pdf.theme import Theme
    from invoicing.texts import Language

LEFT_COLUMNS = frozenset({"description", "unit"})
DECIMAL_COLUMNS = frozenset({"quantity", "price"})
_INSET = 6.0
_SHRINK = 0.92
_LEAST_SIZE = 4.5
_LEAST_TEXT = 0.26
"""share of the width the description keeps before the type is made smaller"""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the document: its rows, and what it adds, in minor units, to the sum carried over pages."""

    rows: tuple[Row, ...]
    height: float
    minor: int


@dataclass(frozen=True, slots=True)
class LineTable:
    """The table, ready to be set on pages."""

    head: tuple[Row, ...]
    items: tuple[Item, ...]
    width: float
    right: float
    """where the amounts end"""
    style: Style
    padding: float
    """space above and below each line"""


@dataclass(frozen=True, slots=True)
class _Place:
    """A column on the page: name, left and right edge, and how much room the widest decimals take."""

    name: str
    x: float
    right: float
    tail: float = 0


@dataclass(frozen=True, slots=True)
class _Column:
    """A column before its place is known: its head, and each cell with its width and that of its decimals.

    Widths are in thousandths of the size, so that they hold for any size.
    """

    name: str
    head: str
    cells: list[tuple[str, float, float]]

    @property
    def need(self) -> tuple[float, float]:
        """What the widest cell asks, and the widest decimals in it."""
        tail = max([cell[2] for cell in self.cells], default=0.0)
        return max([cell[1] - cell[2] for cell in self.cells], default=0.0) + tail, tail


def table(theme: Theme, issued: Issued, language: Language, width: float) -> LineTable:
    """Lay the lines; the type shrinks step by step when wide figures leave the descriptions no room."""
    style, head_style = (
        theme.style(),
        theme.style("label", "bold" if theme.settings["table"]["bold"] else "regular", _head_colour(theme)),
    )
    made = _measured(theme, issued, language, style.face)
    side = inset(theme)
    places = _places(made, (style, head_style), (side, width - side))
    while _text_width(places) < width * _LEAST_TEXT and style.size > _LEAST_SIZE:
        style, head_style = style.resized(_SHRINK), head_style.resized(_SHRINK)
        places = _places(made, (style, head_style), (side, width - side))
    small = theme.style("small")
    note_style = Style(style.face, min(style.size, small.size), small.leading, theme.colour("mute"))
    return LineTable(
        (_head_row(theme, places, {column.name: column.head for column in made}, head_style, width),),
        _items(issued, made, places, _Look(theme, language, style, note_style, width)),
        width,
        places[-1].right,
        style,
        float(theme.settings["table"]["padding"]),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """How the lines are set."""

    theme: Theme
    language: Language
    style: Style
    note: Style
    width: float


def _items(issued: Issued, made: list[_Column], places: Sequence[_Place], look: _Look) -> tuple[Item, ...]:
    """Set each line: its description wrapped, its figures beside the first row of it."""
    figures = [(place, column.cells) for place, column in zip(places, made, strict=True) if column.name != TEXT]
    text = next(place for place in places if place.name == TEXT)
    ground = _Ground(look.theme, look.width)
    style, scale = look.style, look.style.size / 1000
    drop = ground.padding + style.drop
    items = []
    for index, (line, line_sum) in enumerate(zip(issued.document.lines, issued.totals.line_sums, strict=True)):
        beside = []
        for place, column in figures:
            cell, wide, tail = column[index]
            if cell:
                left = place.x if place.name in LEFT_COLUMNS else place.right - (wide - tail) * scale - place.tail
                beside.append((left, drop, style, cell))
        texts = _description(line, look, text.right - text.x)
        rows = ground.rows(texts, text.x, beside, index)
        items.append(Item(rows, height(rows), line_sum.gross.minor - line_sum.discount.minor))
    return tuple(items)


def _measured(theme: Theme, issued: Issued, language: Language, face: Face) -> list[_Column]:
    """Write every cell and measure it."""
    names = cells.names(issued, theme.settings["table"]["columns"])
    written = cells.columns(issued, language, names)
    decimal = language.number(Decimal("0.1"))[1]
    measure = face.measure
    result = []
    for name in names:
        key = "gross" if name == "amount" and issued.document.prices_include_tax else cells.HEADS[name]
        head = _head(language.label(key), theme)
        head += f" ({issued.document.currency})" if name == "amount" else ""
        decimals = name in DECIMAL_COLUMNS
        sized = [
            (cell, measure(cell), _tail(cell, face, decimal) if decimals else 0.0) for cell in written.get(name, ())
        ]
        result.append(_Column(name, head, sized))
    return result


def _tail(text: str, face: Face, decimal: str) -> float:
    """Width of the decimal sign and what follows it."""
    place = text.rfind(decimal)
    return face.measure(text[place:]) if place >= 0 else 0.0


def inset(theme: Theme) -> float:
    """Give the space between the edge of the table's grounds and its text; none where the table has no grounds."""
    table_settings = theme.settings["table"]
    return _INSET if table_settings["head"] == "fill" or table_settings["rows"] == "zebra" else 0.0


def _head(label: str, theme: Theme) -> str:
    return clean(label.upper() if theme.settings["table"]["upper"] else label)


def _head_colour(theme: Theme) -> str:
    return "paper" if theme.settings["table"]["head"] == "fill" else "mute"


def _places(made: Sequence[_Column], styles: tuple[Style, Style], edges: tuple[float, float]) -> list[_Place]:
    """Give each column between the edges the room its widest cell needs, and the descriptions the rest."""
    style, head_style = styles
    left, right = edges
    space, scale = style.size * 1.3, style.size / 1000
    names = [column.name for column in made]
    needs: dict[str, tuple[float, float]] = {}
    for column in made:
        if column.name != TEXT:
            wide, tail = column.need
            needs[column.name] = (max(wide * scale, head_style.width(column.head)), tail * scale)
    free = right - left - sum([need for need, _ in needs.values()]) - space * (len(names) - 1)
    places, x = [], left
    for name in names:
        need, tail = needs.get(name, (free, 0.0))
        places.append(_Place(name, x, x + need, tail))
        x += need + (space * 0.5 if name == "quantity" and "unit" in names else space)
    if "unit" in names and "quantity" in names:
        places = _given_back(places, space * 0.5)
    return places


def _given_back(places: list[_Place], more: float) -> list[_Place]:
    """Let the descriptions have the space saved between a quantity and its unit."""
    result, shift = [], 0.0
    for place in places:
        if place.name == TEXT:
            result.append(_Place(place.name, place.x, place.right + more))
            shift = more
        else:
            result.append(_Place(place.name, place.x + shift, place.right + shift, place.tail))
    return result


def _text_width(places: Sequence[_Place]) -> float:
    return next(place.right - place.x for place in places if place.name == TEXT)


def _head_row(theme: Theme, places: Sequence[_Place], heads: dict[str, str], style: Style, width: float) -> Row:
    how = theme.settings["table"]["head"]
    tall = style.leading + 2 * (5.0 if how == "fill" else 1.0) + 2
    drop = tall / 2 + style.size * CAP_HALF
    pieces = []
    for place in places:
        text = heads[place.name]
        x = place.x if place.name in LEFT_COLUMNS else place.right - style.width(text)
        pieces.append((x, drop, style, text))
    fills = {
        "fill": ((0.0, 0.0, width, tall, theme.colour("accent")),),
        "rule": ((0.0, tall - 0.9, width, 0.9, theme.colour("accent")),),
        "plain": (),
    }
    return Row(tall, tuple(pieces), fills[how])


def _description(line: Line, look: _Look, width: float) -> list[Run]:
    """Wrap a description: its first line in ink, what follows it, item code and period small."""
    language = look.language
    first, rest = line.description, []
    if "\n" in first:
        first, *rest = [part.strip() for part in first.splitlines() if part.strip()] or [""]
    if line.item:
        rest.append(f"{language.label('item')} {line.item}")
    if line.period is not None:
        short = language.short_date
        rest.append(language.label("period-range", start=short(line.period.start), end=short(line.period.end)))
    if line.discount is not None and line.discount.reason:
        rest.append(f"{language.label('discount')}: {line.discount.reason}")
    style, text = look.style, clean(first.strip())
    if not rest and style.width(text) <= width:
        return [(style, text)]
    parts = [(style, text), *((look.note, clean(part)) for part in rest)]
    return [found[0] if found else (style, "") for part in parts for found in wrap([part], width)]


class _Ground:
    """The space around each line, its rule or its tint."""

    def __init__(self, theme: Theme, width: float) -> None:
        """Read how the theme sets its lines."""
        self.padding = float(theme.settings["table"]["padding"])
        self._how = theme.settings["table"]["rows"]
        self._rule: Fill = (0.0, -0.4, width, 0.4, theme.colour("line"))
        self._tint = (0.0, 0.0, width, theme.colour("tint"))

    def rows(self, texts: Sequence[Run], x: float, beside: Sequence[Piece], index: int) -> tuple[Row, ...]:
        """Set a line: `beside` stands in its first row, its places told from above the padding.

        The space above the first row and below the last one is part of them.
        """
        rows, above, last = [], self.padding, len(texts) - 1
        for number, (style, text) in enumerate(texts):
            tall = above + style.leading + (self.padding if number == last else 0.0)
            piece = (x, above + style.drop, style, text)
            pieces = (piece,) if number else (piece, *beside)
            rows.append(Row(tall, pieces, self._fills(tall, index, ends=number == last)))
            above = 0.0
        return tuple(rows)

    def _fills(self, tall: float, index: int, *, ends: bool) -> tuple[Fill, ...]:
        if self._how == "zebra" and index % 2 == 0:
            x, below, width, colour = self._tint
            return ((x, below, width, tall + 0.05, colour),)
        if self._how == "hair" and ends:
            x, below, width, weight, colour = self._rule
            return ((x, tall + below, width, weight, colour),)
        return ()
