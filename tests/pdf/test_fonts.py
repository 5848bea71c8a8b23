"""Faces: what is embedded, how text is coded, what is missing."""

from __future__ import annotations

import re
import zlib
from struct import unpack
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.errors import Refused
from invoicing.pdf import bidi, fonts, truetype
from invoicing.pdf.sheet import Further
from tests.pdf import cases

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = ("notos", "notosbo", "notosit", "figo", "figbo", "figit", "ubuntu", "ubuntubo", "ubuntuit")


@pytest.mark.parametrize("key", SHIPPED)
def test_the_fixed_subset_holds_the_letters_of_our_five_languages(key: str) -> None:
    """Design 6a: ASCII and the letters and signs of en, it, nl, es, ro, as the samples of each language use them."""
    face = fonts.face(key)
    for texts in cases.WORDS.values():
        for text in texts:
            assert [char for char in text if char != "\n" and char not in face.alphabet] == []


@pytest.mark.parametrize("key", SHIPPED)
def test_a_fixed_subset_stays_small(key: str) -> None:
    """Two faces and their maps leave a page of 35 kB room for its contents."""
    program = fonts.face(key).fixed
    assert len(program.file) + len(program.to_unicode) < 13_000


@pytest.mark.parametrize("key", SHIPPED)
def test_figures_have_one_width(key: str) -> None:
    """Figures stand under each other."""
    face = fonts.face(key)
    assert len({face.measure(figure) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("key", ["notos", "figo", "ubuntu"])
def test_a_subset_is_a_font_that_draws_the_same_glyphs(key: str) -> None:
    """Widths are those of the face, and each outline has the same number of contours in the same box (OpenType 1.9)."""
    face = fonts.face(key)
    tables = _tables(zlib.decompress(face.fixed.file))
    codes, metrics, outlines = tables["cmap"][18:], tables["hmtx"], tables["glyf"]
    places = unpack(f">{len(tables['loca']) // 4}L", tables["loca"])
    original, table = face.parsed.glyphPos, face.parsed.get_table("glyf")
    for char, code in face.alphabet.items():
        glyph, old = codes[code], face.glyphs[char]
        assert glyph
        (width,) = unpack(">H", metrics[4 * glyph : 4 * glyph + 2])
        assert width * face.scale == pytest.approx(face.measure(char), abs=0.01)
        assert outlines[places[glyph] : places[glyph + 1]][:10] == table[original[old] : original[old + 1]][:10]


def _tables(font: bytes) -> dict[str, bytes]:
    """Cut a font file into its tables."""
    (count,) = unpack(">H", font[4:6])
    records = [unpack(">4sLLL", font[12 + 16 * index : 28 + 16 * index]) for index in range(count)]
    return {tag.decode().strip(): font[start : start + length] for tag, _, start, length in records}


def test_coded_text_needs_no_escaping() -> None:
    """Parentheses and backslash stand above 0x7F and are written in octal."""
    literal = fonts.face("notos").literal("a (b) \\ è")
    assert literal is not None
    assert literal.isascii()
    assert re.fullmatch(r"(?:[^()\\]|\\[0-3][0-7]{2})*", literal)


def test_a_character_outside_the_fixed_subset_opens_a_further_one() -> None:
    """Greek is in Noto Sans, but not in the fixed subset; the same character has one code."""
    further = Further(fonts.face("notos"))
    assert fonts.face("notos").literal("Ω") is None
    pieces = further.cut("aΩΨΩ")
    assert [name for name, _ in pieces] == ["notos", "notos-1"]
    codes = pieces[1][1]
    assert codes[0] == codes[2] != codes[1]
    assert further.programs()[0][0] == "notos-1"


def test_many_further_characters_need_several_subsets() -> None:
    """91 codes of ASCII serve one subset; the next begins another."""
    further = Further(fonts.face("notos"))
    chars = "".join(chr(code) for code in range(0x400, 0x400 + 120) if chr(code) in fonts.face("notos").glyphs)
    names = {name for name, _ in further.cut(chars)}
    assert names == {"notos-1", "notos-2"}
    assert [name for name, _ in further.programs()] == ["notos-1", "notos-2"]


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Țesut & Împletit, ¿señor? „da” €", ()),
        ("סטודיו שركة Ω Ж", ()),
        ("日本 and 日", ("日", "本")),
        ("\u200f\u202a\ufeff\u00ad\tplain\n", ()),
        ("−5 ≤ 7", ()),
    ],
)
def test_a_character_no_font_has_is_named_once(text: str, absent: tuple[str, ...]) -> None:
    """Design 7: a finding that names it before issue, never a box."""
    assert fonts.missing(text) == absent


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("a\u00a0b\u202fc\u2009d", "a\u00a0b\u00a0c d"),
        ("e\u0301", "é"),
        ("\u200fx\u202e\u2066y", "xy"),
        ("soft\u00adhyphen", "softhyphen"),
        ("1\u22122", "1–2"),
        ("a\x00b\x07", "ab"),
    ],
)
def test_marks_that_draw_nothing_leave_the_text(raw: str, shown: str) -> None:
    """Bidi marks, controls, soft hyphens and odd spaces; composed letters (NFC)."""
    assert fonts.clean(raw) == shown


@given(st.text(alphabet="abcÀș€019 .,-", max_size=40), st.text(alphabet="xyzü„” ", max_size=40))
def test_width_is_the_sum_of_its_parts(one: str, two: str) -> None:
    """Text width comes from the font's table; kerning is not used."""
    face = fonts.face("notos")
    assert face.measure(one + two) == pytest.approx(face.measure(one) + face.measure(two))


def test_an_own_font_is_read_from_a_file(tmp_path: Path) -> None:
    """A book may bring a .ttf; what is none is refused."""
    import pymupdf_fonts

    path = tmp_path / "My Brand.ttf"
    path.write_bytes(pymupdf_fonts.myfont("ubuntu"))
    assert fonts.face(str(path)).key == "MyBrand"
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font at all, but long enough to be looked at")
    with pytest.raises(Refused) as caught:
        fonts.face(str(broken))
    assert caught.value.code == "bad-font"
    with pytest.raises(Refused) as caught:
        fonts.face("comic")
    assert caught.value.code == "unknown-font"


def test_a_font_without_names_has_none() -> None:
    """Table post of format 3 holds no names."""

    class Nameless:
        @staticmethod
        def get_table(_: str) -> bytes:
            return b"\0\3\0\0" + bytes(28)

    assert truetype.glyph_names(Nameless()) == {}


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("plain", "plain"),
        ("שלום", "םולש"),
        ("Or (אור) Ltd", "Or (רוא) Ltd"),
        ("רחוב 12, תל אביב", "ביבא לת ,12 בוחר"),
        ("אב 3.50 גד", "דג 3.50 בא"),
        ("نور", "\u0631\ufeee\ufee7"),
        ("ال", "\u0644\u0627"),
        ("سلام", "\u0645\ufefc\ufeb3"),
    ],
)
def test_right_to_left_runs_are_turned_and_joined(text: str, drawn: str) -> None:
    """UAX 9 for one level: runs turned, numbers kept; Arabic forms by Unicode's presentation block (FE70)."""
    assert bidi.visual(text) == drawn


def test_a_mark_on_a_right_to_left_letter_stays_with_its_run() -> None:
    """A combining point belongs to the run of its letter."""
    assert bidi.visual("שׁא") == "א\u05c1ש"
