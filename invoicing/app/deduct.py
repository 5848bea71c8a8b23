"""Take earlier bills off a final or corrective invoice, each by number and date with its tax.

Every bill becomes one allowance for each of its combinations of taxes (BG-20 with BT-95), so that the breakdown taxes
the rest only: the tax of the deposits was asked for by the deposit invoices (Directive 2006/112/EC art. 65). A prepaid
amount (BT-113) would leave the whole taxed a second time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.app.snapshot import snapshot
from invoicing.app.standing import Part, corrects, deducted_by, parts, remaining, stands
from invoicing.domain.document import Adjustment, Preceding
from invoicing.domain.errors import Conflict, Refused
from invoicing.domain.money import total
from invoicing.domain.tax import DEFAULT_NAME
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoicing.domain.document import Document
    from invoicing.domain.issued import Issued
    from invoicing.ledger.queries import Source
    from invoicing.resources import Resources
    from invoicing.texts import Language


def with_deductions(source: Source, document: Document, resources: Resources) -> Document:
    """Give a document of a kind that deducts with what it takes off; any other as it is.

    A correction also takes off the standing corrections before it. Refused with ``deposit-deducted`` (conflict) and for
    a bill of another client or currency (``deposit-of-other-client``).
    """
    kind = kinds.kind(document.kind)
    if not kind.deducts:
        return document
    from invoicing.texts import language

    words = language(document.language, resources)
    bills = [one for one in document.preceding if kinds.kind(queries.document(source, one.number).kind).claims]
    if kind.follows_claims:
        bills += _corrections(source, bills)
    allowances, notes = list(document.allowances), list(document.notes)
    dated: dict[str, Preceding] = {}
    for bill in bills:
        issued = _checked(source, document, bill.number)
        left = remaining(source, bill.number, gross=document.prices_include_tax)
        allowances += _allowances(issued, left, words)
        notes.append(_note(issued, left, words, gross=document.prices_include_tax))
        dated[bill.number] = replace(bill, issue_date=issued.document.issue_date, amount=issued.totals.total)
    before = tuple(dated.pop(one.number, one) for one in document.preceding)
    return replace(document, allowances=tuple(allowances), notes=tuple(notes), preceding=(*before, *dated.values()))


def _corrections(source: Source, bills: list[Preceding]) -> list[Preceding]:
    """Name the standing corrections of these bills that are not named yet."""
    known = {one.number for one in bills}
    found = []
    for bill in bills:
        for follower in queries.following(source, bill.number):
            if follower not in known and corrects(queries.document(source, follower).kind) and stands(source, follower):
                known.add(follower)
                found.append(Preceding(follower))
    return found


def _checked(source: Source, document: Document, number: str) -> Issued:
    """Give the bill to take off, when it may be."""
    issued = snapshot(source, number)
    bill = issued.document
    if bill.client != document.client or bill.currency != document.currency:
        raise Refused.one(
            "deposit-of-other-client",
            f"{number} is to {bill.client} in {bill.currency}, this document to {document.client} in"
            f" {document.currency}",
            where="preceding",
            rule="BG-3",
            remedy="name the documents of this client in this currency",
        )
    if corrects(document.kind) and not stands(source, number):
        raise Refused.one(
            "nothing-to-correct",
            f"{number} was taken back whole",
            where="preceding",
            rule="a correction bills the difference to what stands",
            remedy="bill it anew",
            example=f"invoicing copy {number}",
        )
    final = deducted_by(source, number)
    if final:
        raise Conflict(
            "deposit-deducted",
            f"{number} was taken off by {final} already",
            where="preceding",
            remedy=f"leave it out, or credit {final} first",
        )
    return issued


def _allowances(issued: Issued, left: tuple[Part, ...], words: Language) -> Iterator[Adjustment]:
    reason = named(issued, words)
    for part in left:
        kind = "deducted-fund" if part.fund else "deducted"
        yield Adjustment(reason, part.amount, taxes=part.taxes, kind=kind)


def named(issued: Issued, words: Language) -> str:
    """Name a document on another: ``Deposit invoice D2026-0001 of 2 March 2026``."""
    day = words.date(issued.document.issue_date)
    return f"{words.title(issued.document.kind)} {words.label('preceding-dated', number=issued.number, date=day)}"


def _note(issued: Issued, left: tuple[Part, ...], words: Language, *, gross: bool) -> str:
    """Write what is taken off: net, each tax, and both together; the sum alone where a part of it was credited."""
    sums = issued.totals
    if left != parts(issued, gross=gross):
        rest = total((one.amount for one in left), sums.net.currency)
        return f"{named(issued, words)}: {words.money(rest)}"
    taxes = "".join(
        f" + {issued.tax_label if one.name == DEFAULT_NAME else one.name} {words.percent(one.rate)} "
        + words.money(one.tax)
        for one in sums.taxes
        if one.tax
    )
    return f"{named(issued, words)}: {words.money(sums.net)}{taxes} = {words.money(sums.total)}"


def check_preceding(source: Source, document: Document) -> None:
    """Refuse (``cannot-follow``) a document that names one of a kind it cannot follow."""
    kind = kinds.kind(document.kind)
    for one in document.preceding:
        before = kinds.kind(queries.document(source, one.number).kind)
        if not kind.may_follow(before):
            raise cannot_follow(one.number, before.key, kind.key)


def cannot_follow(number: str, before: str, kind: str) -> Refused:
    """Say that a kind cannot follow another, and what can."""
    able = [one.key for one in kinds.kinds() if one.may_follow(kinds.kind(before))]
    return Refused.one(
        "cannot-follow",
        f"{number} is of kind {before}, which no {kind} can follow",
        where="preceding",
        rule="kinds/*.py: follows",
        remedy=f"it can become: {', '.join(able)}" if able else f"nothing follows a {before}",
        example=f"invoicing convert {number} --to {able[0]}" if able else f"invoicing copy {number}",
    )
