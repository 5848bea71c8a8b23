"""What a document must be before it may be issued: the business rules of EN 16931, and the few of this toolkit.

`check` looks at one document and says everything that is wrong with it, in the order of the page. It decides nothing
and changes nothing. The rule numbers (BR-…) are those of EN 16931-1 section 6.4; BR-AE, BR-IC, BR-G, BR-E and BR-O are
the groups of rules per tax category.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from invoicing.domain.errors import Finding
from invoicing.domain.money import MINOR_UNITS, plain, unknown_currency
from invoicing.domain.tax import CATEGORIES, RATED, Tax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from invoicing.domain.document import Adjustment, Document, Line
    from invoicing.domain.kind import Kind
    from invoicing.domain.totals import Totals

_HUNDRED = Decimal(100)
_FAR = timedelta(days=366)
_BOTH_VAT = {"AE": "BR-AE-02", "K": "BR-IC-02"}
"""categories that need the VAT identifier of both parties, with the rule that says so for a line"""


class _Text(Protocol):
    @property
    def when(self) -> str: ...


class Printed(Protocol):
    """The part of a regime that is asked here: the sentences it prints, each with what it is for."""

    @property
    def texts(self) -> Sequence[_Text]:
        """The regime's legal texts."""


def check(
    document: Document,
    kind: Kind,
    regime: Printed,
    *,
    totals: Totals | None = None,
    vat_finding: Callable[[str, str], Finding | None] | None = None,
    draft: bool = False,
) -> tuple[Finding, ...]:
    """Give everything that forbids issuing the document; nothing when it may be issued.

    `regime` satisfies the reason of an exempt line by the sentence it prints. `totals` adds the rules on sums;
    `vat_finding(number, where)` checks a VAT identifier's digits. `draft` leaves out what only an issued document
    needs (names of the parties, reasons), so that a preview works without a book. A place counts from 1.
    """
    found = chain(
        _heads(document, kind, draft=draft),
        _vat_numbers(document, vat_finding),
        _dates(document, kind),
        chain.from_iterable(_line(line, f"lines[{index}]", kind) for index, line in enumerate(document.lines, 1)),
        _adjustments(document, draft=draft),
        _categories(document),
        () if draft else _reasons(document, regime),
        _withholding(document),
        _sums(document, kind, totals) if totals is not None else (),
    )
    return tuple(dict.fromkeys(found))


def negative_quantity(quantity: Decimal, where: str) -> Finding:
    """Say that a document which asks for money has a line with a negative quantity."""
    return Finding(
        "negative-quantity",
        f"the quantity {plain(quantity)} is negative, but this document is no credit note",
        where,
        "what was invoiced is taken back by a credit note",
        "write a credit note with positive quantities that names the invoice, or take a discount or an allowance",
        'kind = "credit-note"\npreceding = "2026-0007"',
    )


def negative_price(price: Decimal, where: str) -> Finding:
    """Say that a price is negative."""
    return Finding(
        "negative-price",
        f"the price {plain(price)} is negative",
        where,
        "BR-27 (BT-146)",
        "write what is taken off as a discount of the line or as an allowance",
        'discount = "10%"',
    )


def _heads(document: Document, kind: Kind, *, draft: bool) -> Iterator[Finding]:
    if document.currency not in MINOR_UNITS:
        yield unknown_currency(document.currency)
    if kind.needs_preceding and not document.preceding:
        yield Finding(
            "missing-preceding",
            f"a {kind.key} names the document it follows, but preceding is empty",
            "preceding",
            "BG-3, BT-25",
            "write the number of that document",
            'preceding = "2026-0007"',
        )
    if not document.lines:
        yield Finding(
            "no-lines",
            "the document has no line",
            "lines",
            "BR-16 (BG-25)",
            "write at least one line",
            '[[lines]]\ndescription = "Design"\nprice = 80',
        )
    if not draft:
        yield from _names(document)


def _names(document: Document) -> Iterator[Finding]:
    for role, party, rule in (("seller", document.seller, "BR-06 (BT-27)"), ("buyer", document.buyer, "BR-07 (BT-44)")):
        if not party.name:
            yield Finding(
                f"missing-{role}",
                f"the {role} has no name",
                f"{role}.name",
                rule,
                "complete [seller] in invoicing.toml"
                if role == "seller"
                else "name a client of the book, or write [buyer]",
                '[seller]\nname = "Studio Rossi"' if role == "seller" else 'client = "acme"',
            )


def _vat_numbers(document: Document, vat_finding: Callable[[str, str], Finding | None] | None) -> Iterator[Finding]:
    if vat_finding is None:
        return
    for role, party in (("seller", document.seller), ("buyer", document.buyer)):
        found = vat_finding(party.vat, f"{role}.vat") if party.vat else None
        if found is not None:
            yield found


