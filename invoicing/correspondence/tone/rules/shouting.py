"""Shouting: capitals for emphasis, or repeated exclamation and question marks.

A word in capitals counts when it is a common word, or a long one, inside a sentence that is not in capitals itself, and
a whole sentence in capitals counts when it asks or exclaims. Titles, acronyms, codes, names of firms, the subject line,
headings and greetings do not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invoicing.correspondence.tone.folding import fold
from invoicing.correspondence.tone.reading import Sentence, Span
from invoicing.correspondence.tone.rule import ALL, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.correspondence.tone.reading import Reading

_MARKS = re.compile(r"(?:[!?]\s?){2,}")
_CAPITALS = re.compile(r"(?<![\w@./&-])(?<![A-Z]['’])[^\W\d_]{2,}(?:[’'-][^\W\d_]+)*(?![\w@&]|[./-]\w)")
_LONG = 5
_FIRM = re.compile(r"\W*(?:[A-Z][\w.&]*|[&+]|[0-9])")
_MANY_MARKS = 3


def _check(reading: Reading) -> Iterator[Span]:
    marks = [Span(*found.span()) for found in _MARKS.finditer(reading.text) if len(found[0].strip()) > 1]
    yield from (
        Span(one.start, one.start + len(reading.text[slice(*one)].rstrip())) for one in marks if _own(reading, one)
    )
    single = [one for one in re.finditer("!", reading.text) if _own(reading, Span(*one.span()))]
    if len(single) >= _MANY_MARKS:
        yield Span(*single[0].span())
    for sentence in reading.sentences:
        yield from (span for span in _loud(reading, sentence) if _own(reading, span))


def _own(reading: Reading, span: Span) -> bool:
    """Say whether a place is the writer's own: neither quoted nor in the subject line."""
    quoted = any(one.start < span.end and span.start < one.end for one in reading.quoted)
    return not quoted and (span.start >= reading.subject.end or "!" in reading.text[slice(*span)])


def _loud(reading: Reading, sentence: Sentence) -> Iterator[Span]:
    """Give the words of a sentence that shout, or the whole of it."""
    place = reading.span_of(sentence)
    text = reading.text[slice(*place)]
    words = re.findall(r"[^\W\d_]{2,}", text)
    capitals = [one for one in words if one.isupper()]
    if len(words) >= 3 and len(capitals) == len(words):
        if text[-1] in "!.?" or len(words) > 6:
            yield place
        return
    titles, acronyms, common = (reading.lexicon.words(name) for name in ("titles", "acronyms", "shouted"))
    for found in _CAPITALS.finditer(text):
        word = fold(found[0])
        if not found[0].isupper() or word in acronyms or (word in titles and _is_a_title(text, found, titles, common)):
            continue
        if word in common or (len(word) >= _LONG and not _names_a_firm(text, found)):
            yield Span(place.start + found.start(), place.start + found.end())


def _is_a_title(text: str, found: re.Match[str], titles: frozenset[str], common: frozenset[str]) -> bool:
    """Say whether a word of a title is one: "LAST" alone is emphasis, in "LAST REMINDER" it is not."""
    near = (*re.findall(r"[^\W\d_]+", text[: found.start()])[-1:], *re.findall(r"[^\W\d_]+", text[found.end() :])[:1])
    return fold(found[0]) not in common or any(one.isupper() and fold(one) in titles for one in near)


def _names_a_firm(text: str, found: re.Match[str]) -> bool:
    """Say whether a capitalised neighbour makes the word a name, as in "ROSSI Arredi"."""
    before = text[: found.start()].rstrip().rpartition(" ")[2]
    named_before = bool(before) and before[0].isupper() and found.start() - len(before) > 1
    return named_before or _FIRM.match(text[found.end() :]) is not None


RULE = Rule(
    name="shouting",
    group="A",
    kinds=ALL,
    source="001 kalm",
    message="Capitals or repeated marks shout; say it in small letters.",
    check=_check,
)
