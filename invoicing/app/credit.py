"""Take a bill back: whole, some of its lines, or an amount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from invoicing import kinds
from invoicing.app.book import acting, once
from invoicing.app.deduct import named
from invoicing.app.derive import picked, picks, undeducted
from invoicing.app.drafting import draft
from invoicing.app.issue import issue_in, load_theme
from invoicing.app.snapshot import snapshot
from invoicing.app.standing import FUNDS, Part, parts, remaining, with_tax
from invoicing.domain.dates import parse_date
from invoicing.domain.document import Adjustment, Document, Line, Preceding
from invoicing.domain.errors import Refused
from invoicing.domain.money import Money, exact_money, largest_remainder, parse_decimal, total
from invoicing.domain.tax import key_of
from invoicing.domain.terms import AT_ONCE
from invoicing.domain.values import to_json
from invoicing.ledger import queries

if TYPE_CHECKING:
    from datetime import date

    from invoicing.app.book import Act, Book, Result
    from invoicing.app.drafting import Drafted
    from invoicing.domain.issued import Issued
    from invoicing.ledger.queries import Source
    from invoicing.ledger.store import Work


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be taken back of `number`, as text: `lines` as ``2`` or ``2=5``, else `amount`, else all of it."""

    number: str
    kind: str = "credit-note"
    lines: tuple[str, ...] = ()
    amount: str = ""
    """with tax, before withholding"""
    date: str = ""
    reason: str = ""
    """printed on the document"""


def credit(book: Book, taken: Taken, act: Act) -> Result:
    """Issue a credit note or a cancellation of a bill.

    Gives the shape of `issue --json` with ``credited`` (the bill), ``outstanding`` (what is open of it now) and
    ``credit`` (what stays as the client's credit). Refused with ``nothing-to-credit``, ``credit-exceeds-invoice``,
    ``no-such-line`` and by every rule of a document.
    """
    theme = load_theme(book, book.settings.theme)
    inputs = {"act": "credit", **to_json(taken)}

    def do(work: Work) -> Result:
        drafted = draft_credit(book, work, taken, act.today)
        done = issue_in(work, book, drafted, act, theme)
        return done | outcome(work, taken.number, done["number"])

    with acting(book, act) as work:
        return once(work, act, inputs, lambda: do(work))


def outcome(work: Work, number: str, note: str) -> Result:
    """Say what a credit left open of its bill, and what stays as credit."""
    row = queries.document(work, number)
    kept = work.driver.execute("SELECT unallocated FROM payments WHERE id = :id", {"id": note})
    credit_left = Money(kept[0][0] if kept else 0, row.currency)
    return {"credited": number, "outstanding": str(row.outstanding), "credit": str(credit_left)}


def draft_credit(book: Book, source: Source, taken: Taken, today: date) -> Drafted:
    """Judge the document that takes back what is wished."""
    issued = snapshot(source, taken.number)
    kind = kinds.kind(taken.kind)
    if not kind.may_follow(kinds.kind(issued.document.kind)) or kind.sign >= 0:
        raise _no_bill(issued)
    left = remaining(source, taken.number)
    if not left:
        raise _nothing_left(issued)
    return draft(_document(book, issued, left, taken, today), book.resources)


def _document(book: Book, issued: Issued, left: tuple[Part, ...], taken: Taken, today: date) -> Document:
    from invoicing.texts import language

    old = issued.document
    day = parse_date(taken.date, "--date") if taken.date else today
    base = replace(
        old,
        kind=taken.kind,
        issue_date=day,
        supply_date=old.supplied if old.supplied != day else None,
        seller=book.settings.seller if book.settings.seller.name else old.seller,
        preceding=(Preceding(taken.number, old.issue_date),),
        terms=AT_ONCE,
        prepaid=None,
        valid_until=None,
        notes=(taken.reason,) if taken.reason else (),
        attachments=(),
    )
    untouched = left == tuple(one for one in parts(issued, gross=old.prices_include_tax) if one.amount.minor > 0)
    if taken.lines:
        # A line is worth what it is worth; what deposits had paid of the whole is no part of it.
        whole = replace(base, rounding_step=None, allowances=undeducted(old.allowances))
        return picked(whole, picks(old.lines, taken.lines))
    text = named(issued, language(old.language, book.resources))
    if not taken.amount:
        return base if untouched else _of_parts(replace(base, rounding_step=None), left, text)
    amount = exact_money(parse_decimal(taken.amount, "--amount"), old.currency, "--amount")
    if untouched and amount == issued.totals.total:
        return base
    return _of_amount(replace(base, rounding_step=None), issued, amount, left, text)


def _of_amount(base: Document, issued: Issued, amount: Money, left: tuple[Part, ...], text: str) -> Document:
    """Spread an amount that includes tax over what is left, tax by tax; the amount itself stands to the cent."""
    with_taxes = _gross(issued, left)
    most = total((one.amount for one in with_taxes), amount.currency)
    if not 0 < amount.minor <= most.minor:
        raise Refused.one(
            "credit-exceeds-invoice" if amount.minor > 0 else "amount-not-positive",
            f"{amount} cannot be credited; {most} {most.currency} are left of {issued.number}",
            where="--amount",
            rule="a credit note takes back at most what was invoiced",
            remedy="write an amount above 0 and at most what is left, tax included",
            example=f"--amount {most}",
        )
    if amount == most:
        return _of_parts(base, left, text)
    shares = largest_remainder(amount.minor, [one.amount.minor for one in with_taxes])
    some = [replace(one, amount=Money(share, amount.currency)) for one, share in zip(with_taxes, shares, strict=True)]
    inclusive = any(tax.rate for one in some for tax in one.taxes)
    return _of_parts(replace(base, prices_include_tax=inclusive), [one for one in some if one.amount], text)


def _gross(issued: Issued, left: tuple[Part, ...]) -> list[Part]:
    if issued.document.prices_include_tax:
        return list(left)
    return [replace(one, amount=with_tax(one.amount, [key_of(tax) for tax in one.taxes])) for one in left]


def _of_parts(base: Document, some: tuple[Part, ...] | list[Part], text: str) -> Document:
    """Write parts as lines, one for each combination of taxes, and funds as the charges they were."""
    fund = next((one.reason for one in base.charges if one.kind in FUNDS), text)
    return replace(
        base,
        lines=tuple(Line(text, price=one.amount.amount, taxes=one.taxes) for one in some if not one.fund),
        allowances=(),
        charges=tuple(Adjustment(fund, one.amount, taxes=one.taxes, kind="fund") for one in some if one.fund),
        withholding=tuple(replace(one, base=None) for one in base.withholding),
    )


def _no_bill(issued: Issued) -> Refused:
    return Refused.one(
        "nothing-to-credit",
        f"{issued.number} is of kind {issued.document.kind} and asked for no money",
        where="NUMBER",
        remedy="name the invoice that is to be taken back",
        example="invoicing credit 2026-0001",
    )


def _nothing_left(issued: Issued) -> Refused:
    return Refused.one(
        "nothing-to-credit",
        f"{issued.number} has been taken back whole already",
        where="NUMBER",
        rule="a credit note takes back at most what was invoiced",
        remedy=f"see its chain: invoicing show {issued.number}",
    )
