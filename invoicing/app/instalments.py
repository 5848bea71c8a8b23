"""Agree on instalments: while they are kept the ladder rests; a missing one is named, and one new plan is offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.book import acting, once
from invoicing.app.targets import claiming, from_today
from invoicing.domain.dates import add_months, parse_date
from invoicing.domain.dunning.standing import Instalment
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, exact_money, parse_decimal, split, total
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.store import Work

MOST = 120


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the user says of a plan, as text: ``DATE=AMOUNT`` parts, or so many equal parts a month apart."""

    number: str
    parts: tuple[str, ...] = ()
    count: int = 0
    first: str = ""


def instalments(book: Book, agreed: Agreed, act: Act) -> Result:
    """Record an instalment plan for all that is open on a document; it takes the place of an earlier plan.

    Refused (``plan-sum``) when the parts do not add up to what is open, (``day-past``) for a day that is over, and
    (``plan-empty``) without parts.
    """
    inputs: dict[str, Any] = {"act": "instalments", "number": agreed.number, "parts": list(agreed.parts)}
    inputs |= {"count": agreed.count, "first": agreed.first}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _agree_in(work, agreed, act))


def _agree_in(work: Work, agreed: Agreed, act: Act) -> Result:
    row = claiming(work, agreed.number)
    parts = read_parts(agreed, row.outstanding, act.today)
    summed = total((one.amount for one in parts), row.currency)
    if summed != row.outstanding:
        raise Refused.one(
            "plan-sum",
            f"the instalments add up to {summed}, open are {row.outstanding} {row.currency}",
            where="DATE=AMOUNT",
            remedy="let them add up to what is open, or leave the amounts to --parts",
            example=f"invoicing instalments {row.number} --parts 3 --from {act.today}",
        )
    for earlier in queries.acts(work, row.number, "plan", open=True):
        work.append("plan-closed", row.number, {"act": earlier.seq, "outcome": "renewed", "why": "a new plan"})
    for word in queries.acts(work, row.number, "promise", open=True):
        work.append("promise-closed", row.number, {"act": word.seq, "outcome": "renewed", "why": "a plan was agreed"})
    listed = [{"due": one.due.isoformat(), "amount": str(one.amount)} for one in parts]
    body = {"until": listed[-1]["due"], "instalments": listed, "currency": row.currency, "why": act.reason}
    seq = work.append("plan-agreed", row.number, body)
    return {"plan": seq, "number": row.number, "client": row.client, "currency": row.currency, "instalments": listed}


def read_parts(agreed: Agreed, open_amount: Money, today: date) -> tuple[Instalment, ...]:
    """Read the parts as they were written, or split what is open into equal parts a month apart."""
    if agreed.parts:
        found = [_part(text, open_amount.currency, today) for text in agreed.parts]
        return tuple(sorted(found, key=lambda one: one.due))
    if not 2 <= agreed.count <= MOST or not agreed.first:
        raise Refused.one(
            "plan-empty",
            "a plan needs its instalments",
            where="DATE=AMOUNT",
            rule=f"2 to {MOST} instalments",
            remedy="write each as DATE=AMOUNT, or --parts N --from DATE",
            example=f"invoicing instalments {agreed.number} --parts 3 --from {today}",
        )
    first = from_today(agreed.first, today, "--from")
    amounts: Sequence[Money] = split(open_amount, [1] * agreed.count)
    return tuple(Instalment(add_months(first, index), amount) for index, amount in enumerate(amounts))


def _part(text: str, currency: str, today: date) -> Instalment:
    day, equals, amount = text.partition("=")
    if not equals:
        raise Refused.one(
            "bad-argument",
            f"{text!r} has no amount",
            where="DATE=AMOUNT",
            remedy="write the day, an equals sign and the amount",
            example=f"{today}=250.00",
        )
    money = exact_money(parse_decimal(amount, "DATE=AMOUNT"), currency, "DATE=AMOUNT")
    if money.minor <= 0:
        raise Refused.one(
            "amount-not-positive", f"{money} is no instalment", where="DATE=AMOUNT", remedy="write an amount above zero"
        )
    parse_date(day, "DATE=AMOUNT")
    return Instalment(from_today(day, today, "DATE=AMOUNT"), money)
