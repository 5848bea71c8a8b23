"""What holds for each command of the tool, whoever wrote it."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from invoicing.cli.lazy import COMMANDS, PANELS, read_head
from invoicing.discovery import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = tuple(find(COMMANDS))
GLOBALS = {"--book", "--json", "--today", "--lang", "--quiet", "--debug"}
# What no command may load before it needs it; rich only on a terminal.
HEAVY = [
    *("babel", "importlib.metadata", "importlib.resources", "jinja2", "keyring", "lxml", "psycopg"),
    *("pydantic", "reportlab", "rich", "segno", "stdnum", "stripe"),
]


@cache
def leaves() -> tuple[tuple[str, Any], ...]:
    """Give every command that can be run, with what is typed to reach it."""
    return tuple(leaf for name in NAMES for leaf in _walk(name, _built(name)))


def _built(name: str) -> Any:  # noqa: ANN401  Typer keeps its classes private
    return typer.main.get_command(import_module(find(COMMANDS)[name]).app)


def _walk(path: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  Typer keeps its classes private
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
    for name, sub in (below or {}).items():
        yield from _walk(f"{path} {name}", sub)


@pytest.mark.parametrize("name", NAMES)
def test_the_head_of_a_command_file_is_what_the_help_of_the_tool_shows(name: str) -> None:
    """The help reads the source; what it finds is the docstring's first line and the panel."""
    module = import_module(find(COMMANDS)[name])
    panel, summary = read_head(module.__name__)
    assert (panel, summary) == (module.PANEL, (inspect.getdoc(module) or "").partition("\n")[0])
    assert panel in PANELS
    assert summary.endswith(".")


@pytest.mark.parametrize(("path", "command"), leaves(), ids=[path for path, _ in leaves()])
def test_a_command_has_help_an_example_and_the_global_options(path: str, command: Any) -> None:  # noqa: ANN401
    """Design: every command has an example in its help."""
    options = {name for param in command.params for name in param.opts}
    assert command.help
    assert options >= GLOBALS
    assert all(param.help for param in command.params), "an option without help"
    assert any(line.startswith(f"invoicing {path}") for line in (command.epilog or "").splitlines()), "no example"


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_documented_by_its_help(name: str) -> None:
    """A group says what it is for, and every command in it what it does."""
    built = _built(name)
    assert all(sub.help for sub in getattr(built, "commands", {}).values())
    assert built.help


def loaded(*args: str, cwd: Path) -> set[str]:
    """Run a command line in a process of its own, its output piped, and give the heavy modules it loaded."""
    code = (
        "import sys; from invoicing.cli.main import main; code = main(sys.argv[1:]); "
        f"heavy = sorted(set({HEAVY!r}) & set(sys.modules)); "
        "sys.stderr.write('\\n' + __import__('json').dumps([int(code), heavy]))"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], cwd=cwd, capture_output=True, text=True, check=True)
    exit_code, modules = json.loads(done.stderr.splitlines()[-1])
    assert exit_code != 70, done.stderr
    return set(modules)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["list"], ["late"], ["late", "--json"]], ids=" ".join)
def test_the_commands_one_types_most_start_lightly(args: list[str], tmp_path: Path) -> None:
    """Design section 6: heavy modules are imported by the function that needs them."""
    (tmp_path / "invoicing.toml").write_text('[seller]\nname = "Studio"\ncountry = "IT"\n', encoding="utf-8")
    assert loaded(*args, cwd=tmp_path) == set()


def test_no_command_loads_a_heavy_module_to_show_its_help(tmp_path: Path) -> None:
    """All commands in one process: what one of them loads at its top is found."""
    code = (
        "import sys; from invoicing.cli.main import main; "
        f"[main([name, '--help']) for name in {NAMES!r}]; "
        f"sys.stderr.write(' '.join(sorted(set({HEAVY!r}) & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == ""
