"""Wrapping, rows and the flow over pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.pdf import fonts, layout, sheet
from invoicing.pdf.flow import Flow
from invoicing.pdf.layout import Row, Style

STYLE = Style(fonts.face("notos"), 10, 15, "0 0 0")
BOLD = Style(fonts.face("notosbo"), 10, 15, "0 0 0")
WORDS = st.lists(st.text(alphabet="abcdefgwiș-/.@", min_size=1, max_size=40), max_size=30)


@given(WORDS, st.integers(30, 300))
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(words: list[str], width: int) -> None:
    """Words wrap at spaces; a word too long for a line is broken, never cut off."""
    text = " ".join(words)
    lines = layout.wrap([(STYLE, text)], width)
    for line in lines:
        assert sum(style.width(part) for style, part in line) <= width + 0.02
    assert "".join(part for line in lines for _, part in line).replace(" ", "") == text.replace(" ", "")


@given(WORDS, WORDS, st.integers(40, 200))
def test_a_change_of_style_breaks_no_word(one: list[str], two: list[str], width: int) -> None:
    """Two runs without a space between them are one word."""
    lines = layout.wrap([(STYLE, " ".join(one)), (BOLD, " ".join(two))], width)
    joined = "".join(part for line in lines for _, part in line)
    assert joined.replace(" ", "") == ("".join(one) + "".join(two)).replace(" ", "")


def test_a_long_word_is_broken_after_a_sign() -> None:
    """An address of a page breaks after a stroke rather than inside a name."""
    first, *_ = layout.wrap([(STYLE, "https://example.test/invoices/2026-0042")], 130)
    assert first[0][1].endswith("/")


def test_a_narrow_column_takes_one_letter_a_line() -> None:
    """Even where no letter fits, the text goes on."""
    assert len(layout.wrap([(STYLE, "abc")], 1)) == 3


@pytest.mark.parametrize(
    ("align", "x"), [("left", 0), ("right", 100 - STYLE.width("abc")), ("centre", 50 - STYLE.width("abc") / 2)]
)
def test_a_line_is_set_where_it_is_asked(align: str, x: float) -> None:
    """Left, right and centre."""
    (piece,) = layout.paragraph([(STYLE, "abc")], 100, align)[0].pieces
    assert piece[0] == pytest.approx(x)


def test_a_clipped_text_ends_with_an_ellipsis_and_fits() -> None:
    """Used where only one line is possible."""
    shown = layout.clip("a long sender line that cannot fit", STYLE, 80)
    assert shown.endswith("…")
    assert STYLE.width(shown) <= 80
    assert layout.clip("short", STYLE, 80) == "short"


def test_columns_merge_into_a_row_as_high_as_the_highest() -> None:
    """Fills, frames and links move with their text."""
    left = [Row(10, fills=((0, 1, 5, 5, "0 0 0"),), links=((0, 0, 5, 5, "https://a.test"),)), Row(20)]
    right = [Row(12, ((1, 8, STYLE, "x"),), frames=((0, 0, 3, 3, "0 0 0"),))]
    row = layout.merged([(0, left), (50, right)], 4)
    assert row.height == 34
    assert list(row.pieces) == [(51, 8, STYLE, "x")]
    assert list(row.frames) == [(50, 0, 3, 3, "0 0 0")]
    assert row.links[0][:2] == (0, 0)
    assert layout.shifted(right[0], 0) is right[0]


def _flow() -> Flow:
    about = sheet.About("t", "a", "s")
    return Flow(
        sheet.Sheets((200, 200), "en", about), (10, 190, 180, 10), lambda: (Row(20, ((0, 10, STYLE, "head"),)),)
    )


def test_rows_kept_together_move_to_the_next_page() -> None:
    """What does not fit here and fits a page is not torn."""
    flow = _flow()
    flow.put([Row(100)])
    flow.keep([Row(50), Row(50)])
    assert len(flow.sheets.pages) == 2
    assert flow.y == pytest.approx(190 - 20 - 100)


def test_rows_higher_than_a_page_are_poured() -> None:
    """Nothing is lost at the foot of a page; a turn calls what draws before and after it."""
    flow = _flow()
    calls: list[str] = []
    flow.pour([Row(30)] * 12, lambda: calls.append("before"), lambda: calls.append("after"))
    assert len(flow.sheets.pages) == 3
    assert calls == ["before", "after"] * 2
    flow.keep([Row(90), Row(90)])
    assert len(flow.sheets.pages) == 5


def test_a_row_higher_than_a_page_is_set_all_the_same() -> None:
    """A row is never cut; the flow goes on after it."""
    flow = _flow()
    flow.pour([Row(500), Row(10)])
    assert len(flow.sheets.pages) >= 2


def test_space_is_not_left_at_the_head_of_a_page() -> None:
    """A gap separates blocks; atop a page there is nothing to separate."""
    flow = _flow()
    flow.turn()
    before = flow.y
    flow.skip(10)
    assert flow.y == before
