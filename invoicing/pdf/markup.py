"""The closed markup of page templates: ``<b> <i> <small> <big> <mute> <br>`` and ``<row label="…">value</row>``.

One line of a template is one line on the page; lines without text vanish, so that a template may name what a document
does not have. ``<br>`` alone makes half a line of space. Everything that is not one of these tags is text: what a
client or a file says was escaped by the template engine and is printed as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from invoicing.domain.errors import Finding
from invoicing.pdf.fonts import clean

MARKS = ("b", "i", "small", "big", "mute", "accent")
_TAG = re.compile(r'<(/?)(b|i|small|big|mute|accent|br|row)(?: label="([^"<>]*)")?\s*/?>')
_ANY_TAG = re.compile(r"</?\s*([A-Za-z][A-Za-z0-9-]*)[^<>]*>")
Marks = frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """A line: runs of (marks, text); none: half a line of space."""

    runs: tuple[tuple[Marks, str], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value, set in two columns."""

    label: str
    runs: tuple[tuple[Marks, str], ...]


Line = Text | Pair


def parse(source: str) -> tuple[Line, ...]:
    """Read what a template gave."""
    result: list[Line] = []
    reading = _Reading()
    for raw in source.splitlines():
        line = raw.strip()
        if not line:
            continue
        whole = None if reading.open else _whole(line)
        result.extend(reading.line(line) if whole is None else whole)
    return tuple(result)


@lru_cache(maxsize=4096)
def _whole(line: str) -> tuple[Line, ...] | None:
    """Read a line that stands alone; None when it leaves a tag open for the next one."""
    reading = _Reading()
    result = reading.line(line)
    return None if reading.open else result


class _Reading:
    """What is open between two lines: marks, and a row with what it has so far."""

    __slots__ = ("_inside", "_marks", "_row")

    def __init__(self) -> None:
        self._marks: list[str] = []
        self._row: str | None = None
        self._inside: list[tuple[Marks, str]] = []

    @property
    def open(self) -> bool:
        """Whether the next line is read in the light of this one."""
        return bool(self._marks) or self._row is not None

    def line(self, line: str) -> tuple[Line, ...]:
        """Read one line."""
        result: list[Line] = []
        runs, marks, at = self._inside, self._marks, 0
        for tag in _TAG.finditer(line):
            _add(runs, marks, line[at : tag.start()])
            at = tag.end()
            close, name, label = tag[1], tag[2], tag[3]
            if name == "br":
                result.append(Text(tuple(runs)))
                runs = []
            elif name == "row":
                self._row = _turn(result, runs, self._row, None if close else label or "")
                runs = []
            elif close:
                marks[:] = [mark for mark in marks if mark != name]
            else:
                marks.append(name)
        _add(runs, marks, line[at:])
        if self._row is None and runs:
            result.append(Text(tuple(runs)))
        self._inside = [] if self._row is None else [*runs, (frozenset(marks), " ")]
        return tuple(result)


def _add(runs: list[tuple[Marks, str]], marks: list[str], text: str) -> None:
    shown = clean(unescape(text))
    if shown:
        runs.append((frozenset(marks), shown))


def _turn(result: list[Line], runs: list[tuple[Marks, str]], row: str | None, label: str | None) -> str | None:
    """Close what is open, a row or a line, and say which row is open now."""
    if row is not None:
        if any(text.strip() for _, text in runs):
            result.append(Pair(clean(unescape(row)), tuple(runs)))
    elif runs:
        result.append(Text(tuple(runs)))
    return label


def check(source: str, where: str) -> list[Finding]:
    """Say what in a template's own text is no tag of ours, or is left open, each with its line."""
    findings = []
    open_tags: list[tuple[str, int]] = []
    for number, line in enumerate(source.splitlines(), 1):
        for found in _ANY_TAG.finditer(line):
            name = found[1]
            if not _TAG.fullmatch(_plain_label(found[0])):
                findings.append(_unknown(found[0], f"{where} line {number}"))
            elif name == "br" or found[0].endswith("/>"):
                continue
            elif found[0].startswith("</"):
                _close(open_tags, name, findings, f"{where} line {number}")
            else:
                open_tags.append((name, number))
    findings.extend(_left_open(name, f"{where} line {number}") for name, number in open_tags)
    return findings


def _plain_label(tag: str) -> str:
    """Take the expression of a template out of a label, so that the tag itself can be judged."""
    return re.sub(r'label="[^"]*"', 'label=""', tag)


def _close(open_tags: list[tuple[str, int]], name: str, findings: list[Finding], where: str) -> None:
    """Close a tag; one that closes another than the last is said once, with what to write instead."""
    if open_tags and open_tags[-1][0] == name:
        open_tags.pop()
        return
    place = next((place for place in reversed(range(len(open_tags))) if open_tags[place][0] == name), None)
    if place is None:
        message, remedy = f"</{name}> closes nothing", f"open <{name}> before it, or take </{name}> away"
        example = f"<{name}>…</{name}>"
    else:
        last = open_tags[-1][0]
        message = f"</{name}> closes <{name}> while <{last}> inside it is open"
        remedy, example = f"close <{last}> first", f"<{name}><{last}>…</{last}></{name}>"
        del open_tags[place]
    findings.append(Finding("markup-crossed", message, where, "tags nest", remedy, example))


def _left_open(name: str, where: str) -> Finding:
    return Finding(
        "markup-open",
        f"<{name}> is never closed",
        where,
        "tags nest",
        f"write </{name}> after it",
        f"<{name}>…</{name}>",
    )


def _unknown(tag: str, where: str) -> Finding:
    return Finding(
        "unknown-markup",
        f"{tag} is no tag of page templates",
        where,
        "b, i, small, big, mute, accent, br, row with a label",
        "use one of them, or write &lt; for the sign itself",
        '<row label="IBAN">…</row>',
    )
