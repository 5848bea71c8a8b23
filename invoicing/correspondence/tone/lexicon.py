"""The words of one language for all rules: ``letters/<lang>/tone.toml``, compiled once.

``[words]`` names parts of patterns. Every other table is something a letter may say: ``said`` lists its patterns,
``unless`` what sounds alike and is innocent. A book's own file wins table by table; an overlay adds to
its base.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from invoicing.correspondence.tone.patterns import compile_all
from invoicing.domain.errors import NotFound
from invoicing.resources import Resources
from invoicing.texts import language

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

FILE = "tone.toml"

_SLOT = r"\{\{[^{}]*\}\}|\{[^{}\n]*\}|\[[^\[\]\n]{1,40}\]|<[^<>\n]{1,40}>|_{3,}|\.{4,}|…+|[x]{3,}"
_SIGN = r"€|\$|£|usd|eur|(?:de )?euros?|ron|(?:de )?lei|chf|gbp|dollars?|dolares|dollari|pounds?|libras?|francs?|fr\."
_FIGURE = r"[0-9][0-9.,'\u202f\x20]*(?:[,.]-{1,2})?"
_COUNT = r"[0-9]{1,3}"
# Parts of patterns that are the same in every language.
_SHARED = {
    "slot": _SLOT,
    "count": rf"(?:{_COUNT}|{_SLOT})",
    "figure": _FIGURE,
    "sign": _SIGN,
    "amount": rf"(?:{_SIGN})\s?(?:{_FIGURE}|{_SLOT})|{_FIGURE}\s?(?:{_SIGN})|(?:{_SLOT})\s?(?:{_SIGN})",
    "digits": (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}|"
        r"[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}(?:\s?[./-]\s?(?:[0-9]{4}|[0-9]{2}))?(?![0-9])"
    ),
    "address": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?[0-9(][0-9\x20()/-]{5,}[0-9](?![.,]?[0-9])",
    "number": r"(?:(?:n|nr|no|num|n°|nº|#)?\s?[.°º:]?\s?[a-z]{0,5}[-/\x20]?[0-9][\w/.-]*|<slot>)",
}


class Lexicon:
    """What a language's letters may say, by name; patterns are compiled when they are first asked for."""

    __slots__ = ("_compiled", "_tables", "_words")

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Take the tables of ``tone.toml``."""
        self._tables = tables
        self._words: dict[str, str] = {**_SHARED, **tables.get("words", {})}
        self._compiled: dict[tuple[str, str], re.Pattern[str]] = {}

    def said(self, table: str) -> re.Pattern[str]:
        """Give the expression of what a table lists; KeyError for a table the language lacks."""
        return self._pattern(table, "said")

    def unless(self, table: str) -> re.Pattern[str]:
        """Give the expression of what sounds alike and is innocent."""
        return self._pattern(table, "unless")

    def compile(self, patterns: Iterable[str]) -> re.Pattern[str]:
        """Compile patterns that use this language's words."""
        return compile_all(patterns, self._words)

    def words(self, name: str) -> frozenset[str]:
        """Give a plain list of words, such as abbreviations, in small letters."""
        return frozenset(self._tables["lists"].get(name, ()))

    def _pattern(self, table: str, part: str) -> re.Pattern[str]:
        key = (table, part)
        if key not in self._compiled:
            self._compiled[key] = self.compile(self._tables[table].get(part, ()))
        return self._compiled[key]


def lexicon(tag: str, resources: Resources | None = None) -> Lexicon:
    """Give the words of a language by its BCP 47 tag; NotFound (``no-language``, ``no-tone``) when there is none."""
    places = resources or Resources()
    return _lexicon(language(tag, places).chain, places)


@cache
def _lexicon(chain: tuple[str, ...], resources: Resources) -> Lexicon:
    """Read the file in all places and tags of the chain, the least specific first."""
    tables: dict[str, Any] = {}
    for tag in reversed(chain):
        for folder in reversed(resources.folders("letters")):
            path = folder / tag / FILE
            if path.is_file():
                for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
                    tables[name] = {**tables.get(name, {}), **table}
    if not tables:
        raise NotFound(
            "no-tone",
            f"letters/{chain[0]} has no {FILE}, so that no letter in that language can be checked",
            remedy=f"write letters/{chain[-1]}/{FILE}; letters/en/{FILE} shows how",
            where=f"letters/{chain[0]}/{FILE}",
        )
    return Lexicon(tables)
