"""Judge the tone of a letter: read it once, ask every rule that binds its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing import texts
from invoicing.correspondence.tone.lexicon import lexicon
from invoicing.correspondence.tone.reading import Reading
from invoicing.correspondence.tone.report import ToneFinding, ToneReport
from invoicing.correspondence.tone.rule import ALL, rules
from invoicing.domain.errors import Refused, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invoicing.correspondence.tone.reading import Span
    from invoicing.correspondence.tone.rule import Rule
    from invoicing.resources import Resources


def check_tone(
    text: str,
    language: str,
    kind: str | None,
    facts: Mapping[str, str] | None = None,
    resources: Resources | None = None,
) -> ToneReport:
    """Check a letter's text, with or without its subject line, in the language of a BCP 47 tag.

    `kind` is one of `ALL`; None keeps only the rules of group A that bind every kind. `facts` fills the slots of
    suggestions (``number``, ``amount``, ``date``, ``concern`` …). Raises NotFound (``no-language``) and Refused
    (``unknown-kind``).
    """
    if kind is not None and kind not in ALL:
        raise _unknown(kind)
    words = texts.language(language, resources)
    reading = Reading(text, kind, lexicon(language, resources))
    found = [one for rule in rules() if rule.binds(kind) for one in _findings(rule, reading, words, facts or {})]
    found.sort(key=lambda one: (one.group, one.start, one.end))
    return ToneReport("violates" if found else "ok", tuple(found))


def _findings(rule: Rule, reading: Reading, words: texts.Language, facts: Mapping[str, str]) -> Iterator[ToneFinding]:
    """Turn the places that break a rule into findings, each place once."""
    spans: list[Span] = []
    for span in sorted(set(rule.check(reading))):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    for span in spans:
        passage = reading.text[span.start : span.end]
        suggestion = texts.fill(suggest(rule, reading.kind, words), facts)
        yield ToneFinding(rule.name, rule.group, passage, *span, rule.message, suggestion, rule.source)


def suggest(rule: Rule, kind: str | None, words: texts.Language) -> str:
    """Give the sentence of the phrase bank that mends a broken rule, the one for that kind if any."""
    special = f"{rule.name}-{kind}"
    for key in (special, rule.name):
        if words.has_phrase(key):
            return words.phrase(key)
    return ""


def _unknown(kind: str) -> Refused:
    close = nearest(kind, ALL)
    return Refused.one(
        "unknown-kind",
        f"there is no kind of letter {kind!r}",
        where="kind",
        rule=f"one of: {', '.join(ALL)}",
        remedy=f"did you mean {close!r}?" if close else "leave the kind out for a letter of no kind",
        example=ALL[0],
    )
