"""The sheets of one document: what is drawn on them, and how it becomes a PDF.

ReportLab's canvas keeps the file (`invoicing.pdf.backend`); the content of a page is written here, as text of PDF
operators, because that is where the time goes. Lengths are points, y grows upwards, as in PDF.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from invoicing.pdf import backend, bidi, fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invoicing.pdf.backend import Picture
    from invoicing.pdf.layout import Row, Style

# Codes of a further subset: ASCII without the three signs that would need escaping.
_FURTHER = tuple(code for code in range(0x21, 0x7F) if chr(code) not in "()\\")


ARTIFACT = "Artifact"
_CUT = "\f"
"""stands in no operator and no text: `invoicing.pdf.fonts.clean` leaves controls out"""
Mark = tuple[str, int, str]
"""structure type, number of the marked content on its page, what a picture shows"""


About = backend.About


@dataclass(slots=True)
class Further:
    """The characters of one document that are outside a face's fixed subset, in the order they came."""

    face: fonts.Face
    codes: dict[str, int] = field(default_factory=dict)

    def cut(self, text: str) -> list[tuple[str, str]]:
        """Cut a text into pieces of one subset each: (font resource, inside of a PDF string)."""
        result: list[tuple[str, str]] = []
        for char in text:
            name, code = self._place(char)
            if result and result[-1][0] == name:
                result[-1] = (name, result[-1][1] + code)
            else:
                result.append((name, code))
        return result

    def _place(self, char: str) -> tuple[str, str]:
        plain = self.face.literal(char)
        if plain is not None:
            return self.face.key, plain
        index = self.codes.setdefault(char, len(self.codes))
        part, place = divmod(index, len(_FURTHER))
        return f"{self.face.key}-{part + 1}", chr(_FURTHER[place])

    def programs(self) -> list[tuple[str, fonts.Program]]:
        """Make the subsets these characters need."""
        chars = list(self.codes)
        result = []
        for start in range(0, len(chars), len(_FURTHER)):
            name = f"{self.face.key}-{start // len(_FURTHER) + 1}"
            part = chars[start : start + len(_FURTHER)]
            result.append((name, self.face.program(name + "".join(part), zip(part, _FURTHER, strict=False))))
        return result


class Sheets:
    """One PDF in the making."""

    def __init__(self, size: tuple[float, float], language: str, about: About) -> None:
        """Open a document; the same calls give the same bytes."""
        self.size = size
        self._about = about
        self.pages: list[Page] = []
        self.forms: dict[str, backend.Shared] = {}
        self.pictures: dict[str, Picture] = {}
        self._faces: dict[str, fonts.Face] = {}
        self._further: dict[str, Further] = {}
        self._bookmarks: list[tuple[str, Page, float]] = []
        self._language = language

    def page(self) -> Page:
        """Begin a page."""
        page = Page(self)
        self.pages.append(page)
        return page

    def show(self, face: fonts.Face, text: str) -> Sequence[tuple[str, str]]:
        """Code a text: (font resource, inside of a PDF string) for each piece of one subset."""
        literal = face.literal(text)
        if literal is not None:
            self._faces[face.key] = face
            return ((face.key, literal),)
        pieces: list[tuple[str, str]] = []
        for one, part in fonts.runs(face, bidi.visual(text)):
            further = self._further.setdefault(one.key, Further(one))
            cut = further.cut(part)
            if any(name == one.key for name, _ in cut):
                self._faces[one.key] = one
            pieces.extend(cut)
        return pieces

    def use(self, faces: Iterable[fonts.Face]) -> None:
        """Embed the fixed subsets of these faces."""
        self._faces.update((face.key, face) for face in faces)

    def bookmark(self, title: str, page: Page, top: float) -> None:
        """Name a place for the reader's outline."""
        self._bookmarks.append((title, page, top))

    def finish(self) -> bytes:
        """Write the file."""
        document = backend.Assembly(self.size, self._language, self._about)
        for name, face in self._faces.items():
            document.font(name, face.fixed)
        for further in self._further.values():
            for name, program in further.programs():
                document.font(name, program)
        for name, picture in self.pictures.items():
            document.picture(name, picture)
        for name, form in self.forms.items():
            document.form(name, form)
        for page in self.pages:
            several = len(self.pages) > 1
            marks = [(title, top) for title, at, top in self._bookmarks if at is page and several]
            document.page(page.content(), page.links, marks, page.marks)
        return document.finish()


