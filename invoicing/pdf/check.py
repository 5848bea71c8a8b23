"""Checks of a theme before it is used: every finding with its file and line, so that a page never fails at issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from invoicing.domain.errors import Finding, nearest
from invoicing.pdf import context, markup, settings

if TYPE_CHECKING:
    from pathlib import Path

_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_GLOBALS = frozenset({"super", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop", "self"})
_PARTS: dict[str, tuple[str, ...]] = {
    "seller": context.PartyView.__slots__,
    "buyer": context.PartyView.__slots__,
    "bank": context.BankView.__slots__,
}
BLOCKS = frozenset("wordmark seller buyer reference title facts receipt payment notes legal footer running".split())


def folder(path: Path) -> tuple[Finding, ...]:
    """Check ``theme.toml`` and ``page.txt`` of a theme's folder; a file that is not there is not checked."""
    findings: list[Finding] = []
    place = f"templates/{path.name}"
    own, page = path / settings.FILE, path / "page.txt"
    if own.is_file():
        findings.extend(settings.check(own.read_text(encoding="utf-8"), f"{place}/{settings.FILE}"))
    else:
        rule = "a theme is a folder with a theme.toml"
        message = f"{place} has no theme.toml"
        findings.append(Finding("no-theme", message, place, rule, "write one", 'extends = "classic"'))
    if page.is_file():
        findings.extend(page_file(page.read_text(encoding="utf-8"), f"{place}/page.txt"))
    return tuple(findings)


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
    given = {node.name for node in tree.find_all(nodes.Name) if node.ctx in {"store", "param"}}
    known = set(context.Facts.__slots__) | given
    findings = [
        _unknown(node.name, known, f"{where} line {node.lineno}")
        for node in tree.find_all(nodes.Name)
        if node.ctx == "load" and node.name not in known | _GLOBALS
    ]
    for node in tree.find_all(nodes.Getattr):
        owner = getattr(node.node, "name", "")
        if owner in _PARTS and node.attr not in _PARTS[owner]:
            findings.append(_unknown(node.attr, set(_PARTS[owner]), f"{where} line {node.lineno}", f"{owner}."))
    return findings


def _unknown(name: str, known: set[str], where: str, owner: str = "") -> Finding:
    """Say what was meant: a slot of nearly that name, or the part of a party or bank that has it."""
    meant = _meant(name, known, owner)
    choice = ", ".join(f"{owner}{one}" for one in sorted(known))
    return Finding(
        "unknown-slot",
        f"no page has a slot {owner + name!r}",
        where,
        "slots of page.txt",
        f"did you mean {meant}?" if meant else f"take one of: {choice}",
        f"{{{{ {meant} }}}}" if meant else "",
    )


def _meant(name: str, known: set[str], owner: str) -> str:
    """Give the nearest slot: ``buyer_name`` means ``buyer.name``, ``email`` alone that of the seller."""
    first, _, rest = name.partition("_")
    if rest in _PARTS.get(first, ()):
        return f"{first}.{rest}"
    close = nearest(name, sorted(known))
    if close or owner:
        return f"{owner}{close}" if close else ""
    return next((f"{one}.{nearest(name, parts)}" for one, parts in _PARTS.items() if nearest(name, parts)), "")
