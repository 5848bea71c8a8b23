"""Record the client's word: so much by such a day. The ladder rests until the day after, then names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.app.book import acting, once
from invoicing.app.targets import claiming, from_today
from invoicing.domain.errors import Refused
from invoicing.domain.money import exact_money, parse_decimal
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.store import Work


@dataclass(frozen=True, slots=True)
class Word:
    """What the user says of a promise, as text: the amount (empty: all that is open) and the day; `words` verbatim."""

    number: str
    amount: str
    by: str
    words: str = ""


def promise(book: Book, word: Word, act: Act) -> Result:
    """Record a promise on a document; it takes the place of an earlier one.

    Refused for a day that is over, an amount that is not positive or more than is open.
    """
    inputs = {"act": "promise", **{name: getattr(word, name) for name in Word.__slots__}}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _promise_in(work, word, act))


def _promise_in(work: Work, word: Word, act: Act) -> Result:
    row = claiming(work, word.number)
    amount = exact_money(parse_decimal(word.amount, "AMOUNT"), row.currency, "AMOUNT") if word.amount else None
    asked = row.outstanding if amount is None else amount
    if not 0 < asked.minor <= row.outstanding.minor:
        raise Refused.one(
            "promise-amount",
            f"{asked} {asked.currency} is not between 0 and the {row.outstanding} open on {row.number}",
            where="AMOUNT",
            remedy="write what was promised, or leave it out for all that is open",
            example=f"invoicing promise {row.number} {row.outstanding} --by {word.by}",
        )
    until = from_today(word.by, act.today, "--by")
    for earlier in queries.acts(work, row.number, "promise", open=True):
        outcome = "renewed" if earlier.until is None or earlier.until >= act.today else "broken"
        work.append("promise-closed", row.number, {"act": earlier.seq, "outcome": outcome, "why": "a new promise"})
    body = {
        "until": until.isoformat(),
        "amount": str(asked),
        "currency": row.currency,
        "words": word.words,
        "why": act.reason,
    }
    seq = work.append("promise-made", row.number, body)
    return {
        "promise": seq,
        "number": row.number,
        "client": row.client,
        "amount": str(asked),
        "currency": row.currency,
        "by": until.isoformat(),
        "given": act.today.isoformat(),
    }
