"""What a report says, and what is refused."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from invoicing.correspondence.catalogue import KINDS
from invoicing.correspondence.tone import check_tone
from invoicing.correspondence.tone.check import suggest
from invoicing.correspondence.tone.rule import ALL, rules
from invoicing.domain.errors import NotFound, Refused
from invoicing.resources import Resources
from invoicing.texts import language, languages

if TYPE_CHECKING:
    from pathlib import Path

THREAT = "Dear Mr Hall,\n\nWe will publish your name on Facebook.\n\nYours sincerely,\nAnn"
SPOKEN = tuple(tag for tag in languages() if "-" not in tag)


def test_a_finding_of_group_a_shows_where() -> None:
    """The contract: the offsets give the passage."""
    (found,) = check_tone(THREAT, "en", None).findings
    assert (found.rule, found.group) == ("threat-beyond-remedy", "A")
    assert THREAT[found.start : found.end] == found.passage == "publish your name on Facebook"
    assert "lawful" in found.message
    assert found.source == "001 professioneel; 004"


def test_a_finding_of_group_b_says_what_is_missing_and_has_no_place() -> None:
    """The contract: an empty passage, and both offsets 0."""
    found = next(one for one in check_tone("Dear Ann,", "en", "reminder1").findings if one.rule == "no-amount")
    assert (found.group, found.passage, found.start, found.end) == ("B", "", 0, 0)
    assert "sum" in found.message


def test_a_suggestion_is_a_sentence_of_the_phrase_bank_for_that_kind_of_letter() -> None:
    """letters/<lang>/phrases.toml: the key is the rule, or rule and kind."""
    report = check_tone("Geachte heer,", "nl", "termination")
    words = language("nl")
    assert {one.rule: one.suggestion for one in report.findings}["no-thanks"] == words.phrase("no-thanks-termination")
    reminder = {one.rule: one.suggestion for one in check_tone("Geachte heer,", "nl", "reminder1").findings}
    assert reminder["no-thanks"] == words.phrase("no-thanks")


def test_facts_fill_the_slots_of_a_suggestion() -> None:
    """A caller that knows the case offers a sentence that can be pasted."""
    report = check_tone("Dear Ann,", "en", "reminder1", {"amount": "£5.00", "number": "7"})
    found = next(one for one in report.findings if one.rule == "no-amount")
    assert found.suggestion == "The sum still open on invoice 7 is £5.00."


@pytest.mark.parametrize("tag", SPOKEN)
@pytest.mark.parametrize("kind", [None, *ALL])
def test_every_rule_has_a_suggestion_in_every_language(tag: str, kind: str | None) -> None:
    """tone-rules: a rule of group B offers a sentence in the letter's language; those of group A do as well."""
    keys = language(tag)
    english = language("en")
    for rule in rules():
        if rule.binds(kind):
            key = f"{rule.name}-{kind}" if keys.has_phrase(f"{rule.name}-{kind}") else rule.name
            assert keys.phrase(key)
            # The frame of a numbered point is the same everywhere.
            assert tag == "en" or key == "no-chunks" or keys.phrase(key) != english.phrase(key)


def test_a_rule_without_a_sentence_suggests_nothing() -> None:
    """A new rule works before anybody has written its sentence."""
    assert suggest(replace(rules()[0], name="pity"), "final", language("en")) == ""


def test_a_letter_without_kind_only_keeps_what_no_letter_may_say() -> None:
    """A courtesy note owes neither a date nor thanks, and nothing is missing in it."""
    assert check_tone("Dear Ann,\n\nwe will go to court.\n\nKind regards,\nBob", "en", None).verdict == "ok"


def test_findings_come_in_the_order_of_the_text_then_what_is_missing() -> None:
    """Group A by place, group B after it."""
    findings = check_tone(THREAT + "\nIt is your own fault.", "en", "final").findings
    assert [one.group for one in findings] == sorted(one.group for one in findings)
    starts = [one.start for one in findings if one.group == "A"]
    assert starts == sorted(starts)


def test_the_kinds_are_those_of_the_catalogue() -> None:
    """One word per idea."""
    assert set(ALL) == set(KINDS)


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    """A typing error must not pass for a letter without kind."""
    with pytest.raises(Refused) as caught:
        check_tone("Dear Ann,", "en", "reminder")
    assert "did you mean 'reminder" in caught.value.findings[0].remedy
    with pytest.raises(Refused) as far:
        check_tone("Dear Ann,", "en", "zzzz")
    assert "leave the kind out" in far.value.findings[0].remedy


def test_an_unknown_language_is_not_found() -> None:
    """The languages are the folders of letters/."""
    with pytest.raises(NotFound):
        check_tone("Hej,", "sv", None)


def test_a_language_without_tone_words_is_not_found(tmp_path: Path) -> None:
    """A book's own language may have letters and no tone.toml yet."""
    folder = tmp_path / "letters" / "xx"
    folder.mkdir(parents=True)
    (folder / "labels.toml").write_text("[labels]\n", encoding="utf-8")
    with pytest.raises(NotFound) as caught:
        check_tone("Hallo,", "xx", None, resources=Resources(tmp_path))
    assert caught.value.code == "no-tone"
    assert "tone.toml" in str(caught.value)


def test_american_english_is_judged_as_english() -> None:
    """en-US is an overlay of en."""
    assert check_tone(THREAT, "en-US", "final").findings[0].rule == "threat-beyond-remedy"


def test_a_book_may_add_words_of_its_own(tmp_path: Path) -> None:
    """A book's file wins table by table, and the shipped tables stay."""
    folder = tmp_path / "letters" / "en"
    folder.mkdir(parents=True)
    (folder / "tone.toml").write_text('[insult]\nsaid = ["dodo*"]\nunless = []\n', encoding="utf-8")
    text = "Dear Ann, you Dodo, you are a crook. It is your own fault."
    rules_found = [one.rule for one in check_tone(text, "en", None, resources=Resources(tmp_path)).findings]
    assert rules_found == ["insult", "blame"]


@pytest.mark.parametrize("tag", SPOKEN)
def test_every_language_has_the_same_tables(tag: str) -> None:
    """Adding a language is one folder; this names what it lacks."""

    def tables(of: str) -> set[str]:
        return set(tomllib.loads((Resources().find("letters", of) / "tone.toml").read_text(encoding="utf-8")))

    assert tables(tag) == tables("en")
