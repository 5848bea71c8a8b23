"""The pattern language of tone.toml."""

from __future__ import annotations

import tomllib

import pytest

from invoicing.correspondence.tone.folding import fold
from invoicing.correspondence.tone.lexicon import lexicon
from invoicing.correspondence.tone.patterns import compile_all
from invoicing.resources import Resources

LANGUAGES = ("en", "it", "nl", "es", "ro")


@pytest.mark.parametrize(
    ("pattern", "text", "matched"),
    [
        ("pay*", "we expect payment now", "payment"),
        ("pay", "payment", None),
        ("plătiț*", "va rugam sa platiti", "platiti"),
        ("you ~ fault", "you, in short, are at fault", "you, in short, are at fault"),
        ("you ~ fault", "you one two three four five six fault", None),
        ("you ~~ fault", "you one two three four five six fault", "you one two three four five six fault"),
        ("is (~ )?late", "is late", "is late"),
        ("is (~ )?late", "is really very late", "is really very late"),
        ("late( ~)? now", "late and later now", "late and later now"),
        ("very late", "very,\nlate", "very,\nlate"),
        ("late ?now", "latenow", "latenow"),
        ("^pay", "we pay", None),
        ("(a|b) c", "b c", "b c"),
        ("<who> pays", "the client pays", "client pays"),
        ("l’importo", "L'IMPORTO", "l'importo"),
    ],
)
def test_a_pattern_matches_whole_words(pattern: str, text: str, matched: str | None) -> None:
    """Its rules stand in the module's docstring."""
    found = compile_all([pattern], {"who": "client|you"}).search(fold(text))
    assert (found and found[0]) == matched


def test_no_patterns_match_nothing() -> None:
    """An empty list is not an empty pattern."""
    assert compile_all([], {}).search("anything") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_of_a_language_compiles_and_needs_words(language: str) -> None:
    """A pattern that matches nothing at all, or a single short word, would find something everywhere."""
    words = lexicon(language)
    data = tomllib.loads((Resources().find("letters", language) / "tone.toml").read_text(encoding="utf-8"))
    for name, table in data.items():
        for part in ("said", "unless"):
            for pattern in table.get(part, ()) if name not in {"words", "lists"} else ():
                compiled = words.compile([pattern])
                assert not compiled.search(""), (name, pattern)
                assert not any(compiled.search(word) for word in ("a", "de", "il", "no", "ok")) or name in {
                    "reply",
                    "heard",
                    "greeting",
                    "closing",
                }, (name, pattern)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_holds_nothing_but_patterns(language: str) -> None:
    """A misspelt key would silently vanish."""
    data = tomllib.loads((Resources().find("letters", language) / "tone.toml").read_text(encoding="utf-8"))
    keys = {key for name, table in data.items() if name not in {"words", "lists"} for key in table}
    assert keys == {"said", "unless"}
    assert set(data["lists"]) == {"abbreviations", "titles", "acronyms", "shouted"}
