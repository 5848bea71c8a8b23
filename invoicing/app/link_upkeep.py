"""What the end of every transaction does about payment links, so that no verb has to know of them.

Inside the transaction the links of every document it touched are reviewed, and with ``[stripe] links = "auto"`` each
document it issued gets the wish for one. After the commit the calls are made at once when a key is at hand; what cannot
be made waits in the ledger, is said, and keeps no verb from having done its work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app import notes, outside
from invoicing.app.link import review, wish
from invoicing.app.link_calls import CLOSE, finish, record
from invoicing.app.link_terms import OPEN, Asked, amount_of
from invoicing.domain.errors import InvoicingError, Refused
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book
    from invoicing.app.outside import Call
    from invoicing.ledger.store import Work

_ISSUED = "SELECT number FROM documents WHERE seq > :start AND sign > 0 AND series <> '' ORDER BY seq"
_TOUCHED = """
    SELECT DISTINCT l.subject FROM acts l JOIN documents d ON d.number = l.subject
    WHERE l.type = 'link' AND (
        l.subject IN (SELECT document FROM allocations WHERE seq > :start)
        OR l.subject IN (SELECT subject FROM events WHERE seq > :start)
        OR d.client IN (SELECT subject FROM events WHERE seq > :start AND type LIKE 'dispute-%'))
    ORDER BY 1
"""


def tend(work: Work, book: Book, act: Act, start: int) -> tuple[Call, ...]:
    """Review the links of what happened since event `start`, and give the calls that were wanted because of it."""
    _reserved_ones_taken(work, act, start)
    issued = [number for (number,) in work.driver.execute(_ISSUED, {"start": start})]
    if book.settings.stripe.links == "auto":
        for number in issued:
            _wish_first(work, book, number)
    for (number,) in work.driver.execute(_TOUCHED, {"start": start}):
        review(work, book, number)
    # A rehearsal also names the links that a crash left for these very numbers.
    again = issued if act.dry_run else ()
    calls = [call for call in outside.waiting(work) if call.what in {OPEN, CLOSE}]
    return tuple(call for call in calls if call.seq > start or call.subject in again)


def _wish_first(work: Work, book: Book, number: str) -> None:
    """Wish for the first link of a document that was issued just now; what no link can ask for is said."""
    if queries.acts(work, number, "link") or amount_of(work, number, "full", 0).minor <= 0:
        return
    try:
        wish(work, book, Asked(number, "full"))
    except Refused as refused:
        notes.say(f"no payment link for {number}: {refused.message}")


def _reserved_ones_taken(work: Work, act: Act, start: int) -> None:
    """Take over the link that was made for a document before it was issued, when its address stands on the document."""
    for reserved in act.reserved:
        here = work.driver.execute(
            "SELECT 1 FROM documents WHERE number = :number AND seq > :start",
            {"number": reserved.number, "start": start},
        )
        calls = [one for one in outside.waiting(work, reserved.number, OPEN) if one.seq == reserved.call]
        if here and calls and amount_of(work, reserved.number, "full", 0) == reserved.amount:
            record(work, calls[0], reserved.link)


def make_calls(book: Book, act: Act, calls: Sequence[Call], start: int) -> None:
    """Make the calls of a transaction that is committed; whatever comes of it is said and never raised."""
    from invoicing.app.account import account_in_passing

    numbers = tuple(dict.fromkeys(call.subject for call in calls))
    try:
        provider = account_in_passing(book, allowed=any(call.body.get("live") for call in calls))
        problems = finish(book, act, provider, numbers, fresh_after=start)
    except InvoicingError as error:
        problems = dict.fromkeys(numbers, f"{error.message} ({error.code})")
    with book.ledger() as ledger:
        left = {call.subject for call in outside.waiting(ledger) if call.what in {OPEN, CLOSE}}
    for number, why in problems.items():
        if number in left:
            notes.say(f"the payment link of {number} is pending: {why}. `invoicing stripe sync` finishes it")
        else:
            notes.say(f"no payment link for {number}: {why}")
