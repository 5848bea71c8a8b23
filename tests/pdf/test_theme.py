"""Themes: the shipped ones, a book's own, and what is said of wrong ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import NotFound, Refused
from invoicing.pdf import check, settings
from invoicing.pdf.document import render
from invoicing.pdf.theme import check as check_folder
from invoicing.pdf.theme import load
from invoicing.resources import Resources
from tests.pdf import cases
from tests.pdf.reading import THEMES, drawn, sizes, words

if TYPE_CHECKING:
    from pathlib import Path


def _book(tmp_path: Path, theme: str = 'extends = "classic"\n', page: str = "", name: str = "own") -> Resources:
    """Make a book with a theme of its own; without `page` the theme has no page template."""
    folder = tmp_path / "templates" / name
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text(theme, encoding="utf-8")
    if page:
        (folder / "page.txt").write_text(page, encoding="utf-8")
    return Resources(tmp_path)


@pytest.mark.parametrize("name", THEMES)
def test_shipped_themes_pass_their_own_check(name: str) -> None:
    """No finding in what we ship."""
    assert check_folder(Resources().find("templates", name)) == ()


def test_the_three_themes_draw_three_pages() -> None:
    """They differ visibly: other faces, other colours, other places."""
    pages = {name: drawn(name, "plain-it") for name in THEMES}
    fonts = {name: b"NotoSans" in data or b"FiraGO" in data for name, data in pages.items()}
    assert len(set(pages.values())) == 3
    assert fonts == {"classic": True, "modern": True, "compact": False}


def test_an_own_theme_gives_only_what_differs(tmp_path: Path) -> None:
    """`extends` takes the rest from a shipped theme; a block may call the one it replaces."""
    resources = _book(
        tmp_path,
        'extends = "classic"\npaper = "letter"\n[colours]\naccent = "#aa0000"\n',
        '{% extends "classic/page.txt" %}{% block footer %}Own footer of {{ seller.name }}{% endblock %}'
        "{% block title %}{{ super() }}\n<small>under the title</small>{% endblock %}",
    )
    theme = load(resources, "own")
    data = render(cases.one_line(), theme)
    said = words(data)
    assert theme.sandboxed
    assert theme.settings["colours"]["ink"] == "#1b1f24"
    assert sizes(data)[0] == (612, 792)
    for part in ("Own footer of Harbour & Finch Ltd", "Invoice 2026-0042", "under the title"):
        assert part in said


def test_a_template_may_leave_blocks_out(tmp_path: Path) -> None:
    """A page without running head, footer or payment words is still a page."""
    resources = _book(tmp_path, page="{% block title %}Only this{% endblock %}")
    said = words(render(cases.many_lines(60), load(resources, "own")))
    assert "Only this" in said
    assert "IBAN" not in said


@pytest.mark.parametrize(
    "attack",
    [
        "{{ seller.__class__.__mro__ }}",
        "{{ t.__globals__ }}",
        "{{ notes.__class__.__base__.__subclasses__() }}",
        "{% for x in range(10) %}{{ seller.__init__ }}{% endfor %}",
    ],
)
def test_an_own_template_cannot_reach_out(tmp_path: Path, attack: str) -> None:
    """Design 7: own templates run in a sandbox; the refusal names the template."""
    resources = _book(tmp_path, page="{% block footer %}" + attack + "{% endblock %}")
    with pytest.raises(Refused) as caught:
        render(cases.one_line(), load(resources, "own"))
    assert caught.value.code == "template-failed"
    assert "own" in caught.value.where


@pytest.mark.parametrize(
    ("toml", "code", "where"),
    [
        ('extends = "classic"\nfoo = 1\n', "unknown-theme-key", "foo"),
        ('extends = "classic"\n[colours]\nacent = "#112233"\n', "unknown-theme-key", "colours.acent"),
        ('extends = "classic"\n[colours]\naccent = "red"\n', "bad-theme-value", "colours.accent"),
        ('extends = "classic"\npaper = "a5"\n', "bad-theme-value", "paper"),
        ('extends = "classic"\nmargins = 3\n', "bad-theme-value", "margins"),
        ('extends = "classic"\nhead = 3\n', "bad-theme-value", "head"),
        ('extends = "classic"\n[sizes]\nbody = "8"\n', "bad-theme-value", "sizes.body"),
        ('extends = "classic"\n[sizes]\nbody = true\n', "bad-theme-value", "sizes.body"),
        ('extends = "classic"\n[footer]\nrule = 1\n', "bad-theme-value", "footer.rule"),
        ('extends = "classic"\n[table]\ncolumns = ["descriptoin"]\n', "bad-theme-value", "table.columns[0]"),
        ('extends = "own"\n', "bad-theme", ""),
        ("extends = \n", "bad-theme", ""),
    ],
)
def test_a_wrong_theme_is_refused_with_its_place(tmp_path: Path, toml: str, code: str, where: str) -> None:
    """All findings of the file, each with the key's path and the nearest right word."""
    with pytest.raises(Refused) as caught:
        load(_book(tmp_path, toml), "own")
    assert caught.value.code == code
    assert where in caught.value.findings[0].where


