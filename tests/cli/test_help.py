"""Help pages: what the tool can do, by panel, with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invoicing import __version__
from invoicing.cli.lazy import read_head

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Answer

    Run = Callable[..., Answer]


def test_the_help_lists_commands_by_panel_in_the_order_of_the_design(probe: Run) -> None:
    """Records come before talk; the text is the first line of the file."""
    answer = probe("--help")
    assert answer.code == 0
    records, talk = answer.out.index("Records:"), answer.out.index("Talk:")
    assert records < answer.out.index("nest-egg  Group several probes.") < talk
    assert talk < answer.out.index("echo  Show what the frame understood.")


def test_the_help_imports_no_command(probe: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command file that cannot be imported does not break the help of the tool."""
    import sys

    monkeypatch.setitem(sys.modules, "tests.cli.probes.echo", None)
    assert "Show what the frame understood." in probe("--help").out
    assert probe("echo").code == 70


def test_a_command_shows_its_own_options_before_the_global_ones_and_its_examples_last(probe: Run) -> None:
    """Examples stand one to a line, unwrapped."""
    out = probe("echo", "--help").out
    places = [
        out.index(text) for text in ("Arguments:", "Options:", "--line", "Global options:", "--book DIR", "Examples:")
    ]
    assert places == sorted(places)
    assert out.endswith("Examples:\n  invoicing echo one --line a\n")


def test_a_group_shows_its_commands(probe: Run) -> None:
    """Each with the first sentence of its docstring."""
    out = probe("nest-egg", "--help").out
    assert out.index("list  Answer with one value.") < out.index("Global options:")


@pytest.mark.parametrize("args", ["--json --help", "--help --json", "echo --json --help", "echo --help --json"])
def test_with_json_the_help_is_one_json_value(probe: Run, args: str) -> None:
    """Design: with --json exactly one JSON value goes to stdout."""
    answer = probe(*args.split())
    assert answer.code == 0
    assert answer.value["help"].startswith("Usage: invoicing")


def test_the_version_is_the_packages(invoicing: Run) -> None:
    """Text and JSON, on either side."""
    assert invoicing("--version").out == f"invoicing {__version__}\n"
    assert invoicing("--json", "--version").value == {"version": __version__}
    assert invoicing("--version", "--json").value == {"version": __version__}


@pytest.mark.parametrize(
    ("typed", "word", "offered"),
    [
        ("nes", 1, "nest-egg"),
        ("nest-egg fi", 2, "find"),
        ("echo --li", 2, "--line"),
        ("nest-egg --j", 2, "--json"),
        ("gone --", 2, "--version"),
    ],
)
def test_the_shell_completes_commands_and_options(
    probe: Run, monkeypatch: pytest.MonkeyPatch, typed: str, word: int, offered: str
) -> None:
    """What a completion function of bash asks for, by Typer's protocol."""
    monkeypatch.setenv("_INVOICING_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"invoicing {typed}")
    monkeypatch.setenv("COMP_CWORD", str(word))
    answer = probe()
    assert (answer.code, answer.out.partition("\n")[0]) == (0, offered)


def test_a_command_may_be_a_folder_and_need_no_panel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its head is read from the folder's `__init__.py`."""
    monkeypatch.setattr("invoicing.cli.lazy.COMMANDS", "tests.cli.probes")
    assert read_head("tests.cli.probes.wide") == ("other", "Be a folder instead of a file.")
    assert read_head("tests.cli.probes.echo") == ("talk", "Show what the frame understood.")
