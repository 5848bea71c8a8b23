"""What an act is about: a document by its number, or a client by id or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.domain.dates import parse_date
from invoicing.domain.errors import NotFound, Refused
from invoicing.ledger import queries

if TYPE_CHECKING:
    from datetime import date

    from invoicing.ledger.queries import ActRow, DocumentRow, Source


@dataclass(frozen=True, slots=True)
class Target:
    """`subject` is the number or the client's id, under which the ledger keeps the act; `client` whom it concerns."""

    subject: str
    client: str
    document: DocumentRow | None = None


def find_target(source: Source, text: str) -> Target:
    """Find the document of that number, else the client of that id or name.

    NotFound (``document-unknown`` or ``client-unknown``) names the nearest of what was probably meant.
    """
    try:
        row = queries.document(source, text)
    except NotFound as no_document:
        try:
            client = queries.find_client(source, text)
        except NotFound as no_client:
            raise (no_document if any(letter.isdigit() for letter in text) else no_client) from None
        return Target(client.id, client.id)
    return Target(row.number, row.client, row)


def claiming(source: Source, number: str) -> DocumentRow:
    """Give a document with something open; Refused (``nothing-open``) when there is none."""
    row = queries.document(source, number)
    if row.outstanding.minor <= 0:
        raise Refused.one(
            "nothing-open",
            f"nothing is open on {number}",
            where="NUMBER",
            remedy="name an invoice that is not paid: invoicing list --open",
        )
    return row


def open_act(source: Source, subject: str, kind: str) -> ActRow:
    """Give the last open act of a kind about a subject; NotFound (``act-not-open``) when there is none."""
    found = queries.acts(source, subject, kind, open=True)
    if not found:
        raise NotFound(
            "act-not-open",
            f"there is no open {kind} about {subject}",
            where=subject,
            remedy=f"see what happened: invoicing why {subject}",
        )
    return found[-1]


def from_today(text: str, today: date, where: str) -> date:
    """Read a day that is not over; refused (``day-past``) when it is."""
    day = parse_date(text, where)
    if day < today:
        raise Refused.one(
            "day-past", f"{day} lies before today, {today}", where=where, remedy="name a day from today on"
        )
    return day


def reason_of(text: str, what: str) -> str:
    """Give the reason an act needs; refused (``no-reason``) without one."""
    if not text.strip():
        raise Refused.one(
            "no-reason",
            f"{what} needs a reason",
            where="--reason",
            rule="what was decided is kept with why",
            remedy="say why in a few words",
            example='--reason "agreed by phone with Ms Jansen"',
        )
    return text.strip()
