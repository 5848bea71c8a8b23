"""The small pattern language of ``letters/<lang>/tone.toml``.

A pattern is plain words of a language; it matches whole words, whatever their accents and capitals:

- ``pay*`` any ending: pay, pays, payment
- `` ~ `` up to five words in between, `` ~~ `` up to fourteen; ``(~ )?`` before a word, ``( ~)?`` after one
- ``<client>`` the words of that name in the table ``[words]``
- ``(a|b)``, ``(a )?``, ``[0-9]``, ``^`` (start of the sentence), ``$`` as in regular expressions

A space also spans a line break, and a comma. Everything else is a regular expression.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invoicing.correspondence.tone.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME = re.compile(r"<([a-z][a-z-]*)>")
_FEW, _MANY = 5, 14
_NEVER = r"(?!)"
_END = r"(?:(?!\w)|(?<=\s))"


def compile_all(patterns: Iterable[str], words: Mapping[str, str]) -> re.Pattern[str]:
    """Compile patterns into one expression for folded text; without patterns it matches nothing."""
    made = [_expression(pattern, words) for pattern in patterns]
    return re.compile(rf"(?<!\w)(?:{'|'.join(made)}){_END}" if made else _NEVER)


def _expression(pattern: str, words: Mapping[str, str]) -> str:
    """Write one pattern as a regular expression."""
    text = fold_pattern(_expanded(pattern, words))
    text = re.sub(r"(?<=\w)\*", r"\\w*", text)
    for sign, most in (("~~", _MANY), ("~", _FEW)):
        before, after = rf"(?:\w+\W+){{0,{most}}}?", rf"(?:\W+\w+){{0,{most}}}?"
        text = text.replace(f"({sign} )?", before).replace(f"( {sign})?", after).replace(f" {sign} ", r"\W+" + before)
    return text.replace(" ?", r",?\s*").replace(" ", r",?\s+")


def _expanded(pattern: str, words: Mapping[str, str]) -> str:
    """Put the words of a name in its place, also inside other words."""
    while _NAME.search(pattern):
        pattern = _NAME.sub(lambda found: f"(?:{words[found[1]]})", pattern)
    return pattern


def fold_pattern(pattern: str) -> str:
    r"""Fold the letters of a pattern but keep escapes such as ``\W``."""
    return "".join(part if part.startswith("\\") else fold(part) for part in re.split(r"(\\.)", pattern))
