"""A plug-in is one file that is found by its name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from invoicing.discovery import find, key_of, load
from invoicing.domain.errors import NotFound

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make a plug-in package with two files, one folder, and things that are no plug-ins."""
    package = tmp_path / "sample_plugins"
    (package / "big").mkdir(parents=True)
    (package / "data").mkdir()
    (package / "__pycache__").mkdir()
    (package / "__init__.py").touch()
    (package / "big" / "__init__.py").write_text("KIND = 'big'\n", encoding="utf-8")
    (package / "credit_note.py").write_text("KIND = 'credit note'\n", encoding="utf-8")
    (package / "import_.py").write_text("raise ImportError('must not be imported')\n", encoding="utf-8")
    for name in ("_private.py", ".hidden.py", "notes.txt"):
        (package / name).touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return "sample_plugins"


def test_a_name_is_found_without_importing_its_file(plugins: str) -> None:
    """Design section 2: keys are file names with `_` written `-`; `find` imports nothing."""
    assert find(plugins) == {
        "big": "sample_plugins.big",
        "credit-note": "sample_plugins.credit_note",
        "import": "sample_plugins.import_",
    }
    assert "sample_plugins.credit_note" not in sys.modules


def test_one_constant_is_loaded(plugins: str) -> None:
    """A file and a folder alike."""
    assert (load(plugins, "credit-note", "KIND"), load(plugins, "big", "KIND")) == ("credit note", "big")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("credit-not", "did you mean credit-note?"),
        ("zzz", "take one of: big, credit-note, import"),
        ("_private", "take one of: big, credit-note, import"),
        ("../big", "did you mean big?"),
    ],
)
def test_an_unknown_name_is_not_found_and_the_nearest_is_named(plugins: str, name: str, remedy: str) -> None:
    """The code says what kind of thing is missing."""
    with pytest.raises(NotFound) as caught:
        load(plugins, name, "KIND")
    assert (caught.value.code, caught.value.remedy) == ("unknown-kind", remedy)


@pytest.mark.parametrize(("stem", "key"), [("it", "it"), ("credit_note", "credit-note"), ("import_", "import")])
def test_a_key_is_the_stem_with_hyphens(stem: str, key: str) -> None:
    """A trailing `_` only avoids a Python word."""
    assert key_of(stem) == key
