"""Reading a letter's file, and saying what is wrong with it before anybody sends it.

The environment is sandboxed, escapes everything, and knows only the slots of `slots`. A book's own letter is checked
when it is loaded, so that a misspelt slot is found with its line and not on the day it would be needed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from invoicing.correspondence.slots import NAMES, ROW_SLOTS, ROWS
from invoicing.domain.errors import Finding, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import Environment, Template

SUBJECT = "Subject:"
_CONTROL_LINE = re.compile(r"^[ \t]*((?:\{%(?:(?!%\}).)*%\}[ \t]*)+)\n", re.MULTILINE)
_FILTERS = ("first", "join", "last", "length")
_EXAMPLE = "Subject: Payment reminder: invoice {{ document.number }}\n\n{{ salutation }}"


@cache
def environment() -> Environment:
    """Give the one environment of all letters: escaping, sandboxed, without globals, with four harmless filters."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS}
    return made


@lru_cache(maxsize=256)
def compiled(source: str) -> Template:
    """Compile a letter that has no findings; kept by its text. A line that is only a condition or a loop vanishes."""
    return environment().from_string(_CONTROL_LINE.sub(r"\1", source))


def check_letter(path: Path) -> tuple[Finding, ...]:
    """Say what is wrong with a letter's file; nothing when it can be used."""
    return check_source(path.read_text(encoding="utf-8"), f"{path.parent.name}/{path.name}")


@lru_cache(maxsize=256)
def check_source(source: str, name: str) -> tuple[Finding, ...]:
    """Check the text of a letter: its subject line, its syntax, its slots. `name` says where in the findings."""
    findings = list(_subject(source, name))
    try:
        tree = environment().parse(source)
        environment().compile(source)
    except TemplateSyntaxError as fault:
        return (*findings, _syntax(fault, name))
    findings += _slots(tree, name)
    return tuple(findings)


def _subject(source: str, name: str) -> Iterator[Finding]:
    first, _, rest = source.partition("\n")
    if not first.startswith(SUBJECT) or not first.removeprefix(SUBJECT).strip():
        yield Finding(
            "letter-without-subject",
            "the first line is not a subject line",
            f"{name} line 1",
            "a letter starts with its subject",
            f"start the file with {SUBJECT!r}",
            _EXAMPLE,
        )
    elif rest.partition("\n")[0].strip():
        yield Finding(
            "letter-subject-not-alone",
            "there is no empty line after the subject",
            f"{name} line 2",
            "the subject is one line, then an empty line",
            "put an empty line after it",
            _EXAMPLE,
        )


def _syntax(fault: TemplateSyntaxError, name: str) -> Finding:
    return Finding(
        "letter-syntax",
        f"the letter cannot be read: {fault.message}",
        f"{name} line {fault.lineno}",
        "Jinja2 syntax",
        "close every {{ and {% and every if and for",
        "{% if credit %}…{% endif %}",
    )


def _slots(tree: nodes.Template, name: str) -> Iterator[Finding]:
    """Find names that are no slots, and texts a row does not have."""
    shapes = dict(ROW_SLOTS)
    own = {"loop"}
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.target, nodes.Name):
            own.add(loop.target.name)
            if isinstance(loop.iter, nodes.Name) and loop.iter.name in ROW_SLOTS:
                shapes[loop.target.name] = ROW_SLOTS[loop.iter.name]
    for one in tree.find_all(nodes.Name):
        if one.ctx == "load" and one.name not in NAMES and one.name not in own:
            yield _unknown("slot", one.name, NAMES, f"{name} line {one.lineno}")
    for part in tree.find_all(nodes.Getattr):
        shape = ROWS.get(shapes.get(part.node.name, "")) if isinstance(part.node, nodes.Name) else None
        if shape is not None and part.attr not in shape:
            yield _unknown("part of a row", part.attr, shape, f"{name} line {part.lineno}")


def _unknown(what: str, word: str, known: frozenset[str] | tuple[str, ...], where: str) -> Finding:
    close = nearest(word, known)
    return Finding(
        "unknown-slot",
        f"{word!r} is no {what} of a letter",
        where,
        "invoicing/correspondence/slots.py lists all slots",
        f"did you mean {close!r}?" if close else f"use one of: {', '.join(sorted(known))}",
        f"{{{{ {close or 'salutation'} }}}}",
    )
