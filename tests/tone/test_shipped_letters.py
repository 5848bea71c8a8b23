"""Every shipped letter keeps the rules of its kind, to one document or several, to a firm or a private person."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from invoicing.correspondence.catalogue import catalogue, kind_of
from invoicing.correspondence.compose import compose
from invoicing.correspondence.sample import sample_facts
from invoicing.correspondence.tone import check_tone
from invoicing.resources import Resources
from invoicing.texts import language

SHIPPED = Resources()
CASES = [(tag, entry.letter) for entry in catalogue(SHIPPED) for tag in entry.languages]


@cache
def written(tag: str, name: str, debtor: str, *, several: bool) -> str:
    """Compose the sample of a letter as it is sent: subject and text."""
    words = language(tag)
    facts = sample_facts(name, words, SHIPPED, debtor)
    if not several:
        facts = replace(facts, documents=facts.documents[:1])
    letter = compose(name, facts, words, SHIPPED)
    return f"Subject: {letter.subject}\n\n{letter.text}"


@pytest.mark.parametrize("several", [True, False])
@pytest.mark.parametrize("debtor", ["business", "consumer"])
@pytest.mark.parametrize(("tag", "name"), CASES)
def test_a_shipped_letter_keeps_the_rules_of_its_kind(tag: str, name: str, debtor: str, *, several: bool) -> None:
    """tone-rules: every letter that ships must pass them."""
    report = check_tone(written(tag, name, debtor, several=several), tag, kind_of(name))
    assert [(found.rule, found.passage) for found in report.findings] == []
    assert report.verdict == "ok"
