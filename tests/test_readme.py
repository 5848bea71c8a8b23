"""The README: its commands are typed in an empty folder, its links lead somewhere, its first screen is what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invoicing.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(
    r"(?:^`(?P<name>[\w.]+)`\n\n)?^```(?P<kind>console|toml)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


def _steps() -> Iterator[tuple[str, str]]:
    """Give what the README tells one to type or to save, in order: (file name or empty, text)."""
    for block in _BLOCK.finditer(TEXT):
        if block["kind"] == "toml":
            yield block["name"], block["body"]
        else:
            yield from (("", line.removeprefix("$ ")) for line in block["body"].splitlines() if line.startswith("$ "))


def test_every_command_of_the_tour_runs_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A newcomer types what stands there, in that order."""
    monkeypatch.chdir(tmp_path)
    steps = list(_steps())
    assert len(steps) > 10
    for name, text in steps:
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
        elif text.startswith("export "):
            monkeypatch.setenv(*text.removeprefix("export ").split("=", 1))
        else:
            words = shlex.split(text)
            assert words[0] == "invoicing"
            code = main(words[1:])
            out, err = capsys.readouterr()
            assert code == 0, f"{text}\n{out}\n{err}"
    assert len(list((tmp_path / "documents").glob("*.pdf"))) == 3
    assert len(list((tmp_path / "documents" / "letters").glob("*.pdf"))) == 1


def test_the_first_screen_has_exactly_two_commands() -> None:
    """`make demo` and `make test`."""
    first = TEXT.split("## ", 2)[0] + TEXT.split("\n## ", 1)[0]
    assert re.findall(r"^make (\w+)", first.split("\n## ")[0], re.MULTILINE)[:2] == ["demo", "test"]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT))))
def test_a_link_of_the_readme_leads_somewhere(target: str) -> None:
    """Pictures, samples and documents are in the repository."""
    assert (ROOT / target).exists()