def test_an_unknown_theme_names_the_nearest() -> None:
    """`clasic` is no theme."""
    with pytest.raises(NotFound) as caught:
        load(Resources(), "clasic")
    assert caught.value.code == "no-resource"


@pytest.mark.parametrize(
    ("text", "code", "line", "remedy"),
    [
        ("a = 1\nb = ", "bad-theme", 2, ""),
        ('extends = "classic"\n[colours]\nacent = "#112233"', "unknown-theme-key", 3, "accent"),
        ('[table]\n\nhead = "rul"', "bad-theme-value", 3, "rule"),
        ("[[head]]\ncolums = 1\n", "unknown-theme-key", 2, "columns"),
    ],
)
def test_the_check_of_a_theme_gives_lines(text: str, code: str, line: int, remedy: str) -> None:
    """`templates check` points at the line."""
    found = settings.check(text, "own/theme.toml")
    assert found[0].code == code
    assert f"line {line}" in found[0].where
    assert remedy in found[0].remedy


@pytest.mark.parametrize(
    ("text", "code", "line", "remedy"),
    [
        ("{% block footer %}\n{{ seller.name }\n{% endblock %}", "bad-template", 2, ""),
        ("\n{% block foter %}{% endblock %}", "unknown-block", 2, "footer"),
        ("{{ buyer.name }}\n{{ numbr }}", "unknown-slot", 2, "number"),
        ("{{ seller.nmae }}", "unknown-slot", 1, "did you mean seller.name?"),
        ("{{ buyer_name }}", "unknown-slot", 1, "did you mean buyer.name?"),
        ("{{ trading_name }}", "unknown-slot", 1, "did you mean seller.trading_name?"),
        ("{{ bank.zzz }}", "unknown-slot", 1, "take one of: bank.reference, bank.rows"),
        ("{{ completely_else }}", "unknown-slot", 1, "one of"),
        ("{% block xyzxyz %}{% endblock %}", "unknown-block", 1, "one of"),
        ("fine\n<font>no</font>", "unknown-markup", 2, ""),
        ('{% for a, b in reference %}\n<row label="{{ a }}">{{ b }}</row>{% endfor %}', "", 0, ""),
    ],
)
def test_the_check_of_a_page_gives_lines(text: str, code: str, line: int, remedy: str) -> None:
    """Syntax, blocks, slots and tags."""
    found = check.page_file(text, "own/page.txt")
    assert [one.code for one in found][:1] == ([code] if code else [])
    if code:
        assert f"line {line}" in found[0].where
        assert remedy in found[0].remedy


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("<b><i>{{ number }}</b></i>", "</b> closes <b> while <i> inside it is open", "close <i> first"),
        ("{{ number }}</b>", "</b> closes nothing", "open <b> before it, or take </b> away"),
    ],
)
def test_a_tag_closed_in_the_wrong_order_is_said_once(text: str, message: str, remedy: str) -> None:
    """The remedy names the tag that is really to be closed."""
    (found,) = check.page_file(text, "templates/own/page.txt")
    assert (found.code, found.message, found.remedy) == ("markup-crossed", message, remedy)


@pytest.mark.parametrize("theme", ["classic", "modern", "compact"])
def test_an_own_theme_of_settings_alone_takes_the_page_of_the_one_it_extends(tmp_path: Path, theme: str) -> None:
    """`extends` and nothing else: drawn as the shipped one, byte for byte, but sandboxed."""
    own = load(_book(tmp_path, f'extends = "{theme}"\n'), "own")
    assert own.sandboxed
    assert render(cases.issue(cases.plain("it")), own) == drawn(theme, "plain-it")


def test_a_theme_may_extend_a_theme_of_the_book(tmp_path: Path) -> None:
    """The page template of the nearest theme that has one."""
    page = '{% extends "classic/page.txt" %}{% block footer %}the house footer{% endblock %}'
    _book(tmp_path, 'extends = "classic"\n', page, "house")
    resources = _book(tmp_path, 'extends = "house"\n[colours]\naccent = "#aa0000"\n')
    assert "the house footer" in words(render(cases.one_line(), load(resources, "own")))


