"""The settings of a theme: its ``theme.toml`` over those it extends, and the place of each key in them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Finding, NotFound, Refused, nearest
from invoicing.pdf import schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from invoicing.resources import Resources

FILE = "theme.toml"
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Settings:
    """One theme.toml as it was read."""

    theme: str
    path: Path
    text: str
    data: dict[str, Any]

    @property
    def where(self) -> str:
        """The file as messages name it."""
        return f"templates/{self.theme}/{FILE}"


def read(resources: Resources, name: str) -> tuple[Settings, ...]:
    """Read a theme's settings and those it extends, nearest first.

    Refused with every finding of one file, each with its line (``bad-theme``, ``unknown-theme-key``,
    ``bad-theme-value``); NotFound where there is no such theme.
    """
    found: list[Settings] = []
    while name:
        if any(one.theme == name for one in found):
            raise Refused.of([_extends(found[-1], "a theme that extends it", "name a shipped theme", "classic")])
        found.append(_read(resources, name, found[-1] if found else None))
        name = found[-1].data.get("extends", "")
    return tuple(found)


def _read(resources: Resources, name: str, over: Settings | None) -> Settings:
    """Read one file; `over` is the one that extends it."""
    where = f"templates/{name}/{FILE}"
    try:
        path = resources.find("templates", f"{name}/{FILE}")
    except NotFound as missing:
        if over is None:
            raise
        known = [one for one in resources.names("templates") if one != over.theme]
        close = nearest(name, known)
        remedy = f"did you mean {close}?" if close else f"take one of: {', '.join(known)}"
        raise Refused.of([_extends(over, f"{name!r}, which is no theme", remedy, close or "classic")]) from missing
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Refused.of([not_toml(str(error), where, "")]) from error
    findings = check(text, where)
    if findings:
        raise Refused.of(findings)
    return Settings(name, path, text, tomllib.loads(text))


def check(text: str, where: str) -> list[Finding]:
    """Check a theme.toml: its syntax, its keys and their values, each with the line it stands on."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [not_toml(str(error), where, text)]
    found = schema.check(data, where)
    return [placed(one, text, where) for one in found]


def merged(files: Sequence[Settings]) -> dict[str, Any]:
    """Give the settings of a theme; refused (``bad-theme``) when a part of a page is set nowhere."""
    result: dict[str, Any] = {}
    for file in reversed(files):
        result = _over(result, file.data)
    lacking = list(_lacking(result, schema.KEYS))
    if lacking:
        raise Refused.one(
            "bad-theme",
            f"the theme does not set {', '.join(lacking)}",
            where=files[0].where,
            rule="a theme sets every key, or extends one that does",
            remedy="extend a shipped theme on the first line",
            example='extends = "classic"',
        )
    return result


def place(files: Sequence[Settings], key: str) -> str:
    """Give the place of a key that `merged` found: the file nearest to the theme that sets it, and the line there."""
    table, _, name = key.partition(".")
    file = next(one for one in files if name in one.data.get(table, {}))
    return placed(Finding("", "", f"{file.where}: {key}"), file.text, file.where).where


def placed(finding: Finding, text: str, where: str) -> Finding:
    """Add the line on which the last key of a finding's path stands."""
    path = finding.where.removeprefix(f"{where}: ")
    parts = re.split(r"[.\[]", path)
    name = next((part for part in reversed(parts) if not part.rstrip("]").isdigit()), "")
    pattern = re.compile(rf"(?<![\w-])\[?{re.escape(name)}\]?\s*(=|$)")
    lines = enumerate(text.splitlines(), 1)
    number = next((number for number, line in lines if pattern.search(line.split("#")[0].rstrip())), 0)
    spot = f"{where} line {number}: {path}" if number else finding.where
    return Finding(finding.code, finding.message, spot, finding.rule, finding.remedy, finding.example)


def not_toml(reason: str, where: str, text: str) -> Finding:
    """Say that a file is no TOML, and in which line; "at end of document" is the one place without a number."""
    line = _LINE.search(reason)
    number = line[1] if line else len(text.splitlines())
    spot = f"{where} line {number}" if number else where
    return Finding("bad-theme", f"{where} is not TOML: {reason}", spot, "TOML 1.0", "mend it", 'extends = "classic"')


def _extends(file: Settings, what: str, remedy: str, meant: str) -> Finding:
    """Say that a theme extends what it cannot."""
    spot = placed(Finding("", "", f"{file.where}: extends"), file.text, file.where).where
    rule = "a theme ends at one that extends none"
    return Finding("bad-theme", f"{file.where} extends {what}", spot, rule, remedy, f'extends = "{meant}"')


def _over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(under)
    for key, value in over.items():
        old = result.get(key)
        result[key] = _over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _lacking(settings: Mapping[str, Any], known: Mapping[str, Any], path: str = "") -> list[str]:
    """Name the keys of the schema that a theme leaves open."""
    found = []
    for key, wanted in known.items():
        if key == "extends":
            continue
        if key not in settings:
            found.append(f"{path}{key}")
        elif isinstance(wanted, dict):
            found += _lacking(settings[key], wanted, f"{path}{key}.")
    return found
