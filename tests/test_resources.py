"""Templates, letters and samples: the book first, then the package, then the checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invoicing.domain.errors import NotFound, Refused
from invoicing.resources import Resources

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """Make a book, an installed package and the checkout around it."""
    book, checkout = tmp_path / "book", tmp_path / "checkout"
    package = checkout / "invoicing"
    for place in (book, package / "_data", checkout):
        (place / "letters" / "it").mkdir(parents=True)
    monkeypatch.setattr("invoicing.resources._PACKAGE", package)
    return book, package / "_data", checkout


def write(place: Path, name: str) -> Path:
    """Put a letter into a place."""
    path = place / "letters" / name
    path.write_text(name, encoding="utf-8")
    return path


def test_the_book_wins_over_the_package(places: tuple[Path, Path, Path]) -> None:
    """Design section 3: files of the book win over the shipped ones."""
    book, package, _ = places
    shipped, own = write(package, "it/final.md"), write(book, "it/final.md")
    assert Resources(book).find("letters", "it/final.md") == own
    assert Resources().find("letters", "it/final.md") == shipped


def test_the_checkout_counts_only_beside_its_pyproject(places: tuple[Path, Path, Path]) -> None:
    """Something else that lies around an installed package is none of ours."""
    _, _, checkout = places
    path = write(checkout, "it/final.md")
    with pytest.raises(NotFound):
        Resources().find("letters", "it/final.md")
    (checkout / "pyproject.toml").touch()
    assert Resources().find("letters", "it/final.md") == path


def test_names_are_gathered_over_all_places(places: tuple[Path, Path, Path]) -> None:
    """Sorted, each once, without hidden files."""
    book, package, _ = places
    for place, name in ((book, "it/b.md"), (package, "it/a.md"), (package, "it/b.md"), (book, "it/.hidden")):
        write(place, name)
    assert Resources(book).names("letters", "it") == ("a.md", "b.md")
    assert Resources(book).names("letters") == ("it",)
    assert Resources(book).names("letters", "xx") == ()
    assert Resources(book).names("samples") == ()


def test_a_missing_file_names_the_nearest(places: tuple[Path, Path, Path]) -> None:
    """With nothing near, the remedy is to add it to the book."""
    book, package, _ = places
    write(package, "it/reminder1.md")
    with pytest.raises(NotFound, match=r"no letters/it/remindr1\.md") as near:
        Resources(book).find("letters", "it/remindr1.md")
    with pytest.raises(NotFound) as far:
        Resources(book).find("letters", "it/zzz")
    assert near.value.remedy == "did you mean reminder1.md?"
    assert far.value.remedy == "put the file into the folder letters of the book"


@pytest.mark.parametrize(
    "relative", ["../secret", "it/../../secret", "/etc/passwd", "it//x", "it\\..\\x", "C:/x", "a\0b", "it/", ""]
)
def test_a_path_that_leads_out_is_refused(places: tuple[Path, Path, Path], relative: str) -> None:
    """Design section 7: what a file says is data, also when it says a path."""
    with pytest.raises(Refused) as caught:
        Resources(places[0]).find("letters", relative)
    assert caught.value.code == "bad-path"
