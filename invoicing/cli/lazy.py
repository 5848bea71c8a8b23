"""The tree of commands, of which only the branch that was asked for is imported.

The commands are the files in `cli/commands`. What the help of the whole tool says about each is read from the head of
its source, so that `invoicing --help` imports none of them.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from invoicing.cli.output import json_text
from invoicing.discovery import find
from invoicing.domain.errors import UsageFault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMANDS = "invoicing.cli.commands"
# In the order in which a user meets them; a panel that is not named here comes last.
PANELS = ("start", "records", "documents", "money in", "chasing", "talk", "reports", "the book")
_HEAD = 4096
_PANEL = re.compile(r'^PANEL = "([^"]*)"', re.MULTILINE)


class _Helpful:
    """What commands and groups share: help that with ``--json`` is a JSON value, errors that know where they are."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401  Typer keeps these classes private
        """Give the help page."""
        text: str = super().get_help(ctx)  # type: ignore[misc]
        return json_text({"help": text}) if getattr(ctx.find_root().obj, "json_asked", False) else text

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  Typer keeps these classes private
        """Parse; an error that does not know its command learns it, so that it can name the right help page."""
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except typer.TyperException as error:
            error.__dict__["ctx"] = getattr(error, "ctx", None) or ctx
            raise
        return rest


class Command(_Helpful, TyperCommand):
    """A command whose help has its options by panel and its examples as they are typed."""

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  Typer keeps these classes private
        """Write the arguments, the command's own options, then the global ones."""
        _write_options(self.get_params(ctx), ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002  Typer keeps these classes private
        """Write the examples, one to a line."""
        if self.epilog:
            _write_rows(formatter, "Examples", [(line, "") for line in self.epilog.splitlines()])


class Group(_Helpful, TyperGroup):
    """A group of commands that names the nearest one when a name is wrong."""

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  Typer keeps these classes private
        """Write the commands first, because they are what a group is for."""
        self.format_commands(ctx, formatter)
        _write_options(self.get_params(ctx), ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  Typer keeps these classes private
        """Find the command; raises UsageFault (``unknown-command``) with the nearest name."""
        known = self.list_commands(ctx)
        if args[0] not in known and not ctx.resilient_parsing:
            raise _unknown_command(args[0], known, ctx.command_path)
        return super().resolve_command(ctx, args)


class Root(Group):
    """The tool itself: its commands are files, found by name and imported one at a time."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  Typer keeps these classes private
        """List the names of the command files."""
        return list(find(COMMANDS))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002  Typer keeps these classes private
        """Import one command file and build its command, or give None."""
        module = find(COMMANDS).get(cmd_name)
        if module is None:
            return None
        built = typer.main.get_command(import_module(module).app)
        built.name = cmd_name
        return built

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002  Typer keeps these classes private
        """Write all commands by panel, each with its first line, without importing one."""
        panels: dict[str, list[tuple[str, str]]] = {name: [] for name in PANELS}
        for name, module in find(COMMANDS).items():
            panel, summary = read_head(module)
            panels.setdefault(panel, []).append((name, summary))
        for panel, rows in panels.items():
            _write_rows(formatter, panel.capitalize(), rows)


def read_head(module: str) -> tuple[str, str]:
    """Read a command file's panel and the first line of its docstring from its source, without running it."""
    stem = module.rpartition(".")[2]
    folder = Path(import_module(COMMANDS).__path__[0])
    path = folder / f"{stem}.py"
    if not path.is_file():
        path = folder / stem / "__init__.py"
    with path.open(encoding="utf-8") as file:
        head = file.read(_HEAD)
    summary = head.partition('"""')[2].partition("\n")[0].removesuffix('"""').strip()
    panel = _PANEL.search(head)
    return (panel.group(1) if panel else "other"), summary


def _unknown_command(name: str, known: Iterable[str], path: str) -> UsageFault:
    """Say that there is no such command, and which is the nearest."""
    close = nearest(name, known)
    return UsageFault(
        "unknown-command",
        f"there is no command {name!r}",
        remedy=f"did you mean `{path} {close}`?" if close else f"see `{path} --help`",
        where=name,
    )


def _write_options(params: Iterable[Any], ctx: Any, formatter: Any) -> None:  # noqa: ANN401  Typer keeps these classes private
    """Write parameters under the heading each belongs to, in the order of their declaration."""
    sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
    for param in params:
        record = param.get_help_record(ctx)
        if record is not None:
            usual = "Arguments" if param.param_type_name == "argument" else "Options"
            heading = getattr(param, "rich_help_panel", None) or usual
            sections.setdefault(heading, []).append(record)
    for heading, rows in sections.items():
        _write_rows(formatter, heading, rows)


def _write_rows(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:  # noqa: ANN401  Typer keeps these classes private
    """Write one section of a help page, unless it is empty."""
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)
