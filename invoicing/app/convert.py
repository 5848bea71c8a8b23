"""Turn a document into the next one: a quote into a deposit, a delivery note into an invoice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.app.answer import check_answer
from invoicing.app.book import acting, issuing, once
from invoicing.app.chain import related
from invoicing.app.credit import Taken, draft_credit, outcome
from invoicing.app.deduct import cannot_follow, with_deductions
from invoicing.app.deposit import PREPAYMENT, USUAL_SHARE, as_deposit, open_deposits, parse_share
from invoicing.app.derive import Wish, successor
from invoicing.app.drafting import draft
from invoicing.app.issue import issue_in, load_theme
from invoicing.app.snapshot import snapshot
from invoicing.app.standing import stands
from invoicing.domain.document import Preceding
from invoicing.domain.errors import Refused
from invoicing.domain.values import to_json

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.drafting import Drafted
    from invoicing.domain.document import Document
    from invoicing.domain.issued import Issued
    from invoicing.domain.kind import Kind
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of `number`: the kind it turns into, and what the user says of the new document."""

    number: str
    kind: str
    share: str = ""
    """for a deposit, in per cent; 20 % when nothing is said"""
    wish: Wish = field(default_factory=Wish)


def convert(book: Book, step: Step, act: Act) -> Result:
    """Issue the document that follows another, and give the shape of `issue --json` with ``from``.

    Refused with ``cannot-follow``, ``offer-declined``, ``already-invoiced``, ``deposits-to-deduct`` (the three set
    aside by a reason) and by every rule of a document.
    """
    return issuing(book, act, lambda now: _convert(book, step, now))


def _convert(book: Book, step: Step, act: Act) -> Result:
    theme = load_theme(book, book.settings.theme)
    inputs = {"act": "convert", **to_json(step)}

    def do(work: Work) -> Result:
        kind = kinds.kind(step.kind)
        drafted = draft_step(book, work, step, act.today, act.reason)
        done = issue_in(work, book, drafted, act, theme) | {"from": step.number}
        if kind.sign < 0:
            return done | outcome(work, step.number, done["number"])
        return done

    with acting(book, act) as work:
        return once(work, act, inputs, lambda: do(work))


def draft_step(book: Book, source: Source, step: Step, today: date, reason: str = "") -> Drafted:
    """Judge the document that is to follow."""
    kind, issued = kinds.kind(step.kind), snapshot(source, step.number)
    before = kinds.kind(issued.document.kind)
    if not kind.may_follow(before) or (not kind.taxed and kind.follows_claims):
        raise cannot_follow(step.number, before.key, kind.key)
    if kind.sign < 0:
        lines = step.wish.lines
        taken = Taken(step.number, kind.key, lines, date=step.wish.date, reason=" ".join(step.wish.notes))
        return draft_credit(book, source, taken, today)
    check_answer(source, step.number, before, reason)
    if kind.claims:
        _check_not_billed(source, issued, kind, step, reason)
    document = successor(book, source, issued, kind.key, step.wish, today)
    return draft(with_deductions(source, _shaped(book, source, issued, document, step), book.resources), book.resources)


def _shaped(book: Book, source: Source, issued: Issued, document: Document, step: Step) -> Document:
    """Make what is special of a kind: the share of a deposit, the deposits of a final invoice, the day of delivery."""
    kind = kinds.kind(document.kind)
    if kind.code == PREPAYMENT:
        from invoicing.texts import language

        words = language(document.language, book.resources)
        return as_deposit(source, issued, document, parse_share(step.share or USUAL_SHARE), words)
    if kind.deducts and not kind.follows_claims:
        return _final(source, issued, document)
    if not kinds.kind(issued.document.kind).priced and document.supply_date is None:
        return replace(document, supply_date=issued.document.supplied)
    return document


def _final(source: Source, issued: Issued, document: Document) -> Document:
    """Name all open deposits of the job; from a deposit, the work is that of the offer it came from."""
    deposits = open_deposits(source, issued.number)
    if kinds.kind(issued.document.kind).code == PREPAYMENT:
        offer = next((one.number for one in issued.document.preceding), "")
        before = snapshot(source, offer)
        document = replace(
            document,
            lines=before.document.lines,
            allowances=before.document.allowances,
            charges=before.document.charges,
            withholding=before.document.withholding,
            rounding_step=before.document.rounding_step,
            notes=document.notes[len(issued.document.notes) :],
            preceding=(Preceding(offer, before.document.issue_date),),
        )
    known = {one.number for one in document.preceding}
    return replace(document, preceding=(*document.preceding, *(Preceding(one) for one in deposits if one not in known)))


def _check_not_billed(source: Source, issued: Issued, kind: Kind, step: Step, reason: str) -> None:
    """Refuse to bill one job twice, and to bill the whole of it beside its deposits."""
    if reason or kind.follows_claims:
        return
    bills = [
        row.number
        for row in related(source, issued.number)
        if row.sign > 0 and kinds.kind(row.kind).code != PREPAYMENT and stands(source, row.number)
    ]
    if bills and not step.wish.lines:
        raise _already(issued.number, bills[0])
    deposits = open_deposits(source, issued.number)
    if deposits and kind.code != PREPAYMENT and not kind.deducts:
        raise Refused.one(
            "deposits-to-deduct",
            f"{', '.join(deposits)} asked for a part of it already",
            where="--to",
            rule="what was billed as a deposit is taken off the final invoice",
            remedy="write the final invoice, or say with --reason why not",
            example=f"invoicing convert {issued.number} --to final-invoice",
        )


def _already(number: str, bill: str) -> Refused:
    return Refused.one(
        "already-invoiced",
        f"{number} was invoiced by {bill}",
        where="NUMBER",
        rule="one job is billed once",
        remedy="name the lines that were not billed yet, or say with --reason why it is billed again",
        example=f'invoicing convert {number} --to invoice --line 2 --reason "second part"',
    )
