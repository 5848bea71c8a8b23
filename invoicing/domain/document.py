"""The document, as EN 16931 models an invoice: what is written before it has totals and a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from invoicing.domain.dates import Period
from invoicing.domain.money import Money
from invoicing.domain.party import BankAccount, Party
from invoicing.domain.tax import Tax
from invoicing.domain.terms import AT_ONCE, Terms


@dataclass(frozen=True, slots=True)
class Reduction:
    """A discount on a line (BG-27): either a percentage of the line's gross (BT-138) or an amount (BT-136)."""

    percent: Decimal | None = None
    amount: Money | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line (BG-25). Its net is quantity x price / price base, less the discount, rounded to the minor unit."""

    description: str
    """BT-153, may hold several lines of text"""
    quantity: Decimal = Decimal(1)
    """BT-129"""
    unit: str = "C62"
    """BT-130, UN/ECE Recommendation 20: C62 one, HUR hour, DAY day, KGM kilogram …"""
    price: Decimal = Decimal(0)
    """BT-146, with as many decimals as it needs"""
    price_base: Decimal = Decimal(1)
    """BT-149: the price is for so many units"""
    discount: Reduction | None = None
    taxes: tuple[Tax, ...] = ()
    item: str = ""
    """BT-155: the seller's code of a saved item"""
    period: Period | None = None
    """BG-26"""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance (BG-20) or a charge (BG-21) on the whole document.

    With `percent`, the amount is that share of `base` (of the sum of lines when None). Without taxes it is split over
    the tax combinations of the lines, in proportion.
    """

    reason: str
    """BT-97 / BT-104"""
    amount: Money | None = None
    """BT-92 / BT-99"""
    percent: Decimal | None = None
    """BT-94 / BT-101"""
    base: Money | None = None
    """BT-93 / BT-100"""
    taxes: tuple[Tax, ...] = ()
    kind: str = ""
    """``fund`` marks an Italian professional fund (cassa): taxed, but outside the base of withholding. ``deducted``
    marks an allowance that takes off an earlier bill, ``deducted-fund`` the part of it that was a fund"""


@dataclass(frozen=True, slots=True)
class Withholding:
    """Tax the buyer pays to the state for the seller (ritenuta, IRPF): never a negative VAT."""

    rate: Decimal
    kind: str = "withholding"
    base: Money | None = None
    """None: the net, less charges of kind ``fund``"""


@dataclass(frozen=True, slots=True)
class Preceding:
    """A document this one follows (BG-3): a credit note names its invoice, a final invoice its deposits."""

    number: str
    """BT-25"""
    issue_date: date | None = None
    """BT-26"""
    amount: Money | None = None
    """for a deposit: what it asked, tax included"""


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice, credit note, receipt or other document before it is numbered.

    `kind` is a key of `invoicing.kinds`; `language` a BCP 47 tag; `country` the regime whose tax law it follows.
    """

    kind: str
    currency: str
    """BT-5, ISO 4217"""
    issue_date: date
    """BT-2"""
    seller: Party
    """BG-4"""
    buyer: Party
    """BG-7"""
    lines: tuple[Line, ...]
    """BG-25"""
    country: str = ""
    client: str = ""
    """the book's key of the buyer"""
    language: str = "en"
    supply_date: date | None = None
    """BT-72; None: the issue date"""
    period: Period | None = None
    """BG-14"""
    terms: Terms = AT_ONCE
    """BT-9, BT-20"""
    valid_until: date | None = None
    """the last day on which an offer can be accepted"""
    reference: str = ""
    """BT-10: what the buyer asked to see"""
    order: str = ""
    """BT-13: the buyer's purchase order"""
    contract: str = ""
    """BT-12"""
    project: str = ""
    """BT-11"""
    notes: tuple[str, ...] = ()
    """BT-22"""
    preceding: tuple[Preceding, ...] = ()
    """BG-3"""
    prices_include_tax: bool = False
    allowances: tuple[Adjustment, ...] = ()
    """BG-20"""
    charges: tuple[Adjustment, ...] = ()
    """BG-21"""
    withholding: tuple[Withholding, ...] = ()
    prepaid: Money | None = None
    """BT-113"""
    rounding_step: Money | None = None
    """cash rounding: what is due becomes a multiple of it, the difference is BT-114"""
    bank: BankAccount | None = None
    """BG-17"""
    delivery_country: str = ""
    """BT-80"""
    extra: tuple[tuple[str, str], ...] = ()
    """further fields, printed as label and value (CIG, CUP, cost centre …)"""
    attachments: tuple[str, ...] = ()
    """BG-24: file names"""

    @property
    def supplied(self) -> date:
        """The day whose tax rates hold: the supply date, the end of the period, else the issue date."""
        if self.supply_date is not None:
            return self.supply_date
        return self.period.end if self.period is not None else self.issue_date


def upright(document: Document) -> Document:
    """Give a document whose lines all have negative quantities with positive ones.

    A credit note says "back" by its kind (UNTDID 381, positive amounts); -2 of everything means the same.
    """
    if not document.lines or any(line.quantity >= 0 for line in document.lines):
        return document
    return replace(document, lines=tuple(replace(line, quantity=-line.quantity) for line in document.lines))


def taxes_of(document: Document) -> tuple[Tax, ...]:
    """Give each distinct tax of lines, allowances and charges, in the order they first stand."""
    seen: dict[Tax, None] = {}
    for line in document.lines:
        seen.update(dict.fromkeys(line.taxes))
    for adjustment in (*document.allowances, *document.charges):
        seen.update(dict.fromkeys(adjustment.taxes))
    return tuple(seen)


def map_taxes(document: Document, change: dict[Tax, Tax]) -> Document:
    """Give the document with each tax replaced by what `change` says for it."""

    def swap(taxes: tuple[Tax, ...]) -> tuple[Tax, ...]:
        return tuple(change.get(one, one) for one in taxes)

    return replace(
        document,
        lines=tuple(replace(one, taxes=swap(one.taxes)) for one in document.lines),
        allowances=tuple(replace(one, taxes=swap(one.taxes)) for one in document.allowances),
        charges=tuple(replace(one, taxes=swap(one.taxes)) for one in document.charges),
    )
