"""Whole letters, read by a person against tone-rules, with the rules each of them breaks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from invoicing.correspondence.tone import check_tone
from invoicing.correspondence.tone.rule import rules

FOLDER = Path(__file__).parent / "corpus"
LETTERS = [
    (path.stem, letter)
    for path in sorted(FOLDER.glob("*.toml"))
    for letter in tomllib.loads(path.read_text(encoding="utf-8"))["letter"]
]


@pytest.mark.parametrize(("language", "letter"), LETTERS, ids=[f"{tag}: {one['name']}" for tag, one in LETTERS])
def test_a_letter_breaks_just_the_rules_it_was_read_to_break(language: str, letter: dict[str, Any]) -> None:
    """The labels follow tone-rules.md; the letters are ours."""
    report = check_tone(letter["text"], language, letter["kind"])
    assert sorted({found.rule for found in report.findings}) == sorted(letter["rules"])
    assert report.verdict == ("violates" if letter["rules"] else "ok")


@pytest.mark.parametrize("language", sorted({tag for tag, _ in LETTERS}))
def test_the_letters_of_a_language_break_every_rule_at_least_once_or_none_of_its_kind(language: str) -> None:
    """The corpus stays wide: each kind of letter, and clean ones among them."""
    letters = [letter for tag, letter in LETTERS if tag == language]
    assert {letter["kind"] for letter in letters} == set(rules()[0].kinds) | {letter["kind"] for letter in letters}
    assert {letter["kind"] for letter in letters if not letter["rules"]} == {
        "reminder1",
        "reminder2",
        "reminder3",
        "final",
        "termination",
        "complaint-reply",
    }