def _dates(document: Document, kind: Kind) -> Iterator[Finding]:
    days = [one.due for one in document.terms.instalments]
    if document.terms.due is not None:
        days.append(document.terms.due)
    if kind.claims and any(day < document.issue_date for day in days):
        yield Finding(
            "due-before-issue",
            f"{min(days)} is due before the issue date {document.issue_date}",
            "terms",
            "BT-9 is not before BT-2",
            "write a later day, or the days that the client has",
            'terms = "30"',
        )
    if kind.taxed and document.supplied - document.issue_date > _FAR:
        yield _far_supply(document.supplied, document.issue_date)
    if document.valid_until is not None and document.valid_until < document.issue_date:
        yield _valid_before_issue(document.valid_until, document.issue_date)


def _valid_before_issue(until: date, issued: date) -> Finding:
    return Finding(
        "valid-before-issue",
        f"it is valid until {until}, before its issue date {issued}",
        "valid_until",
        "an offer is valid on the day it is made",
        "write a later day",
        f"valid_until = {issued}",
    )


def _far_supply(supplied: date, issued: date) -> Finding:
    return Finding(
        "supply-too-far",
        f"the supply on {supplied} lies more than a year after the issue date {issued}",
        "supply_date",
        "BT-72",
        "check the year",
        f"supply_date = {issued}",
    )


def _line(line: Line, where: str, kind: Kind) -> Iterator[Finding]:
    if not line.description.strip():
        yield Finding(
            "missing-description",
            "the line does not say what was sold",
            f"{where}.description",
            "BR-25 (BT-153)",
            "write what was sold",
            'description = "Design of the catalogue"',
        )
    if line.quantity < 0 and kind.sign >= 0:
        yield negative_quantity(line.quantity, f"{where}.quantity")
    if line.price < 0:
        yield negative_price(line.price, f"{where}.price")
    if line.discount is not None and line.discount.percent is not None:
        yield from _percent(line.discount.percent, f"{where}.discount")
    for tax in line.taxes:
        yield from _tax(tax, f"{where}.tax")


def _adjustments(document: Document, *, draft: bool) -> Iterator[Finding]:
    for name, several, rule in (
        ("allowances", document.allowances, "BR-33 (BT-97)"),
        ("charges", document.charges, "BR-38 (BT-104)"),
    ):
        for index, one in enumerate(several, 1):
            yield from _adjustment(one, f"{name}[{index}]", "" if draft else rule)


def _adjustment(one: Adjustment, where: str, rule: str) -> Iterator[Finding]:
    if rule and not one.reason.strip():
        yield Finding(
            "missing-adjustment-reason",
            "an allowance or charge on the document says what it is for",
            f"{where}.reason",
            rule,
            "write its reason",
            'reason = "Early booking"',
        )
    if one.percent is not None:
        yield from _percent(one.percent, f"{where}.percent")
    for tax in one.taxes:
        yield from _tax(tax, f"{where}.tax")


def _percent(percent: Decimal, where: str) -> Iterator[Finding]:
    if not 0 <= percent <= _HUNDRED:
        yield Finding(
            "bad-percent",
            f"{plain(percent)} is not a percentage from 0 to 100",
            where,
            "0 to 100",
            "write the share in percent",
            "10",
        )


def _tax(tax: Tax, where: str) -> Iterator[Finding]:
    if tax.category not in CATEGORIES:
        problem = f"{tax.category!r} is no tax category"
    elif tax.category not in RATED and tax.rate:
        problem = (
            f"category {tax.category} ({CATEGORIES[tax.category]}) carries no rate, but {plain(tax.rate)} % is written"
        )
    elif tax.rate is not None and not 0 <= tax.rate <= _HUNDRED:
        problem = f"a rate of {plain(tax.rate)} % lies outside 0 to 100"
    else:
        return
    yield Finding(
        "bad-tax", problem, where, "BT-151, BT-152", "write a category of UNTDID 5305 with its rate", 'tax = "S 22"'
    )


def _taxed_places(document: Document) -> Iterator[tuple[str, Tax]]:
    parts: tuple[tuple[str, Sequence[Line | Adjustment]], ...] = (
        ("lines", document.lines),
        ("allowances", document.allowances),
        ("charges", document.charges),
    )
    for name, several in parts:
        for index, one in enumerate(several, 1):
            for tax in one.taxes:
                yield f"{name}[{index}].tax", tax


def _categories(document: Document) -> Iterator[Finding]:
    first = _first_places(document)
    for category, rule in _BOTH_VAT.items():
        if category in first:
            yield from _needs_vat(document, category, rule, first[category])
    if "G" in first and not document.seller.vat:
        yield _missing_vat("seller", "G", "BR-G-02", first["G"])
    if "K" in first:
        yield from _delivery(document, first["K"])
    if "O" in first:
        yield from _outside_alone(first)
    if document.prices_include_tax and "AE" in first:
        yield _gross_reverse_charge(first["AE"])


def _first_places(document: Document) -> dict[str, str]:
    """Map each tax category to the first place that uses it."""
    first: dict[str, str] = {}
    for where, tax in _taxed_places(document):
        first.setdefault(tax.category, where)
    return first


