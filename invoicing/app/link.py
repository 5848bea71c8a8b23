"""Payment links bound to what is owed: one for each document and purpose, closed as soon as the amount is another.

`wish` and `review` decide inside a transaction and write intents; `link_calls.finish` makes the calls and records the
outcomes. No verb has to know of links: at the end of every transaction `link_upkeep` reviews the links of what it
touched. `stripe sync` and `doctor` finish what a crash or an absent Stripe has left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.app import notes, outside
from invoicing.app.book import once, transaction
from invoicing.app.link_calls import CLOSE, finish, head_of
from invoicing.app.link_terms import (
    OPEN,
    WHOLE,
    Asked,
    amount_of,
    beside,
    links_of,
    of_mode,
    request_for,
    same,
    terms_of,
)
from invoicing.domain.errors import Refused
from invoicing.domain.values import from_json, to_json
from invoicing.ledger import queries
from invoicing.payments.provider import LinkRequest

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import Source
    from invoicing.ledger.rows import ActRow
    from invoicing.ledger.store import Work
    from invoicing.payments.provider import PaymentProvider

__all__ = [
    "IN_TRANSIT",
    "Asked",
    "close_links",
    "finish",
    "in_transit",
    "link",
    "links_of",
    "pay_url",
    "review",
    "shown",
    "want_closing",
    "wish",
    "wish_again",
]

IN_TRANSIT = "in-transit"
"""the kind of hold that stands while a payer's bank has not answered, and the outcome of the link it came by"""
NOT_RENEWED = frozenset({"replaced", "closed elsewhere"})
"""outcomes of links that somebody ended on purpose; every other link is made anew when something is owed again"""


def link(book: Book, asked: Asked, act: Act, provider: PaymentProvider) -> Result:
    """Give the payment link of a document, made when there is none for the amount that is open now.

    Gives ``{"number","purpose","part","revision","amount","currency","link","url","pending"}``; `pending` when Stripe
    did not answer and the next run finishes it. Refused with ``nothing-to-pay``, ``payment-in-transit`` and by the
    provider's limits.
    """
    inputs = {"act": "link", "number": asked.number, "purpose": asked.purpose, "part": asked.part}
    result: Result = {}
    before = head_of(book)
    with transaction(book, act) as work:
        result = once(work, act, inputs, lambda: to_json(wish(work, book, asked, live=provider.live)))
    request = from_json(LinkRequest, result)
    problems = {} if act.dry_run else finish(book, act, provider, (asked.number,), fresh_after=before)
    with book.ledger() as ledger:
        return shown(ledger, request, problems.get(asked.number, ""))


def wish(work: Work, book: Book, asked: Asked, *, live: bool | None = None) -> LinkRequest:
    """Write the intents that lead to the link asked for, none when it is there or on its way.

    `live` says in which mode it is to be made; None: in that of whoever makes it.
    """
    _check_not_in_transit(work, asked.number)
    request = request_for(work, book, asked)
    for open_link in links_of(work, asked.number):
        if not beside(open_link.body, request) and not same(open_link.body, request):
            want_closing(work, open_link, "replaced")
    here = [one.body for one in links_of(work, asked.number)]
    coming = [call.body for call in outside.waiting(work, asked.number, OPEN)]
    if not any(same(body, request) and of_mode(body, live) for body in (*here, *coming)):
        outside.want(work, asked.number, OPEN, terms_of(request) | {"request": to_json(request), "live": live})
    return request


def review(work: Work, book: Book, number: str, why: str = "amount-changed") -> None:
    """Bring the links of a document in line with what it asks for now.

    A link for another amount is to be closed, and made anew for what is left; one that was used up or closed by us is
    made anew when something is owed again. While a payment is in transit nothing new is made.
    """
    for one in links_of(work, number):
        if str(amount_of(work, number, one.body["purpose"], one.body["part"])) != one.body["amount"]:
            want_closing(work, one, why)
    for one in _last_ones(work, number):
        if one.outcome not in NOT_RENEWED:
            wish_again(work, book, from_json(LinkRequest, one.body["request"]), live=one.body.get("live"))


def _last_ones(work: Work, number: str) -> list[ActRow]:
    """Give the last link of each purpose that no open link stands for, the whole before its parts."""
    links = queries.acts(work, number, "link")
    last = {_key(one): one for one in links}
    whole = last.get(("whole", 0))
    if whole is not None and whole.seq == max(one.seq for one in last.values()):
        return [whole]
    return [one for one in last.values() if one is not whole]


def _key(one: ActRow) -> tuple[str, int]:
    return ("whole", 0) if one.body["purpose"] in WHOLE else (one.body["purpose"], one.body["part"])


def wish_again(work: Work, book: Book, request: LinkRequest, *, live: bool | None = None) -> None:
    """Wish for the link of what is asked now, if anything is and no payment is on its way.

    What no link can ask for (too little, too much) is said, and keeps nobody from going on.
    """
    number, purpose = request.document, "" if request.purpose in WHOLE else request.purpose
    if amount_of(work, number, request.purpose, request.part).minor <= 0 or in_transit(work, number):
        return
    try:
        wish(work, book, Asked(number, purpose, request.part), live=live)
    except Refused as refused:
        notes.say(f"no payment link for {number}: {refused.message}")


def close_links(work: Work, number: str, why: str) -> None:
    """Wish all links of a document closed."""
    for one in links_of(work, number):
        want_closing(work, one, why)


def want_closing(work: Work, made: ActRow, why: str) -> None:
    """Wish one link closed, once."""
    if not any(call.body["made"] == made.seq for call in outside.waiting(work, made.subject, CLOSE)):
        body = {"link": made.body["link"], "made": made.seq, "why": why, "live": made.body.get("live")}
        outside.want(work, made.subject, CLOSE, body)


def pay_url(source: Source, number: str) -> str:
    """Give the address where a document can be paid now, or an empty text: the whole of it, else its next part."""
    ending = {call.body["made"] for call in outside.waiting(source, number, CLOSE)}
    fits = [
        one.body
        for one in links_of(source, number)
        if one.seq not in ending
        and one.body["amount"] == str(amount_of(source, number, one.body["purpose"], one.body["part"]))
    ]
    best = min(fits, key=lambda body: (not body.get("live"), body["purpose"] not in WHOLE, body["part"]), default=None)
    return str(best["url"]) if best else ""


def in_transit(source: Source, number: str) -> ActRow | None:
    """Give the hold that stands because the payer has paid and the bank has not answered, None without one."""
    holds = queries.acts(source, number, "hold", open=True)
    return next((one for one in holds if one.body.get("kind") == IN_TRANSIT), None)


def _check_not_in_transit(source: Source, number: str) -> None:
    hold = in_transit(source, number)
    if hold is not None:
        raise Refused.one(
            "payment-in-transit",
            f"{number} was paid and the bank has not answered yet: {hold.why}",
            where="NUMBER",
            rule="nothing is asked for twice",
            remedy="wait for the bank; `invoicing stripe sync` hears of it",
        )


def shown(ledger: Source, request: LinkRequest, problem: str = "") -> Result:
    """Give the shape of `link --json`."""
    made = [one.body for one in links_of(ledger, request.document) if same(one.body, request)]
    return {
        "number": request.document,
        **terms_of(request),
        "link": made[-1]["link"] if made else None,
        "url": made[-1]["url"] if made else None,
        "pending": not made,
        "problem": problem,
    }
