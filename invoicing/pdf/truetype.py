"""A small TrueType subset: the glyphs of one 8-bit encoding, without the tables and hints a PDF does not need.

A page's weight is mostly its fonts. ReportLab's own subset keeps hinting programs and naming tables; without them a
face of some 170 characters is a third lighter. ISO 32000-1, 9.9 lists what an embedded TrueType program must have:
glyf, head, hhea, hmtx, loca, maxp and, for a simple symbolic font, a cmap of platform 1.
"""

from __future__ import annotations

from struct import pack, unpack, unpack_from
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS = 0x0001
_SCALE = 0x0008
_MORE = 0x0020
_XY_SCALE = 0x0040
_TWO_BY_TWO = 0x0080
_INSTRUCTIONS = 0x0100


def subset(face: Any, glyphs: Sequence[int]) -> bytes:  # noqa: ANN401 - ReportLab's TTFontFace, untyped
    """Give a font file in which code n shows `glyphs[n]` of the face (0: the missing glyph); at most 256 codes."""
    from reportlab.pdfbase.ttfonts import TTFontMaker

    order = [0]
    place = {0: 0}
    for glyph in glyphs:
        _number(glyph, order, place)
    codes = bytes(place[glyph] for glyph in glyphs).ljust(256, b"\0")
    outlines = _outlines(face, order, place)
    maker = TTFontMaker()
    maker.add("cmap", pack(">HHHHLHHH", 0, 1, 1, 0, 12, 0, 262, 0) + codes)
    maker.add("hmtx", b"".join(pack(">HH", *(int(part) & 0xFFFF for part in face.hmetrics[glyph])) for glyph in order))
    maker.add("hhea", face.get_table("hhea")[:34] + pack(">H", len(order)))
    maker.add("maxp", face.get_table("maxp")[:4] + pack(">H", len(order)) + face.get_table("maxp")[6:])
    offsets = [0]
    for outline in outlines:
        offsets.append(offsets[-1] + len(outline))
    maker.add("loca", pack(f">{len(offsets)}L", *offsets))
    maker.add("glyf", b"".join(outlines))
    head = face.get_table("head")
    maker.add("head", head[:50] + pack(">H", 1) + head[52:])
    return maker.makeStream()


def glyph_names(face: Any) -> dict[str, int]:  # noqa: ANN401
    """Give glyph numbers by PostScript name (table post, format 2); empty when the font carries no names."""
    post = face.get_table("post")
    if post[:4] != b"\0\2\0\0":
        return {}
    (count,) = unpack_from(">H", post, 32)
    indexes = unpack_from(f">{count}H", post, 34)
    names, at = [], 34 + 2 * count
    while at < len(post):
        names.append(post[at + 1 : at + 1 + post[at]].decode("latin-1"))
        at += 1 + post[at]
    return {names[index - 258]: glyph for glyph, index in enumerate(indexes) if index >= 258}


def _number(glyph: int, order: list[int], place: dict[int, int]) -> int:
    if glyph not in place:
        place[glyph] = len(order)
        order.append(glyph)
    return place[glyph]


def _outlines(face: Any, order: list[int], place: dict[int, int]) -> list[bytes]:  # noqa: ANN401
    """Give each outline without hints; parts of composite glyphs join the end of `order` as they are met."""
    table = face.get_table("glyf")
    outlines = []
    index = 0
    while index < len(order):
        glyph = order[index]
        data = table[face.glyphPos[glyph] : face.glyphPos[glyph + 1]]
        if data:
            contours = unpack_from(">h", data)[0]
            data = _simple(data, contours) if contours >= 0 else _composite(data, order, place)
        outlines.append(data + b"\0" * (-len(data) % 4))
        index += 1
    return outlines


def _simple(data: bytes, contours: int) -> bytes:
    after = 10 + 2 * contours
    (hints,) = unpack_from(">H", data, after)
    return data[:after] + b"\0\0" + data[after + 2 + hints :]


def _composite(data: bytes, order: list[int], place: dict[int, int]) -> bytes:
    parts = [data[:10]]
    at = 10
    flags = _MORE
    while flags & _MORE:
        flags, glyph = unpack(">HH", data[at : at + 4])
        size = 4 if flags & _WORDS else 2
        if flags & _SCALE:
            size += 2
        elif flags & _XY_SCALE:
            size += 4
        elif flags & _TWO_BY_TWO:
            size += 8
        parts.append(pack(">HH", flags & ~_INSTRUCTIONS, _number(glyph, order, place)))
        parts.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return b"".join(parts)
