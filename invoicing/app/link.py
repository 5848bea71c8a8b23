"""Payment links bound to what is owed: one for each document and purpose, closed as soon as the amount is another.

`wish` decides inside a transaction and writes intents; `finish` makes the calls and records the outcomes. A verb that
changes what is open calls `review` in its own transaction and `finish` after it; `stripe sync` and `doctor` finish what
a crash or an absent Stripe has left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from invoicing.app import outside
from invoicing.app.book import acting, once
from invoicing.domain.errors import Refused
from invoicing.domain.money import total
from invoicing.domain.values import from_json, to_json
from invoicing.ledger import queries
from invoicing.payments.provider import PURPOSES, LinkRequest, ProviderFailed

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.app.outside import Call
    from invoicing.domain.money import Money
    from invoicing.ledger.queries import DocumentRow, Source
    from invoicing.ledger.rows import ActRow
    from invoicing.ledger.store import Work
    from invoicing.payments.provider import Link, PaymentProvider, Purpose

OPEN, CLOSE = "link-open", "link-close"
ROUNDS = 3
"""closing an outdated link and making its successor may come of finishing another one"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link is asked for; without a purpose it is for all that is open. `part` numbers an instalment."""

    number: str
    purpose: str = ""
    part: int = 0


def link(book: Book, asked: Asked, act: Act, provider: PaymentProvider) -> Result:
    """Give the payment link of a document, made when there is none for the amount that is open now.

    Gives ``{"number","purpose","part","revision","amount","currency","link","url","pending"}``; `pending` when Stripe
    did not answer and the next run finishes it. Refused with ``nothing-to-pay`` and by the provider's limits.
    """
    inputs = {"act": "link", "number": asked.number, "purpose": asked.purpose, "part": asked.part}
    result: Result = {}
    before = head_of(book)
    with acting(book, act) as work:
        result = once(work, act, inputs, lambda: to_json(wish(work, book, asked)))
    request = from_json(LinkRequest, result)
    problems = {} if act.dry_run else finish(book, act, provider, asked.number, before)
    with book.ledger() as ledger:
        return _shown(ledger, request, problems.get(asked.number, ""))


def wish(work: Work, book: Book, asked: Asked) -> LinkRequest:
    """Write the intents that lead to the link asked for, none when it is there or on its way."""
    row = queries.document(work, asked.number)
    request = _request(work, book, row, asked)
    for open_link in links_of(work, asked.number):
        if not _beside(open_link.body, request) and not _same(open_link.body, request):
            _want_closing(work, open_link, "replaced")
    here = [one.body for one in links_of(work, asked.number)]
    coming = [call.body for call in outside.waiting(work, asked.number, OPEN)]
    if not any(_same(body, request) for body in (*here, *coming)):
        outside.want(work, asked.number, OPEN, _terms(request) | {"request": to_json(request)})
    return request


def review(work: Work, book: Book, number: str, why: str) -> None:
    """Close the links of a document that ask for another amount than is open, and wish for new ones instead.

    For every verb that changes what is open: a payment by any route, a credit note, a plan, a dispute, a write-off.
    """
    for one in links_of(work, number):
        purpose, part = one.body["purpose"], one.body["part"]
        if str(_amount(work, number, purpose, part)) != one.body["amount"]:
            _want_closing(work, one, why)
            _wish_again(work, book, from_json(LinkRequest, one.body["request"]))


def close_links(work: Work, number: str, why: str) -> None:
    """Wish all links of a document closed: it is cancelled, disputed, or the contract was ended."""
    for one in links_of(work, number):
        _want_closing(work, one, why)


def links_of(source: Source, number: str = "") -> tuple[ActRow, ...]:
    """Give the links that can be paid, of one document or of all."""
    return queries.acts(source, number or None, "link", open=True)


def pay_url(source: Source, number: str) -> str:
    """Give the address where all that is open of a document can be paid now, or an empty text."""
    owed = str(_amount(source, number, "full", 0))
    fits = [one.body for one in links_of(source, number) if one.body["amount"] == owed]
    return str(fits[-1]["url"]) if fits else ""


def finish(
    book: Book, act: Act, provider: PaymentProvider, number: str = "", fresh_after: int | None = None
) -> dict[str, str]:
    """Make the calls that wait, closings first; give for each document that is not finished why it is not.

    A call is looked for before it is repeated, so that running this twice, or twice at once, changes nothing. Intents
    written after event `fresh_after` (default: after this began) are moments old: there the provider's key is enough.
    """
    problems: dict[str, str] = {}
    new_from = head_of(book) if fresh_after is None else fresh_after
    for _ in range(ROUNDS):
        calls = [call for call in _waiting(book, number) if call.subject not in problems]
        if not calls:
            break
        for call in calls:
            # While an old link of a document is still open, no new one is made beside it.
            if call.subject not in problems:
                try:
                    _make(book, act, provider, call, resumed=call.seq <= new_from)
                except ProviderFailed as error:
                    problems[call.subject] = error.message
                    _note_failure(book, act, call, error)
    return problems


def head_of(book: Book) -> int:
    """Give the number of the last event: what is written from now on has a higher one."""
    with book.ledger() as ledger:
        return ledger.head()[0]


def _waiting(book: Book, number: str) -> list[Call]:
    with book.ledger() as ledger:
        calls = [call for call in outside.waiting(ledger, number) if call.what in {OPEN, CLOSE}]
    return sorted(calls, key=lambda one: (one.what != CLOSE, one.seq))


