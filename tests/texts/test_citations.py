"""How letters cite the law of late payment: every language, every law, every kind of debtor, and nothing else."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from invoicing import discovery
from invoicing.domain.interest.law import InterestLaw
from invoicing.resources import Resources
from invoicing.texts import language

if TYPE_CHECKING:
    from invoicing.domain.interest.law import Debtor

LANGUAGES = ("en", "it", "nl", "es", "ro")
HOME = "invoicing.regimes._late_payment"
LAWS = tuple(sorted(discovery.find(HOME)))
DEBTORS: tuple[Debtor, ...] = ("business", "consumer", "public")


def law_of(name: str) -> InterestLaw:
    """Load the law of one jurisdiction."""
    found = discovery.load(HOME, name, "LATE_PAYMENT")
    assert isinstance(found, InterestLaw)
    return found


@pytest.mark.parametrize("debtor", DEBTORS)
@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_a_law_gives_is_cited_and_nothing_else(tag: str, name: str, debtor: Debtor) -> None:
    """The files of `regimes/_late_payment`: a rate, a lump sum or a scale of costs each has its citation."""
    rule, words = law_of(name).rule_for(debtor), language(tag)
    given = {"interest": rule.statutory, "compensation": rule.compensation, "costs": rule.collection}
    for what, there in given.items():
        assert bool(words.citation(name.upper(), debtor, what)) is bool(there), what


def table_of(tag: str) -> dict[str, dict[str, str]]:
    """Read the shipped citations of one language."""
    return tomllib.loads(Resources().find("letters", f"{tag}/citations.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("tag", LANGUAGES[1:])
def test_every_language_has_the_citations_of_english(tag: str) -> None:
    """Key by key: a language that lacked one would cite it in English."""
    own, base = table_of(tag), table_of("en")
    assert {law: set(table) for law, table in own.items()} == {law: set(table) for law, table in base.items()}


@pytest.mark.parametrize("tag", LANGUAGES[1:])
def test_every_language_cites_the_same_sections(tag: str) -> None:
    """The numbers of a citation are those of the English one; words may differ, and 2011/7/EU is 2011/7/UE."""
    own = table_of(tag)
    for law, table in table_of("en").items():
        for key, text in table.items():
            assert _sections(own[law][key]) == _sections(text), (law, key)


def _sections(text: str) -> list[str]:
    """Give the numbers and dates of a citation, a letter after a number with it: 5A, 6:119a, 2^1."""
    return re.findall(r"\d+(?:[:/^-]\d+)*[a-zA-Z]?", text)


@pytest.mark.parametrize("debtor", DEBTORS)
@pytest.mark.parametrize("name", LAWS)
def test_a_consumer_is_never_shown_a_section_for_businesses(name: str, debtor: Debtor) -> None:
    """Switzerland alone has one section for everybody (OR 104)."""
    words = language("en")
    if debtor != "consumer" and name != "ch":
        general = words.citation(name, debtor)
        assert not general or general != words.citation(name, "consumer")


def test_an_unknown_law_is_cited_as_nothing() -> None:
    """The letter then names the agreement or no basis at all."""
    assert language("it").citation("XX", "business") == ""
    assert language("it").citation("", "business") == ""
    assert language("en-US").citation("GB", "business") == "Late Payment of Commercial Debts (Interest) Act 1998"
