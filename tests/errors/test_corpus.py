"""Every stable code: what brings it about, and exactly what a person then reads."""

from __future__ import annotations

import re
import shutil
import tomllib
from fnmatch import fnmatch
from typing import TYPE_CHECKING

import pytest

from tests.errors import corpus
from tests.errors.listing import listing

if TYPE_CHECKING:
    from pathlib import Path

CASES = corpus.cases()


def exceptions() -> dict[str, str]:
    """Give the codes without a case, each with the reason."""
    reasons: dict[str, str] = tomllib.loads((corpus.HERE / "exceptions.toml").read_text(encoding="utf-8"))
    return reasons


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the small book once."""
    target = tmp_path_factory.mktemp("errors") / "book"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INVOICING_WHO", "ada")
        corpus.make_book(target)
    return target


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_code_comes_with_its_kept_message(
    case: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, update_samples: bool
) -> None:
    """The message was read when it was kept: it says what, where, by which rule, and what to do."""
    book = tmp_path / "book"
    shutil.copytree(made, book)
    monkeypatch.setenv("INVOICING_WHO", "ada")
    for name, value in corpus.surroundings(case):
        monkeypatch.setenv(name, value)
    corpus.put(case, book)
    found = corpus.answer(case, book)
    kept = case / "message.txt"
    if update_samples:
        kept.write_text(found, encoding="utf-8")
    assert f"[{case.name}]" in found or f'"{case.name}"' in found, found
    assert found == kept.read_text(encoding="utf-8"), "--update-samples if that is meant"


@pytest.mark.parametrize("case", [one for one in CASES if (one / "command.txt").is_file()], ids=lambda path: path.name)
def test_a_message_to_a_person_says_what_to_do(case: Path) -> None:
    """A message without a remedy leaves its reader alone; the exit code is one of the contract."""
    told = corpus.read_answer(case)
    if told is not None:
        assert told.remedy, told.message
        assert told.exit in {1, 2, 3, 4, 5, 6, 70}


def test_every_code_of_the_source_has_a_case_or_a_reason_to_have_none() -> None:
    """A new code brings its case; the head of `corpus.py` says how."""
    known = {case.name for case in CASES} | set(exceptions())
    missing = {
        code: where for code, where in corpus.codes_in_source().items() if not any(fnmatch(one, code) for one in known)
    }
    assert missing == {}


def test_every_exception_is_still_needed() -> None:
    """One whose code is gone, or has a case by now, goes too; a test that a reason names does ask for the code."""
    source = corpus.codes_in_source()
    cases = {case.name for case in CASES}
    assert [code for code in exceptions() if code in cases] == []
    assert [code for code in exceptions() if not any(fnmatch(code, one) for one in source)] == []
    for code, reason in exceptions().items():
        named = re.search(r"tests/[\w/]+\.py", reason)
        assert reason
        assert named is None or code in (corpus.ROOT / named[0]).read_text(encoding="utf-8"), code


def test_the_list_of_codes_is_that_of_the_cases(*, update_samples: bool) -> None:
    """`tests/errors/README.md` is made from the messages, so it cannot say otherwise."""
    path = corpus.HERE / "README.md"
    made = listing(CASES, exceptions())
    if update_samples:
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
