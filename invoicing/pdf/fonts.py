r"""Faces: widths and encodings of the embedded fonts, made once per process.

Each face has one fixed subset that holds ASCII and the letters and signs of our five languages. Its font file, width
list and ToUnicode map are compressed once and stand in every document as they are. A character outside it opens a
further subset of that document (`invoicing.pdf.sheet`); one the face lacks is taken from FiraGO, which has Hebrew,
Arabic and more signs; one that neither has is named by `missing` before a document is issued.

Codes 0x20 to 0x7E are ASCII, except that ``( ) \\`` stand above 0x7F: so no text needs escaping inside a PDF
string, and codes above 0x7F are written in octal.
"""

from __future__ import annotations

import codecs
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Refused
from invoicing.pdf import truetype

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


DEFAULT = "notos"
FALLBACK = {"notosbo": "figbo", "figbo": "figbo", "ubuntubo": "figbo"}
"""regular FiraGO is the fallback of every face not named here"""
_LETTERS = "àèéìíîòóùúÀÈÉÌÍÎÒÓÙÚáÁñÑüÜïÏëËöÖäÄçÇâÂêÊôÔûÛăĂșȘțȚşŞţŢßæÆøØåÅ"
_SIGNS = "¿¡ªº°·•–—‘’‚“”„«»‹›…€£¥¢§¶©®™±×÷½¼¾¹²³′″→µ"
_ESCAPED = "()\\"
_FIRST_HIGH = 0x80
# Bidi marks, byte order marks, soft hyphens and controls draw nothing; odd spaces and hyphens become plain ones.
_HARMLESS: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]),
    **dict.fromkeys([*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10)]),
    **dict.fromkeys([0x09, *range(0x2000, 0x200B), 0x205F, 0x3000], " "),
    0x202F: "\xa0",
    0x2010: "-",
    0x2011: "-",
    0x2012: "–",
    0x2212: "–",
}


class _Widths(dict[str, float]):
    """Width of a character in thousandths of the size; a character is looked up in the face once."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        """Find the width in the face, else in the fallback face."""
        face = self._face if char in self._face.glyphs else self._face.fallback
        width = face.advance(char)
        self[char] = width
        return width


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A subset ready to be embedded: what its font dictionary says, its file and map already compressed."""

    name: str
    widths: tuple[int, ...]
    first: int
    last: int
    file: bytes
    length: int
    to_unicode: bytes
    descriptor: Mapping[str, str]
    digest: bytes
    """hash of what it shows, for the identifier of a file"""


class Face:
    """One TrueType face: what a character measures and how it is coded in the fixed subset."""

    def __init__(self, key: str, data: bytes) -> None:
        """Parse the font file; refused (``bad-font``) when it is no TrueType font."""
        from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

        try:
            self.parsed: Any = TTFontFace(BytesIO(data))
        except TTFError as error:
            raise Refused.one(
                "bad-font",
                f"{key} cannot be used: {error}",
                where="fonts",
                remedy="take a font with TrueType outlines, a .ttf file",
            ) from error
        self.key = key
        self.glyphs: dict[str, int] = {chr(code): glyph for code, glyph in self.parsed.charToGlyph.items()}
        self.glyphs["\xa0"] = self.glyphs[" "]
        self._take_tabular_figures()
        self.scale = 1000 / self.parsed.unitsPerEm
        self.ascent = float(self.parsed.ascent)
        self.widths = _Widths(self)
        alphabet = [char for char in dict.fromkeys(_ESCAPED + "\xa0" + _LETTERS + _SIGNS) if char in self.glyphs]
        self.alphabet = {chr(code): code for code in range(0x20, 0x7F) if chr(code) not in _ESCAPED}
        self.alphabet |= {char: _FIRST_HIGH + place for place, char in enumerate(alphabet[:0x80])}
        table = ["\ufffe"] * 256
        for char, code in self.alphabet.items():
            table[code] = char
        self._encoding = codecs.charmap_build("".join(table))
        self.measure: Callable[[str], float] = lru_cache(maxsize=8192)(self._measure)
        self.literal: Callable[[str], str | None] = lru_cache(maxsize=8192)(self._literal)

    @property
    def fallback(self) -> Face:
        """The face that is asked for a character this one lacks."""
        return face(FALLBACK.get(self.key, "figo"))

    def advance(self, char: str) -> float:
        """Width of a character of this very face, in thousandths of the size."""
        return float(self.parsed.hmetrics[self.glyphs.get(char, 0)][0] * self.scale)

    def _measure(self, text: str) -> float:
        return sum(map(self.widths.__getitem__, text))

    def _literal(self, text: str) -> str | None:
        """Code a text in the fixed subset as the inside of a PDF string; None when a character is not in it."""
        try:
            raw, _ = codecs.charmap_encode(text, "strict", self._encoding)
        except UnicodeEncodeError:
            return None
        if raw.isascii():
            return raw.decode("ascii")
        return octal(raw)

    def _take_tabular_figures(self) -> None:
        """Use figures of one width where the usual ones differ (FiraGO calls them zero.tf … nine.tf)."""
        figures = "zero one two three four five six seven eight nine".split()
        if len({self.parsed.hmetrics[self.glyphs[char]][0] for char in "0123456789"}) == 1:
            return
        names = truetype.glyph_names(self.parsed)
        for char, name in zip("0123456789", figures, strict=True):
            self.glyphs[char] = names.get(f"{name}.tf", self.glyphs[char])

    @property
    def fixed(self) -> Program:
        """The fixed subset, compressed once per process."""
        return _fixed(self)

    def program(self, name: str, codes: Iterable[tuple[str, int]]) -> Program:
        """Make a subset that shows these characters at these codes."""
        coded = {code: char for char, code in codes}
        first, last = min(coded), max(coded)
        font = truetype.subset(self.parsed, [self.glyphs.get(coded.get(code, ""), 0) for code in range(last + 1)])
        widths = tuple(round(self.advance(coded[code])) if code in coded else 0 for code in range(first, last + 1))
        parsed = self.parsed
        base = f"{_tag(name)}+{parsed.name.decode('latin-1')}"
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": f"/{base}",
            "Flags": "4",
            "FontBBox": f"[{' '.join(f'{value:.0f}' for value in parsed.bbox)}]",
            "ItalicAngle": f"{parsed.italicAngle:.0f}",
            "Ascent": f"{parsed.ascent:.0f}",
            "Descent": f"{parsed.descent:.0f}",
            "CapHeight": f"{parsed.capHeight:.0f}",
            "StemV": f"{parsed.stemV:.0f}",
        }
        packed, to_unicode = zlib.compress(font, 9), zlib.compress(_to_unicode(coded), 9)
        digest = sha256(b"".join((base.encode(), packed, to_unicode))).digest()
        return Program(base, widths, first, last, packed, len(font), to_unicode, descriptor, digest)


