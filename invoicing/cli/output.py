"""The only module that prints.

A command hands over one value and how a person should see it. With ``--json`` the value becomes the only thing on
standard output; without it the tables and lines do: plain aligned text in a pipe, drawn by rich on a terminal. Notes,
questions and progress go to standard error.
"""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

from invoicing.domain.errors import Finding, InvoicingError, Refused
from invoicing.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from invoicing.cli.context import Session

_NUMBER = re.compile(r"-?\d+(\.\d+)?( ?%| [A-Z]{3})?")
_SECRET = re.compile(r"(?<=://)[^\s/@:]*:[^\s/@]*@")
_WIDE = {"W", "F"}  # East Asian Width, Unicode annex 11
_SLOW = 1.0  # seconds until progress is worth a line


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. A cell is text, a number, an amount, a day or None; columns of numbers stand right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    title: str = ""


def emit(session: Session, value: object, *shown: Table | str) -> None:
    """Answer with `value` as the one JSON value under ``--json``, else with what is `shown`; without it JSON too."""
    if session.json or not shown:
        _write(sys.stdout, json_text(value, indent=not session.json) + "\n")
        return
    for part in shown:
        if isinstance(part, Table):
            _write_table(part)
        else:
            _write(sys.stdout, safe(part) + "\n")


def note(session: Session, text: str) -> None:
    """Say something beside the answer, on standard error; silent with ``--quiet``."""
    if not session.quiet:
        _write(sys.stderr, safe(text) + "\n")


def confirm(session: Session, question: str, *, yes: bool) -> None:
    """Go on only with a yes. Without a terminal or with ``--json`` nothing is asked: refused unless `yes`."""
    if yes:
        return
    asked = not session.json and sys.stdin.isatty() and sys.stderr.isatty()
    if asked:
        _write(sys.stderr, f"{safe(question)} [y/N] ")
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            return
    raise Refused(
        "not-confirmed",
        "the answer was no" if asked else f"this needs a yes, and nobody can be asked: {question}",
        remedy="say yes, or add --yes",
        where="--yes",
    )


@contextmanager
def progress(session: Session, what: str, total: int) -> Iterator[Callable[[], None]]:
    """Count steps on standard error, on a terminal and from the first second on; each call of the result is one."""
    started, done, shown = time.monotonic(), 0, False
    visible = not session.quiet and sys.stderr.isatty()

    def step() -> None:
        nonlocal done, shown
        done += 1
        if visible and time.monotonic() - started > _SLOW:
            shown = True
            _write(sys.stderr, f"\r{safe(what)} {done}/{total}")

    try:
        yield step
    finally:
        if shown:
            _write(sys.stderr, "\n")


def version(number: str, *, as_json: bool) -> None:
    """Print the version."""
    _write(sys.stdout, json_text({"version": number}) + "\n" if as_json else f"invoicing {number}\n")


def page(text: str) -> None:
    """Print a help page."""
    _write(sys.stdout, text + "\n")


def complain(error: InvoicingError, *, as_json: bool) -> None:
    """Print an error: as the one JSON value on standard output, or as text on standard error."""
    if as_json:
        _write(sys.stdout, _hide(json_text({"error": error_value(error)})) + "\n")
    else:
        _write(sys.stderr, _hide(safe(error_text(error))) + "\n")


def traceback_of(error: BaseException) -> None:
    """Print where an error came from, for ``--debug``."""
    import traceback

    _write(sys.stderr, _hide("".join(traceback.format_exception(error))))


def error_value(error: InvoicingError) -> dict[str, object]:
    """Give the shape of an error that programs read; there is always at least one finding to point at."""
    findings = error.findings or (Finding(error.code, error.message, error.where, "", error.remedy),)
    return {
        "code": error.code,
        "message": error.message,
        "remedy": error.remedy,
        "where": error.where,
        "findings": [asdict(finding) for finding in findings],
    }


