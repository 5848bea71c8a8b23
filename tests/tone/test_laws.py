"""What holds for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from invoicing.correspondence.tone import check_tone
from invoicing.correspondence.tone.folding import fold, fold_with_places
from invoicing.correspondence.tone.lexicon import lexicon
from invoicing.correspondence.tone.reading import Reading
from invoicing.correspondence.tone.rule import ALL

LANGUAGES = st.sampled_from(("en", "it", "nl", "es", "ro"))
BAD = st.sampled_from(
    (
        "You have failed to pay and you are a liar",
        "we are deeply disappointed",
        "calm down",
        "just pay whenever it suits you",
        "PAY NOW",
        "this will never happen again",
        "Lei è un truffatore",
        "u bent een oplichter",
        "es usted un estafador",
        "sunteți un escroc",
    )
)
MARKS = st.sampled_from(("«{}»", "“{}”", "„{}”", "‘{}’", '"{}"'))
TEXTS = st.text(
    st.sampled_from("aeioutnrsldPAYășțéèëñ .,;:!?\n-–€1234567890«»“”„\"'’{}[]()/@\u00a0\u0301"), max_size=300
)


@given(LANGUAGES, st.sampled_from((None, *ALL)), TEXTS)
def test_the_offsets_give_the_passage(language: str, kind: str | None, text: str) -> None:
    """The contract of a finding, for any text, also one with combining marks."""
    for found in check_tone(text, language, kind).findings:
        assert text[found.start : found.end] == found.passage
        assert (found.group == "B") == (found.passage == "")


@given(LANGUAGES, st.sampled_from(ALL), TEXTS)
def test_judging_twice_gives_the_same(language: str, kind: str, text: str) -> None:
    """No state is kept between letters."""
    assert check_tone(text, language, kind) == check_tone(text, language, kind)


@given(LANGUAGES, BAD, MARKS)
def test_words_quoted_from_the_client_are_never_a_finding(language: str, words: str, marks: str) -> None:
    """tone-rules, reading aids: «...», "..." are the client's."""
    text = f"1. {marks.format(words)}"
    found = check_tone(text, language, None).findings
    assert [one for one in found if one.rule != "discourteous"] == []


@given(TEXTS)
def test_every_folded_character_knows_its_place(text: str) -> None:
    """Folding forgets accents and capitals, and never the order."""
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded) + 1
    assert list(places) == sorted(set(places))
    assert fold(folded) == folded


@given(LANGUAGES, TEXTS)
def test_sentences_stand_in_order_and_lose_no_letter(language: str, text: str) -> None:
    """Cutting a letter into sentences drops only space."""
    reading = Reading(text, None, lexicon(language))
    rest = reading.folded
    for one in reading.sentences:
        assert len(one.text) == len(rest[one.start : one.start + len(one.text)])
    kept = sum(len("".join(one.text.split())) for one in reading.sentences)
    assert kept == len("".join(rest.split()))
