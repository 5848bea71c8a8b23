"""Header lines, written by hand: encoded words, quoted names, folding.

The standard library's own folding of long address headers (`email.policy`, Python 3.11 to 3.13) turns parts of a long
name with quotation marks into further addresses, and sends a name such as ``=?utf-8?q?x?=`` on as if it were encoded.
Here a text is either plain, or encoded whole (RFC 2047), and the bytes are the same in every version of Python.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING
from unicodedata import category

from invoicing.mail.address import wire_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from invoicing.mail.address import Mailbox

WIDTH = 76
"""columns of a header line; RFC 5322 section 2.1.1 allows 78, RFC 2047 section 2 only 76 beside an encoded word"""
_PLAIN = re.compile(r"[ -~]*")
_LONGEST_PLAIN_WORD = 60
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
# What a Q-encoded word may show as it is where a name is expected (RFC 2047 section 5, rule 3).
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
# An encoded word, with `=?utf-8?q?` and `?=` around it, fits on the first line behind the longest header name.
_Q_ROOM = 52
_B_ROOM = 39


def breaks_header(text: str) -> bool:
    """Say whether a text holds what could end a header line, or is no character: controls, separators, surrogates."""
    return any(category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text)


def header(name: str, tokens: Iterable[str]) -> bytes:
    """Write one header line, folded before the token that no longer fits; tokens are set apart by one space."""
    line = f"{name}:"
    lines = []
    for token in tokens:
        if len(line) + 1 + len(token) > WIDTH and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {token}"
    return "\r\n".join([*lines, line]).encode("ascii") + b"\r\n"


def text_tokens(text: str) -> list[str]:
    """Give the tokens of free text such as a subject; runs of spaces become one."""
    words = text.split()
    return words if _is_plain(words) else encoded_words(" ".join(words))


def mailbox_tokens(mailboxes: Iterable[Mailbox]) -> list[str]:
    """Give the tokens of a list of addresses with their names."""
    tokens: list[str] = []
    for mailbox in mailboxes:
        if tokens:
            tokens[-1] += ","
        address = wire_address(mailbox.address)
        tokens += [*_name_tokens(mailbox.name), f"<{address}>"] if mailbox.name.strip() else [address]
    return tokens


def _name_tokens(name: str) -> list[str]:
    """Write a name as atoms, as a quoted string, or encoded whole."""
    words = name.split()
    if not _is_plain(words):
        return encoded_words(" ".join(words))
    plain = " ".join(words)
    if _ATOMS.fullmatch(plain):
        return words
    return ('"' + re.sub(r'(["\\])', r"\\\1", plain) + '"').split(" ")


def _is_plain(words: list[str]) -> bool:
    """Say whether text can stand as it is: printable ASCII that folds and cannot be taken for an encoded word."""
    return all(_PLAIN.fullmatch(word) and len(word) <= _LONGEST_PLAIN_WORD and "=?" not in word for word in words)


def encoded_words(text: str) -> list[str]:
    """Write text in encoded words of UTF-8 (RFC 2047), no character cut in two.

    Q where it can still be read, as with a few accents; B where it would be much longer, as with Greek.
    """
    quoted = sum(len(_quoted(character)) for character in text)
    if quoted <= len(text.encode()) * 2:
        return [f"=?utf-8?q?{''.join(map(_quoted, chunk))}?=" for chunk in _chunks(text, _Q_ROOM, _quoted)]
    return [f"=?utf-8?b?{b64encode(chunk.encode()).decode()}?=" for chunk in _chunks(text, _B_ROOM, str.encode)]


def _quoted(character: str) -> str:
    """Write one character in the Q encoding."""
    if character == " ":
        return "_"
    return "".join(chr(byte) if byte in _Q_SAFE else f"={byte:02X}" for byte in character.encode())


def _chunks(text: str, room: int, written: Callable[[str], str | bytes]) -> Iterator[str]:
    """Cut text into pieces whose written form fits into `room`."""
    start = size = 0
    for index, character in enumerate(text):
        length = len(written(character))
        if size + length > room:
            yield text[start:index]
            start, size = index, 0
        size += length
    yield text[start:]
