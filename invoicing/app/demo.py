"""Prepare a sample book: copy its inputs into a folder and read its story, one command a line, each with its day."""

from __future__ import annotations

import shlex
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.domain.dates import parse_date
from invoicing.domain.errors import Conflict
from invoicing.resources import Resources

if TYPE_CHECKING:
    from pathlib import Path

STORY = "story.txt"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story: its number in the file, the day it is typed, and the words of the command."""

    number: int
    day: str
    words: tuple[str, ...]


def prepare(sample: str, target: Path) -> tuple[Line, ...]:
    """Copy a sample book into `target` and give its story.

    A folder that holds an earlier demo is emptied first; any other folder with something in it is a conflict
    (``folder-not-empty``), because nobody's book is ever overwritten.
    """
    source = Resources().find("samples", sample)
    if target.exists() and any(target.iterdir()):
        if not (target / STORY).is_file():
            raise Conflict(
                "folder-not-empty",
                f"{target} is not empty and no demo",
                where="DIR",
                remedy="name another folder",
            )
        shutil.rmtree(target)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("out"))
    return read_story(target / STORY)


def read_story(path: Path) -> tuple[Line, ...]:
    """Read a story: ``2026-01-31  issue documents/01.toml``; empty lines and lines with ``#`` are passed over."""
    lines = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if text.strip() and not text.startswith("#"):
            day, _, command = text.strip().partition(" ")
            lines.append(
                Line(number, parse_date(day, f"{path.name} line {number}").isoformat(), tuple(shlex.split(command)))
            )
    return tuple(lines)
