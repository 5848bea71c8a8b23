"""Checks of a theme before it is used: every finding with its file and line, so that a page never fails at issue."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from invoicing.domain.errors import Finding, nearest
from invoicing.pdf import context, markup, schema

if TYPE_CHECKING:
    from pathlib import Path

_LINE = re.compile(r"at line (\d+)")
_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_GLOBALS = frozenset({"super", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop", "self"})
BLOCKS = frozenset("wordmark seller buyer reference title facts receipt payment notes legal footer running".split())


def folder(path: Path) -> tuple[Finding, ...]:
    """Check ``theme.toml`` and ``page.txt`` of a theme's folder; a file that is not there is not checked."""
    findings: list[Finding] = []
    settings, page = path / "theme.toml", path / "page.txt"
    if settings.is_file():
        findings.extend(settings_file(settings.read_text(encoding="utf-8"), f"{path.name}/theme.toml"))
    if page.is_file():
        findings.extend(page_file(page.read_text(encoding="utf-8"), f"{path.name}/page.txt"))
    if not settings.is_file():
        findings.append(
            Finding(
                "no-theme",
                f"{path.name} has no theme.toml",
                path.name,
                "a theme is a folder",
                "write one",
                'extends = "classic"',
            )
        )
    return tuple(findings)


def settings_file(text: str, where: str) -> list[Finding]:
    """Check a theme.toml: its syntax, its keys and their values, each with the line it stands on."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        # "at end of document" is the only place it names without a number.
        place = f"{where} line {line[1] if line else len(text.splitlines())}"
        return [
            Finding(
                "bad-theme", f"{where} is not TOML: {error}", place, "TOML 1.0", "mend that line", 'extends = "classic"'
            )
        ]
    return [_with_line(one, text, where) for one in schema.check(data, where)]


def _with_line(finding: Finding, text: str, where: str) -> Finding:
    """Add the line on which the last key of a finding's path stands."""
    key = re.split(r"[.\[]", finding.where.removeprefix(f"{where}: "))
    name = next((part for part in reversed(key) if not part.rstrip("]").isdigit()), "")
    pattern = re.compile(rf"(?<![\w-])\[?{re.escape(name)}\]?\s*(=|$)")
    number = next(
        (number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line.split("#")[0].rstrip())), 0
    )
    place = f"{where} line {number}: {finding.where.removeprefix(f'{where}: ')}" if number else finding.where
    return Finding(finding.code, finding.message, place, finding.rule, finding.remedy, finding.example)


def page_file(text: str, where: str) -> list[Finding]:
    """Check a page.txt: template syntax, blocks and names it uses, and its markup."""
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        place = f"{where} line {error.lineno}"
        return [
            Finding(
                "bad-template",
                error.message or "bad template",
                place,
                "Jinja2 syntax",
                "mend that line",
                "{{ seller.name }}",
            )
        ]
    findings = [*_blocks(tree, where), *_names(tree, where)]
    return findings + markup.check(_CODE.sub(_blank, text), where)


def _blank(found: re.Match[str]) -> str:
    """Take template code out, keeping the lines where they are."""
    return "\n" * found[0].count("\n")


def _blocks(tree: Any, where: str) -> list[Finding]:  # noqa: ANN401 - a Jinja2 tree
    findings = []
    for node in tree.find_all(nodes.Block):
        if node.name not in BLOCKS:
            close = nearest(node.name, BLOCKS)
            remedy = f"did you mean {close}?" if close else "take one of: " + ", ".join(sorted(BLOCKS))
            place = f"{where} line {node.lineno}"
            findings.append(
                Finding(
                    "unknown-block", f"no page has a block {node.name!r}", place, "blocks of page.txt", remedy, close
                )
            )
    return findings


def _names(tree: Any, where: str) -> list[Finding]:  # noqa: ANN401 - a Jinja2 tree
    """Name every slot that no page fills, and every part a party, say, does not have."""
    known = set(context.Facts.__slots__) | _GLOBALS
    known |= {node.name for node in tree.find_all(nodes.Name) if node.ctx in {"store", "param"}}
    findings = [
        _unknown(node.name, known - _GLOBALS, f"{where} line {node.lineno}")
        for node in tree.find_all(nodes.Name)
        if node.ctx == "load" and node.name not in known
    ]
    parts: dict[str, Any] = {"seller": context.PartyView, "buyer": context.PartyView, "bank": context.BankView}
    for node in tree.find_all(nodes.Getattr):
        view = parts.get(getattr(node.node, "name", ""))
        if view is not None and node.attr not in view.__slots__:
            findings.append(_unknown(node.attr, set(view.__slots__), f"{where} line {node.lineno}"))
    return findings


def _unknown(name: str, known: set[str], where: str) -> Finding:
    close = nearest(name, sorted(known))
    remedy = f"did you mean {close}?" if close else "take one of: " + ", ".join(sorted(known))
    return Finding(
        "unknown-slot",
        f"no page has a slot {name!r}",
        where,
        "slots of page.txt",
        remedy,
        f"{{{{ {close} }}}}" if close else "",
    )
