"""Text laid into rows: styles, wrapping by measured width, and the rows every block and table is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from invoicing.pdf.fonts import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from invoicing.pdf.fonts import Face
    from invoicing.pdf.sheet import Ink

CAP_HALF = 0.355
"""half the height of a capital, as a share of the size, for the faces we ship"""
MM = 72 / 25.4
"""points of a millimetre"""
_BREAK_AFTER = "-/.@_:;,&=?"
_SLACK = 0.01
"""a text measured to fit exactly is not broken by the last bit of a sum"""
LEFT, RIGHT, CENTRE = "left", "right", "centre"


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """How a text looks: face, size and leading in points, colour as ``r g b`` from 0 to 1."""

    face: Face
    size: float
    leading: float
    colour: str
    font: str = field(default="", init=False)
    literal: Callable[[str], str | None] = field(init=False)
    """see `Face.literal`"""
    drop: float = field(default=0, init=False)
    """distance from the top of a line to its baseline: the capitals stand in the middle of the leading"""

    def __post_init__(self) -> None:
        """Keep the operator that chooses the font, and how a text is coded in it."""
        object.__setattr__(self, "literal", self.face.literal)
        object.__setattr__(self, "font", f"/{self.face.key} {self.size:g} Tf")
        object.__setattr__(self, "drop", self.leading / 2 + self.size * CAP_HALF)

    def width(self, text: str) -> float:
        """Width of a cleaned text in points."""
        return self.face.measure(text) * self.size / 1000

    def resized(self, factor: float) -> Style:
        """Give the same style larger or smaller."""
        return Style(self.face, round(self.size * factor, 2), round(self.leading * factor, 2), self.colour)


Piece = tuple[float, float, Style, str]
"""x, distance of the baseline below the row's top, style, text"""
Run = tuple[Style, str]
Fill = tuple[float, float, float, float, str]
"""x, distance below the row's top of the upper edge, width, height, colour"""


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """A named picture or unit form in a row: x, distance below the top, width, height, what it shows."""

    name: str
    x: float
    below: float
    width: float
    height: float
    alt: str


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A strip of a page that is never cut."""

    height: float
    pieces: tuple[Piece, ...] = ()
    fills: tuple[Fill, ...] = ()
    frames: tuple[Fill, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[tuple[float, float, float, float, str], ...] = ()
    """x, distance below the top, width, height, address"""

    def draw(self, ink: Ink, x: float, top: float) -> None:
        """Draw what is no text in the row, its upper left corner at (x, top)."""
        for left, below, width, height, colour in self.fills:
            ink.fill(x + left, top - below - height, width, height, colour)
        for left, below, width, height, colour in self.frames:
            ink.frame(x + left, top - below - height, width, height, 0.6, colour)
        for image in self.images:
            ink.image(x + image.x, top - image.below - image.height, image.width, image.height, image.name, image.alt)
        for left, below, width, height, address in self.links:
            ink.links.append((x + left, top - below - height, width, height, address))


Block = tuple[Row, ...]


def height(rows: Iterable[Row]) -> float:
    """Height of rows set one under the other."""
    return sum([row.height for row in rows])


def gap(points: float) -> Row:
    """Empty space."""
    return Row(points)


def shifted(row: Row, x: float, below: float = 0) -> Row:
    """Give the row's content moved to the right and down, its height unchanged."""
    if not (x or below):
        return row
    if not (row.fills or row.frames or row.images or row.links):
        return Row(row.height, tuple([(left + x, down + below, style, text) for left, down, style, text in row.pieces]))
    return Row(
        row.height,
        tuple((left + x, down + below, style, text) for left, down, style, text in row.pieces),
        tuple((left + x, down + below, *rest) for left, down, *rest in row.fills),  # type: ignore[misc]
        tuple((left + x, down + below, *rest) for left, down, *rest in row.frames),  # type: ignore[misc]
        tuple(Image(one.name, one.x + x, one.below + below, one.width, one.height, one.alt) for one in row.images),
        tuple((left + x, down + below, *rest) for left, down, *rest in row.links),  # type: ignore[misc]
    )


def merged(columns: Sequence[tuple[float, Sequence[Row]]], extra: float = 0) -> Row:
    """Set columns (x, rows) side by side as one row as high as the highest, plus `extra`."""
    pieces: list[Piece] = []
    rest: list[Row] = []
    tall = 0.0
    for x, rows in columns:
        below = 0.0
        for row in rows:
            pieces.extend([(left + x, down + below, style, text) for left, down, style, text in row.pieces])
            if row.fills or row.frames or row.images or row.links:
                rest.append(shifted(row, x, below))
            below += row.height
        tall = max(tall, below)
    return Row(
        tall + extra,
        tuple(pieces),
        tuple(fill for row in rest for fill in row.fills),
        tuple(frame for row in rest for frame in row.frames),
        tuple(image for row in rest for image in row.images),
        tuple(link for row in rest for link in row.links),
    )


