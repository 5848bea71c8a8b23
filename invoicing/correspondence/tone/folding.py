"""Text made easy to compare: small letters, no accents, one kind of apostrophe and space, and the way back.

Romanian is written with and without diacritics, with cedillas and commas; Spanish and Italian capitals lose accents.
Folded, they are all the same. Every folded character knows its place in the original, so that a finding can show it.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_APOSTROPHES = "’‘\u02bc′`\u00b4"


@cache
def _folded(char: str) -> str:
    """Fold one character; a combining mark becomes nothing."""
    if char in _APOSTROPHES:
        return "'"
    if char.isspace():
        return char if char == "\n" else " "
    bare = "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))
    return bare.lower()[:1]


def fold(text: str) -> str:
    """Fold a text."""
    return "".join(map(_folded, text))


def fold_with_places(text: str) -> tuple[str, tuple[int, ...]]:
    """Fold a text; for every folded character, and the end, its offset in the text."""
    pieces = [_folded(char) for char in text]
    places = tuple(index for index, piece in enumerate(pieces) if piece)
    return "".join(pieces), (*places, len(text))
