"""The calls about payment links: each wanted before, looked for when it is taken up again, and recorded after."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from invoicing.app import outside
from invoicing.app.book import transaction
from invoicing.app.link_terms import OPEN, amount_of, beside, links_of, of_mode, terms_of
from invoicing.domain.errors import NotFound
from invoicing.domain.values import from_json, to_json
from invoicing.payments.provider import LinkRequest, ProviderFailed

if TYPE_CHECKING:
    from collections.abc import Collection

    from invoicing.app.book import Act, Book
    from invoicing.app.outside import Call
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work
    from invoicing.payments.provider import Link, PaymentProvider

CLOSE = "link-close"
ROUNDS = 3
"""closing an outdated link and making its successor may come of finishing another one"""


def finish(
    book: Book,
    act: Act,
    provider: PaymentProvider,
    numbers: Collection[str] = (),
    *,
    fresh_after: int | None = None,
) -> dict[str, str]:
    """Make the calls that wait (of some documents, or all), closings first; say for each unfinished one why.

    A call is looked for before it is repeated, so that running this twice, or twice at once, changes nothing. Intents
    written after event `fresh_after` (default: after this began) are moments old: there the provider's key is enough.
    Once the provider is away, nothing more is tried. Calls of the other mode (test, live) are left for its key.
    """
    problems: dict[str, str] = {}
    new_from = head_of(book) if fresh_after is None else fresh_after
    for _ in range(ROUNDS):
        calls = [call for call in waiting_here(book, act, provider, numbers) if call.subject not in problems]
        if not calls:
            break
        for place, call in enumerate(calls):
            # While an old link of a document is still open, no new one is made beside it.
            if call.subject in problems:
                continue
            try:
                _make(book, act, provider, call, resumed=call.seq <= new_from)
            except ProviderFailed as error:
                problems[call.subject] = error.message
                note_failure(book, act, call, error)
                if error.code != "stripe-refused":
                    return problems | {one.subject: error.message for one in calls[place:]}
    return problems


def head_of(book: Book) -> int:
    """Give the number of the last event: what is written from now on has a higher one."""
    with book.ledger() as ledger:
        return ledger.head()[0]


def waiting_here(book: Book, act: Act, provider: PaymentProvider, numbers: Collection[str]) -> list[Call]:
    """Give the calls about links that this key may make now, closings first."""
    with book.ledger() as ledger:
        found = [
            call
            for call in outside.waiting(ledger)
            if call.what in {OPEN, CLOSE}
            and (not numbers or call.subject in numbers)
            and of_mode(call.body, provider.live)
            and not _is_reserved_today(ledger, call, act)
        ]
    return sorted(found, key=lambda one: (one.what != CLOSE, one.seq))


def _is_reserved_today(source: Source, call: Call, act: Act) -> bool:
    """Leave a link alone that was made for a document which somebody may be issuing at this very moment."""
    return call.body.get("day") == act.today.isoformat() and not _is_issued(source, call.subject)


def _is_issued(source: Source, number: str) -> bool:
    return bool(source.driver.execute("SELECT 1 FROM documents WHERE number = :number", {"number": number}))


def _make(book: Book, act: Act, provider: PaymentProvider, call: Call, *, resumed: bool) -> None:
    """Make one call and record what came of it, unless another run was quicker."""
    if call.what == CLOSE:
        _close(book, act, provider, call)
        return
    request = from_json(LinkRequest, call.body["request"])
    with book.ledger() as ledger:
        wanted = _is_wanted(ledger, request, live=provider.live)
    # When another amount is asked for by now, it is only looked whether an earlier try has made the link.
    made = _open(provider, request, resumed=resumed) if wanted else provider.find_link(request)
    with transaction(book, act) as work:
        if not outside.still_waiting(work, call):
            return
        if made is None:
            outside.end(work, call, "unneeded", why="another amount is asked for now")
        else:
            record(work, call, made)
            if not (wanted and made.active):
                # Not asked for any more, or closed by hand before we heard of it.
                _end_link(work, call, made)
        if made is None or not wanted:
            _look_again(work, book, request)


def _open(provider: PaymentProvider, request: LinkRequest, *, resumed: bool) -> Link:
    from invoicing.payments.links import open_link

    return open_link(provider, request, resumed=resumed)


def record(work: Work, call: Call, made: Link) -> None:
    """End the call, and write down that its link is there."""
    outside.end(work, call, "done", {"link": made.id})
    request = from_json(LinkRequest, call.body["request"])
    body = {"request": call.body["request"], "link": made.id, "url": made.url, "live": made.live}
    work.append("link-made", call.subject, terms_of(request) | body)


def _end_link(work: Work, call: Call, made: Link) -> None:
    from invoicing.app.link import want_closing

    mine = [one for one in links_of(work, call.subject) if one.body["link"] == made.id][-1]
    if made.active:
        want_closing(work, mine, "superseded")
    else:
        work.append("link-closed", call.subject, {"act": mine.seq, "outcome": "closed elsewhere"})


def _close(book: Book, act: Act, provider: PaymentProvider, call: Call) -> None:
    from invoicing.app.link import review
    from invoicing.payments.links import close_link

    close_link(provider, call.body["link"], "", f"{call.seq}.{call.body.get('attempt', 1)}")
    with transaction(book, act) as work:
        if not outside.still_waiting(work, call):
            return
        outside.end(work, call, "done")
        if any(one.seq == call.body["made"] for one in links_of(work, call.subject)):
            work.append("link-closed", call.subject, {"act": call.body["made"], "outcome": call.body["why"]})
        if _is_issued(work, call.subject):
            review(work, book, call.subject)


def _look_again(work: Work, book: Book, request: LinkRequest) -> None:
    """Wish for what is asked now instead, when the document is there and no link of its kind is."""
    from invoicing.app.link import want_closing, wish_again

    if not _is_issued(work, request.document):
        for one in links_of(work, request.document):
            want_closing(work, one, "never issued")
    elif not _others(work, request, live=None):
        wish_again(work, book, request)


def _is_wanted(source: Source, request: LinkRequest, *, live: bool) -> bool:
    """Say whether this very amount is asked for now, and no other link of its kind is open."""
    from invoicing.app.link import in_transit

    try:
        asked = amount_of(source, request.document, request.purpose, request.part)
    except NotFound:
        return False
    fits = asked == request.amount and not in_transit(source, request.document)
    return fits and not _others(source, request, live=live)


def _others(source: Source, request: LinkRequest, *, live: bool | None) -> bool:
    """Say whether a link is open that a link for this request may not stand beside (in one mode, or in any)."""
    bodies = [one.body for one in links_of(source, request.document)]
    return any(not beside(body, request) and of_mode(body, live) for body in bodies)


def note_failure(book: Book, act: Act, call: Call, error: ProviderFailed) -> None:
    """Record what is final: a refusal ends the call, a stored failure is tried again under a fresh key."""
    refused = error.certain and error.code == "stripe-refused"
    if not (refused or error.spent):
        return
    with transaction(book, act) as work:
        if not outside.still_waiting(work, call):
            return
        outside.end(work, call, "refused" if refused else "failed", why=error.message)
        if refused:
            return
        body = {key: value for key, value in call.body.items() if key != "what"}
        if call.what == OPEN:
            request = from_json(LinkRequest, body["request"])
            body["request"] = to_json(replace(request, attempt=request.attempt + 1))
        else:
            body["attempt"] = body.get("attempt", 1) + 1
        outside.want(work, call.subject, call.what, body)
