"""Secrets have no place in a file: passwords and keys come from the environment or the system's keyring.

A finding names the key that holds one and never shows the secret itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from invoicing.domain.errors import Finding, Refused
from invoicing.intake.text import shorten, word

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = re.compile(
    r"(?:^|[_-])(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|secret[_-]?key)(?:$|[_-])", re.IGNORECASE
)
_KEYS = re.compile(r"(?:sk|rk)_(?:live|test)_\w{4,}|whsec_\w{4,}")
_URL_PASSWORD = re.compile(r"^[a-z][a-z0-9+.-]*://[^/\s@]*:[^/\s@]*@|[?&]password=", re.IGNORECASE)
_SCHEMES = ("postgresql://", "postgres://")


def secrets_in(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401  a parsed file
    """Give the path of each value that is a secret by its key, its form, or a password inside an address."""
    if isinstance(data, dict):
        for key, value in data.items():
            here = (*path, key)
            if _NAMES.search(key) and isinstance(value, str | int):
                yield here
            else:
                yield from secrets_in(value, here)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from secrets_in(value, (*path, index))
    elif isinstance(data, str) and (_KEYS.search(data) or _URL_PASSWORD.search(data)):
        yield path


def secret_in_file(where: str) -> Finding:
    """Say that a secret stands in a file, without showing it."""
    return Finding(
        "secret-in-file",
        "a password or key stands in this file",
        where,
        "secrets come from the environment or the keyring, never from a file",
        "delete it here, change it where it is used, and put the new one into the environment or the keyring",
        "export INVOICING_SMTP_PASSWORD=…",
    )


def ledger_url(value: object) -> str:
    """Read the address of a ledger on PostgreSQL; refused with ``bad-ledger`` or ``secret-in-file``."""
    text = word(value)
    if _URL_PASSWORD.search(text):
        raise Refused.of([secret_in_file("")])
    if text and not text.startswith(_SCHEMES):
        raise Refused.one(
            "bad-ledger",
            f"{shorten(text)} is no address of a ledger",
            rule="postgresql://host/database",
            remedy="write the address of the PostgreSQL database, or leave it out for ledger.db in the book",
            example='ledger = "postgresql://db.example.com/invoicing"',
        )
    return text
