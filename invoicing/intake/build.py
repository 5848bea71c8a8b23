"""From the form of a document file to the domain's `Document`: what the file leaves open comes from `Defaults`."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.domain.dates import Period
from invoicing.domain.document import Adjustment, Document, Line, Preceding, Reduction, Withholding
from invoicing.domain.errors import Finding, Refused, nearest
from invoicing.domain.money import Money, exact_money
from invoicing.domain.terms import Instalment, Terms
from invoicing.intake.parties import bank_of, taxes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from invoicing.domain.party import BankAccount, Party
    from invoicing.domain.tax import Tax
    from invoicing.intake._forms import AdjustmentForm, DiscountForm, DocumentForm, LineForm, PeriodForm, TermsForm
    from invoicing.intake.item import Item

ON_RECEIPT = Terms()
"""due on the issue date"""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the book, the client and the day say where a document file is silent.

    `taxes` None: the book names no tax. `tax_expected`: the country has a tax, so that a line without one is refused.
    """

    issue_date: date
    currency: str = ""
    country: str = ""
    language: str = "en"
    terms: Terms = ON_RECEIPT
    taxes: tuple[Tax, ...] | None = None
    tax_expected: bool = False
    bank: BankAccount | None = None
    items: Mapping[str, Item] = field(default_factory=dict)


def build(form: DocumentForm, currency: str, parties: tuple[Party, Party], defaults: Defaults) -> Document:
    """Make the document of seller and buyer; refused with all findings at once."""
    found = [*too_fine(form, currency), *_unknown_items(form, defaults, currency), *_untaxed(form, defaults)]
    if found:
        raise Refused.of(found)
    seller, buyer = parties
    return Document(
        kind=form.kind,
        currency=currency,
        issue_date=form.issue_date or defaults.issue_date,
        seller=seller,
        buyer=buyer,
        lines=tuple(_line(one, form, currency, defaults) for one in form.lines),
        country=form.country or defaults.country,
        client=form.client,
        language=form.language or defaults.language,
        supply_date=form.supply_date,
        period=_period(form.period),
        terms=_terms(form.terms, currency) if form.terms else defaults.terms,
        valid_until=form.valid_until,
        reference=form.reference,
        order=form.order,
        contract=form.contract,
        project=form.project,
        notes=form.notes,
        preceding=tuple(Preceding(one.number, one.issue_date, _money(one.amount, currency)) for one in form.preceding),
        prices_include_tax=form.prices_include_tax,
        allowances=tuple(_adjustment(one, currency) for one in form.allowances),
        charges=tuple(_adjustment(one, currency) for one in form.charges),
        withholding=tuple(Withholding(one.rate, one.kind, _money(one.base, currency)) for one in form.withholding),
        prepaid=_money(form.prepaid, currency),
        rounding_step=_money(form.rounding, currency),
        bank=bank_of(form.bank) if form.bank else defaults.bank,
        delivery_country=form.delivery_country,
        extra=form.extra,
        attachments=form.attachments,
    )


def too_fine(form: DocumentForm, currency: str) -> Iterator[Finding]:
    """Name each amount that the currency cannot hold (``amount-too-fine``). A price may be as fine as it needs."""
    for where, amount in _amounts(form):
        if amount is not None:
            try:
                exact_money(amount, currency, where)
            except Refused as refused:
                yield from refused.findings


def _amounts(form: DocumentForm) -> Iterator[tuple[str, Decimal | None]]:
    for index, line in enumerate(form.lines, 1):
        yield f"lines[{index}].discount", line.discount.amount if line.discount else None
    for name, several in (("allowances", form.allowances), ("charges", form.charges)):
        for index, one in enumerate(several, 1):
            yield f"{name}[{index}].amount", one.amount
            yield f"{name}[{index}].base", one.base
    for index, withheld in enumerate(form.withholding, 1):
        yield f"withholding[{index}].base", withheld.base
    for index, before in enumerate(form.preceding, 1):
        yield f"preceding[{index}].amount", before.amount
    for index, part in enumerate(form.terms.parts if form.terms else (), 1):
        yield f"terms[{index}].amount", part.amount
    yield "prepaid", form.prepaid
    yield "rounding", form.rounding


