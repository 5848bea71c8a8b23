"""The sample books, played to their end: every answer and the text of every page against what is kept.

`pytest --update-samples` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from invoicing.app.demo import Line, read_story
from invoicing.cli.commands.demo import play

SAMPLES = Path(__file__).parents[2] / "samples"
BOOKS = sorted(path.parent for path in SAMPLES.glob("*/story.txt"))
_HASH = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(scope="module", params=BOOKS, ids=lambda path: path.name)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """Play a book once; gives its source, where it was played, and the answers."""
    source: Path = request.param
    target = tmp_path_factory.mktemp(source.name) / "book"
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("out"))
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("INVOICING_WHO", "giulia")
        return source, target, [_answer(target, line) for line in read_story(target / "story.txt")]


def _answer(target: Path, line: Line) -> str:
    """Give a command and its answer, with the folder and the hashes masked: salts are random by design."""
    value: Any = json.loads(play(target, line))
    text = json.dumps(value, indent=1, ensure_ascii=False).replace(str(target), "BOOK")
    return f"$ invoicing --today {line.day} {' '.join(line.words)}\n{_HASH.sub('HASH', text)}\n"


def _pages(path: Path) -> str:
    """Give the text of a PDF as a reader meets it, line by line."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\f\n".join(page.extract_text() + "\n" for page in pdf.pages)


def _compare(kept: Path, found: str, *, update: bool) -> None:
    if update:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8"), f"{kept} differs; --update-samples if that is meant"


def test_every_answer_of_a_sample_book_is_as_kept(
    played: tuple[Path, Path, list[str]], *, update_samples: bool
) -> None:
    """The answers were read by a person when they were kept."""
    source, _, answers = played
    _compare(source / "out" / "answers.txt", "\n".join(answers), update=update_samples)


def test_every_page_of_a_sample_book_says_what_is_kept(
    played: tuple[Path, Path, list[str]], *, update_samples: bool
) -> None:
    """The pages were looked at as pictures when their text was kept."""
    source, target, _ = played
    papers = sorted((target / "documents").rglob("*.pdf"))
    names = {str(path.relative_to(target).with_suffix(".txt")) for path in papers}
    for path in papers:
        _compare(source / "out" / path.relative_to(target).with_suffix(".txt"), _pages(path), update=update_samples)
    kept = {str(path.relative_to(source / "out")) for path in (source / "out" / "documents").rglob("*.txt")}
    assert kept == names


def test_a_sample_book_verifies_and_loses_nothing(played: tuple[Path, Path, list[str]]) -> None:
    """The last line of every story is `verify`."""
    _, _, answers = played
    assert '"ok": true' in answers[-1]


def test_the_sample_books_are_fictional_and_many() -> None:
    """Sixty documents and more in six books; whoever is written to lives in a domain reserved for examples."""
    documents = [path for book in BOOKS for path in (book / "documents").glob("*.toml")]
    assert len(BOOKS) == 6
    assert len(documents) >= 60
    inputs = [path for book in BOOKS for path in (book / "invoicing.toml", *(book / "clients").glob("*.toml"))]
    for path in inputs:
        hosts = re.findall(r'"[^"@\s]+@([^"]+)"', path.read_text(encoding="utf-8"))
        assert all(host.endswith(".example") for host in hosts), path


@pytest.mark.parametrize(
    ("book", "rates", "categories"),
    [
        ("atelier-nl", {"9", "21"}, {"AE", "K", "G"}),
        ("taller-es", {"4", "10", "21"}, {"AE", "K", "O"}),
        ("atelier-ro", {"5", "9", "11", "19", "21"}, {"AE", "K"}),
        ("workshop-gb", {"5", "20"}, {"AE", "G", "O", "Z"}),
        ("studio", {"4", "10", "22"}, {"AE", "E", "O"}),
    ],
)
def test_a_sample_book_uses_the_rates_and_categories_of_its_country(
    book: str, rates: set[str], categories: set[str]
) -> None:
    """What the pages show in their column of taxes; the rates are those of `invoicing/regimes`."""
    pages = [path.read_text(encoding="utf-8") for path in (SAMPLES / book / "out" / "documents").glob("*.txt")]
    found = {rate for page in pages for rate in re.findall(r"(?:IVA|BTW|TVA|VAT) (\d+)\s?%", page)}
    assert found - {"0"} == rates
    files = (path.read_text(encoding="utf-8") for path in (SAMPLES / book / "documents").glob("*.toml"))
    written = {one for file in files for one in re.findall(r'(?:tax|category) = "([A-Z]{1,2})"', file)}
    assert written >= categories
