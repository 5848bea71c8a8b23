"""Open, follow and close a dispute about a document, one of its lines, or an amount.

Only what is disputed is held: the rest is chased on. The events carry the client's words as they were said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invoicing.app.acts import money_of
from invoicing.app.attachments import keep_attachments
from invoicing.app.book import acting, once
from invoicing.app.issue import snapshot
from invoicing.app.targets import claiming, from_today, open_act
from invoicing.app.words import one_of
from invoicing.domain.dispute import OUTCOMES, REASONS, STAGES, closing_lacks
from invoicing.domain.errors import Conflict, Refused
from invoicing.domain.money import Money, exact_money, parse_decimal, total
from invoicing.domain.money import split as split_money
from invoicing.ledger import queries

if TYPE_CHECKING:
    from invoicing.app.book import Act, Book, Result
    from invoicing.ledger.queries import DocumentRow, Source
    from invoicing.ledger.store import Work


@dataclass(frozen=True, slots=True)
class Dispute:
    """What the user says of a dispute: `line` from 1 (0: none), `amount` as text; neither: the whole document."""

    number: str
    reason: str
    words: str = ""
    line: int = 0
    amount: str = ""
    channel: str = "other"
    attachments: tuple[str, ...] = ()


def open_dispute(book: Book, dispute: Dispute, act: Act) -> Result:
    """Open a dispute. Conflict (``dispute-open``) when one about the same thing is open already."""
    one_of(dispute.reason, REASONS, "--reason")
    inputs = {"act": "dispute-open", **{name: getattr(dispute, name) for name in Dispute.__slots__}}
    inputs["attachments"] = list(dispute.attachments)
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _open_in(work, dispute, act))


def _open_in(work: Work, dispute: Dispute, act: Act) -> Result:
    row = claiming(work, dispute.number)
    scope, amount = _scope(work, row, dispute)
    for other in queries.acts(work, row.number, "dispute", open=True):
        if (other.body.get("scope"), other.body.get("line")) == (scope, dispute.line or None):
            raise Conflict(
                "dispute-open",
                f"a dispute about this is open since {other.date}",
                where=row.number,
                remedy=f"note what is new: invoicing dispute note {row.number} --words …",
            )
    body: dict[str, Any] = {
        "reason": dispute.reason,
        "words": dispute.words,
        "scope": scope,
        "line": dispute.line or None,
        "amount": str(amount),
        "currency": row.currency,
        "channel": dispute.channel,
        "why": act.reason,
        "attachments": keep_attachments(work, dispute.attachments),
    }
    seq = work.append("dispute-opened", row.number, body)
    if scope == "document" and queries.acts(work, row.number, "link", open=True):
        from invoicing.app.link import close_links

        close_links(work, row.number, "disputed")
    return {"dispute": seq, "number": row.number, "client": row.client, "opened": act.today.isoformat(), **body}


def _scope(work: Work, row: DocumentRow, dispute: Dispute) -> tuple[str, Money]:
    """Say what is disputed, and how much that is: at most what is open."""
    if dispute.line and dispute.amount:
        raise Refused.one(
            "dispute-scope", "a line and an amount were both given", where="--line", remedy="give one of the two"
        )
    if dispute.amount:
        amount = exact_money(parse_decimal(dispute.amount, "--amount"), row.currency, "--amount")
        if not 0 < amount.minor <= row.outstanding.minor:
            raise Refused.one(
                "dispute-amount",
                f"{amount} is not between 0 and the {row.outstanding} open on {row.number}",
                where="--amount",
                remedy="write what of it is disputed, or leave it out for the whole document",
            )
        return "amount", amount
    if dispute.line:
        return "line", min(gross_of_line(work, row.number, dispute.line), row.outstanding)
    return "document", row.outstanding


def gross_of_line(source: Source, number: str, line: int) -> Money:
    """Give what a line comes to with its tax: its share of the payable sum by its net (largest remainder)."""
    issued = snapshot(source, number)
    sums = issued.totals.line_sums
    if not 1 <= line <= len(sums):
        raise Refused.one(
            "no-such-line",
            f"{number} has {len(sums)} lines",
            where="--line",
            remedy="count the lines from 1",
            example="--line 1",
        )
    weights = [max(one.net.minor, 0) for one in sums]
    return split_money(issued.totals.payable, weights)[line - 1]


def note_dispute(book: Book, number: str, stage: str, words: str, by: str, act: Act) -> Result:
    """Write down what was said (note), proposed, agreed, or when it is followed up, while a dispute is open."""
    one_of(stage, STAGES, "stage")
    if not words.strip() and not by:
        raise Refused.one("nothing-said", "there is nothing to write down", where="--words", remedy="say what it was")
    inputs = {"act": "dispute-note", "number": number, "stage": stage, "words": words, "by": by}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _note_in(work, (number, stage, words, by), act))


def _note_in(work: Work, said: tuple[str, str, str, str], act: Act) -> Result:
    number, stage, words, by = said
    row = open_act(work, queries.document(work, number).number, "dispute")
    until = from_today(by, act.today, "--by").isoformat() if by else None
    body = {"stage": stage, "words": words, "until": until, "why": act.reason, "dispute": row.seq}
    seq = work.append("dispute-noted", number, body)
    return {"note": seq, "number": number, **body}


def close_dispute(book: Book, number: str, outcome: str, act: Act) -> Result:
    """Close the open dispute of a document. Accepted is refused without a credit note of the amount since then."""
    one_of(outcome, OUTCOMES, "--outcome")
    inputs = {"act": "dispute-close", "number": number, "outcome": outcome, "why": act.reason}
    with acting(book, act) as work:
        return once(work, act, inputs, lambda: _close_in(work, number, outcome, act))


def _close_in(work: Work, number: str, outcome: str, act: Act) -> Result:
    row = open_act(work, queries.document(work, number).number, "dispute")
    credited = credited_since(work, number, row.seq)
    lack = closing_lacks(outcome, money_of(row.body), credited)
    if lack is not None:
        raise Refused.of([lack])
    work.append("dispute-closed", number, {"act": row.seq, "outcome": outcome, "why": act.reason})
    return {
        "dispute": row.seq,
        "number": number,
        "outcome": outcome,
        "reason": act.reason,
        "credited": str(credited),
        "currency": credited.currency,
        "closed": act.today.isoformat(),
    }


def credited_since(source: Source, number: str, seq: int) -> Money:
    """Sum the credit notes for a document that were issued after an event."""
    row = queries.document(source, number)
    notes = (queries.document(source, one) for one in queries.following(source, number))
    return total((one.due for one in notes if one.sign < 0 and one.seq > seq), row.currency)
