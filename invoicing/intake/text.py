"""Text that people and programs write, made safe to keep and to print.

Text is trimmed and brought to Unicode form NFC, so that the same name is the same name everywhere. What no reader can
see but a screen obeys is refused, never removed in silence: control characters, and the marks that reverse the order
of what follows (an invoice must not read otherwise than it is written). The plain direction marks of right-to-left
scripts (U+200E, U+200F) are fine.
"""

from __future__ import annotations

import unicodedata

from invoicing.domain.errors import Refused

NAME = 300
"""longest name, address part, reference or other text of one line"""
DESCRIPTION = 5_000
"""longest description of a line, or note"""
WORD = 100
"""longest key, code or number"""

# Unicode 15 section 23.2: embeddings, overrides and isolates; the ends that close them stand in the same ranges.
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_UNSEEN = {0xFEFF, 0x2028, 0x2029}
_SHOWN = 40


def line_of_text(value: object, longest: int = NAME) -> str:
    """Read text of one line: trimmed, NFC, tabs as spaces. Refused with a line break (``control-character``)."""
    text = block_of_text(value, longest)
    if "\n" in text:
        raise Refused.one(
            "control-character",
            f"{shorten(text)} has a line break, but this is text of one line",
            rule="one line",
            remedy="write it on one line",
            example='name = "Studio Example"',
        )
    return text


def word(value: object) -> str:
    """Read a key, code or number: one line of at most 100 characters."""
    return line_of_text(value, WORD)


def block_of_text(value: object, longest: int = DESCRIPTION) -> str:
    """Read text that may hold several lines: trimmed, NFC, line ends as line feeds, tabs as spaces.

    Refused when it is no text (``wrong-type``), holds an unseen or turning character (``control-character``) or is
    longer than `longest` characters (``text-too-long``).
    """
    if not isinstance(value, str):
        raise wrong_type(value, "text", '"…"')
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    bad = next((one for one in text if _hidden(one)), None)
    if bad is not None:
        raise _control(text, bad)
    if len(text) > longest:
        raise Refused.one(
            "text-too-long",
            f"this text has {len(text)} characters; at most {longest} are taken here: {shorten(text)}",
            rule=f"at most {longest} characters",
            remedy="shorten it, or attach a file",
        )
    return unicodedata.normalize("NFC", text)


def needed(value: str) -> str:
    """Give back a text that must not be empty; refused with ``empty-text``."""
    if not value:
        raise Refused.one("empty-text", "this text is empty", rule="needs at least one character", remedy="write it")
    return value


def shorten(text: str) -> str:
    """Quote the start of a text for a message, without anything a screen would obey."""
    start = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return ascii(start) if any(_hidden(one) for one in start) else repr(start)


def wrong_type(value: object, wanted: str, example: str = "") -> Refused:
    """Say that a value is of another type than the key takes, in the words of a TOML file."""
    return Refused.one(
        "wrong-type",
        f"{kind_of(value)} stands where {wanted} is wanted",
        rule=f"takes {wanted}",
        remedy=f"write {wanted}",
        example=example,
    )


def kind_of(value: object) -> str:
    """Name the type of a value as a reader of TOML or JSON would: a table, a list, a number and so on."""
    names = ((bool, "true or false"), (dict, "a table"), (list, "a list"), (str, "text"), (type(None), "nothing"))
    found = next((name for one, name in names if isinstance(value, one)), "")
    return found or ("a date" if hasattr(value, "isoformat") else "a number")


def _hidden(one: str) -> bool:
    code = ord(one)
    if one == "\n":
        return False
    return code in _TURNING or code in _UNSEEN or unicodedata.category(one) in {"Cc", "Cs"}


def _control(text: str, bad: str) -> Refused:
    code = ord(bad)
    what = "turns the order of the text after it" if code in _TURNING else "cannot be seen or printed"
    return Refused.one(
        "control-character",
        f"{shorten(text)} holds U+{code:04X} ({unicodedata.name(bad, 'a control character')}), which {what}",
        rule="no control characters, no bidirectional overrides",
        remedy="delete that character; it often comes along when text is copied from a web page or PDF",
        example='description = "Design, 10 hours"',
    )