def _make(book: Book, act: Act, provider: PaymentProvider, call: Call, *, resumed: bool) -> None:
    """Make one call and record what came of it, unless another run was quicker."""
    from invoicing.payments.links import close_link

    if call.what == CLOSE:
        close_link(provider, call.body["link"], "", f"{call.seq}.{call.body.get('attempt', 1)}")
        with acting(book, act) as work:
            if outside.still_waiting(work, call):
                outside.end(work, call, "done")
                if any(one.seq == call.body["made"] for one in links_of(work, call.subject)):
                    work.append("link-closed", call.subject, {"act": call.body["made"], "outcome": call.body["why"]})
        return
    request = from_json(LinkRequest, call.body["request"])
    made = _made(book, provider, request, resumed=resumed)
    with acting(book, act) as work:
        if not outside.still_waiting(work, call):
            return
        if made is None:
            outside.end(work, call, "unneeded", why="another amount is open now")
            _wish_again(work, book, request)
        else:
            outside.end(work, call, "done", {"link": made.id})
            work.append(
                "link-made",
                call.subject,
                _terms(request) | {"request": call.body["request"], "link": made.id, "url": made.url},
            )
            review(work, book, call.subject, "amount-changed")


def _made(book: Book, provider: PaymentProvider, request: LinkRequest, *, resumed: bool) -> Link | None:
    """Make the link; when another amount is open by now, only look whether an earlier try has made it."""
    from invoicing.payments.links import open_link

    with book.ledger() as ledger:
        owed = _amount(ledger, request.document, request.purpose, request.part)
    if owed == request.amount:
        return open_link(provider, request, resumed=resumed)
    return provider.find_link(request)


def _wish_again(work: Work, book: Book, request: LinkRequest) -> None:
    """Wish for the link of what is open now, if anything is."""
    if _amount(work, request.document, request.purpose, request.part).minor > 0:
        again = "balance" if request.purpose in {"full", "balance"} else request.purpose
        wish(work, book, Asked(request.document, again, request.part))


def _note_failure(book: Book, act: Act, call: Call, error: ProviderFailed) -> None:
    """Record what is final: a refusal ends the call, a stored failure is tried again under a fresh key."""
    refused = error.certain and error.code == "stripe-refused"
    if not (refused or error.spent):
        return
    with acting(book, act) as work:
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


def _want_closing(work: Work, made: ActRow, why: str) -> None:
    if not any(call.body["made"] == made.seq for call in outside.waiting(work, made.subject, CLOSE)):
        outside.want(work, made.subject, CLOSE, {"link": made.body["link"], "made": made.seq, "why": why})


def _request(work: Work, book: Book, row: DocumentRow, asked: Asked) -> LinkRequest:
    from invoicing.payments.currencies import checked
    from invoicing.texts import language

    _check(row, asked)
    claims = queries.claims_of(work, row.number)
    untouched = all(one.outstanding == one.amount for one in claims)
    purpose = asked.purpose or ("full" if untouched else "balance")
    amount = _amount(work, row.number, purpose, asked.part)
    if amount.minor <= 0:
        raise _nothing(row)
    checked(amount)
    earlier = [one for one in queries.acts(work, row.number, outside.CALL) if one.body.get("what") == OPEN]
    same = [one for one in earlier if (one.body["purpose"], one.body["part"]) == (purpose, asked.part)]
    revisions = {from_json(LinkRequest, one.body["request"]).revision for one in same}
    pending = [one.body["request"] for one in same if one.open and one.body["amount"] == str(amount)]
    if pending:
        return from_json(LinkRequest, pending[-1])
    title = language(row.language or "en", book.resources).title(row.kind)
    return LinkRequest(
        document=row.number,
        purpose=cast("Purpose", purpose),
        amount=amount,
        description=f"{title} {row.number}",
        part=asked.part,
        revision=_revision(work, row.number, purpose, asked.part, str(amount), revisions),
        book=outside.book_id(work),
    )


def _revision(work: Work, number: str, purpose: str, part: int, amount: str, used: set[int]) -> int:
    """Give the revision of the open link for this very amount, else the next one."""
    for one in links_of(work, number):
        if (one.body["purpose"], one.body["part"], one.body["amount"]) == (purpose, part, amount):
            return int(one.body["revision"])
    return max(used, default=0) + 1


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
        f"nothing is open on {row.number}",
        where="NUMBER",
        remedy="name a document that is not paid",
        example="invoicing list",
    )


def _amount(source: Source, number: str, purpose: str, part: int) -> Money:
    """Say what a link of a purpose has to ask for now: one claim, or all that is open."""
    claims = queries.claims_of(source, number)
    wanted = {"instalment": part, "deposit": 1}.get(purpose, 0)
    chosen = [one.outstanding for one in claims if wanted in {0, one.part}]
    return total(chosen, queries.document(source, number).currency)


def _terms(request: LinkRequest) -> dict[str, Any]:
    """Give what a link in the ledger is compared by."""
    return {
        "purpose": request.purpose,
        "part": request.part,
        "revision": request.revision,
        "amount": str(request.amount),
        "currency": request.amount.currency,
    }


def _same(body: Any, request: LinkRequest) -> bool:  # noqa: ANN401 - a body
    terms = _terms(request)
    return all(body[name] == terms[name] for name in ("purpose", "part", "amount", "currency"))


def _beside(body: Any, request: LinkRequest) -> bool:  # noqa: ANN401 - a body
    """Two links of a document may be open together only for two different instalments."""
    return bool(body["purpose"] == request.purpose == "instalment" and body["part"] != request.part)


def _shown(ledger: Source, request: LinkRequest, problem: str) -> Result:
    made = [one.body for one in links_of(ledger, request.document) if _same(one.body, request)]
    return {
        "number": request.document,
        **_terms(request),
        "link": made[-1]["link"] if made else None,
        "url": made[-1]["url"] if made else None,
        "pending": not made,
        "problem": problem,
    }
