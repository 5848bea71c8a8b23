"""Issue a document with its payment link on it, although the link needs the number and the number needs the document.

The verb is rehearsed first, which gives number and amount and writes nothing. Then the link is wanted in the ledger and
made at Stripe, and the verb runs with its address. The number is taken only in the transaction that issues, so nothing
here can leave a gap. Should somebody else issue in between, the number is another: the address is not printed, and the
link, which nobody knows of, is closed by a later `stripe sync`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from invoicing.app import notes, outside
from invoicing.app.book import transaction
from invoicing.app.link_calls import note_failure
from invoicing.app.link_terms import OPEN
from invoicing.domain.errors import Refused
from invoicing.domain.values import from_json
from invoicing.ledger import queries
from invoicing.payments.provider import LinkRequest, ProviderFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.outside import Call
    from invoicing.domain.money import Money
    from invoicing.payments.provider import Link, PaymentProvider


@dataclass(frozen=True, slots=True)
class Reserved:
    """A link that was made for a document before it is issued: number, amount, and the call that asked for it."""

    number: str
    amount: Money
    call: int
    link: Link


def with_link(book: Book, act: Act, issue: Callable[[Act], Result]) -> Result:
    """Run a verb that issues documents, with their payment links made before.

    Gives what the verb gives, for one document with ``link`` (its address, or None while it is pending). Without a key,
    or when Stripe does not answer, the document is issued all the same and the link is pending.
    """
    from invoicing.app.link import pay_url

    result = issue(replace(act, reserved=_reserve(book, act, issue)))
    if "number" not in result:
        return result
    with book.ledger() as ledger:
        return result | {"link": pay_url(ledger, str(result["number"])) or None}


def _reserve(book: Book, act: Act, issue: Callable[[Act], Result]) -> tuple[Reserved, ...]:
    from invoicing.app.account import account_in_passing

    try:
        provider = account_in_passing(book)
    except Refused:
        return ()  # said after the document is issued
    issue(replace(act, dry_run=True))
    calls = [call for call in book.rehearsed if call.what == OPEN]
    made = [_make(book, act, provider, call) for call in calls]
    return tuple(one for one in made if one is not None)


def _make(book: Book, act: Act, provider: PaymentProvider, rehearsed: Call) -> Reserved | None:
    from invoicing.payments.links import open_link

    number = rehearsed.subject
    with transaction(book, act) as work:
        earlier = outside.waiting(work, number, OPEN)
        if queries.acts(work, number, "link"):
            return None
        again = next((one for one in earlier if one.body["request"] == rehearsed.body["request"]), None)
        body = {**rehearsed.body, "day": act.today.isoformat()}
        body.pop("what", None)
        call = again or outside.want(work, number, OPEN, body)
    request = from_json(LinkRequest, call.body["request"])
    try:
        link = open_link(provider, request, resumed=again is not None)
    except ProviderFailed as error:
        note_failure(book, act, call, error)
        notes.say(f"the payment link of {number} is pending: {error.message}. `invoicing stripe sync` finishes it")
        return None
    return Reserved(number, request.amount, call.seq, link)
