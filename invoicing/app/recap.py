"""Sum up a talk in a letter to the client: what was said, what was promised, and an invitation to correct it.

Guide 003: after each call or meeting a message with the main points (tone.md no. 85).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from invoicing.app.talk_case import Asked
from invoicing.app.write_letter import write_letter
from invoicing.correspondence.given import TALKS, Given
from invoicing.domain.dates import parse_date
from invoicing.domain.errors import NotFound, Refused, UsageFault
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import ActRow, Source

LETTER = "recap"


@dataclass(frozen=True, slots=True)
class Recap:
    """Which talk: one entry of the log, or a client's last one, or all of them since a day.

    Points that are given take the place of the words of the log.
    """

    entry: int = 0
    client: str = ""
    since: str = ""
    given: Given = field(default_factory=Given)


def write_recap(book: Book, wanted: Recap, act: Act, lang: str = "") -> Result:
    """Write the recap of a talk as a letter, in the client's language, and record it; it is sent like any other.

    UsageFault (``entry-or-client``) when not exactly one is given, NotFound (``entry-unknown``) without such an entry,
    Refused (``nothing-to-recap``) when there was no talk; and as `write_letter` refuses.
    """
    if bool(wanted.entry) == bool(wanted.client):
        raise UsageFault(
            "entry-or-client",
            "name an entry of the log, or a client",
            where="ENTRY",
            remedy="see the entries: invoicing log list",
        )
    with book.ledger() as ledger:
        entries = _entries(ledger, wanted)
    asked = Asked(LETTER, entries[0].subject, given=wanted.given, entries=tuple(one.seq for one in entries))
    return write_letter(book, asked, act, lang) | {"entries": list(asked.entries)}


def _entries(source: Source, wanted: Recap) -> Sequence[ActRow]:
    if wanted.entry:
        found = [one for one in queries.acts(source, None, "log") if one.seq == wanted.entry]
        if not found:
            raise NotFound(
                "entry-unknown",
                f"there is no entry {wanted.entry} in the log",
                where="ENTRY",
                remedy="see the entries: invoicing log list",
            )
        talks = _talks(found)
    else:
        talks = _talks(queries.acts(source, queries.find_client(source, wanted.client).id, "log"))
        since = parse_date(wanted.since, "--since") if wanted.since else None
        talks = talks[-1:] if since is None else [one for one in talks if one.date >= since]
    if not talks:
        raise Refused.one(
            "nothing-to-recap",
            "there is no talk to sum up",
            where="ENTRY" if wanted.entry else "--client",
            rule=f"a recap is of a talk ({', '.join(TALKS)}), not of an incident",
            remedy="log the talk first",
            example='invoicing log add CLIENT --out --channel phone --words "…"',
        )
    return talks


def _talks(rows: Sequence[ActRow]) -> list[ActRow]:
    return [one for one in rows if one.body.get("kind") == "contact" and one.body.get("channel") in TALKS]
