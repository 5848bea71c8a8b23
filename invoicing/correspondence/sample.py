"""Facts of a made-up case, so that every letter can be looked at before there is a real one.

What a user would have typed stands in ``letters/<lang>/sample.toml``; people, sums and days stand here. A form fixed by
a country's law gets a creditor of that country, its currency, and a private person where the form is for one. The rates
of interest are examples of one half-year, not today's; a private person owes only what that law has for consumers.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from invoicing.correspondence.facts import (
    Charges,
    Concern,
    EarlierLetter,
    Incident,
    Instalment,
    InterestRow,
    Item,
    LetterFacts,
    OpenDocument,
    Promise,
    Received,
)
from invoicing.domain.money import Money, to_money
from invoicing.domain.money import total as sum_of
from invoicing.domain.party import Address, BankAccount, Contact, Identifier, Party

if TYPE_CHECKING:
    from invoicing.resources import Resources
    from invoicing.texts import Language

TODAY = date(2026, 11, 25)
_PART_PAID = 12
"""number of the invoice a part of which was paid"""


class _Form(NamedTuple):
    """What a form fixed by law needs in its sample; its country's law is the one that is cited."""

    country: str
    currency: str = "EUR"
    debtor: str = "business"
    days: int = 14
    rate: str = "10.15"
    consumer_rate: str = ""
    """empty: that law gives no interest against consumers"""
    costs: str = ""
    costs_if_late: str = ""
    compensation: str = ""
    next_step: str = "court"
    interest_now: bool = True
    """False: interest falls due only when the term of the letter passes"""
    proof: str = ""


_FORMS: dict[str, _Form] = {
    "final-it-messa-in-mora": _Form(
        "IT", days=15, consumer_rate="1.60", compensation="80", next_step="payment-order", proof="pec"
    ),
    "final-nl-ingebrekestelling": _Form("NL", consumer_rate="4.00", costs="185.00"),
    # Besluit vergoeding voor buitengerechtelijke incassokosten, art. 2: 15 % of 650.
    "final-nl-14-day": _Form("NL", debtor="consumer", consumer_rate="4.00", costs_if_late="97.50"),
    "final-be-first-reminder": _Form(
        "BE", debtor="consumer", consumer_rate="10.50", costs_if_late="72.50", next_step="reminder", interest_now=False
    ),
    "final-es-requerimiento": _Form("ES", days=30, compensation="80", proof="burofax"),
    "final-ro-somatie": _Form(
        "RO", "RON", days=15, rate="14.50", compensation="400.00", next_step="payment-order", proof="registered"
    ),
    "final-gb-company": _Form("GB", "GBP", rate="11.75", compensation="110"),
    "final-gb-individual": _Form("GB", "GBP", debtor="consumer", days=30),
}
_GENERAL = _Form("IT", days=10, consumer_rate="1.60", compensation="80", next_step="final")
# What the letter of that name announces, where it is not a final notice.
_NEXT_STEPS = {"final": "payment-order", "hand-over": "lawyer", "suspension": "termination", "plan-broken": "final"}

_SELLERS = {
    "IT": Party("Studio Bianchi S.r.l.", Address("Via Roma 1", "", "20121", "Milano", "MI", "IT"), "IT01234567897"),
    "NL": Party(
        "Studio De Wit B.V.", Address("Keizersgracht 100", "", "1015 CV", "Amsterdam", "", "NL"), "NL123456789B13"
    ),
    "BE": Party(
        "Studio Peeters BV",
        Address("Meir 10", "", "2000", "Antwerpen", "", "BE"),
        "",
        (Identifier("kbo", "0123.456.749"),),
    ),
    "ES": Party("Estudio Vega S.L.", Address("Calle Mayor 5", "", "28013", "Madrid", "", "ES"), "ESB12345674"),
    "RO": Party(
        "Atelier Ionescu S.R.L.", Address("Str. Lipscani 12", "", "030031", "București", "", "RO"), "RO18547290"
    ),
    "GB": Party("Ashdown Studio Ltd", Address("4 Bridge Street", "", "YO1 6DA", "York", "", "GB"), "GB123456782"),
}
_IBANS = {
    "IT": "IT60X0542811101000000123456",
    "NL": "NL91ABNA0417164300",
    "BE": "BE68539007547034",
    "ES": "ES9121000418450200051332",
    "RO": "RO49AAAA1B31007593840000",
    "GB": "GB29NWBK60161331926819",
}
_CLIENTS = {
    "en": ("Harper & Lowe Ltd", "Ms", "Emma Harper", Address("12 Mill Lane", "", "LS1 4AB", "Leeds", "", "GB")),
    "en-US": (
        "Maple Street Coffee LLC",
        "Ms.",
        "Emma Carter",
        Address("12 Maple Street", "", "97205", "Portland", "OR", "US"),
    ),
    "it": ("Rossi Arredi S.r.l.", "Sig.ra", "Anna Rossi", Address("Corso Italia 8", "", "10121", "Torino", "TO", "IT")),
    "nl": (
        "Jansen Interieurs B.V.",
        "mevrouw",
        "Sanne van den Berg",
        Address("Dorpsstraat 3", "", "3511 AB", "Utrecht", "", "NL"),
    ),
    "es": (
        "Muebles García S.L.",
        "Sra.",
        "Ana García López",
        Address("Gran Vía 20", "", "46002", "Valencia", "", "ES"),
    ),
    "ro": (
        "Popescu Mobila S.R.L.",
        "doamna",
        "Ioana Popescu",
        Address("Bd. Eroilor 7", "", "400129", "Cluj-Napoca", "", "RO"),
    ),
}


