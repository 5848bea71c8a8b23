"""Write a letter: find its text, fill its slots, cut it into blocks.

The text is rendered once, escaped; the blocks hold plain text again and each output escapes for itself. What a user
or a client wrote is a value, never a template, and cannot open a paragraph of its own.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from jinja2 import Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from invoicing.correspondence.catalogue import FINAL_GRADE, find_letter, grade_of
from invoicing.correspondence.check import SUBJECT, check_source, compiled
from invoicing.correspondence.context import line, texts_of
from invoicing.correspondence.letter import Letter, Listing, Paragraph
from invoicing.correspondence.slots import NAMES
from invoicing.correspondence.tables import blocks_of
from invoicing.domain.errors import Finding, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invoicing.correspondence.facts import LetterFacts
    from invoicing.correspondence.letter import Block
    from invoicing.resources import Resources
    from invoicing.texts import Language

# Stands for a block while the text is rendered; `line` keeps it out of every other text.
_MARK = "\x00"
_BULLET = re.compile(r"- ")
_NUMBER = re.compile(r"\d{1,2}\. ")


class _Empty(Undefined):
    """A slot without a fact: false in a condition; when it is printed its name goes to the gaps of the letter."""

    __slots__ = ("gaps",)

    def __init__(self, name: str, gaps: list[str]) -> None:
        """Take the slot's name, and where the names of printed gaps are gathered."""
        super().__init__(name=name)
        self.gaps = gaps

    def __getattr__(self, part: str) -> _Empty:
        """Give a part of what is not known, which is not known either."""
        if part.startswith("_"):
            raise AttributeError(part)
        return _Empty(f"{self._undefined_name}.{part}", self.gaps)

    def __str__(self) -> str:
        """Note the gap; the letter is refused once all of its gaps are known."""
        self.gaps.append(str(self._undefined_name))
        return ""


def compose(letter: str, facts: LetterFacts, language: Language, resources: Resources) -> Letter:
    """Write the letter of that name in a language.

    Raises NotFound (``no-letter``) when there is no such text, Refused (``unknown-slot``, ``letter-syntax`` …) for a
    faulty file, (``empty-slot``) with a finding for each fact the letter needs and does not have, and
    (``compensation-of-a-consumer``) when a private person is asked for the lump sum that only businesses owe.
    """
    _check_compensation(facts)
    path = find_letter(letter, language, resources)
    return compose_source(letter, path.read_text(encoding="utf-8"), facts, language, f"{path.parent.name}/{path.name}")


def compose_source(letter: str, source: str, facts: LetterFacts, language: Language, name: str = "") -> Letter:
    """Write a letter from its own text; `name` says where in the findings. Refused as `compose` is."""
    grade = grade_of(letter)
    subject, body, blocks = _rendered(source, facts, language, grade, name or letter)
    found = tuple(_block(paragraph, blocks, language) for paragraph in _paragraphs(body))
    return Letter(
        letter,
        language.tag,
        grade,
        subject,
        found,
        tuple(line(one) for one in facts.enclosures),
        language.label("enclosure" if len(facts.enclosures) == 1 else "enclosures"),
        language.phrase(f"delivery-{facts.proof}") if facts.proof and grade == FINAL_GRADE else "",
    )


def _check_compensation(facts: LetterFacts) -> None:
    if facts.client.debtor == "consumer" and facts.charges.compensation:
        raise Refused.one(
            "compensation-of-a-consumer",
            "the letter asks a private person for the fixed compensation for late payment",
            where="charges.compensation",
            rule="Directive 2011/7/EU arts 2 and 6: between businesses, and with public bodies",
            remedy="leave the compensation out, or mend the client's kind of debtor",
        )


def _rendered(
    source: str, facts: LetterFacts, language: Language, grade: int | None, name: str
) -> tuple[str, str, Mapping[str, Block]]:
    """Fill the slots of a letter's text: subject, body with marks for its blocks, and these blocks by slot name."""
    findings = check_source(source, name)
    if findings:
        raise Refused.of(findings)
    blocks = blocks_of(facts, language)
    gaps: list[str] = []
    try:
        text = html.unescape(compiled(source).render(_slots(facts, language, grade, blocks, gaps)))
    except (UndefinedError, SecurityError) as fault:
        message = f"{name}: {fault.message}"
        raise Refused.one("letter-not-safe", message, where=name, remedy="use only the slots of a letter") from fault
    if gaps:
        raise Refused.of(_gap(slot) for slot in dict.fromkeys(gaps))
    first, _, body = text.partition("\n")
    return language.joined(line(first.removeprefix(SUBJECT))), body, blocks


def _gap(slot: str) -> Finding:
    return Finding(
        "empty-slot",
        f"the letter prints {slot!r}, which is not known",
        slot,
        "a letter never goes out with a gap",
        "give that fact, or ask for it in the letter with {% if %}",
        f"{{% if {slot} %}}…{{% endif %}}",
    )


def _slots(
    facts: LetterFacts, language: Language, grade: int | None, blocks: Mapping[str, Block], gaps: list[str]
) -> dict[str, object]:
    """Give a value for every slot there is, so that only a real misspelling is unknown."""
    values: dict[str, Any] = {**texts_of(facts, language, grade), **{name: f"{_MARK}{name}{_MARK}" for name in blocks}}
    values |= {"phrase": language.phrase, "law_text": language.law, "country": language.country}
    return {name: _guarded(name, values.get(name, ""), gaps) for name in NAMES}


def _guarded(name: str, value: Any, gaps: list[str]) -> object:  # noqa: ANN401 - every kind of slot
    """Put `_Empty` in place of an empty text, also inside rows; other texts on one line."""
    if hasattr(value, "_asdict"):
        return value._replace(**{part: _guarded(f"{name}.{part}", one, gaps) for part, one in value._asdict().items()})
    if isinstance(value, tuple):
        return tuple(_guarded(name, one, gaps) for one in value)
    if isinstance(value, str):
        return (value if value.startswith(_MARK) else line(value)) or _Empty(name, gaps)
    return value


def _paragraphs(body: str) -> Iterator[list[str]]:
    """Cut a text at its empty lines; each paragraph as its lines."""
    for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", body.strip("\n")):
        lines = [one.strip(" \t") for one in part.split("\n") if one.strip(" \t")]
        if lines:
            yield lines


def _block(lines: list[str], blocks: Mapping[str, Block], language: Language) -> Block:
    text = " ".join(lines)
    if _MARK in text:
        block = blocks.get(text.strip(_MARK))
        if block is None:
            raise Refused.one(
                "block-not-alone",
                f"a table or box stands inside a paragraph: {text.replace(_MARK, '')}",
                rule="a slot of kind block is a paragraph of its own",
                remedy="put an empty line before and after it",
                example="\n{{ pay_box }}\n",
            )
        return block
    for pattern, numbered in ((_BULLET, False), (_NUMBER, True)):
        if pattern.match(lines[0]):
            return Listing(tuple(language.joined(item) for item in _items(lines, pattern)), numbered=numbered)
    return Paragraph(language.joined(line(text)))


def _items(lines: list[str], pattern: re.Pattern[str]) -> list[str]:
    """Read a list; a line without a mark goes on with the item before it."""
    items: list[str] = []
    for one in lines:
        if pattern.match(one):
            items.append(pattern.sub("", one, count=1))
        else:
            items[-1] += f" {one}"
    return [line(item) for item in items]
