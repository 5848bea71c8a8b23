"""What a page template sees: the document in words, nothing to compute and nothing to look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from invoicing import kinds
from invoicing.pdf import address

if TYPE_CHECKING:
    import datetime as dt

    from invoicing.domain.issued import Issued
    from invoicing.domain.party import BankAccount, Party
    from invoicing.texts import Language


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party as it is printed."""

    name: str
    trading_name: str
    legal_form: str
    lines: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    """(label, value)"""
    attention: str
    email: str
    phone: str
    website: str


@dataclass(frozen=True, slots=True)
class BankView:
    """A bank account as it is printed: (label, value)."""

    rows: tuple[tuple[str, str], ...]
    reference: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the templates of a document may name."""

    t: Any
    """label by key"""
    title: str
    number: str
    kind: str
    seller: PartyView
    buyer: PartyView
    buyer_label: str
    reference: tuple[tuple[str, str], ...]
    """(label, value), in the order they are printed"""
    due: str
    due_label: str
    day: str
    """the one day a reader looks for: when to pay first, until when an offer holds, else the day of the document"""
    day_label: str
    part: str
    """what the first instalment asks, where there are several"""
    part_label: str
    issue_date: str
    bank: BankView | None
    payment_link: str
    pay_by: str
    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    notes: tuple[str, ...]
    attachments: tuple[str, ...]
    prices_include_tax: bool
    copy: bool
    receipt: tuple[tuple[str, str], ...]
    received: str
    outstanding: str
    asks: bool
    """True when the document asks for money"""


def due_key(issued: Issued) -> str:
    """Give the label of the last sum: what is due, given back or received, or the plain total of an offer."""
    if issued.receipt is not None:
        return "amount-received"
    kind = kinds.kind(issued.document.kind)
    if kind.sign == 0:
        return "total"
    return "amount-credited" if kind.sign < 0 else "amount-due"


_NOBODY = PartyView("", "", "", (), (), "", "", "", "")
Labels = tuple[tuple[str, str], ...]
_BUYER = {"purchase-order": "supplier", "delivery-note": "deliver-to"}
"""what the other party is called where it is not billed: the one of an order sells to us"""


def of(issued: Issued, language: Language, *, asks: bool) -> dict[str, object]:
    """Gather the facts of a document."""
    document = issued.document
    totals = issued.totals
    receipt = issued.receipt
    kind = kinds.kind(document.kind)
    day_label, day = _day(issued, language, asks=asks)
    part_label, part = _part(issued, language) if asks else ("", "")
    facts = Facts(
        t=language.label,
        title=language.title(document.kind),
        number=language.label("draft") if issued.draft else issued.number,
        kind=document.kind,
        seller=party(document.seller, issued.party_labels, language, document.seller.country),
        buyer=party(document.buyer, issued.party_labels, language, document.seller.country),
        buyer_label=language.label(_BUYER.get(document.kind) or ("buyer" if kind.taxed else "client")),
        reference=_reference(issued, language),
        due=language.money(totals.due if receipt is None else receipt.amount),
        due_label=language.label(due_key(issued)),
        day=day,
        day_label=day_label,
        part=part,
        part_label=part_label,
        issue_date=_date(language, document.issue_date),
        bank=_bank(issued, language) if asks else None,
        payment_link=issued.payment_link if asks else "",
        pay_by=_pay_by(language, issued.schedule[0].day) if len(issued.schedule) == 1 and asks else "",
        terms=(),
        phrases=_phrases(issued, language),
        notes=document.notes,
        attachments=document.attachments,
        prices_include_tax=document.prices_include_tax and kind.priced,
        copy=issued.copy,
        receipt=_receipt(issued, language),
        received=language.money(receipt.amount) if receipt is not None else "",
        outstanding=_outstanding(issued, language),
        asks=asks,
    )
    return {name: getattr(facts, name) for name in Facts.__slots__}


def _day(issued: Issued, language: Language, *, asks: bool) -> tuple[str, str]:
    """Give label and text of the day that matters most."""
    document = issued.document
    if asks and issued.schedule:
        return language.label("due-date"), _date(language, issued.schedule[0].day)
    if document.valid_until is not None:
        return language.label("valid-until"), _date(language, document.valid_until)
    return language.label(_date_key(issued)), _date(language, document.issue_date)


@lru_cache(maxsize=1024)
def _date(language: Language, day: dt.date) -> str:
    """Write a day; those of a batch of documents are few."""
    return language.date(day)


@lru_cache(maxsize=1024)
def _pay_by(language: Language, day: dt.date) -> str:
    return language.label("pay-by", date=_date(language, day))


def _date_key(issued: Issued) -> str:
    """Give the label of the document's day: an invoice has an issue date, everything else a date."""
    return "issue-date" if kinds.kind(issued.document.kind).taxed else "date"


def _part(issued: Issued, language: Language) -> tuple[str, str]:
    """Give label and amount of the first instalment; nothing where all is due at once."""
    if len(issued.schedule) < 2:
        return "", ""
    return language.label("instalment", n=1), language.money(issued.schedule[0].amount)