@lru_cache(maxsize=16384)
def _figure(length: float) -> str:
    """Write a length; columns and rows stand at the same places on page after page."""
    return f"{length:.2f}"


class Ink:
    """Operators being collected: shapes below, then pictures, then text."""

    def __init__(self, sheets: Sheets) -> None:
        """Start empty."""
        self.sheets = sheets
        self.shapes: list[str] = []
        self.pictures: list[str] = []
        self.texts: list[str] = []
        self.links: list[tuple[float, float, float, float, str]] = []
        self.marks: list[Mark] | None = None
        """what a reader's software is told of the page, in reading order; None inside a form"""
        self._count = 0
        self._style: Style | None = None
        """the style whose colour and font hold at the end of what was written"""
        self._font = ""
        self._colour = ""

    def text(self, x: float, y: float, style: Style, text: str) -> None:
        """Write a text with its baseline at y; colour and font are said only where they change."""
        put = self.texts.append
        if style.colour != self._colour:
            self._colour = style.colour
            put(f"{style.colour} rg")
        literal = style.literal(text)
        if literal is None:
            self._pieces(x, y, style, text)
            return
        self._style = style
        if style.font != self._font:
            self._font = style.font
            self.sheets.use((style.face,))
            put(style.font)
        put(f"1 0 0 1 {_figure(x)} {_figure(y)} Tm({literal})Tj")

    def _pieces(self, x: float, y: float, style: Style, text: str) -> None:
        """Write a text that one fixed subset cannot show, piece by piece."""
        self._style = None
        self.texts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for name, literal in self.sheets.show(style.face, text):
            font = f"/{name} {style.size:g} Tf"
            if font != self._font:
                self._font = font
                self.texts.append(font)
            self.texts.append(f"({literal})Tj")

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle whose lower left corner is (x, y)."""
        self.shapes.append(f"{colour} rg {_figure(x)} {_figure(y)} {_figure(width)} {_figure(height)} re f")

    def rule(self, x: float, y: float, width: float, weight: float, colour: str) -> None:
        """Draw a level line from (x, y)."""
        self.shapes.append(f"{colour} rg {x:.2f} {y - weight / 2:.3f} {width:.2f} {weight:.2f} re f")

    def frame(self, x: float, y: float, width: float, height: float, weight: float, colour: str) -> None:
        """Draw the outline of a rectangle whose lower left corner is (x, y)."""
        self.shapes.append(f"{colour} RG {weight:g} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def rows(self, rows: Sequence[Row], x: float, top: float, tag: str = "P") -> float:
        """Draw rows one under the other, read out as one `tag`; gives where the next one would begin."""
        texts, put, current = self.texts, self.texts.append, self._style
        start, place = len(texts), len(self.marks or ())
        for row in rows:
            if row.fills or row.frames or row.images or row.links:
                row.draw(self, x, top)
            for left, below, style, part in row.pieces:
                literal = style.literal(part)
                if style is current and literal is not None:
                    put(f"1 0 0 1 {_figure(x + left)} {_figure(top - below)} Tm({literal})Tj")
                else:
                    self.text(x + left, top - below, style, part)
                    current = self._style
            top -= row.height
        if len(texts) > start:
            self._mark(start, place, tag)
        return top

    def aside(self, x: float, y: float, style: Style, text: str) -> None:
        """Write a text that is no part of what is read out, such as a page number."""
        self.texts.append("/Artifact BMC")
        self.text(x, y, style, text)
        self.texts.append("EMC")

    def _mark(self, start: int, place: int, tag: str) -> None:
        """Mark the text since `start` as one element, read before the pictures drawn with it."""
        if self.marks is None:
            return
        if tag == ARTIFACT:
            opening = "/Artifact BMC"
        else:
            opening = f"/{tag} <</MCID {self._count}>> BDC"
            self.marks.insert(place, (tag, self._count, ""))
            self._count += 1
        self.texts.insert(start, opening)
        self.texts.append("EMC")

    def image(self, x: float, y: float, width: float, height: float, name: str, alt: str) -> None:
        """Draw a named picture, or a form of unit size, into a rectangle; `alt` says what it shows."""
        drawing = f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm{_drawn(name)}Q"
        if self.marks is not None:
            drawing = f"/Figure <</MCID {self._count}>> BDC {drawing} EMC"
            self.marks.append(("Figure", self._count, alt))
            self._count += 1
        self.pictures.append(drawing)

    def stream(self) -> str:
        """Give the operators in their order."""
        parts = []
        if self.shapes:
            parts.append("/Artifact BMC\nq\n" + "\n".join(self.shapes) + "\nQ\nEMC")
        parts.extend(self.pictures)
        if self.texts:
            parts.append("BT\n" + "\n".join(self.texts) + "\nET")
        return "\n".join(parts)


class Page(Ink):
    """One page: ink, and forms stamped on it."""

    def __init__(self, sheets: Sheets) -> None:
        """Begin an empty page."""
        super().__init__(sheets)
        self.marks: list[Mark] = []
        self.ground: list[str] = []
        """what lies under everything else"""

    def stamp(self, name: str, x: float, top: float, tag: str = ARTIFACT) -> None:
        """Draw a form with its upper left corner at (x, top), read out as `tag` or not at all."""
        opening = "/Artifact BMC"
        if tag != ARTIFACT:
            opening = f"/{tag} <</MCID {self._count}>> BDC"
            self.marks.append((tag, self._count, ""))
            self._count += 1
        self.texts.append(f"ET {opening} q 1 0 0 1 {x:.2f} {top:.2f} cm{_drawn(name)}Q EMC BT")

    def content(self) -> list[str]:
        """Give the operators of the page, cut where a form or picture is drawn: its name is every second part."""
        return "\n".join((*self.ground, self.stream())).split(_CUT)


def _drawn(name: str) -> str:
    """Mark where a form or picture is drawn, for `Page.content` to find."""
    return f"{_CUT}{name}{_CUT}"


def form(sheets: Sheets, name: str, rows: tuple[Row, ...], width: float) -> None:
    """Make a form of rows, its upper left corner at the origin, and keep it in the document under `name`."""
    if name in sheets.forms:
        return
    kept = _kept(rows, width)
    if kept is None:
        sheets.forms[name] = _form(sheets, rows, width)
    else:
        sheets.forms[name], faces = kept
        sheets.use(faces)


def _form(sheets: Sheets, rows: tuple[Row, ...], width: float) -> backend.Shared:
    ink = Ink(sheets)
    bottom = ink.rows(rows, 0, 0)
    return backend.form(ink.stream(), (-4, bottom - 4, width + 4, 4))


@lru_cache(maxsize=256)
def _kept(rows: tuple[Row, ...], width: float) -> tuple[backend.Shared, tuple[fonts.Face, ...]] | None:
    """Make a form once for all documents, with its faces; None when a text is outside the fixed subsets."""
    pieces = [(style.face, text) for row in rows for _, _, style, text in row.pieces]
    if any(face.literal(text) is None for face, text in pieces):
        return None
    noted: Any = _Noted()
    return _form(noted, rows, width), tuple(noted.faces)


class _Noted:
    """Stands for the document while a form for all documents is made, and notes the faces it uses."""

    def __init__(self) -> None:
        """Begin without a face."""
        self.faces: dict[fonts.Face, None] = {}

    def use(self, faces: Iterable[fonts.Face]) -> None:
        """Note faces."""
        self.faces.update(dict.fromkeys(faces))
