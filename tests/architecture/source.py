"""The package's source as syntax trees."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[2] / "invoicing"
PURE = ("domain", "kinds", "regimes")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path under the package, and its tree."""

    name: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder or file directly under the package."""
        return self.name.partition("/")[0]

    def at(self, node: ast.AST, what: str) -> str:
        """Say what stands where."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}: {what}"


@cache
def sources() -> tuple[Source, ...]:
    """Parse every Python file of the package once."""
    files = sorted(PACKAGE.rglob("*.py"))
    return tuple(Source(file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text("utf-8"))) for file in files)


def pure() -> Iterator[Source]:
    """Give the files of the pure rooms."""
    return (source for source in sources() if source.room in PURE)
