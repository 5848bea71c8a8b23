"""Which letters there are: name, kind of tone rules, grade, languages.

A letter is a file ``letters/<lang>/<name>.txt``. A form fixed by a country's law is called ``final-<form>`` and exists
in that country's language(s) and in English. A book may add letters of its own: they have neither kind nor grade.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.domain.errors import NotFound, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from invoicing.resources import Resources
    from invoicing.texts import Language

SUFFIX = ".txt"
FINAL_GRADE = 4
KINDS = ("reminder1", "reminder2", "reminder3", "final", "termination", "complaint-reply")
"""the kinds `tone-rules` speaks of; every other letter has none"""

_LETTERS: dict[str, tuple[str | None, int | None]] = {
    # the ladder
    "courtesy": (None, 0),
    "reminder1": ("reminder1", 1),
    "reminder2": ("reminder2", 2),
    "reminder3": ("reminder3", 3),
    "final": ("final", FINAL_GRADE),
    # Belgian law fixes the form of the first reminder to a consumer, not of the last.
    "final-be-first-reminder": ("reminder1", 1),
    "suspension": (None, 5),
    "termination-vague": ("termination", 6),
    "termination-direct": ("termination", 6),
    "termination-conduct": ("termination", 6),
    "hand-over": (None, 7),
    # beside the ladder
    "deposit-request": (None, None),
    "broken-promise": (None, None),
    "plan-proposal": (None, None),
    "plan-broken": (None, None),
    "thanks": (None, None),
    "resumption": (None, None),
    "statement-cover": (None, None),
    # talk
    "complaint-acknowledgement": ("complaint-reply", None),
    "holding-reply": ("complaint-reply", None),
    "complaint-solution": ("complaint-reply", None),
    "refusal": ("complaint-reply", None),
    "firm-position": ("complaint-reply", None),
    "agreement-confirmed": ("complaint-reply", None),
    "follow-up": ("complaint-reply", None),
    "boundary": ("complaint-reply", None),
    "recap": (None, None),
    "order-refusal": (None, None),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter: its name, its kind of tone rules, its grade (None: outside the ladder), its languages."""

    letter: str
    kind: str | None
    grade: int | None
    languages: tuple[str, ...]


def kind_of(letter: str) -> str | None:
    """Give the kind of tone rules a letter keeps, None when no kind fits."""
    return _known(letter)[0]


def grade_of(letter: str) -> int | None:
    """Give the firmness of a letter, 0 to 7, None outside the ladder."""
    return _known(letter)[1]


def _known(letter: str) -> tuple[str | None, int | None]:
    usual = ("final", FINAL_GRADE) if letter.startswith("final-") else (None, None)
    return _LETTERS.get(letter, usual)


def catalogue(resources: Resources) -> tuple[Entry, ...]:
    """List every letter there is: the ladder first by grade, then the others by name."""
    found: dict[str, list[str]] = {}
    for tag in resources.names("letters"):
        for name in resources.names("letters", tag):
            if name.endswith(SUFFIX):
                found.setdefault(name.removesuffix(SUFFIX), []).append(tag)
    entries = [Entry(name, *_known(name), tuple(tags)) for name, tags in found.items()]
    return tuple(sorted(entries, key=lambda one: (one.grade is None, one.grade or 0, one.letter)))


def find_letter(letter: str, language: Language, resources: Resources) -> Path:
    """Give the file of a letter in a language or the one it overlays; NotFound (``no-letter``) names what there is."""
    for tag in language.chain:
        try:
            return resources.find("letters", f"{tag}/{letter}{SUFFIX}")
        except NotFound:
            continue
    known = {one.letter: one.languages for one in catalogue(resources)}
    if letter in known:
        message = f"the letter {letter!r} is not written in {language.tag}, only in {', '.join(known[letter])}"
        remedy = f"write letters/{language.tag}/{letter}{SUFFIX} in the book, or choose another language"
    else:
        close = nearest(letter, known)
        message = f"there is no letter {letter!r}"
        remedy = f"did you mean {close!r}?" if close else "see: invoicing letters list"
    raise NotFound("no-letter", message, remedy=remedy, where=f"letters/{language.tag}")