@cache
def _fixed(face: Face) -> Program:
    return face.program(face.key, face.alphabet.items())


@cache
def face(key: str) -> Face:
    """Give a face by its name in pymupdf-fonts (``notos``) or by the path of a .ttf file; else refused."""
    import pymupdf_fonts

    if key in pymupdf_fonts.fontdescriptors:
        return Face(key, pymupdf_fonts.myfont(key))
    path = Path(key)
    if path.suffix.lower() == ".ttf" and path.is_file():
        return Face(_pdf_name(path.stem), path.read_bytes())
    raise Refused.one(
        "unknown-font",
        f"there is no font {key!r}",
        where="fonts",
        remedy="name a .ttf file or a shipped face",
        example=DEFAULT,
    )


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """Give a text as it is drawn: composed (NFC), odd spaces plain, marks that draw nothing left out."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text).translate(_HARMLESS)


def missing(text: str, key: str = DEFAULT) -> tuple[str, ...]:
    """Name the characters of a text that no embedded font has, each once, in order."""
    wanted = face(key)
    chars = dict.fromkeys(char for line in text.splitlines() for char in clean(line))
    return tuple(char for char in chars if char not in wanted.glyphs and char not in wanted.fallback.glyphs)


def octal(raw: bytes) -> str:
    """Write bytes above 0x7F as octal escapes, so that a page's stream is pure ASCII."""
    return "".join(chr(byte) if byte < _FIRST_HIGH else f"\\{byte:o}" for byte in raw)


def _pdf_name(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isalnum()) or "font"


def _tag(name: str) -> str:
    """Give the six capitals that mark a subset (ISO 32000-1, 9.6.4); they only have to differ within a document."""
    number = zlib.crc32(name.encode())
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _to_unicode(coded: dict[int, str]) -> bytes:
    """Write the map by which a reader copies text out (ISO 32000-1, 9.10.3): runs of codes, at most 100 in a block."""
    runs: list[tuple[int, int, int]] = []
    for code, char in sorted(coded.items()):
        value = ord(char)
        if runs and runs[-1][1] == code - 1 and runs[-1][2] + code - runs[-1][0] == value:
            runs[-1] = (runs[-1][0], code, runs[-1][2])
        else:
            runs.append((code, code, value))
    ranges = [f"<{first:02X}> <{last:02X}> <{_utf16(value)}>" for first, last, value in runs]
    blocks = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


def _utf16(value: int) -> str:
    return chr(value).encode("utf-16-be").hex().upper()


def runs(base: Face, text: str) -> Sequence[tuple[Face, str]]:
    """Cut a text into pieces that one face can show: the base face, else its fallback."""
    result: list[tuple[Face, str]] = []
    for char in text:
        one = base if char in base.glyphs else base.fallback
        if result and result[-1][0] is one:
            result[-1] = (one, result[-1][1] + char)
        else:
            result.append((one, char))
    return result