def _unknown_items(form: DocumentForm, defaults: Defaults, currency: str) -> Iterator[Finding]:
    for index, line in enumerate(form.lines, 1):
        item = defaults.items.get(line.item)
        where = f"lines[{index}].item"
        if line.item and item is None and not (line.description and line.price is not None):
            yield _unknown_item(line.item, where, defaults.items)
        elif item is not None and line.price is None and item.currency not in {"", currency}:
            yield _item_currency(item, currency, where)


def _unknown_item(key: str, where: str, items: Mapping[str, Item]) -> Finding:
    close = nearest(key, items)
    return Finding(
        "unknown-item",
        f"the book has no item {key!r}",
        where,
        "BT-155",
        f"did you mean {close}?" if close else "save it with `invoicing item add`, or write description and price",
        f'item = "{close}"' if close else 'description = "Design"\nprice = 80',
    )


def _item_currency(item: Item, currency: str, where: str) -> Finding:
    return Finding(
        "item-currency",
        f"the item {item.key!r} is priced in {item.currency}, the document in {currency}",
        where,
        "two currencies are never mixed",
        f"write its price in {currency} on the line",
        "price = 80",
    )


def _untaxed(form: DocumentForm, defaults: Defaults) -> Iterator[Finding]:
    """Name the lines whose tax was forgotten: others have one, or the country has a tax and nobody said which."""
    silent = [index for index, line in enumerate(form.lines, 1) if _taxes(line, form, defaults) is None]
    if not silent or (len(silent) == len(form.lines) and not defaults.tax_expected):
        return
    for index in silent:
        yield Finding(
            "missing-tax",
            "this line names no tax",
            f"lines[{index}].tax",
            "BR-CO-04 (BT-151)",
            'write its tax, or tax = "none" where there is none; `tax` above the lines holds for all of them',
            'tax = "S"',
        )


def _taxes(line: LineForm, form: DocumentForm, defaults: Defaults) -> tuple[Tax, ...] | None:
    """Give the taxes of a line: its own, its item's, the document's, the book's; None where none of them speaks."""
    if line.tax is not None:
        return taxes_of(line.tax)
    item = defaults.items.get(line.item)
    if item is not None and item.taxes is not None:
        return item.taxes
    return taxes_of(form.tax) if form.tax is not None else defaults.taxes


def _line(line: LineForm, form: DocumentForm, currency: str, defaults: Defaults) -> Line:
    item = defaults.items.get(line.item)
    given = line.model_fields_set
    price = line.price if line.price is not None or item is None else item.price
    return Line(
        description=line.description if line.description or item is None else item.description,
        quantity=line.quantity,
        unit=line.unit if "unit" in given or item is None else item.unit,
        price=price if price is not None else Decimal(0),
        price_base=line.price_base,
        discount=_discount(line.discount, currency) if line.discount else None,
        taxes=_taxes(line, form, defaults) or (),
        item=line.item,
        period=_period(line.period),
    )


def _discount(form: DiscountForm, currency: str) -> Reduction:
    return Reduction(form.percent, _money(form.amount, currency), form.reason)


def _adjustment(form: AdjustmentForm, currency: str) -> Adjustment:
    return Adjustment(
        reason=form.reason,
        amount=_money(form.amount, currency),
        percent=form.percent,
        base=_money(form.base, currency),
        taxes=taxes_of(form.tax) or (),
        kind=form.kind,
    )


def _terms(form: TermsForm, currency: str) -> Terms:
    parts = tuple(Instalment(one.due, _money(one.amount, currency), one.percent) for one in form.parts)
    return Terms(form.days, form.end_of_month, form.due, parts)


def _period(form: PeriodForm | None) -> Period | None:
    return Period(form.start, form.end) if form else None


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return exact_money(amount, currency) if amount is not None else None