def sample_facts(letter: str, language: Language, resources: Resources, debtor: str = "") -> LetterFacts:
    """Give facts with everything the letter of that name may speak of; `debtor` overrides who it is written to."""
    form = _FORMS.get(letter, _GENERAL)
    texts = _texts(language, resources)
    debtor = debtor or form.debtor
    facts = _money_facts(form, debtor, texts)
    facts = replace(facts, **_people(form, debtor, language, texts))
    facts = replace(facts, **_agreed(form, letter, debtor, texts), **_talk(letter, texts), **_end(texts))
    return _without(letter, facts)


def _texts(language: Language, resources: Resources) -> dict[str, Any]:
    """Read what a user would have typed; a language that has no file yet borrows the English one."""
    for tag in (*language.chain, "en"):
        for folder in resources.folders("letters"):
            path = folder / tag / "sample.toml"
            if path.is_file():
                return tomllib.loads(path.read_text(encoding="utf-8"))
    return {}


def _people(form: _Form, debtor: str, language: Language, texts: dict[str, Any]) -> dict[str, Any]:
    name, title, person, address = _CLIENTS.get(language.tag, _CLIENTS["en"])
    seller = replace(_SELLERS[form.country], email="giulia@studio.example", phone="+39 02 1234567")
    client = Party(person if debtor == "consumer" else name, address, debtor=debtor)
    holder = BankAccount(_IBANS[form.country], holder=seller.name)
    return {
        "seller": seller,
        "client": client,
        "contact": Contact(person, salutation=title),
        "sender": texts["sender"],
        "sender_role": texts["sender_role"],
        "bank": holder,
    }


def _money_facts(form: _Form, debtor: str, texts: dict[str, Any]) -> LetterFacts:
    """Give documents and what is claimed beside them: one document to a private person, two to a firm."""
    sums = ("650",) if debtor == "consumer" else ("1220", "480")
    documents = tuple(
        _document(number, Decimal(one), form.currency, texts) for number, one in enumerate(sums, start=12)
    )
    nobody = Party("")
    return LetterFacts(
        nobody, nobody, TODAY, form.currency, documents=documents, charges=_charges(form, debtor, documents)
    )


def _charges(form: _Form, debtor: str, documents: tuple[OpenDocument, ...]) -> Charges:
    """Give what that country's law lets one ask of that debtor; only announced where the form says so."""
    consumer = debtor == "consumer"
    rate = Decimal(form.consumer_rate if consumer else form.rate) if form.consumer_rate or not consumer else None
    charges = Charges(
        compensation=None if consumer else _amount(form.compensation, form.currency),
        costs=None if consumer else _amount(form.costs, form.currency),
        costs_if_late=_amount(form.costs_if_late, form.currency),
        rate=rate,
        jurisdiction=form.country,
    )
    if rate is None or not form.interest_now:
        return charges
    rows = tuple(_interest(one, rate) for one in documents)
    principal = sum_of((one.outstanding for one in documents), form.currency).amount
    return replace(
        charges,
        interest=sum_of((row.interest for row in rows), form.currency),
        rows=rows,
        daily=to_money(principal * rate / 36500, form.currency),
    )


def _document(number: int, amount: Decimal, currency: str, texts: dict[str, Any]) -> OpenDocument:
    money = to_money(amount, currency)
    paid = Money(10000 if number == _PART_PAID else 0, currency)
    return OpenDocument(
        f"2026-{number:04d}", "invoice", date(2026, 9, number), date(2026, 10, number), money + paid, money,
        (TODAY - date(2026, 10, number)).days, subject=texts["subject"],
    )  # fmt: skip


def _interest(one: OpenDocument, rate: Decimal) -> InterestRow:
    """Simple interest by days over 365, from the day after the due date."""
    days = one.days_late
    interest = to_money(one.outstanding.amount * rate * days / 36500, one.outstanding.currency)
    start = date.fromordinal(one.due_date.toordinal() + 1)
    return InterestRow(one.number, start, TODAY, days, rate, one.outstanding, interest)


def _amount(text: str, currency: str) -> Money | None:
    return to_money(Decimal(text), currency) if text else None


