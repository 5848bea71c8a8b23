"""Every language says everything: the tables of labels.toml hold the same keys."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.domain.money import Money
from invoicing.kinds import kinds
from invoicing.resources import Resources
from invoicing.texts import language

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("en", "it", "nl", "es", "ro")
TABLES = ("style", "titles", "names", "labels", "periods", "plurals", "units", "salutation", "closing")


def tables(tag: str) -> dict[str, Any]:
    """Read the shipped labels of one language."""
    return tomllib.loads(Resources().find("letters", f"{tag}/labels.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("tag", LANGUAGES[1:])
@pytest.mark.parametrize("table", TABLES)
def test_a_language_has_exactly_the_keys_of_english(tag: str, table: str) -> None:
    """English is the base; `joins` is a matter of the language's own grammar."""
    own = set(tables(tag)[table]) - {"joins"}
    assert own == set(tables("en")[table])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_label_is_never_empty_and_keeps_the_slots_of_english(tag: str) -> None:
    """A slot that a translation loses would lose a page number or a date."""
    base = tables("en")["labels"]
    for key, text in tables(tag)["labels"].items():
        assert text.strip(), key
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", base[key])), key


def test_american_english_only_overlays_what_english_has() -> None:
    """A key that English lacks would be a misspelt one."""
    for name, table in tables("en-US").items():
        if isinstance(table, dict) and name != "symbols":
            assert set(table) <= set(tables("en")[name]), name


@pytest.mark.parametrize("tag", [*LANGUAGES, "en-US"])
def test_every_document_kind_has_a_title_and_a_noun(tag: str) -> None:
    """Design: a kind is one file plus one title line in each labels.toml."""
    words = language(tag)
    for kind in kinds():
        assert words.title(kind.key)
        assert words.noun(kind.key)


def test_romanian_is_written_with_comma_below() -> None:
    """ș ț (U+0219, U+021B) are Romanian; ş ţ with cedilla (U+015F, U+0163) are Turkish."""
    # tone.toml holds patterns of what people type, the wrong letters too.
    for name in set(Resources().names("letters", "ro")) - {"tone.toml"}:
        text = Resources().find("letters", f"ro/{name}").read_text(encoding="utf-8")
        assert not set(text) & set("şţŞŢ"), name


@pytest.mark.parametrize("tag", LANGUAGES)
def test_phrases_have_the_keys_of_english(tag: str) -> None:
    """The tone checker offers a sentence of the client's language for each rule."""
    read = Resources().find("letters", f"{tag}/phrases.toml").read_text(encoding="utf-8")
    base = tomllib.loads(Resources().find("letters", "en/phrases.toml").read_text(encoding="utf-8"))
    own = tomllib.loads(read)
    assert {name: set(table) for name, table in own.items()} == {name: set(table) for name, table in base.items()}


def test_a_books_own_language_with_labels_only_borrows_the_style_of_english(tmp_path: Path) -> None:
    """A folder with one word in it is a language already."""
    folder = tmp_path / "letters" / "pt"
    folder.mkdir(parents=True)
    (folder / "labels.toml").write_text('[labels]\ntotal = "Total a pagar"\n', encoding="utf-8")
    words = language("pt", Resources(tmp_path))
    assert words.label("total") == "Total a pagar"
    assert "1,234.56" in words.money(Money(123456, "EUR"))
