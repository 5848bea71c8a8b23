"""Global options are understood before and after the command, and an explicit one wins over the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invoicing.cli.context import find_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

    Run = Callable[..., Answer]

HERE = {"named": None, "json": True, "today": "2026-03-01", "lang": None, "quiet": False, "debug": False, "who": "ada"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("--json echo", {}),
        ("echo --json", {}),
        ("--json echo --json", {}),
        ("echo --json --today 2026-05-01", {"today": "2026-05-01"}),
        ("--today 2026-05-01 echo --json", {"today": "2026-05-01"}),
        ("--today 2026-05-01 --json echo --today 2026-06-01", {"today": "2026-06-01"}),
        ("--lang it echo --json", {"lang": "it"}),
        ("echo --json --lang=en-US", {"lang": "en-US"}),
        ("echo --json --lang pt_BR", {"lang": "pt-BR"}),
        ("echo --json --quiet", {"quiet": True}),
        ("--quiet --debug --json echo", {"quiet": True, "debug": True}),
        ("--book /books echo --json", {"named": "/books"}),
        ("echo word --book /books --json other", {"named": "/books", "words": ["word", "other"]}),
        ("echo --line a --json --line b", {"line": ["a", "b"]}),
        ("echo --key k --dry-run -y --confirm all --json", {"acts": ["k", True, True, ["all"]]}),
        ("echo --json -- --quiet", {"words": ["--quiet"]}),
    ],
)
def test_an_option_may_stand_on_either_side_of_the_command(probe: Run, args: str, said: dict[str, object]) -> None:
    """Design: `late --json` and `--json late` both work; the later one wins."""
    answer = probe(*args.split())
    expected = {**HERE, "words": [], "line": [], "acts": ["", False, False, None], **said}
    assert (answer.code, answer.value) == (0, expected)


@pytest.mark.parametrize(
    "args", ["--json nest-egg find", "nest-egg --json find", "nest-egg find --json", "nest-egg --quiet find --json"]
)
def test_an_option_may_stand_after_the_name_of_a_group(probe: Run, args: str) -> None:
    """Design: also after `client`. The exit code is the one the command gave."""
    answer = probe(*args.split())
    assert (answer.code, answer.value, answer.err) == (1, {"ok": False}, "")


def test_notes_go_to_standard_error_and_quiet_silences_them(probe: Run) -> None:
    """Design: messages go to stderr."""
    assert probe("echo", "--json").err == "a note\n"
    assert probe("echo", "--json", "--quiet").err == ""


def test_the_environment_names_the_book_and_an_option_wins(
    probe: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Design: an explicit one wins over INVOICING_BOOK."""
    monkeypatch.setenv("INVOICING_BOOK", "/somewhere")
    assert probe("echo", "--json").value["named"] == "/somewhere"
    assert probe("echo", "--json", "--book", str(tmp_path)).value["named"] == str(tmp_path)


def test_the_book_is_found_from_a_folder_below(probe: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Design: the book is found as git finds a repository."""
    (tmp_path / "invoicing.toml").touch()
    below = tmp_path / "documents" / "2026"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert probe("nest-egg", "list", "--json").value == {"book": str(tmp_path)}
    assert find_book(below) == tmp_path


def test_a_folder_of_that_name_is_no_book(tmp_path: Path) -> None:
    """Only a file is the settings."""
    (tmp_path / "invoicing.toml").mkdir()
    assert find_book(tmp_path) is None


def test_no_book_is_not_found_with_a_way_out(probe: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Exit code 4 by the contract."""
    monkeypatch.chdir(tmp_path)
    answer = probe("nest-egg", "list", "--json")
    assert (answer.code, answer.error["code"]) == (4, "no-book")
    assert "invoicing init" in answer.error["remedy"]


def test_a_named_book_must_be_a_folder(probe: Run, tmp_path: Path) -> None:
    """Exit code 4; the folder that was named is used as it is, whatever lies in it."""
    assert probe("nest-egg", "list", "--book", str(tmp_path / "gone")).code == 4
    assert probe("nest-egg", "list", "--book", str(tmp_path)).out == "one line\n"


@pytest.mark.parametrize(
    ("args", "code", "where"),
    [
        ("--today 2026-02-30", "bad-date", "--today"),
        ("--today tomorrow", "bad-date", "--today"),
        ("--lang klingon!", "bad-language", "--lang"),
        ("--lang ../it", "bad-language", "--lang"),
        ("--book postgresql://ada:secret@db/books", "book-not-a-folder", "--book"),
    ],
)
def test_a_global_option_with_a_wrong_value_is_refused(probe: Run, args: str, code: str, where: str) -> None:
    """Bad input is a finding with exit 3, with an example to paste; a password is never repeated."""
    answer = probe("echo", "--json", *args.split())
    [finding] = answer.error["findings"]
    assert (answer.code, finding["code"], finding["where"]) == (3, code, where)
    assert finding["example"]
    assert "secret" not in answer.out


def test_a_book_with_a_zero_byte_is_refused(probe: Run) -> None:
    """No file system has such a name; Python would raise ValueError at the first use."""
    assert probe("echo", "--json", "--book", "a\0b").error["code"] == "bad-path"


def test_a_wrong_day_in_the_environment_is_named_as_such(probe: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is the variable, not an option that nobody wrote."""
    monkeypatch.setenv("INVOICING_TODAY", "yesterday")
    assert probe("echo", "--json").error["where"] == "INVOICING_TODAY"
    assert probe("echo", "--json", "--today", "2026-01-01").value["today"] == "2026-01-01"


def test_without_a_day_the_clock_is_read(probe: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is replaced here, because no test may depend on it."""
    from datetime import date

    monkeypatch.delenv("INVOICING_TODAY")
    monkeypatch.setattr("invoicing.cli.context._today", lambda: date(2026, 7, 8))
    assert probe("echo", "--json").value["today"] == "2026-07-08"


def test_without_a_name_the_login_name_writes_the_log(probe: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """INVOICING_WHO, then the login name, then nobody."""
    monkeypatch.delenv("INVOICING_WHO")
    monkeypatch.setenv("LOGNAME", "grace")
    assert probe("echo", "--json").value["who"] == "grace"
    monkeypatch.delenv("LOGNAME")
    monkeypatch.delenv("USER", raising=False)
    assert probe("echo", "--json").value["who"] == ""