def wrap(runs: Sequence[Run], width: float) -> list[list[Run]]:
    """Break styled text into lines of at most `width`: at spaces, and inside a word only when it alone is too long."""
    width += _SLACK
    if len(runs) == 1:
        style, text = runs[0]
        if style.width(text) <= width:
            return [[(style, text)]]
    lines: list[list[Run]] = []
    line: list[Run] = []
    used = 0.0
    for word in _words(runs):
        size = _width(word)
        space = word[0][0].width(" ") if line else 0
        if used + space + size <= width:
            _join(line, word, spaced=bool(line))
            used += space + size
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width) if size > width else [word]
        lines.extend(full)
        used = _width(line)
    if line or not lines:
        lines.append(line)
    return lines


def _width(runs: Iterable[Run]) -> float:
    return sum([style.width(text) for style, text in runs])


def _words(runs: Sequence[Run]) -> list[list[Run]]:
    """Cut runs into words; a word may change its style inside."""
    words: list[list[Run]] = []
    open_word = False
    for style, text in runs:
        parts = text.split(" ")
        for index, part in enumerate(parts):
            if index:
                open_word = False
            if not part:
                continue
            if open_word:
                words[-1].append((style, part))
            else:
                words.append([(style, part)])
                open_word = True
    return words


def _join(line: list[Run], word: list[Run], *, spaced: bool) -> None:
    """Append a word to a line; text of one style stays one piece."""
    for index, (style, text) in enumerate(word):
        lead = " " if spaced and index == 0 else ""
        if line and line[-1][0] is style:
            line[-1] = (style, line[-1][1] + lead + text)
        elif line and lead:
            line[-1] = (line[-1][0], line[-1][1] + lead)
            line.append((style, text))
        else:
            line.append((style, text))


def _broken(word: list[Run], width: float) -> list[list[Run]]:
    """Break a word that is wider than a line, after a sign where one stands, else by character."""
    lines: list[list[Run]] = []
    line: list[Run] = []
    used = 0.0
    for style, text in word:
        rest = text
        while rest:
            count = _fitting(style, rest, width - used)
            if count == 0 and not line:
                count = 1
            if count:
                line.append((style, rest[:count]))
                used += style.width(rest[:count])
                rest = rest[count:]
            if rest:
                lines.append(line)
                line, used = [], 0.0
    lines.append(line)
    return lines


def _fitting(style: Style, text: str, width: float) -> int:
    """Count the characters of a text that fit, up to the last sign after which it may be broken."""
    used = 0.0
    for index, char in enumerate(text):
        used += style.width(char)
        if used > width:
            signs = [place for place in range(index) if text[place] in _BREAK_AFTER]
            return signs[-1] + 1 if signs and signs[-1] > index // 3 else index
    return len(text)


def set_line(line: Sequence[Run], width: float, align: str = LEFT, x: float = 0) -> Row:
    """Set one line as a row, as high as its greatest leading."""
    if len(line) == 1 and align == LEFT:
        style, text = line[0]
        return Row(style.leading, ((x, style.drop, style, text),))
    leading = max((style.leading for style, _ in line), default=0)
    drop = max((style.drop for style, _ in line), default=0)
    if align != LEFT:
        free = width - _width(line)
        x += free if align == RIGHT else free / 2
    pieces = []
    for style, text in line:
        pieces.append((x, drop, style, text))
        x += style.width(text)
    return Row(leading, tuple(pieces))


def paragraph(runs: Sequence[Run], width: float, align: str = LEFT) -> list[Row]:
    """Wrap and set runs; empty runs make an empty line."""
    return [set_line(line, width, align) for line in wrap(runs, width)]


def lines(text: str, style: Style, width: float, align: str = LEFT) -> list[Row]:
    """Set a plain text that may have several lines, each wrapped."""
    return [
        row
        for part in text.splitlines()
        if part.strip()
        for row in paragraph([(style, clean(part.strip()))], width, align)
    ]


def clip(text: str, style: Style, width: float) -> str:
    """Shorten a text to one line with an ellipsis."""
    if style.width(text) <= width:
        return text
    count = _fitting(style, text, width - style.width("…"))
    return text[:count].rstrip() + "…"
