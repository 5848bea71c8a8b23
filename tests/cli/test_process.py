"""The tool as a process: exit codes, pipes and bytes that are no text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invoicing import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Answer

    Run = Callable[..., Answer]

TOOL = [sys.executable, "-m", "invoicing"]


def test_the_module_can_be_run() -> None:
    """Design: `python -m invoicing` works too."""
    done = subprocess.run([*TOOL, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"invoicing {__version__}\n"


def test_the_script_runs_the_arguments_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The entry point that pyproject.toml names."""
    from invoicing.__main__ import run

    monkeypatch.setattr(sys, "argv", ["invoicing", "--version", "--json"])
    assert (run(), json.loads(capsys.readouterr().out)) == (0, {"version": __version__})


def test_the_exit_code_reaches_the_shell() -> None:
    """Usage is 2, and the answer is JSON."""
    done = subprocess.run([*TOOL, "--json", "nonsense"], capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"], done.stderr) == (2, "unknown-command", "")


def test_a_reader_that_leaves_early_causes_no_noise() -> None:
    """`invoicing --help | true`: 128 + SIGPIPE, and not a word on standard error."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*TOOL, "--help"], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_bytes_that_are_no_text_do_not_break_the_answer(locale: str) -> None:
    """A file name in another encoding, mistyped as a command."""
    env = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([*map(os.fsencode, TOOL), b"--json", b"caf\xe9"], env=env, capture_output=True, check=False)
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"], error["where"]) == (2, "unknown-command", "caf\udce9")


def test_a_hostile_word_is_shown_not_obeyed(invoicing: Run) -> None:
    """An escape sequence in an argument does not reach the terminal."""
    answer = invoicing("\x1b[2Jlist")
    assert "\x1b" not in answer.err
    assert "\\x1b[2Jlist" in answer.err


@pytest.mark.parametrize("word", ["../main", "__init__", "list.py", "", " ", "-", "os", "x" * 100_000])
def test_a_word_that_is_no_command_imports_nothing(invoicing: Run, word: str) -> None:
    """Only the names of files in the folder of commands are commands."""
    assert invoicing("--json", word).error["code"] in {"unknown-command", "bad-usage"}


def test_init_writes_a_book_that_is_found(invoicing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is TOML, and a second run overwrites nothing."""
    import tomllib

    book = tmp_path / "new" / "book"
    assert invoicing("init", str(book), "--dry-run").code == 0
    assert not book.exists()
    answer = invoicing("init", str(book), "--json")
    assert (answer.code, answer.value["book"]) == (0, str(book))
    settings = Path(answer.value["settings"])
    assert set(tomllib.loads(settings.read_text("utf-8"))) == {"seller"}
    settings.write_text("# mine\n", encoding="utf-8")
    again = invoicing("init", "--book", str(book), "--json")
    assert (again.code, again.error["code"]) == (5, "book-exists")
    assert settings.read_text("utf-8") == "# mine\n"
    monkeypatch.chdir(tmp_path)
    assert invoicing("init", "--json").value["book"] == str(tmp_path)


def test_init_in_a_place_that_cannot_be_written_is_refused(invoicing: Run, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").touch()
    answer = invoicing("init", str(tmp_path / "file" / "book"), "--json")
    assert (answer.code, answer.error["code"]) == (3, "file-trouble")
