"""How a letter is cut: sentences, list items, the subject line, the client's own words."""

from __future__ import annotations

import pytest

from invoicing.correspondence.tone.lexicon import lexicon
from invoicing.correspondence.tone.reading import Reading


def sentences(text: str, language: str = "en") -> list[str]:
    """Give the sentences of a text."""
    return [one.text for one in Reading(text, None, lexicon(language)).sentences]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Please pay £1,250.50 by 5 June. Thank you.", 2),
        ("en", "Dear Mr. Hall, thank you. We met on the 12th.", 2),
        ("en", "Call us at 9.30 a.m. on Friday.", 1),
        ("it", "La fattura n. 12 del 5. giugno è aperta. Grazie.", 2),
        ("it", "Studio Bianchi S.r.l. ha scritto. Ai sensi dell'art. 6 del D.Lgs. 231/2002 si chiede il saldo.", 2),
        ("nl", "Jansen B.V. betaalt volgens art. 6:119a BW. Dank u.", 2),
        ("es", "La factura n.º 12 del Sr. Ruiz venció. Gracias.", 2),
        ("ro", "Factura nr. 12 a dl. Pop este scadentă. Vă mulțumim.", 2),
        ("en", "What would help? Please tell us!", 2),
        ("en", "We wait... and hope.", 1),
    ],
)
def test_a_full_stop_ends_a_sentence_only_where_it_does(language: str, text: str, count: int) -> None:
    """Abbreviations, initials, decimals, hours and ordinal numbers end nothing."""
    assert len(sentences(text, language)) == count


def test_wrapped_lines_are_one_sentence_and_short_lines_are_their_own() -> None:
    """A letter of 78 columns, its greeting and its signature."""
    text = (
        "Dear Ms Hall,\n\nthis sentence goes on for so long that it has to be broken at the\n"
        "seventy-eighth column of the page.\n\nKind regards,\nAnn Smith\nBright Signs Ltd\n"
    )
    found = sentences(text)
    assert found[0] == "dear ms hall,"
    assert found[1].endswith("column of the page.")
    assert found[2:] == ["kind regards,", "ann smith", "bright signs ltd"]


def test_items_of_a_list_are_items() -> None:
    """Dashes and numbers begin an item, also without an empty line before."""
    text = "We do the following in the order in which you asked for it:\n1. Pages: reduced.\n2. Form: mended.\n- Call."
    reading = Reading(text, None, lexicon("en"))
    assert [one.item for one in reading.sentences] == [False, True, True, True]


@pytest.mark.parametrize(
    "quoted",
    [
        "«calm down»",
        "“calm down”",
        "„calm down”",
        "„calm down“",
        "‘calm down’",
        '"calm down"',
        "'calm down'",
        "‘don’t ask’",
    ],
)
def test_the_clients_own_words_are_set_apart(quoted: str) -> None:
    """Every style of quotation marks the five languages use."""
    reading = Reading(f"You wrote {quoted} to us.", None, lexicon("en"))
    assert [reading.text[slice(*one)] for one in reading.quoted] == [quoted]
    assert not reading.has("command-to-calm-down")


@pytest.mark.parametrize(
    "text", ["'s-Hertogenbosch en 't Gooi", "l'importo dell'ordine", "the clients' files and your firm's"]
)
def test_an_apostrophe_is_no_quotation_mark(text: str) -> None:
    """Dutch, Italian and English use it inside and before words."""
    assert Reading(text, None, lexicon("nl")).quoted == ()


def test_the_subject_line_is_known_in_every_language() -> None:
    """A title in capitals there is no shouting, and a promise in it is none."""
    for word in ("Subject", "Oggetto", "Onderwerp", "Betreft", "Asunto", "Subiect"):
        reading = Reading(f"{word}: NOW\n\nDear Ann,", None, lexicon("en"))
        assert reading.subject.end == len(word) + 5
        assert [one.text for one in reading.body] == ["dear ann,"]
    assert Reading("Dear Ann,", None, lexicon("en")).subject.end == 0


def test_places_lead_back_to_the_original_letters() -> None:
    """Romanian with combining marks, as some keyboards write it."""
    text = "Sunt\u0326et\u0326i un escroc."
    (span,) = Reading(text, None, lexicon("ro")).spans("insult")
    assert text[span.start : span.end] == "escroc"