def _needs_vat(document: Document, category: str, rule: str, where: str) -> Iterator[Finding]:
    missing = [role for role, party in (("seller", document.seller), ("buyer", document.buyer)) if not party.vat]
    if len(missing) == 1:
        yield _missing_vat(missing[0], category, rule, where)
    elif missing:
        yield Finding(
            "missing-vat-identifiers",
            f"category {category} ({CATEGORIES[category]}) needs two VAT identifiers; seller and buyer have none",
            where,
            rule,
            "add vat to [seller] in invoicing.toml and to the client, or take the tax that holds without them",
            'vat = "IT00743110157"',
        )


def _missing_vat(role: str, category: str, rule: str, where: str) -> Finding:
    return Finding(
        f"missing-{role}-vat",
        f"category {category} ({CATEGORIES[category]}) needs the VAT identifier of the {role}, who has none",
        where,
        rule,
        "add vat to [seller] in invoicing.toml"
        if role == "seller"
        else "add it to the client, or take the tax that holds without it",
        'vat = "IT00743110157"',
    )


def _delivery(document: Document, where: str) -> Iterator[Finding]:
    if document.supply_date is None and document.period is None:
        yield Finding(
            "missing-delivery-date",
            "category K (intra-community supply of goods) needs the day of delivery",
            where,
            "BR-IC-11 (BT-72, BG-14)",
            "write supply_date or period",
            f"supply_date = {document.issue_date}",
        )
    if not document.delivery_country:
        yield Finding(
            "missing-delivery-country",
            "category K (intra-community supply of goods) needs the country the goods went to",
            where,
            "BR-IC-12 (BT-80)",
            "write delivery_country",
            'delivery_country = "NL"',
        )


def _outside_alone(first: dict[str, str]) -> Iterator[Finding]:
    others = sorted(set(first) - {"O"})
    if others:
        yield Finding(
            "mixed-outside-scope",
            f"category O (outside the scope of VAT) stands beside {', '.join(others)}",
            first["O"],
            "BR-O-11 to BR-O-14",
            "write two documents, or take E (exempt) or Z (zero rated) where they are right",
            'tax = "O"',
        )


def _gross_reverse_charge(where: str) -> Finding:
    return Finding(
        "reverse-charge-with-tax-in-price",
        "prices_include_tax is true, but with a reverse charge there is no tax in the price",
        where,
        "Directive 2006/112/EC art. 226(11a)",
        "write net prices and leave prices_include_tax out",
        "prices_include_tax = false",
    )


def _reasons(document: Document, regime: Printed) -> Iterator[Finding]:
    """Ask for the reason of an exemption that neither the document nor the regime gives.

    AE, K, G and O have one standing reason each with a code of its own (VATEX-EU-AE, -IC, -G, -O), so that only E, of
    which there are many, must be told.
    """
    printed = {one.when for one in regime.texts}
    for where, tax in _taxed_places(document):
        if tax.category != "E" or tax.reason or "E" in printed:
            continue
        yield Finding(
            "missing-exemption-reason",
            "category E (exempt) says why there is no tax",
            where,
            "BR-E-10 (BT-120, BT-121)",
            "write the reason, with the article of the law",
            'tax = { category = "E", reason = "Exempt, art. 132(1)(i) Directive 2006/112/EC" }',
        )


def _withholding(document: Document) -> Iterator[Finding]:
    for index, one in enumerate(document.withholding, 1):
        yield from _percent(one.rate, f"withholding[{index}].rate")


def _sums(document: Document, kind: Kind, totals: Totals) -> Iterator[Finding]:
    if document.lines and kind.claims and not kind.deducts and totals.total.minor <= 0:
        what = "nothing" if totals.total.minor == 0 else f"less than nothing ({totals.total} {document.currency})"
        yield Finding(
            "nothing-to-pay",
            f"the {kind.key} asks for {what}",
            "lines",
            "a claim is an amount above zero",
            "check prices and discounts; what is to be given back is a credit note",
            'kind = "credit-note"',
        )
    if totals.prepaid.minor > totals.payable.minor >= 0 and kind.claims:
        yield Finding(
            "prepaid-too-much",
            f"{totals.prepaid} {document.currency} are prepaid, but only {totals.payable} are to be paid",
            "prepaid",
            "BT-113",
            "write what was paid on this document; the rest stays credit of the client",
            f"prepaid = {totals.payable}",
        )
    yield from _discounts(document.lines, totals)


def _discounts(lines: Iterable[Line], totals: Totals) -> Iterator[Finding]:
    for index, (line, one) in enumerate(zip(lines, totals.line_sums, strict=True), 1):
        if line.discount is not None and abs(one.discount.minor) > abs(one.gross.minor):
            yield Finding(
                "discount-too-large",
                f"the discount of {one.discount} is larger than the line's {one.gross}",
                f"lines[{index}].discount",
                "BG-27",
                "take off at most what the line costs",
                'discount = "100%"',
            )
