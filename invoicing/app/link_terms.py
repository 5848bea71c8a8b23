"""What a payment link of a document has to ask for: which amount, for which purpose, in which revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from invoicing.app import outside
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, total, zero
from invoicing.domain.values import from_json
from invoicing.ledger import queries
from invoicing.payments.provider import PURPOSES, LinkRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.app.book import Book
    from invoicing.ledger.queries import ClaimRow, DocumentRow, Source
    from invoicing.ledger.rows import ActRow
    from invoicing.payments.provider import Purpose

OPEN = "link-open"
WHOLE = frozenset({"full", "balance"})
"""purposes that ask for all that is to be paid now"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link is asked for; without a purpose it is for all that is open. `part` numbers an instalment."""

    number: str
    purpose: str = ""
    part: int = 0


def links_of(source: Source, number: str = "") -> tuple[ActRow, ...]:
    """Give the links that can be paid, of one document or of all."""
    return queries.acts(source, number or None, "link", open=True)


def amount_of(source: Source, number: str, purpose: str, part: int) -> Money:
    """Say what a link of a purpose has to ask for now.

    One part of the document, or all that is open; while an instalment plan runs, its next open part instead. What the
    client disputes is never asked for.
    """
    row = queries.document(source, number)
    claims = queries.claims_of(source, number)
    owed = total((one.outstanding for one in claims), row.currency)
    payable = owed - min(_disputed(source, row, owed), owed)
    parts = _plan(source, row)
    if purpose in WHOLE:
        wanted = next((one for one in parts if one), owed)
    elif purpose == "instalment" and parts:
        wanted = parts[part - 1] if part <= len(parts) else zero(row.currency)
    else:
        wanted = _of_part(claims, part or 1, row.currency)
    return min(wanted, payable)


def _of_part(claims: Iterable[ClaimRow], part: int, currency: str) -> Money:
    return total((one.outstanding for one in claims if one.part == part), currency)


def _disputed(source: Source, row: DocumentRow, owed: Money) -> Money:
    """Sum what the client disputes of a document. A bank's dispute is about money that was paid: it takes nothing."""
    found = zero(row.currency)
    for one in queries.acts(source, (row.number, row.client), "dispute", open=True):
        if "dispute" not in one.body:
            from invoicing.app.acts import money_of

            found += money_of(one.body) if one.body.get("scope") in {"line", "amount"} else owed
    return found


def _plan(source: Source, row: DocumentRow) -> list[Money]:
    """Give what is open of each part of the plan that runs; nothing without a plan."""
    plans = queries.acts(source, row.number, "plan", open=True)
    if not plans:
        return []
    from invoicing.app.acts import plan_of
    from invoicing.domain.dunning.standing import Receipt, open_parts

    receipts = [Receipt(one.date, one.amount) for one in queries.allocations_of(source, row.number)]
    return [left for _, left in open_parts(plan_of(plans[-1]), receipts)]


def request_for(source: Source, book: Book, asked: Asked) -> LinkRequest:
    """Give the request for what is asked: the one that is on its way or made already, else one of a new revision.

    Refused (``nothing-to-pay``, ``unknown-purpose``, ``instalment-without-part``) and by the provider's limits.
    """
    from invoicing.payments.currencies import checked
    from invoicing.texts import language

    row = queries.document(source, asked.number)
    _check(row, asked)
    untouched = all(one.outstanding == one.amount for one in queries.claims_of(source, row.number))
    purpose = asked.purpose or ("full" if untouched else "balance")
    amount = amount_of(source, row.number, purpose, asked.part)
    if amount.minor <= 0:
        raise _nothing(row)
    checked(amount)
    terms = (purpose, asked.part)
    earlier = [one for one in queries.acts(source, row.number, outside.CALL) if one.body.get("what") == OPEN]
    alike = [one for one in earlier if (one.body["purpose"], one.body["part"]) == terms]
    for one in (*links_of(source, row.number), *reversed(alike)):
        if one.open and (one.body["purpose"], one.body["part"], one.body["amount"]) == (*terms, str(amount)):
            return from_json(LinkRequest, one.body["request"])
    words = language(row.language or "en", book.resources)
    used = [from_json(LinkRequest, one.body["request"]).revision for one in alike]
    return LinkRequest(
        document=row.number,
        purpose=cast("Purpose", purpose),
        amount=amount,
        description=f"{words.title(row.kind)} {row.number}",
        part=asked.part,
        revision=max(used, default=0) + 1,
        book=outside.book_id(source),
        return_message=words.label("receipt-thanks"),
        inactive_message=words.label("payment-link-closed", number=row.number),
    )


def terms_of(request: LinkRequest) -> dict[str, Any]:
    """Give what a link in the ledger is compared by."""
    return {
        "purpose": request.purpose,
        "part": request.part,
        "revision": request.revision,
        "amount": str(request.amount),
        "currency": request.amount.currency,
    }


def same(body: Any, request: LinkRequest) -> bool:  # noqa: ANN401 - a body
    """Say whether a link or call in the ledger asks for the same as a request."""
    terms = terms_of(request)
    return all(body[name] == terms[name] for name in ("purpose", "part", "amount", "currency"))


def beside(body: Any, request: LinkRequest) -> bool:  # noqa: ANN401 - a body
    """Say whether both may be open together: only links for two different instalments may."""
    return bool(body["purpose"] == request.purpose == "instalment" and body["part"] != request.part)


def of_mode(body: Any, live: bool | None) -> bool:  # noqa: ANN401, FBT001 - a body, and its mode
    """Say whether a link or call is of a mode (test or live); one that nobody has made yet is of both, None is any."""
    return live is None or body.get("live") in {None, live}


def _check(row: DocumentRow, asked: Asked) -> None:
    if row.sign <= 0:
        raise _nothing(row)
    if asked.purpose not in {"", *PURPOSES}:
        raise Refused.one(
            "unknown-purpose",
            f"{asked.purpose!r} is no purpose of a link",
            where="--purpose",
            remedy=f"take one of: {', '.join(PURPOSES)}",
            example="--purpose full",
        )
    if (asked.purpose == "instalment") != (asked.part > 0):
        raise Refused.one(
            "instalment-without-part",
            "an instalment has a number, and only an instalment has",
            where="--part",
            remedy="name the instalment from 1",
            example="--purpose instalment --part 1",
        )


def _nothing(row: DocumentRow) -> Refused:
    return Refused.one(
        "nothing-to-pay",
        f"nothing of {row.number} is to be paid now",
        where="NUMBER",
        remedy="name a document that is not paid and not disputed",
        example="invoicing list",
    )
