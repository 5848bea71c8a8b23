"""Ask Stripe what happened and book it: payments, failures, refunds, disputes, and what earlier runs left unfinished.

Facts come from `payments.sync`; each is noted under its key in the transaction that books it, so that two runs, or a
run and a webhook, book nothing twice. The cursor is stored with them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing.app import notes, outside
from invoicing.app.book import transaction
from invoicing.app.link_calls import finish, head_of
from invoicing.app.link_terms import links_of, of_mode
from invoicing.app.receipt import receipt
from invoicing.app.stripe_book import RECEIPT, book_fact
from invoicing.app.stripe_known import cursor_of, known_of, stream
from invoicing.domain.errors import InvoicingError, Refused
from invoicing.payments.sync import ask, gap, repair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import Source
    from invoicing.payments.events import Fact
    from invoicing.payments.provider import PaymentProvider

ASKED_AT_ONCE = 100
"""so many open links are asked one by one in each run, the newest first; after a long silence all of them"""


def sync(book: Book, act: Act, provider: PaymentProvider, now: int) -> Result:
    """Finish what waits, fetch what happened since the last run, book it, write receipts, and close paid links.

    `now` is epoch seconds. Gives ``{"booked","noted","foreign","receipts","pending"}``; again gives nothing new.
    """
    pending = {} if act.dry_run else finish(book, act, provider) | _finish_refunds(book, act, provider)
    with book.ledger() as ledger:
        known, cursor = known_of(ledger, live=provider.live), cursor_of(ledger, live=provider.live)
        found = ask(provider, known, cursor)
        missed = gap(cursor, now)
        links = _links(ledger, provider)
        known = known.after(found.facts)
        facts = (*found.facts, *repair(provider, known, links if missed else links[:ASKED_AT_ONCE], closed=missed))
    before = head_of(book)
    result = book_facts(book, act, facts, live=provider.live, cursor=found.cursor)
    if not act.dry_run:
        pending |= finish(book, act, provider, fresh_after=before)
    return {**result, "pending": [{"number": number, "why": why} for number, why in sorted(pending.items())]}


def _links(source: Source, provider: PaymentProvider) -> list[str]:
    """Give the links that can be paid, the newest first."""
    return [str(one.body["link"]) for one in reversed(links_of(source)) if of_mode(one.body, provider.live)]


def _finish_refunds(book: Book, act: Act, provider: PaymentProvider) -> dict[str, str]:
    # A refund books its own fact through this module.
    from invoicing.app.refund import finish_refunds

    return finish_refunds(book, act, provider)


def book_facts(book: Book, act: Act, facts: Sequence[Fact], *, live: bool, cursor: int | None = None) -> Result:
    """Book facts that are not yet noted, in one transaction, and write the receipts of new payments."""
    booked: list[dict[str, Any]] = []
    with transaction(book, act) as work:
        known = known_of(work, live=live)
        # Each is looked up after the one before it is booked: two of one key are never booked both.
        booked.extend(book_fact(work, book, act, fact) for fact in facts if fact.key not in known.keys)
        before = cursor_of(work, live=live)
        if cursor is not None and (before is None or cursor > before):
            fact_name = f"{stream(live=live)}:{cursor}"
            work.append("provider-said", stream(live=live), {"fact": fact_name, "cursor": cursor})
    return {
        "booked": [one for one in booked if one.get("payment")],
        "noted": [one for one in booked if not one.get("payment") and one["kind"] != "foreign"],
        "foreign": [one for one in booked if one["kind"] == "foreign"],
        "receipts": [] if act.dry_run else write_receipts(book, act),
    }


def write_receipts(book: Book, act: Act) -> list[str]:
    """Write the receipts that are wanted and give their numbers; one that cannot be written is said and waits."""
    with book.ledger() as ledger:
        calls = outside.waiting(ledger, what=RECEIPT)
    numbers = []
    for call in calls:
        outcome, why = "done", ""
        try:
            numbers.append(str(receipt(book, call.body["payment"], replace(act, key=""))["number"]))
        except Refused as refused:
            if refused.code not in {"payment-reversed", "payment-settles-nothing"}:
                notes.say(f"no receipt for {call.subject} yet: {refused.message}")
                continue
            outcome, why = "unneeded", refused.code
        except InvoicingError as error:
            notes.say(f"no receipt for {call.subject} yet: {error.message}")
            continue
        with transaction(book, act) as work:
            if outside.still_waiting(work, call):
                outside.end(work, call, outcome, why=why)
    return numbers
