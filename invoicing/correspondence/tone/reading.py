"""A letter as the rules read it: folded, cut into blocks and sentences, with the client's own words set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from invoicing.correspondence.tone.folding import fold_with_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.correspondence.tone.lexicon import Lexicon

_SUBJECT = re.compile(
    r"\s*(?:subject|re|oggetto|betreft|onderwerp|asunto|obiect|subiect|ref)\s*[.:][^\n]*", re.IGNORECASE
)
_QUOTED = re.compile(
    r"«[^«»]{1,600}»|“[^“”]{1,600}”|„[^„“”\"]{1,600}[“”\"]|”[^“”]{1,600}”|‘(?=\S)[^‘’]{1,300}(?:’\w[^‘’]{1,300}){0,6}’(?!\w)"
    r"|\"[^\"]{1,600}\"|(?<![\w'])'(?![st] )(?=\w)[^'\n]{2,200}(?:'\w[^'\n]{0,200}){0,6}(?<=[\w.!?,])'(?!\w)"
)
_BLOCK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_ITEM = re.compile(r"[ \t]*(?:[-*•–·✓]|\(?[0-9]{1,2}[.)]|\(?[a-h][.)])[ \t]+\S")
_STOP = re.compile(r"[.!?…]+[\"'”»)\]]*(?=\s|$)")
_SHORT_LINE = 42
_MASK = "\x01"


class Span(NamedTuple):
    """A part of a text, from `start` up to but without `end`."""

    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence or an item of a list: its folded text with the client's words masked, and its place."""

    text: str
    start: int
    block: int
    item: bool


MISSING = (Span(0, 0),)
"""what a rule of group B answers when something is not there"""


@dataclass(frozen=True)
class Reading:
    """A letter read once for all rules. Spans are offsets into `text`."""

    text: str
    kind: str | None
    lexicon: Lexicon

    def spans(self, table: str) -> tuple[Span, ...]:
        """Give the places that say what a table lists, outside the client's own words; one for each sentence."""
        return tuple(span for one in self.sentences for span in self.spans_in(table, one))

    def spans_in(self, table: str, sentence: Sentence) -> tuple[Span, ...]:
        """Give the place of one sentence that says what a table lists, from the first such words to the last."""
        found = [one.span() for one in self._matches(table, sentence.text)]
        return (self.place(sentence.start + found[0][0], sentence.start + found[-1][1]),) if found else ()

    def has(self, table: str) -> bool:
        """Say whether the letter says anywhere what a table lists."""
        return any(self.says(table, one) for one in self.sentences)

    def says(self, table: str, sentence: Sentence) -> bool:
        """Say whether one sentence says what a table lists."""
        return any(True for _ in self._matches(table, sentence.text))

    def saying(self, table: str) -> tuple[Sentence, ...]:
        """Give the sentences that say what a table lists."""
        return tuple(one for one in self.sentences if self.says(table, one))

    def count(self, table: str) -> int:
        """Count how often the letter says what a table lists."""
        return sum(1 for one in self.sentences for _ in self._matches(table, one.text))

    def span_of(self, sentence: Sentence) -> Span:
        """Give the place of a whole sentence."""
        return self.place(sentence.start, sentence.start + len(sentence.text))

    def place(self, start: int, end: int) -> Span:
        """Turn offsets of the folded text into a span of the text, without the space around it."""
        kept = self.folded[start:end]
        end = start + len(kept.rstrip())
        start += len(kept) - len(kept.lstrip())
        return Span(self._places[start], self._places[end - 1] + 1)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Cut the letter into sentences and list items."""
        return tuple(self._cut())

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """Give the sentences after the subject line."""
        return tuple(one for one in self.sentences if self._places[one.start] >= self.subject.end)

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """Give the words quoted from the client, with their marks."""
        return tuple(Span(found.start(), found.end()) for found in _QUOTED.finditer(self.text))

    @cached_property
    def subject(self) -> Span:
        """Give the subject line, an empty span when the letter has none."""
        found = _SUBJECT.match(self.text)
        return Span(0, found.end()) if found else Span(0, 0)

    @cached_property
    def folded(self) -> str:
        """Give the folded text, as long as the sentences' offsets count."""
        return self._fold[0]

    @cached_property
    def _places(self) -> tuple[int, ...]:
        return self._fold[1]

    @cached_property
    def _fold(self) -> tuple[str, tuple[int, ...]]:
        return fold_with_places(self.text)

    def _matches(self, table: str, text: str) -> Iterator[re.Match[str]]:
        """Find what a table lists in a folded text, without what its `unless` overlaps."""
        innocent: list[tuple[int, int]] | None = None
        for found in self.lexicon.said(table).finditer(text):
            if innocent is None:
                innocent = [one.span() for one in self.lexicon.unless(table).finditer(text)]
            if not any(start < found.end() and found.start() < end for start, end in innocent):
                yield found

    @cached_property
    def _masked(self) -> str:
        """Give the folded text with the client's own words made unreadable."""
        quoted = self.quoted
        if not quoted:
            return self.folded
        inside = {place for one in quoted for place in range(one.start + 1, one.end - 1)}
        return "".join(
            _MASK if place in inside and not char.isspace() else char
            for char, place in zip(self.folded, self._places, strict=False)
        )

    def _cut(self) -> Iterator[Sentence]:
        text = self._masked
        start = 0
        for number, end in enumerate([*(found.start() for found in _BLOCK.finditer(text)), len(text)]):
            for line_start, line_end in _lines(text, start, end):
                item = _ITEM.match(text, line_start, line_end) is not None
                for one in self._stops(text, line_start, line_end):
                    yield Sentence(text[one.start : one.end], one.start, number, item)
            start = end

    def _stops(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Cut at full stops that end a sentence: not after an abbreviation, an initial or an ordinal number."""
        begin = start
        for found in _STOP.finditer(text, start, end):
            if found[0][0] == "." and self._runs_on(text, begin, found):
                continue
            yield from _stripped(text, begin, found.end())
            begin = found.end()
        yield from _stripped(text, begin, end)

    def _runs_on(self, text: str, begin: int, stop: re.Match[str]) -> bool:
        """Say whether the sentence goes on after a full stop."""
        last = re.split(r"[\s'(]", text[begin : stop.start()][-24:])[-1]
        following = self.text[self._places[stop.end()] :][:20].lstrip()[:1]
        initial = len(last) == 1 and self.text[self._places[stop.start() - 1]].isupper()
        if initial or last.replace(".", "") in self.lexicon.words("abbreviations"):
            return True
        if last.isdigit() and len(last) <= 2:
            # "5. Juni" and the number of a list item, but not "on the 12. We …"
            return following.islower() or not text[begin : stop.start() - len(last)].strip()
        return following.islower() and len(last) <= 5


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Span(start, end)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a block where a line break is meant: before a list item, after a short line or a colon."""
    begin = place = start
    while place < end:
        stop = text.find("\n", place, end)
        stop = end if stop < 0 else stop
        line = text[place:stop].strip()
        following = stop + 1
        meant = not line or len(line) < _SHORT_LINE or line[-1] in ".:;!?"
        if stop == end or meant or _ITEM.match(text, following, end):
            yield Span(begin, stop)
            begin = following
        place = following
