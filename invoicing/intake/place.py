"""Places in a file: from the path of a value to what its reader sees, ``lines[2].tax (line 14)``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")


def as_written(path: Sequence[str | int], data: Any) -> Path:  # noqa: ANN401  a parsed file
    """Drop the steps of a path that the file does not have.

    A form reads ``tax = "S 21"`` as a list of one table; the file holds one text, and that is where a finding points.
    A key that is missing stays, for that is where it should stand.
    """
    kept: list[str | int] = []
    here = data
    for step in path:
        if isinstance(here, dict) and isinstance(step, str):
            kept.append(step)
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            kept.append(step)
            here = here[step]
    return tuple(kept)


def shown(path: Sequence[str | int]) -> str:
    """Write a path for its reader, counting from 1: ``lines[2].tax``."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def with_line(where: str, toml: str) -> str:
    """Add the line of the file to a place, where there is TOML and it can be found."""
    line = line_of(path_of(where), toml) if toml and where else None
    return f"{where} (line {line})" if line else where


def line_of(path: Path, text: str) -> int | None:
    """Find the line of a TOML file that holds a path, or the nearest table around it; None when it is not to be found.

    Only the heads of tables and the keys at the start of a line are looked at, which is how people write.
    """
    best, best_depth = None, 0
    for line, found in _keys(text):
        depth = len(found)
        if depth > best_depth and path[:depth] == found:
            best, best_depth = line, depth
    return best


def _keys(text: str) -> list[tuple[int, Path]]:
    """List the line of each table head and key with the path it stands for."""
    result: list[tuple[int, Path]] = []
    counts: dict[Path, int] = {}
    table: Path = ()
    fence = ""
    for index, line in enumerate(text.split("\n"), start=1):
        if fence:
            fence = "" if fence in line else fence
            continue
        fence = _opens(line)
        if head := _HEADER.match(line):
            table = _table(head, counts)
            result.append((index, table))
        elif key := _KEY.match(line):
            result.append((index, (*table, *_steps(key[1]))))
    return result


def _table(head: re.Match[str], counts: dict[Path, int]) -> Path:
    """Give the path of a table head; the third ``[[lines]]`` is ``("lines", 2)``."""
    path: Path = ()
    names = _steps(head[2])
    for position, name in enumerate(names, start=1):
        path = (*path, name)
        if position == len(names) and head[1] == "[[":
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _steps(dotted: str) -> tuple[str, ...]:
    return tuple(one.strip("\"'") for one in _PART.findall(dotted))


def _opens(line: str) -> str:
    """Say which fence of a text over several lines a line leaves open."""
    for fence in ('"""', "'''"):
        if line.count(fence) % 2:
            return fence
    return ""


def path_of(where: str) -> Path:
    """Turn a place back into a path: ``lines[2].tax`` is ``("lines", 1, "tax")``."""
    steps: list[str | int] = []
    for part in where.split("."):
        name, bracket, index = part.partition("[")
        steps.append(name)
        if bracket and index.rstrip("]").isdigit():
            steps.append(int(index.rstrip("]")) - 1)
    return tuple(steps)
