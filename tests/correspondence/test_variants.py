"""What letters say in every case: each debtor, one document or several, with and without what may be claimed.

The snapshots show one case of each letter; here the cases differ, and all languages must say the same.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invoicing.correspondence.catalogue import catalogue
from invoicing.correspondence.compose import compose
from invoicing.correspondence.context import total_due
from invoicing.correspondence.facts import Charges, LetterFacts, Received
from invoicing.correspondence.letter import Listing, Paragraph
from invoicing.correspondence.sample import TODAY, sample_facts
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money
from invoicing.resources import Resources
from invoicing.texts import NBSP, language

if TYPE_CHECKING:
    from invoicing.correspondence.letter import Letter

LANGUAGES = ("en", "it", "nl", "es", "ro")
SHIPPED = Resources()
CATALOGUE = catalogue(SHIPPED)
CASES = [(entry.letter, tag) for entry in CATALOGUE for tag in entry.languages if tag in LANGUAGES]
FINALS = [case for case in CASES if case[0].startswith("final") or case[0] == "hand-over"]
ITEMISED = ("reminder3", "final", "suspension", "broken-promise", "hand-over")


def facts_for(letter: str, tag: str, debtor: str = "", **changes: Any) -> LetterFacts:  # noqa: ANN401 - any fact
    """Give the sample facts of a letter with changes."""
    return replace(sample_facts(letter, language(tag), SHIPPED, debtor), **changes)


def write(letter: str, tag: str, facts: LetterFacts) -> Letter:
    """Compose a letter in one language."""
    return compose(letter, facts, language(tag), SHIPPED)


def prose(letter: Letter) -> str:
    """Give the running text and the lists on one line."""
    parts: list[str] = []
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        if isinstance(block, Listing):
            parts.extend(block.items)
    return " ".join(parts)


DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(LetterFacts)}
ASKED = [name for name in DEFAULTS if name not in {"seller", "client", "today", "currency", "charges"}]


def refuses(letter: str, tag: str, facts: LetterFacts) -> bool:
    """Say whether the letter cannot be written from these facts."""
    try:
        write(letter, tag, facts)
    except Refused:
        return True
    return False


def needs(letter: str, tag: str) -> set[str]:
    """Name the facts without which a letter is refused."""
    facts = facts_for(letter, tag)
    charges = {name: replace(facts.charges, **{name: getattr(Charges(), name)}) for name in Charges.__slots__}
    seller, client = facts.seller, facts.client
    without = {name: replace(facts, **{name: DEFAULTS[name]}) for name in ASKED}
    without |= {f"charges.{name}": replace(facts, charges=one) for name, one in charges.items()}
    without["seller.email"] = replace(facts, seller=replace(seller, email="", phone=""))
    without["seller.vat"] = replace(facts, seller=replace(seller, vat="", identifiers=()))
    without["client.vat"] = replace(facts, client=replace(client, vat=""))
    return {name for name, one in without.items() if refuses(letter, tag, one)}


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.letter)
def test_a_letter_needs_the_same_facts_in_every_language(entry: Any) -> None:  # noqa: ANN401 - for the ids
    """A fact that one language prints without asking would refuse the letter to those clients alone."""
    found = {tag: needs(entry.letter, tag) for tag in entry.languages if tag in LANGUAGES}
    assert all(one == found["en"] for one in found.values()), found


def test_a_missing_fact_is_named_also_inside_a_row() -> None:
    """Without documents the letter names the part it would have printed, not the file."""
    with pytest.raises(Refused) as fault:
        write("reminder1", "en", facts_for("reminder1", "en", documents=()))
    assert fault.value.code == "empty-slot"
    assert fault.value.where == "document.name"


# What binds businesses and public bodies only (Directive 2011/7/EU art. 2 and the laws that follow it).
BUSINESS_LAW = re.compile(
    r"231/2002|6:119a|6:119b|Ley 3/2004|72/2013|OG 13/2011|\(Interest\) Act|2011/7"
    r"|handelsrente|commercial interest|Código de Comercio|forfettari|vaste vergoeding|compensación fija"
    r"|despăgubire fixă"
)


@pytest.mark.parametrize(("letter", "tag"), CASES)
def test_a_consumer_reads_no_business_law(letter: str, tag: str) -> None:
    """Consumers never get the business rate nor the lump sum."""
    facts = facts_for(letter, tag, "consumer")
    assert facts.charges.compensation is None
    if letter != "final-gb-company":  # its debtor is a company by definition
        assert not BUSINESS_LAW.search(prose(write(letter, tag, facts)))


def test_the_lump_sum_is_refused_against_a_consumer() -> None:
    """Directive 2011/7/EU art. 2: commercial transactions only. Nothing is dropped in silence."""
    charges = Charges(compensation=Money(4000, "EUR"))
    with pytest.raises(Refused) as fault:
        write("reminder3", "en", facts_for("reminder3", "en", "consumer", charges=charges))
    assert fault.value.code == "compensation-of-a-consumer"


@pytest.mark.parametrize("debtor", ["business", "consumer", "public"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_sum_of_a_plan_is_the_open_sum(tag: str, debtor: str) -> None:
    """The plan a sample proposes settles what the letter says is open."""
    for letter in ("plan-proposal", "plan-broken"):
        facts = facts_for(letter, tag, debtor)
        left = sum(one.amount.minor for one in facts.plan if not one.paid)
        assert left == sum(one.outstanding.minor for one in facts.documents)


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("letter", ITEMISED)
def test_whatever_exceeds_the_principal_is_itemised(letter: str, tag: str, *, one: bool) -> None:
    """tone-rules, vague-amount: each part of the sum asked is named with its basis, also costs alone."""
    words = language(tag)
    claimed = replace(
        sample_facts("final", words, SHIPPED).charges, costs=Money(4321, "EUR"), law_of_costs="Costs Act 7"
    )
    facts = facts_for(letter, tag, charges=claimed)
    facts = replace(facts, documents=facts.documents[:1]) if one else facts
    only_costs = replace(facts, charges=Charges(costs=Money(4321, "EUR"), law_of_costs="Costs Act 7"))
    text, alone = prose(write(letter, tag, facts)), prose(write(letter, tag, only_costs))
    assert claimed.interest
    assert claimed.compensation
    for wanted in (
        words.money(claimed.interest),
        words.money(claimed.compensation),
        words.citation("IT", "business"),
        words.citation("IT", "business", "compensation"),
        "Costs Act 7",
        words.money(Money(4321, "EUR")),
        words.money(total_due(facts)),
    ):
        assert wanted in text
    assert words.money(Money(4321, "EUR")) in alone
    assert words.money(total_due(only_costs)) in alone


@pytest.mark.parametrize("tag", LANGUAGES)
def test_interest_without_a_statute_rests_on_the_agreement(tag: str) -> None:
    """tone-rules, vague-amount: no charge without a stated basis; a country without a statute has the contract."""
    facts = facts_for("final", tag)
    bare = replace(facts, charges=replace(facts.charges, jurisdiction="US", compensation=None))
    assert prose(write("final", tag, bare)).count(facts.agreement) == 2
    said = replace(facts, charges=replace(facts.charges, law="Terms 9"))
    assert "(Terms 9)" in prose(write("final", tag, said))


PROVISIONAL = [
    case for case in CASES if case[0] in ITEMISED or (case[0].startswith("final-") and "-be-" not in case[0])
]


@pytest.mark.parametrize(("letter", "tag"), PROVISIONAL)
def test_a_provisional_rate_is_said_on_the_letter(letter: str, tag: str) -> None:
    """A claim past the last published half-year is marked provisional in the result, on the letter and in JSON."""
    facts = facts_for(letter, tag)
    charges = replace(facts.charges, interest=Money(100, facts.currency), law="Terms 9")
    sentence = language(tag).phrase("provisional-interest")
    assert sentence not in prose(write(letter, tag, replace(facts, charges=charges)))
    assert sentence in prose(write(letter, tag, replace(facts, charges=replace(charges, provisional=True))))


@pytest.mark.parametrize(("letter", "tag"), FINALS)
def test_a_formal_letter_is_signed_by_the_firm_and_then_the_person(letter: str, tag: str) -> None:
    """Who claims signs; a firm without a named signer signs once."""
    facts = facts_for(letter, tag)
    *_, firm, person = write(letter, tag, facts).blocks
    assert (firm, person) == (Paragraph(facts.seller.name), Paragraph(f"{facts.sender}, {facts.sender_role}"))
    *_, closing, alone = write(letter, tag, replace(facts, sender="")).blocks
    assert alone == Paragraph(facts.seller.name)
    assert closing != alone


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("proof", ["registered", "pec", "burofax", "bailiff"])
def test_the_way_of_sending_stands_above_the_subject_of_a_final_notice(tag: str, proof: str) -> None:
    """tone.md, proof of sending. The other letters travel as they like."""
    said = language(tag).phrase(f"delivery-{proof}")
    assert write("final", tag, facts_for("final", tag, proof=proof)).delivery == said
    assert write("final", tag, facts_for("final", tag)).delivery == ""
    assert write("reminder1", tag, facts_for("reminder1", tag, proof=proof)).delivery == ""


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "€100.00 on 8 November 2026, €50.00 on 11 November 2026 and €30.00 on 1 December 2026"),
        ("it", "€ 100,00 l'8 novembre 2026, € 50,00 l'11 novembre 2026 e € 30,00 il 1° dicembre 2026"),
        ("nl", "€ 100,00 op 8 november 2026, € 50,00 op 11 november 2026 en € 30,00 op 1 december 2026"),
        ("es", "100,00 € el 8 de noviembre de 2026, 50,00 € el 11 de noviembre de 2026 y 30,00 € el 1 de diciembre de"),
        ("ro", "100,00 EUR la 8 noiembrie 2026, 50,00 EUR la 11 noiembrie 2026 și 30,00 EUR la 1 decembrie 2026"),
    ],
)
def test_payments_are_told_in_a_sentence(tag: str, text: str) -> None:
    """The last is joined with and; Italian elides the article before 8 and 11."""
    days = (date(2026, 11, 8), date(2026, 11, 11), date(2026, 12, 1))
    payments = tuple(Received(day, Money(sum_, "EUR")) for day, sum_ in zip(days, (10000, 5000, 3000), strict=True))
    assert text in prose(write("reminder1", tag, facts_for("reminder1", tag, payments=payments))).replace(NBSP, " ")


@pytest.mark.parametrize(("letter", "tag"), CASES)
def test_a_telephone_number_is_not_broken_at_the_end_of_a_line(letter: str, tag: str) -> None:
    """Its spaces are no-break spaces, in the text and in the HTML."""
    written = write(letter, tag, facts_for(letter, tag))
    assert "+39 02" not in written.text
    assert "+39 02" not in written.html


@pytest.mark.parametrize("tag", LANGUAGES)
def test_thanks_without_a_payment_is_still_a_letter(tag: str) -> None:
    """A credit note or another document may have settled all."""
    text = prose(write("thanks", tag, facts_for("thanks", tag, payments=(), credit=None)))
    assert ": ." not in text
    assert ":." not in text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_broken_plan_thanks_only_for_what_was_paid(tag: str) -> None:
    """Nothing is thanked for that did not happen."""
    facts = facts_for("plan-broken", tag)
    unpaid = replace(facts, plan=tuple(replace(one, paid=False) for one in facts.plan))
    assert prose(write("plan-broken", tag, facts)) != prose(write("plan-broken", tag, unpaid))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_who_wants_only_writing_gives_no_telephone_number(tag: str) -> None:
    """The end for conduct: contact in writing only, by e-mail, else by post."""
    facts = facts_for("termination-conduct", tag)
    assert "+39" not in prose(write("termination-conduct", tag, facts))
    posted = replace(facts, seller=replace(facts.seller, email=""))
    assert "Via Roma 1" in prose(write("termination-conduct", tag, posted))


@pytest.mark.parametrize("tag", ["en", "nl"])
def test_the_belgian_reminder_names_no_last_day(tag: str) -> None:
    """Art. XIX.2 WER: the term starts on the third working day after sending, or the day after an e-mail."""
    facts = facts_for("final-be-first-reminder", tag)
    assert facts.deadline is not None
    text = prose(write("final-be-first-reminder", tag, facts))
    assert language(tag).date(facts.deadline) not in text
    assert language(tag).count("day", 14) in text


def test_the_sample_is_of_one_day() -> None:
    """Interest of the sample runs to its own today: 1 220 x 10.15 % x 44 / 365 = 14.93."""
    facts = sample_facts("final", language("en"), SHIPPED)
    first = facts.charges.rows[0]
    assert (first.end, first.days, first.interest) == (TODAY, 44, Money(1493, "EUR"))
