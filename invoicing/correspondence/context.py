"""Facts to slots: domain values become text in the letter's language.

What the facts do not know stays empty here; `compose` puts in its place a slot that can be asked about but not printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from invoicing.domain.money import total
from invoicing.texts import NBSP

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from decimal import Decimal

    from invoicing.correspondence.facts import Item, LetterFacts, OpenDocument, Received
    from invoicing.domain.money import Money
    from invoicing.domain.party import Address, Party
    from invoicing.texts import Language


# White space and control characters, but not the no-break space, which keeps a number and its currency together.
_BREAKS = re.compile(r"(?:[^\S\u00a0]|[\x00-\x1f\x7f])+")


class DocumentRow(NamedTuple):
    """A document in print."""

    number: str
    title: str
    name: str
    issued: str
    due: str
    total: str
    open: str
    interest: str
    days_late: str
    subject: str


class PaymentRow(NamedTuple):
    """A payment in print."""

    day: str
    amount: str


class EarlierRow(NamedTuple):
    """An earlier letter in print."""

    title: str
    day: str


class PlanRow(NamedTuple):
    """An instalment in print."""

    due: str
    amount: str
    paid: bool


class ItemRow(NamedTuple):
    """A point in print."""

    issue: str
    action: str
    day: str


class IncidentRow(NamedTuple):
    """An incident in print."""

    day: str
    text: str
    words: str


def texts_of(facts: LetterFacts, language: Language, grade: int | None) -> dict[str, object]:
    """Give all slots but blocks and functions; a text that is not known is empty."""
    return {
        **_people(facts, language, grade),
        **_documents(facts, language),
        **_charges(facts, language),
        **_asked(facts, language),
        **_agreed(facts, language),
        **_talk(facts, language),
        **_end(facts, language),
    }


def total_due(facts: LetterFacts) -> Money:
    """Sum what is asked: open principal, interest, compensation and costs that are due already."""
    charges = facts.charges
    extra = (charges.interest, charges.compensation, charges.costs)
    parts = [one.outstanding for one in facts.documents] + [one for one in extra if one is not None]
    return total(parts, facts.currency)


def line(text: str) -> str:
    """Put a text of the user on one line, so that it cannot open a paragraph of its own."""
    return _BREAKS.sub(" ", text).strip()


def money(language: Language, amount: Money | None) -> str:
    """Write an amount, or nothing."""
    return "" if amount is None else language.money(amount)


def day(language: Language, value: dt.date | None) -> str:
    """Write a day, or nothing."""
    return "" if value is None else language.date(value)


def percent(language: Language, value: Decimal | None) -> str:
    """Write a percentage, or nothing."""
    return "" if value is None else language.percent(value)


def in_groups(iban: str) -> str:
    """Write an IBAN in groups of four, as ISO 13616 prints it."""
    bare = iban.replace(" ", "")
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def _people(facts: LetterFacts, language: Language, grade: int | None) -> dict[str, object]:
    seller, client = facts.seller, facts.client
    named = facts.contact is not None or client.debtor == "consumer"
    phone = seller.phone.replace(" ", NBSP)  # a number is not broken at the end of a line
    ways = [way for way in (seller.email, phone) if way]
    abroad = seller.country != client.country
    return {
        "salutation": language.salutation(facts.contact, client.name, client.debtor),
        "closing": language.closing(grade, named=named),
        "named": named,
        "consumer": client.debtor == "consumer",
        "public": client.debtor == "public",
        "sender": facts.sender or seller.name,
        "sender_role": facts.sender_role,
        "seller": seller.name,
        "seller_address": _address(seller.address, language, abroad=abroad),
        "seller_id": _identity(seller, language),
        "seller_number": seller.identifiers[0].value if seller.identifiers else seller.vat.removeprefix(seller.country),
        "client": client.name,
        "client_address": _address(client.address, language, abroad=abroad),
        "client_id": _identity(client, language),
        "email": seller.email,
        "phone": phone,
        "reply_to": language.enumeration(ways, "or") if ways else _address(seller.address, language, abroad=abroad),
        "today": language.date(facts.today),
    }


def _address(address: Address, language: Language, *, abroad: bool) -> str:
    place = f"{address.postal_code} {address.city}".strip()
    country = language.country(address.country) if abroad and address.country else ""
    return ", ".join(part for part in (address.street, address.extra, place, address.region, country) if part)


def _identity(party: Party, language: Language) -> str:
    if party.vat:
        return f"{language.label('vat-number')} {party.vat}"
    return party.identifiers[0].value if party.identifiers else ""


def _documents(facts: LetterFacts, language: Language) -> dict[str, object]:
    rows = tuple(_document(one, language) for one in facts.documents)
    earlier = tuple(EarlierRow(_letter_name(one.letter, language), language.date(one.day)) for one in facts.earlier)
    return {
        "documents": rows,
        "document": rows[0] if rows else "",
        "several": len(rows) > 1,
        "numbers": _enumeration(language, (row.number for row in rows)),
        "also_open": tuple(_document(one, language) for one in facts.also_open),
        "also_open_total": _sum(facts.also_open, facts.currency, language),
        "total_open": _sum(facts.documents, facts.currency, language),
        "total_due": money(language, total_due(facts)) if rows else "",
        "payments": tuple(PaymentRow(language.date(one.day), language.money(one.amount)) for one in facts.payments),
        "received": _enumeration(language, (_received(one, language) for one in facts.payments)),
        "credit": money(language, facts.credit),
        "earlier": earlier,
        "earlier_days": _enumeration(language, (one.day for one in earlier)),
    }


def _document(one: OpenDocument, language: Language) -> DocumentRow:
    return DocumentRow(
        number=one.number,
        title=language.title(one.kind),
        name=language.noun(one.kind),
        issued=language.date(one.issue_date),
        due=language.date(one.due_date),
        total=language.money(one.total),
        open=language.money(one.outstanding),
        interest=money(language, one.interest),
        days_late=language.count("day", one.days_late) if one.days_late > 0 else "",
        subject=line(one.subject),
    )


def _received(one: Received, language: Language) -> str:
    return language.label("amount-on-day", amount=language.money(one.amount), date=language.date(one.day))


def _letter_name(stem: str, language: Language) -> str:
    key = f"letter-{stem}"
    return language.phrase(key if language.has_phrase(key) else "letter-other")


def _enumeration(language: Language, parts: Iterable[str]) -> str:
    found = tuple(parts)
    return language.enumeration(found) if found else ""


def _sum(documents: tuple[OpenDocument, ...], currency: str, language: Language) -> str:
    return language.money(total((one.outstanding for one in documents), currency)) if documents else ""


def _charges(facts: LetterFacts, language: Language) -> dict[str, object]:
    charges = facts.charges
    cited = {what: _cited(facts, what, language) for what in ("interest", "compensation", "costs")}
    later = [one for one in (charges.costs_if_late, charges.costs_tax) if one is not None]
    return {
        "interest": money(language, charges.interest),
        "rate": percent(language, charges.rate),
        "daily_interest": money(language, charges.daily),
        "compensation": money(language, charges.compensation),
        "costs": money(language, charges.costs),
        "costs_if_late": money(language, charges.costs_if_late),
        "costs_tax": money(language, charges.costs_tax),
        "costs_if_late_total": language.money(total(later, facts.currency)) if later else "",
        "provisional": charges.provisional,
        "law": line(charges.law or cited["interest"] or facts.agreement),
        "law_of_compensation": line(cited["compensation"] or charges.law),
        "law_of_costs": line(charges.law_of_costs or cited["costs"]),
        "legal": tuple(line(language.law(key)) for key in facts.legal),
    }


def _cited(facts: LetterFacts, what: str, language: Language) -> str:
    return language.citation(facts.charges.jurisdiction, facts.client.debtor, what)


def _asked(facts: LetterFacts, language: Language) -> dict[str, object]:
    bank = facts.bank
    numbers = ", ".join(one.number for one in facts.documents)
    return {
        "deadline": day(language, facts.deadline),
        "term": "" if facts.deadline_days is None else language.count("day", facts.deadline_days),
        "pay_link": facts.pay_link,
        "iban": "" if bank is None else in_groups(bank.iban) or bank.account,
        "payment_reference": facts.payment_reference or numbers,
        "next_step": language.phrase(f"step-{facts.next_step}") if facts.next_step else "",
        "next_step_day": day(language, facts.next_step_day),
        "means_of_delivery": language.phrase(f"delivery-{facts.proof}") if facts.proof else "",
    }


def _agreed(facts: LetterFacts, language: Language) -> dict[str, object]:
    promise, missed, plan = facts.promise, facts.missed, facts.plan
    left = [one.amount for one in plan if not one.paid]
    return {
        "agreement": line(facts.agreement),
        "spoken_agreement": line(facts.spoken_agreement),
        "work": line(facts.work),
        "promise_given": day(language, promise.given if promise else None),
        "promise_day": day(language, promise.day if promise else None),
        "promise_amount": money(language, promise.amount if promise else None),
        "plan": tuple(PlanRow(language.date(one.due), language.money(one.amount), one.paid) for one in plan),
        "plan_count": language.count("instalment", len(plan)) if plan else "",
        "plan_total": language.money(total((one.amount for one in plan), facts.currency)) if plan else "",
        "plan_open": language.money(total(left, facts.currency)) if plan else "",
        "missed_day": day(language, missed.due if missed else None),
        "missed_amount": money(language, missed.amount if missed else None),
        "deposit": money(language, facts.deposit),
        "deposit_share": percent(language, facts.deposit_share),
    }


def _talk(facts: LetterFacts, language: Language) -> dict[str, object]:
    concern = facts.concern
    return {
        "concern": line(concern.summary) if concern else "",
        "concern_words": line(concern.words) if concern else "",
        "concern_day": day(language, concern.received if concern else None),
        "items": tuple(_item(one, language) for one in facts.items),
        "several_items": len(facts.items) > 1,
        "request": line(facts.request),
        "reason": line(facts.reason),
        "fixed": line(facts.fixed),
        "alternatives": tuple(line(one) for one in facts.alternatives),
        "talk_day": day(language, facts.talk_day),
        "talk": language.phrase(f"talk-{facts.talk_channel}") if facts.talk_channel else "",
        "answer_day": day(language, facts.answer_day),
        "follow_up": day(language, facts.follow_up),
        "incidents": tuple(
            IncidentRow(language.date(one.day), line(one.text), line(one.words)) for one in facts.incidents
        ),
        "next_contact": day(language, facts.next_contact),
        "next_contact_time": facts.next_contact_time,
    }


def _item(one: Item, language: Language) -> ItemRow:
    return ItemRow(line(one.issue), line(one.action), day(language, one.day))


def _end(facts: LetterFacts, language: Language) -> dict[str, object]:
    return {
        "pause_day": day(language, facts.pause_day),
        "resume_day": day(language, facts.resume_day),
        "end_day": day(language, facts.end_day),
        "handover": tuple(_item(one, language) for one in facts.handover),
        "files_day": day(language, facts.files_day),
        "last_invoice_day": day(language, facts.last_invoice_day),
        "enclosures": tuple(line(one) for one in facts.enclosures),
    }
