"""Clients of the book: read from a TOML file, from flags or from rows of a table."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.domain.party import Party
from invoicing.domain.tax import Tax
from invoicing.domain.terms import Terms
from invoicing.intake import read

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_LONGEST_KEY = 40
# Letters that no Unicode decomposition turns into ASCII.
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "\u0131": "i"}
)


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """A client as the book keeps it. Empty texts and None: as the book's settings say.

    `id` is the key in the book; `party.debtor` and `party.contacts` hold the kind of debtor and the contacts by role.
    """

    id: str
    party: Party
    language: str = ""
    currency: str = ""
    terms: Terms | None = None
    taxes: tuple[Tax, ...] | None = None
    notes: str = ""
    bookmark: bool = False
    archived: bool = False


def read_client(path: Path, taken: Collection[str] = ()) -> ClientRecord:
    """Read a client file, TOML or JSON. `taken` holds the keys in use, for a client without an ``id``."""
    text = read.decode(read.read_bytes(path), path.name)
    data = read.parse(text, path.name)
    return parse_client(data, taken, "" if text.lstrip().startswith("{") else text)


def parse_client(data: Mapping[str, Any], taken: Collection[str] = (), text: str = "") -> ClientRecord:
    """Make a client of the keys of a client file, such as flags give; refused with every finding at once."""
    from invoicing.intake._records import ClientForm
    from invoicing.intake.parties import party_of, taxes_of, terms_of
    from invoicing.intake.shape import fill

    form = fill(ClientForm, data, toml=text)
    return ClientRecord(
        id=form.id or free_key(form.name, taken),
        party=party_of(form),
        language=form.language,
        currency=form.currency,
        terms=terms_of(form.terms),
        taxes=taxes_of(form.tax),
        notes=form.notes,
        bookmark=form.bookmark,
        archived=form.archived,
    )


def slug(name: str) -> str:
    """Make a key of a name: ``De Vries B.V.`` is ``de-vries-b-v``; ``client`` when no letter is left."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELT)).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_KEY].rstrip("-")
    return key or "client"


def free_key(name: str, taken: Collection[str]) -> str:
    """Make a key of a name that is not in use: ``acme``, else ``acme-2``, ``acme-3``."""
    key = slug(name)
    if key not in taken:
        return key
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"
