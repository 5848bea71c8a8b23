"""The chain of a document: what it came from and what came of it, each link by number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.domain.errors import NotFound
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from invoicing.ledger.queries import DocumentRow, Source


@dataclass(frozen=True, slots=True)
class Link:
    """A document of the chain; `place` is ``before``, ``this``, ``after``, or ``beside`` for a branch."""

    row: DocumentRow
    place: str
    follows: tuple[str, ...]


def chain(source: Source, number: str) -> tuple[Link, ...]:
    """Give the whole chain of a document in the order of issue: all it hangs together with."""
    before = _reach(number, lambda one: _documents_before(source, one))
    after = _reach(number, lambda one: queries.following(source, one))
    around = _reach(number, lambda one: (*_documents_before(source, one), *queries.following(source, one)))
    links = []
    for one in around:
        place = "this" if one == number else "before" if one in before else "after" if one in after else "beside"
        links.append(Link(queries.document(source, one), place, _documents_before(source, one)))
    return tuple(sorted(links, key=lambda link: link.row.seq))


def related(source: Source, number: str) -> tuple[DocumentRow, ...]:
    """Give the documents of one job: the offers a document comes from, and all that follows them directly."""
    offers = _reach(number, lambda one: _offers_around(source, one))
    found: dict[str, DocumentRow] = {}
    for one in offers:
        found[one] = queries.document(source, one)
        for follower in queries.following(source, one):
            found.setdefault(follower, queries.document(source, follower))
    return tuple(sorted(found.values(), key=lambda row: row.seq))


def _offers_around(source: Source, number: str) -> tuple[str, ...]:
    """Name the documents beside this one that claim nothing; what claims money ends the walk."""
    near = (*_documents_before(source, number), *queries.following(source, number))
    return tuple(one for one in near if queries.document(source, one).sign == 0)


def _documents_before(source: Source, number: str) -> tuple[str, ...]:
    """Name the documents before this one; a receipt also follows its payment, which is none."""
    found = []
    for one in queries.preceding(source, number):
        try:
            found.append(queries.document(source, one).number)
        except NotFound:
            continue
    return tuple(found)


def _reach(number: str, beside: Callable[[str], tuple[str, ...]]) -> dict[str, None]:
    """Walk from a document to all that can be reached."""
    seen = {number: None}
    waiting = [number]
    while waiting:
        for one in beside(waiting.pop()):
            if one not in seen:
                seen[one] = None
                waiting.append(one)
    return seen