def _agreed(form: _Form, letter: str, debtor: str, texts: dict[str, Any]) -> dict[str, Any]:
    plan = _plan(letter, debtor, form.currency)
    return {
        "deadline": date.fromordinal(TODAY.toordinal() + form.days),
        "deadline_days": form.days,
        "pay_link": "https://pay.example/2026-0012",
        "next_step": _NEXT_STEPS.get(letter, form.next_step),
        "next_step_day": date.fromordinal(TODAY.toordinal() + form.days + 2),
        "proof": form.proof,
        "agreement": texts["agreement"],
        "work": texts["work"],
        "payments": (Received(date(2026, 11, 2), Money(10000, form.currency)),),
        "credit": Money(2500, form.currency),
        "earlier": (EarlierLetter("reminder1", date(2026, 10, 20)), EarlierLetter("reminder2", date(2026, 11, 4))),
        "promise": Promise(date(2026, 11, 9), date(2026, 11, 16), Money(40000, form.currency)),
        "plan": plan,
        "missed": next((one for one in plan if not one.paid and one.due < TODAY), None),
        "deposit": Money(24000, form.currency),
        "deposit_share": Decimal(20),
        "also_open": (_document(20, Decimal(90), form.currency, texts),),
    }


def _plan(letter: str, debtor: str, currency: str) -> tuple[Instalment, ...]:
    """Give the plan of the letters about one: the open sum in two halves; a broken one missed the first of them."""
    half = Money(32500 if debtor == "consumer" else 85000, currency)
    if letter == "plan-proposal":
        return (Instalment(date(2026, 12, 15), half), Instalment(date(2027, 1, 15), half))
    if letter != "plan-broken":
        return ()
    return (
        Instalment(date(2026, 10, 15), half, paid=True),
        Instalment(date(2026, 11, 15), half),
        Instalment(date(2026, 12, 15), half),
    )


def _talk(letter: str, texts: dict[str, Any]) -> dict[str, Any]:
    reasons = {
        "firm-position": "position_reason",
        "holding-reply": "waiting_reason",
        "termination-direct": "end_reason",
        "final-gb-individual": "offer_reason",
        "complaint-solution": "found",
    }
    options = {"final-es-requerimiento": "options"} | dict.fromkeys(
        ("order-refusal", "termination-vague"), "colleagues"
    )
    items = tuple(
        Item(one["issue"], one["action"], None if one.get("done") else date(2026, 12, 2)) for one in texts["items"]
    )
    return {
        "concern": Concern(date(2026, 11, 19), texts["words"], texts.get(f"{letter}-concern", texts["concern"])),
        "items": items,
        "request": texts["request"],
        "reason": texts[reasons.get(letter, "reason")],
        "fixed": texts["fixed"],
        "alternatives": tuple(texts[options.get(letter, "alternatives")]),
        "questions": tuple(texts["questions"]),
        "points": tuple(texts["points"]),
        "talk_day": date(2026, 11, 23),
        "talk_channel": "phone",
        "answer_day": date(2026, 12, 2),
        "follow_up": date(2026, 12, 16),
        "incidents": _incidents(letter, texts),
        "next_contact": date(2026, 11, 26),
        "next_contact_time": "10:00",
    }


def _incidents(letter: str, texts: dict[str, Any]) -> tuple[Incident, ...]:
    if letter == "termination-direct":
        return tuple(Incident(date(2026, month, 17), texts["late_payment"]) for month in (6, 9))
    return (Incident(date(2026, 11, 17), texts["incident"], texts["incident_words"]),)


def _end(texts: dict[str, Any]) -> dict[str, Any]:
    days = (date(2026, 12, 15), date(2026, 12, 22))
    return {
        "pause_day": date(2026, 12, 7),
        "resume_day": date(2026, 12, 1),
        "end_day": date(2026, 12, 31),
        "handover": tuple(Item(one["issue"], day=day) for one, day in zip(texts["handover"], days, strict=True)),
        "files_day": date(2026, 12, 22),
        "last_invoice_day": date(2026, 12, 31),
    }


# What would be out of place in a letter although the case has it.
_LEFT_OUT: dict[str, tuple[str, ...]] = {
    "deposit-request": ("documents", "payment_reference", "charges"),
    "courtesy": ("charges", "also_open", "credit"),
    "reminder1": ("charges",),
    "reminder2": ("charges",),
    "broken-promise": ("charges",),
    "plan-proposal": ("charges",),
    "thanks": ("documents",),
    "statement-cover": ("charges",),
    "resumption": ("documents",),
    "recap": ("charges",),
    "agreement-confirmed": ("payments",),
    "suspension": ("charges",),
}


def _without(letter: str, facts: LetterFacts) -> LetterFacts:
    empty = {"documents": (), "also_open": (), "payments": (), "credit": None, "charges": Charges()}
    changes: dict[str, Any] = {name: empty.get(name, "") for name in _LEFT_OUT.get(letter, ())}
    if letter == "deposit-request":
        changes["payment_reference"] = facts.work
    return replace(facts, **changes)