def _phrases(issued: Issued, language: Language) -> tuple[str, ...]:
    """Give the sentences that law asks for; a document that is no tax event carries none of them.

    A pro-forma invoice looks like one, so it says that it is none.
    """
    kind = kinds.kind(issued.document.kind)
    if kind.taxed:
        return tuple(phrase.text for phrase in issued.phrases)
    return (language.label("not-a-tax-document"),) if kind.code else ()


def plain(seller: Party, seller_labels: Labels, language: Language, title: str) -> dict[str, object]:
    """Gather the facts of a letter or a report: the seller, and nothing of a document."""
    view = party(seller, seller_labels, language, seller.country)
    facts: dict[str, object] = dict.fromkeys(Facts.__slots__, "")
    empty = dict.fromkeys(("reference", "terms", "phrases", "notes", "attachments", "receipt"), ())
    nothing = {"bank": None, "copy": False, "asks": False, "prices_include_tax": False}
    return facts | empty | nothing | {"t": language.label, "title": title, "seller": view, "buyer": _NOBODY}


def address_line(one: Party) -> tuple[str, ...]:
    """Give the address for the line above a window address, without the country."""
    return address.lines(one.address, str, one.country)


@lru_cache(maxsize=1024)
def party(one: Party, party_labels: Labels, language: Language, home: str) -> PartyView:
    """Put a party into words."""
    labels = dict(party_labels)
    identifiers = [(labels.get("vat", language.label("vat-number")), one.vat)] if one.vat else []
    identifiers.extend(
        (labels.get(item.scheme, item.scheme.upper()), item.value) for item in one.identifiers if item.value
    )
    contact = one.contact("billing")
    return PartyView(
        one.name,
        one.trading_name,
        one.legal_form,
        address.lines(one.address, language.country, home),
        tuple(identifiers),
        f"{language.label('attention')} {contact.name}" if contact is not None and contact.name != one.name else "",
        one.email,
        one.phone,
        one.website,
    )


def _reference(issued: Issued, language: Language) -> tuple[tuple[str, str], ...]:
    document = issued.document
    label, date = language.label, partial(_date, language)
    rows = [
        (label("number"), label("draft") if issued.draft else issued.number),
        (label(_date_key(issued)), date(document.issue_date)),
    ]
    if document.supply_date is not None and document.supply_date != document.issue_date:
        rows.append((label("supply-date"), date(document.supply_date)))
    if document.period is not None:
        short = language.short_date
        rows.append(
            (label("period"), label("period-range", start=short(document.period.start), end=short(document.period.end)))
        )
    if len(issued.schedule) == 1 and issued.totals.due.minor > 0:
        rows.append((label("due-date"), date(issued.schedule[0].day)))
    if document.valid_until is not None:
        rows.append((label("valid-until"), date(document.valid_until)))
    named = (
        ("reference", document.reference),
        ("order", document.order),
        ("contract", document.contract),
        ("project", document.project),
    )
    rows.extend((label(key), value) for key, value in named if value)
    receipt = issued.receipt
    said = {receipt.payment, *receipt.number.split(", ")} if receipt is not None else set()
    for one in document.preceding:
        if one.number in said:
            continue
        dated = label("preceding-dated", number=one.number, date=date(one.issue_date)) if one.issue_date else one.number
        rows.append((label("preceding"), dated))
    rows.extend(document.extra)
    if issued.exchange_rate is not None:
        rows.append((label("exchange-rate"), language.number(issued.exchange_rate)))
    return tuple(rows)


def _bank(issued: Issued, language: Language) -> BankView | None:
    bank = issued.document.bank
    if bank is None or not (bank.iban or bank.account):
        return None
    reference = issued.document.reference if issued.document.reference.startswith("RF") else issued.number
    return BankView(_bank_rows(bank, issued.document.seller.name, language), "" if issued.draft else reference)


@lru_cache(maxsize=256)
def _bank_rows(bank: BankAccount, holder: str, language: Language) -> tuple[tuple[str, str], ...]:
    iban = " ".join(bank.iban[place : place + 4] for place in range(0, len(bank.iban), 4))
    named = (
        ("account-holder", bank.holder or holder),
        ("iban", iban),
        ("account-number", bank.account),
        ("routing", bank.routing),
        ("bic", bank.bic),
        ("bank", bank.bank),
    )
    return tuple((language.label(key), value) for key, value in named if value)


def _receipt(issued: Issued, language: Language) -> tuple[tuple[str, str], ...]:
    receipt = issued.receipt
    if receipt is None:
        return ()
    label = language.label
    method = label(f"method-{receipt.method}") if receipt.method in METHODS else receipt.method
    rows = [
        (label("received-from"), issued.document.buyer.name),
        (label("received-on"), language.date(issued.document.supplied)),
        (label("method"), method),
        (label("document"), receipt.number),
        (label("payment"), receipt.payment),
    ]
    return tuple((name, value) for name, value in rows if value)


METHODS = frozenset("transfer card cash direct-debit cheque online other".split())


def _outstanding(issued: Issued, language: Language) -> str:
    receipt = issued.receipt
    if receipt is None or receipt.outstanding is None:
        return ""
    if receipt.outstanding.minor <= 0:
        return language.label("settled-in-full")
    return f"{language.label('still-open')}: {language.money(receipt.outstanding)}"
