"""The sentences the law has printed: whose, when, and in every language a client reads."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from invoicing.domain.document import Document, Line
from invoicing.domain.law import Regime, texts_for
from invoicing.domain.party import Party
from invoicing.domain.tax import CATEGORIES, Tax
from invoicing.regimes import regime, regimes

LETTERS = Path(__file__).parents[2] / "letters"
LANGUAGES = ("en", "it", "nl", "es", "ro")
KEYS = {text.key for one in regimes() for text in one.texts}


def sentences(language: str) -> dict[str, str]:
    """Read a language's sentences."""
    return tomllib.loads((LETTERS / language / "legal.toml").read_text(encoding="utf-8"))


def document(kind: str, category: str, reason: str = "") -> Document:
    """Give a document with one line of one tax."""
    line = Line("design", price=Decimal(100), taxes=(Tax(category, Decimal(0), reason=reason),))
    return Document(kind, "EUR", date(2026, 3, 2), Party("Studio"), Party("Client"), (line,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_key_has_a_sentence_in_each_language_and_no_sentence_is_spare(language: str) -> None:
    """Source: `LegalText.key` of the countries' files."""
    found = sentences(language)
    assert set(found) == KEYS
    assert all(text == text.strip() and text.endswith(".") for text in found.values())


def test_the_sentences_of_two_languages_differ() -> None:
    """Source: a sentence left untranslated would be equal."""
    tables = [sentences(language) for language in LANGUAGES]
    for key in KEYS:
        assert len({table[key] for table in tables}) == len(LANGUAGES), key


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.code)
def test_wording_stands_in_the_countrys_own_languages(law: Regime) -> None:
    """Source: design.md section 2: a regime holds wording fixed by law in its own language(s)."""
    for text in law.texts:
        assert text.texts
        assert {language for language, _ in text.texts} <= set(law.languages)
        assert all(wording.strip() for _, wording in text.texts)
        assert 0 < len(text.citation) <= 60


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.code)
def test_when_a_sentence_is_due_is_written_in_one_of_four_ways(law: Regime) -> None:
    """Source: `LegalText.when`: category, category:reason, kind:…, and notes asked for by name or by debtor."""
    for text in law.texts:
        head, _, tail = text.when.partition(":")
        assert head in CATEGORIES or (head in {"kind", "note", "debtor"} and tail), text.when
    whens = [(text.key, text.when) for text in law.texts]
    assert len(whens) == len(set(whens))


# Directive 2006/112/EC art. 226 (11a) in its language versions, and the national provision named in each file.
REVERSE = (
    ("IT", "Inversione contabile"),
    ("NL", "Btw verlegd"),
    ("ES", "Inversión del sujeto pasivo"),
    ("RO", "Taxare inversă"),
    ("IE", "Reverse charge"),
    ("DE", "Steuerschuldnerschaft des Leistungsempfängers"),
    ("FR", "Autoliquidation"),
    ("BE", "Btw verlegd"),
)


@pytest.mark.parametrize(("code", "words"), REVERSE)
def test_reverse_charge_is_printed_in_the_words_of_the_directive(code: str, words: str) -> None:
    """Source: Directive 2006/112/EC art. 226 (11a)."""
    found = texts_for(regime(code), document("invoice", "AE"))
    assert found[0].texts[0][1] == words


def test_british_reverse_charge_says_reverse_charge() -> None:
    """Source: HMRC VATREVCON37100: the reference "reverse charge" must stand, the other words are free."""
    found = texts_for(regime("GB"), document("invoice", "AE"))
    assert found[0].texts[0][1].startswith("Reverse charge")


@pytest.mark.parametrize(
    ("code", "category", "reason", "kind", "keys"),
    [
        ("IT", "E", "small-business", "invoice", ["small-business", "no-withholding"]),
        ("IT", "E", "exempt", "credit-note", ["exempt", "credit-note"]),
        ("IT", "K", "", "invoice", ["intra-community-supply"]),
        ("IT", "O", "", "invoice", ["outside-scope"]),
        ("NL", "E", "small-business", "invoice", ["small-business"]),
        ("NL", "G", "", "invoice", ["export"]),
        ("RO", "E", "small-business", "invoice", ["small-business"]),
        ("DE", "E", "small-business", "invoice", ["small-business"]),
        ("FR", "E", "small-business", "invoice", ["small-business", "late-payment-costs"]),
        ("BE", "E", "small-business", "invoice", ["small-business"]),
        ("ES", "E", "small-business", "invoice", []),
        ("ES", "S", "", "simplified-invoice", ["simplified-invoice"]),
        ("ES", "S", "", "credit-note", ["credit-note"]),
        ("ES", "S", "", "invoice", []),
        ("GB", "K", "", "invoice", []),
        ("US", "O", "", "invoice", []),
    ],
)
def test_a_document_carries_the_sentences_its_taxes_and_kind_ask_for(
    code: str, category: str, reason: str, kind: str, keys: list[str]
) -> None:
    """Source: L. 190/2014; Wet OB art. 25; Cod fiscal 310; § 19 UStG; CGI 293 B; WBTW 56bis; RD 1619/2012."""
    assert [text.key for text in texts_for(regime(code), document(kind, category, reason))] == keys


def test_the_french_small_business_sentence_is_the_one_the_code_prescribes() -> None:
    """Source: CGI art. 293 E."""
    found = texts_for(regime("FR"), document("invoice", "E", "small-business"))
    assert found[0].texts == (("fr", "TVA non applicable, art. 293 B du CGI"),)


@pytest.mark.parametrize("law", [one for one in regimes() if one.rates], ids=lambda law: law.code)
def test_every_vat_country_words_what_needs_a_reason(law: Regime) -> None:
    """Source: BR-AE-10, BR-G-10, BR-O-10, BR-E-10: no tax without a reason for it."""
    whens = {text.when for text in law.texts}
    assert whens >= {"AE", "G", "O", "E:exempt", "kind:credit-note"}
