"""The closed markup of page templates."""

from __future__ import annotations

import pytest

from invoicing.pdf.markup import Pair, Text, check, parse

PLAIN: frozenset[str] = frozenset()
BOLD = frozenset({"b"})


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("one\n\n  two  ", (Text(((PLAIN, "one"),)), Text(((PLAIN, "two"),)))),
        ("a <b>b</b> c", (Text(((PLAIN, "a "), (BOLD, "b"), (PLAIN, " c"))),)),
        ("<br>", (Text(()),)),
        ("a<br>b", (Text(((PLAIN, "a"),)), Text(((PLAIN, "b"),)))),
        ("<b>a\nb</b>", (Text(((BOLD, "a"),)), Text(((BOLD, "b"),)))),
        ('<row label="IBAN">IT60</row>', (Pair("IBAN", ((PLAIN, "IT60"),)),)),
        ('<row label="a &amp; b">1 &lt; 2</row>', (Pair("a & b", ((PLAIN, "1 < 2"),)),)),
        ('<row label="x"></row>', ()),
        ('<row label="x">one\ntwo</row>', (Pair("x", ((PLAIN, "one"), (PLAIN, " "), (PLAIN, "two"))),)),
        (
            'before <row label="x">v</row> after',
            (Text(((PLAIN, "before "),)), Pair("x", ((PLAIN, "v"),)), Text(((PLAIN, " after"),))),
        ),
        ("&lt;b&gt; &#34;quoted&#34;", (Text(((PLAIN, '<b> "quoted"'),)),)),
        ("<font color='red'>x</font>", (Text(((PLAIN, "<font color='red'>x</font>"),)),)),
        ("</b>loose", (Text(((PLAIN, "loose"),)),)),
    ],
)
def test_lines_runs_and_pairs(source: str, lines: tuple[Text | Pair, ...]) -> None:
    """One line of a template is one line of the page; what is no tag of ours is text."""
    assert parse(source) == lines


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ('fine <b>x</b>\n<br>\n<row label="y">z</row>', "", 0),
        ("ok\n<font>x</font>", "unknown-markup", 2),
        ("<b>x", "markup-open", 1),
        ("<b><i>x</b></i>", "markup-crossed", 1),
        ("a\nb</small>", "markup-crossed", 2),
        ('<row name="x">y</row>', "unknown-markup", 1),
    ],
)
def test_what_is_no_tag_is_found_with_its_line(source: str, code: str, line: int) -> None:
    """A book's own template is checked before a page is drawn with it."""
    found = check(source, "page.txt")
    assert [one.code for one in found][:1] == ([code] if code else [])
    if code:
        assert found[0].where == f"page.txt line {line}"
