"""Every rule in every language: passages that break it and passages that keep it.

One file per rule, ``passages/<rule>.toml``: a table per language, or per language and kind of letter where that
matters, with the lists `broken` and `kept`. A new rule brings its file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from invoicing.correspondence.tone import check_tone
from invoicing.correspondence.tone.rule import rules
from invoicing.texts import languages

FOLDER = Path(__file__).parent / "passages"
RULES = {rule.name: rule for rule in rules()}
SPOKEN = tuple(tag for tag in languages() if "-" not in tag)


class Passage(NamedTuple):
    """A text, and whether it breaks a rule of its kind."""

    rule: str
    language: str
    kind: str
    text: str
    broken: bool


def _passages(path: Path) -> list[Passage]:
    """Read one rule's file."""
    rule = RULES[path.stem]
    found = []
    for language, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
        kinds = {rule.kinds[0]: table} if "broken" in table else table
        for kind, lists in kinds.items():
            for name, broken in (("broken", True), ("kept", False)):
                found += [Passage(rule.name, language, kind, text, broken) for text in lists[name]]
    return found


CASES = {path.stem: _passages(path) for path in sorted(FOLDER.glob("*.toml"))}


def _misjudged(cases: list[Passage]) -> list[Passage]:
    """Give the passages the checker judges otherwise than their list says."""
    return [
        one
        for one in cases
        if one.broken != any(found.rule == one.rule for found in check_tone(one.text, one.language, one.kind).findings)
    ]


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_tells_broken_from_kept(rule: str, language: str) -> None:
    """tone-rules, tables A and B with their reading aids; the passages are letters' sentences, not the patterns."""
    assert _misjudged([one for one in CASES[rule] if one.language == language]) == []


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_has_passages_of_both_sorts_in_every_language(rule: str) -> None:
    """A rule that is tried in one language only is not known to work in the others."""
    assert {(one.language, one.broken) for one in CASES[rule]} == {
        (tag, side) for tag in SPOKEN for side in (True, False)
    }


def test_every_file_of_passages_belongs_to_a_rule() -> None:
    """A file left behind by a renamed rule would never run."""
    assert set(CASES) == set(RULES)
