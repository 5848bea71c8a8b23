"""Every help page, kept as it was last read; ``pytest --snapshot-update`` keeps it anew.

A changed option, default or example shows as a changed page, so that nobody alters the command line unawares.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from invoicing.cli.lazy import COMMANDS
from invoicing.discovery import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from syrupy.assertion import SnapshotAssertion

    from tests.cli.conftest import Answer


def pages() -> Iterator[str]:
    """Name every page: the tool's own, each command and group, and each command of a group."""
    yield ""
    for name, module in find(COMMANDS).items():
        yield from _below(name, typer.main.get_command(import_module(module).app))


def _below(path: str, command: Any) -> Iterator[str]:  # noqa: ANN401  Typer keeps its classes private
    yield path
    for name, sub in getattr(command, "commands", {}).items():
        yield from _below(f"{path} {name}", sub)


def own_part(page: str) -> str:
    """Leave out the global options, which are on every page; the page of the tool keeps them."""
    before, _, rest = page.partition("Global options:\n")
    _, _, after = rest.partition("\n\n")
    return f"{before.rstrip()}\n\n{after}".rstrip() + "\n"


@pytest.mark.parametrize("path", [pytest.param(path, id=path or "invoicing") for path in pages()])
def test_a_help_page_reads_as_it_was_last_read(
    path: str, invoicing: Callable[..., Answer], snapshot: SnapshotAssertion
) -> None:
    """The page is kept in `__snapshots__/test_help_pages.ambr`, one entry a command."""
    answer = invoicing(*path.split(), "--help")
    assert (answer.code, answer.err) == (0, "")
    assert "Global options:" in answer.out
    assert (own_part(answer.out) if path else answer.out) == snapshot