def error_text(error: InvoicingError) -> str:
    """Write an error for a person: what is wrong, where, by which rule, what to do, what right input looks like."""
    if not error.findings:
        return _block(error.code, error.message, where=error.where, remedy=error.remedy)
    return "\n".join(
        _block(f.code, f.message, where=f.where, rule=f.rule, remedy=f.remedy, example=f.example)
        for f in error.findings
    )


def json_text(value: object, *, indent: bool = False) -> str:
    """Write one JSON value: amounts and decimals as text, days as ISO 8601, dataclasses as objects."""
    import json

    encoding = sys.stdout.encoding or "ascii"
    unicode = encoding.lower().replace("-", "") == "utf8"
    text = json.dumps(value, default=_encode, ensure_ascii=not unicode, indent=2 if indent else None)
    # A lone surrogate (a byte of the command line that is no UTF-8) becomes its JSON escape.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def safe(text: str) -> str:
    """Show control characters instead of obeying them, so that no client's name can move the cursor."""
    if text.isprintable():
        return text
    return "".join(char if char in "\n\t" or not _controls(char) else f"\\x{ord(char):02x}" for char in text)


def cell(value: object) -> str:
    """Write one cell of a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Money):
        return f"{value} {value.currency}"
    if isinstance(value, Decimal):
        return format(value, "f")
    return safe(str(value)).replace("\n", " ")


def plain_table(table: Table) -> str:
    """Write a table as aligned text without a frame, for pipes and files."""
    texts = [tuple(cell(value) for value in row) for row in table.rows]
    columns = list(zip(table.columns, *texts, strict=True))
    widths = [max(_width(text) for text in column) for column in columns]
    right = [_is_numeric(column[1:]) for column in columns]
    lines = [safe(table.title)] if table.title else []
    for row in (table.columns, *texts):
        padded = [_pad(text, width, right=on) for text, width, on in zip(row, widths, right, strict=True)]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _write_table(table: Table) -> None:
    """Draw a table on a terminal, or write it plainly where nobody looks."""
    if not sys.stdout.isatty():
        _write(sys.stdout, plain_table(table) + "\n")
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    texts = [tuple(cell(value) for value in row) for row in table.rows]
    drawn = Drawn(box=SIMPLE_HEAD, title=Text(safe(table.title)) if table.title else None)
    for index, name in enumerate(table.columns):
        drawn.add_column(Text(name), justify="right" if _is_numeric([row[index] for row in texts]) else "left")
    for row in texts:
        drawn.add_row(*(Text(text) for text in row))
    Console(file=sys.stdout).print(drawn)


def _write(stream: TextIO, text: str) -> None:
    """Write text; what the stream cannot hold is shown as an escape instead of breaking the command."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _encode(value: object) -> object:
    """Turn what JSON has no form for into what it has; used by `json_text`."""
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


_FORMS: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (Money, str),
    (Decimal, lambda value: format(value, "f")),
    (date, lambda value: value.isoformat()),
    (Enum, lambda value: value.value),
    (PurePath, str),
    (set, sorted),
    (frozenset, sorted),
)


def _block(code: str, message: str, **parts: str) -> str:
    """Write one finding over several lines; empty parts are left out."""
    lines = [f"error: {message} [{code}]"]
    further = "\n" + " " * 11
    lines += [f"  {name + ':':<9}{text.replace(chr(10), further)}" for name, text in parts.items() if text]
    return "\n".join(lines)


def _hide(text: str) -> str:
    """Blot out user and password of an address in a message; a user alone is no secret."""
    return _SECRET.sub("***@", text)


def _controls(char: str) -> bool:
    """Say whether a character steers a terminal or turns the direction of writing."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")


def _is_numeric(texts: Sequence[str]) -> bool:
    """Say whether a column holds numbers only, and at least one."""
    filled = [text for text in texts if text]
    return bool(filled) and all(_NUMBER.fullmatch(text) for text in filled)


def _width(text: str) -> int:
    """Count the columns a text takes: two for a wide East Asian character, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)


def _pad(text: str, width: int, *, right: bool) -> str:
    """Fill a text with blanks to a width in columns."""
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