def test_a_theme_that_extends_none_sets_everything(tmp_path: Path) -> None:
    """Each key that is open is named, and what to write."""
    with pytest.raises(Refused) as caught:
        load(_book(tmp_path, "[logo]\nwidth = 40\n", "{{ number }}"), "own")
    assert caught.value.code == "bad-theme"
    assert "paper, margins" in caught.value.message
    assert "logo.height" in caught.value.message
    assert caught.value.findings[0].example == 'extends = "classic"'


@pytest.mark.parametrize(
    ("extends", "message", "remedy"),
    [
        ("clasic", "extends 'clasic', which is no theme", "did you mean classic?"),
        ("zzz", "extends 'zzz', which is no theme", "take one of: classic, compact, house, modern"),
        ("house", "extends a theme that extends it", "name a shipped theme"),
    ],
)
def test_a_theme_that_extends_what_it_cannot(tmp_path: Path, extends: str, message: str, remedy: str) -> None:
    """Misspelt, unknown, or in a circle: the line of `extends`, and what it could say."""
    _book(tmp_path, 'extends = "own"\n', name="house")
    with pytest.raises(Refused) as caught:
        load(_book(tmp_path, f'\nextends = "{extends}"\n'), "own")
    assert caught.value.code == "bad-theme"
    assert message in caught.value.message
    assert remedy in caught.value.remedy
    assert ": extends" in caught.value.where


def test_a_theme_that_is_no_text_is_named(tmp_path: Path) -> None:
    """UTF-8 only."""
    resources = _book(tmp_path)
    (tmp_path / "templates" / "own" / "theme.toml").write_bytes(b'extends = "\xff"')
    with pytest.raises(Refused) as caught:
        load(resources, "own")
    assert (caught.value.code, caught.value.where) == ("bad-theme", "templates/own/theme.toml")


def test_a_template_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    """Without `templates check` before it."""
    with pytest.raises(Refused) as caught:
        render(cases.one_line(), load(_book(tmp_path, page="\n{{ number }"), "own"))
    assert (caught.value.code, caught.value.where) == ("bad-template", "templates/own/page.txt line 2")


@pytest.mark.parametrize(
    "block",
    [
        "{{ number }} of {{ seller.name }}",
        "{% if self.seller() %}{{ self.title() }}{% endif %}",
        '{% include "own/part.txt" %}',
        "{{ super() }} {{ number }}",
    ],
)
def test_no_page_shows_what_another_document_said(tmp_path: Path, block: str) -> None:
    """A block is laid once for all that say the same: whatever it asks for, a new number is a new block."""
    page = '{% extends "classic/page.txt" %}{% block footer %}' + block + "{% endblock %}"
    resources = _book(tmp_path, page=page)
    (tmp_path / "templates" / "own" / "part.txt").write_text("{{ number }}", encoding="utf-8")
    own = load(resources, "own")
    for number in ("2026-0001", "2026-0002"):
        said = words(render(replace(cases.one_line(), number=number), own))
        assert said.rindex(number) > said.index("Thank you")
        assert ("2026-0001" in said) is (number == "2026-0001")


@pytest.mark.parametrize(
    ("font", "code"), [("helvetica", "unknown-font"), ("own/theme.toml.ttf", "no-resource"), ("own/no.ttf", "bad-font")]
)
def test_a_font_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, font: str, code: str) -> None:
    """The line of the theme.toml that names the font."""
    resources = _book(tmp_path, f'extends = "classic"\n\n[fonts]\nregular = "{font}"\n')
    (tmp_path / "templates" / "own" / "no.ttf").write_text("no font", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        render(cases.one_line(), load(resources, "own"))
    assert caught.value.code == code
    assert caught.value.findings[0].where == "templates/own/theme.toml line 4: fonts.regular"
    assert caught.value.remedy


def test_a_failing_template_is_named_with_its_line(tmp_path: Path) -> None:
    """The line of the file that asks for the impossible, not that of the block it replaces."""
    page = '{% extends "classic/page.txt" %}\n{% block seller %}\n{{ super() }}\n{{ 1 // 0 }}\n{% endblock %}'
    with pytest.raises(Refused) as caught:
        render(cases.one_line(), load(_book(tmp_path, page=page), "own"))
    assert caught.value.code == "template-failed"
    assert caught.value.where == "templates/own/page.txt line 4"


def test_a_folder_without_theme_toml_is_no_theme(tmp_path: Path) -> None:
    """A theme is a folder with a theme.toml."""
    assert [one.code for one in check_folder(tmp_path)] == ["no-theme"]


def test_a_theme_names_what_its_fonts_lack() -> None:
    """Asked before issue, with the theme's own face."""
    assert load(Resources(), "compact").missing("Łódź 日") == ("日",)
