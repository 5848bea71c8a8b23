"""Files and their bytes, decoded: TOML or JSON to a dictionary, or findings that name the line.

Numbers with a point become `Decimal`, never a float. Nothing here knows what the keys mean.
"""

from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import NotFound, Refused
from invoicing.intake.text import shorten

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 10 * 1024 * 1024
"""the largest file that is read, in bytes"""

_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """Read a file of at most 10 MB. `NotFound` (``no-such-file``) without it, `Refused` when it cannot be read."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise NotFound("no-such-file", f"there is no file {path}", remedy="check the path", where=str(path)) from None
    except OSError as error:
        raise Refused.one(
            "unreadable-file",
            f"{path} cannot be read: {error.strerror or error}",
            where=str(path),
            rule="a file this user may read",
            remedy="name a file, and check its permissions",
            example="invoicing preview invoice.toml",
        ) from None
    if len(raw) > LARGEST:
        raise Refused.one(
            "file-too-large",
            f"{path} is larger than 10 MB",
            where=str(path),
            rule="at most 10 MB",
            remedy="split it; a document file holds one document",
        )
    return raw


def decode(raw: bytes, source: str) -> str:
    """Turn the bytes of a TOML or JSON file into text: UTF-8, or UTF-16 and UTF-32 when they say so with a BOM."""
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Refused.one(
            "not-utf-8",
            f"line {line} of {source} holds bytes that are not {encoding.removesuffix('-sig').upper()}",
            where=f"line {line}",
            rule="UTF-8",
            remedy="save the file again with the encoding UTF-8",
            example="iconv -f WINDOWS-1252 -t UTF-8 old.toml > new.toml",
        ) from None


def parse(text: str, source: str) -> dict[str, Any]:
    """Parse a document or settings file. JSON when its name ends so or it starts with ``{``; TOML otherwise.

    Refused with ``not-toml``, ``not-json`` or ``duplicate-key``; the place is ``line 3, column 5``.
    """
    as_json = source.lower().endswith(".json") or (not source.lower().endswith(".toml") and text.lstrip()[:1] == "{")
    try:
        return parse_json(text, source) if as_json else parse_toml(text, source)
    except RecursionError:
        raise Refused.one(
            "nested-too-deep", f"{source} nests tables or lists too deeply", rule="a few levels", remedy="flatten it"
        ) from None


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """Parse TOML; refused with ``not-toml`` at the line and column where it stops being TOML."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=_decimal)
    except ValueError as error:
        told = str(error)
        found = _AT.search(told)
        reason = told.removesuffix(" (at end of document)") if not found else told[: found.start()]
        where = f"line {found[1]}, column {found[2]}" if found else "end of file"
        line = text.split("\n")[int(found[1]) - 1].strip() if found else ""
        shown = f": {shorten(line)}" if line else ""
        raise Refused.one(
            "not-toml",
            f"{source} is not TOML: {reason} at {where}{shown}",
            where=where,
            rule="TOML 1.0",
            remedy="text stands in quotes, a key stands once, a table starts with [name], a line with [[lines]]",
            example='currency = "EUR"',
        ) from None


def parse_json(text: str, source: str) -> dict[str, Any]:
    """Parse JSON; keys that hold null are left out. Refused with ``not-json`` or ``duplicate-key``."""
    try:
        found = json.loads(text, parse_float=_decimal, parse_constant=str, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _not_json(source, f"{error.msg} at {where}", where) from None
    except ValueError as error:
        raise _not_json(source, str(error), "") from None
    if not isinstance(found, dict):
        raise _not_json(source, "the whole is no object", "line 1, column 1")
    return found


def _decimal(text: str) -> Decimal | str:
    """Read a number exactly; infinity and one beyond all bounds stay text, so that their key is named later."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return value if value.is_finite() else text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise Refused.one(
                "duplicate-key",
                f"the key {shorten(key)} stands twice in one object",
                where=shorten(key),
                rule="a key stands once",
                remedy="delete one of the two",
            )
        if value is not None:
            result[key] = value
    return result


def _not_json(source: str, reason: str, where: str) -> Refused:
    return Refused.one(
        "not-json",
        f"{source} is not JSON: {reason}",
        where=where,
        rule="RFC 8259",
        remedy="text and keys stand in double quotes, with a comma between entries and none after the last",
        example='{"currency": "EUR"}',
    )
