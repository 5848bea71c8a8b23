"""Themes from the command line: which there are, how they look, and what is wrong with an own one."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pypdf
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.book import Typed
    from tests.cli.conftest import Answer

DAY = "2026-03-02"


def text_of(data: bytes) -> str:
    """Read the words of a PDF's first page."""
    return pypdf.PdfReader(BytesIO(data)).pages[0].extract_text()


def theme(folder: Path, name: str, settings: str | None = 'extends = "classic"\n', page: str | None = None) -> Path:
    """Write a theme into a folder `templates`; a page that extends classic when none is given."""
    path = folder / "templates" / name
    path.mkdir(parents=True)
    if settings is not None:
        (path / "theme.toml").write_text(settings, encoding="utf-8")
    page = '{% extends "classic/page.txt" %}\n' if page is None else page
    (path / "page.txt").write_text(page, encoding="utf-8")
    return path


def test_the_shipped_themes_are_listed_without_a_book(
    invoicing: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design: three themes that differ; classic is used where nobody says otherwise."""
    monkeypatch.chdir(tmp_path)
    found = invoicing("--json", "templates", "list").value
    assert [(one["theme"], one["from"], one["used"]) for one in found] == [
        ("classic", "shipped", True),
        ("compact", "shipped", False),
        ("modern", "shipped", False),
    ]
    assert all(one["findings"] == 0 for one in found)


def test_a_book_lists_its_own_theme_beside_the_shipped_ones(book: Typed) -> None:
    """What it extends, whether documents are drawn with it, and how much is wrong in it."""
    theme(book.folder, "mine", 'extends = "modern"\ncolour = "red"\n')
    settings = book.folder / "invoicing.toml"
    settings.write_text('theme = "mine"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    found = {one["theme"]: one for one in book(DAY, "templates", "list").value}
    assert set(found) == {"classic", "compact", "mine", "modern"}
    mine = found["mine"]
    assert (mine["from"], mine["extends"], mine["used"], mine["findings"]) == ("book", "modern", True, 1)


def test_a_theme_that_is_no_toml_is_still_listed(book: Typed) -> None:
    """A list is where one looks for what is broken."""
    theme(book.folder, "mine", "extends = \n")
    found = {one["theme"]: one for one in book(DAY, "templates", "list").value}
    assert (found["mine"]["extends"], found["mine"]["findings"]) == ("", 1)


@pytest.mark.parametrize(("lang", "word"), [("en", "Invoice"), ("nl", "Factuur"), ("ro", "Factură")])
def test_a_preview_is_drawn_in_the_language_asked_for(book: Typed, lang: str, word: str, tmp_path: Path) -> None:
    """The seller is the book's own, and the page says that it is a draft."""
    target = tmp_path / "out" / "look.pdf"
    done = book(DAY, "--lang", lang, "templates", "preview", "compact", "--out", str(target))
    assert done.value == {"theme": "compact", "pdf": str(target)}
    text = text_of(target.read_bytes())
    assert word in text
    assert "Studio Lumen" in text
    assert book(DAY, "list").value == []


def test_a_preview_without_a_book_goes_into_this_folder(
    invoicing: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named after the theme."""
    monkeypatch.chdir(tmp_path)
    assert invoicing("templates", "preview", "modern", "--today", DAY).code == 0
    assert "Studio Example" in text_of((tmp_path / "modern.pdf").read_bytes())


def test_a_preview_in_a_country_without_rates_has_no_tax(
    invoicing: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The United States have no tax of their own: 24 × 65 + 250 × 3.20 − 10 % − 5 % = 2166."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "invoicing.toml").write_text(
        '[seller]\nname = "Bay Design LLC"\naddress = { country = "US" }\n', encoding="utf-8"
    )
    assert invoicing("templates", "preview", "classic", "--today", DAY).code == 0
    assert "2,166.00" in text_of((tmp_path / "classic.pdf").read_bytes())


def test_a_theme_that_nobody_has_is_not_found(book: Typed) -> None:
    """The nearest one is named."""
    missing = book(DAY, "templates", "preview", "modren")
    assert (missing.code, missing.error["code"]) == (4, "no-resource")
    assert "modern" in missing.error["remedy"]


def test_themes_that_are_right_pass(book: Typed, tmp_path: Path) -> None:
    """Without a folder the book's own are checked, with one those in it, with a theme's own folder that theme."""
    assert book(DAY, "templates", "check").value["themes"] == ["classic", "compact", "modern"]
    mine = theme(book.folder, "mine")
    assert book(DAY, "templates", "check").value["themes"] == ["mine"]
    assert book(DAY, "templates", "check", str(mine)).value["themes"] == ["mine"]
    elsewhere = tmp_path / "drafts" / "mine"
    elsewhere.parent.mkdir()
    mine.rename(elsewhere)
    assert "mine" in book.plain(DAY, "templates", "check", str(elsewhere.parent)).out


@pytest.mark.parametrize(
    ("settings", "page", "code", "where"),
    [
        ("extends = \n", None, "bad-theme", "mine/theme.toml line 1"),
        ('extends = "classic"\n\n[colours]\nacent = "#112233"\n', None, "unknown-theme-key", "mine/theme.toml line 4"),
        ('extends = "classic"\n[colours]\naccent = "red"\n', None, "bad-theme-value", "mine/theme.toml line 3"),
        ('extends = "nothing"\n', None, "bad-theme", "templates/mine/theme.toml line 1: extends"),
        ('extends = "mine"\n', None, "bad-theme", "templates/mine/theme.toml"),
        ('extends = "classic"\n', "{% block seller %}\n{{ seller.name }\n", "bad-template", "mine/page.txt line 2"),
        ('extends = "classic"\n', "\n{% block salutation %}{% endblock %}", "unknown-block", "mine/page.txt line 2"),
        ('extends = "classic"\n', "{% block seller %}\n{{ sellr }}{% endblock %}", "unknown-slot", "page.txt line 2"),
        ('extends = "classic"\n', "{% block seller %}\n<blink>x</blink>{% endblock %}", "unknown-markup", "line 2"),
        ('extends = "classic"\n', "{% block seller %}{{ 1 // 0 }}{% endblock %}", "template-failed", "page.txt line"),
        (None, None, "no-theme", "mine"),
    ],
)
def test_what_is_wrong_in_a_theme_is_refused_with_its_place(
    book: Typed, settings: str | None, page: str | None, code: str, where: str
) -> None:
    """Issue of the page: own templates are checked with line numbers; bad input is exit 3."""
    theme(book.folder, "mine", settings, page)
    refused = book(DAY, "templates", "check")
    assert (refused.code, refused.error["code"]) == (3, code), refused.error
    finding = refused.error["findings"][0]
    assert where in finding["where"]
    assert finding["remedy"]


def test_all_findings_of_all_themes_come_at_once(book: Typed) -> None:
    """Two themes, three mistakes."""
    theme(book.folder, "one", 'extends = "classic"\nlogos = 1\npages = 2\n')
    theme(book.folder, "two", "extends\n")
    refused = book(DAY, "templates", "check")
    assert len(refused.error["findings"]) == 3


def test_a_folder_without_a_theme_is_not_found(book: Typed) -> None:
    """The remedy says what a theme is."""
    (book.folder / "empty").mkdir()
    for place in ("empty", "nowhere"):
        missing = book(DAY, "templates", "check", str(book.folder / place))
        assert (missing.code, missing.error["code"]) == (4, "no-theme")
