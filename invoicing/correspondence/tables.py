"""The slots that are blocks: tables, lists, the box that says how to pay, the slip to sign."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invoicing.correspondence.context import day, in_groups, line, money, total_due
from invoicing.correspondence.letter import Listing, PayBox, Slip, Table
from invoicing.domain.money import total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invoicing.correspondence.facts import Incident, Item, LetterFacts, OpenDocument
    from invoicing.correspondence.letter import Block
    from invoicing.domain.money import Money
    from invoicing.texts import Language


def blocks_of(facts: LetterFacts, language: Language) -> dict[str, Block]:
    """Give every block slot that has something in it."""
    found: dict[str, Block | None] = {
        "documents_table": _documents(facts.documents, "documents", facts.currency, language),
        "also_open_table": _documents(facts.also_open, "also_open", facts.currency, language),
        "interest_table": _interest(facts, language),
        "plan_table": _plan(facts, language),
        "pay_box": _pay_box(facts, language),
        "acceptance_slip": _slip(facts, language),
        "items_list": _items(facts.items, language, numbered=True),
        "handover_list": _items(facts.handover, language, numbered=False),
        "incidents_list": _list(_incident(one, language) for one in facts.incidents),
        "alternatives_list": _list(facts.alternatives),
        "questions_list": _list(facts.questions),
        "points_list": _list(facts.points),
    }
    return {name: block for name, block in found.items() if block is not None}


def _documents(documents: tuple[OpenDocument, ...], name: str, currency: str, language: Language) -> Table | None:
    """List documents with number, date, due date and open sum; with interest where any has it."""
    if not documents:
        return None
    label = language.label
    with_interest = any(one.interest is not None for one in documents)
    head = [label("document"), label("date"), label("due-date"), label("outstanding")]
    rows = [
        [
            f"{language.title(one.kind)} {one.number}",
            language.short_date(one.issue_date),
            language.short_date(one.due_date),
            language.money(one.outstanding),
            *([money(language, one.interest)] if with_interest else []),
        ]
        for one in documents
    ]
    sums = [label("total-outstanding"), "", "", language.money(total((one.outstanding for one in documents), currency))]
    if with_interest:
        head.append(label("interest"))
        sums.append(language.money(total((one.interest for one in documents if one.interest is not None), currency)))
    last = tuple(sums) if len(documents) > 1 else ()
    return Table(name, tuple(head), tuple(tuple(row) for row in rows), tuple(range(3, len(head))), last)


def _interest(facts: LetterFacts, language: Language) -> Table | None:
    """Itemise interest: document, first and last day, days, rate, principal, interest."""
    rows = facts.charges.rows
    if not rows:
        return None
    label = language.label
    head = ("document", "from", "until", "days", "rate", "principal", "interest")
    cells = tuple(
        (
            row.document,
            language.short_date(row.start),
            language.short_date(row.end),
            language.number(Decimal(row.days)),
            language.percent(row.rate),
            language.money(row.principal),
            language.money(row.interest),
        )
        for row in rows
    )
    sums = (label("total"), "", "", "", "", "", language.money(total((row.interest for row in rows), facts.currency)))
    return Table(
        "interest",
        tuple(label(key) for key in head),
        cells,
        (3, 4, 5, 6),
        sums if len(rows) > 1 else (),
    )


def _plan(facts: LetterFacts, language: Language) -> Table | None:
    if not facts.plan:
        return None
    label = language.label
    paid_shown = any(one.paid for one in facts.plan)
    rows = tuple(
        (
            label("instalment", n=number),
            language.short_date(one.due),
            language.money(one.amount),
            *((label("paid") if one.paid else "",) if paid_shown else ()),
        )
        for number, one in enumerate(facts.plan, start=1)
    )
    sums = (label("total"), "", language.money(total((one.amount for one in facts.plan), facts.currency)))
    blank = ("",) if paid_shown else ()
    return Table("plan", (label("instalments"), label("due"), label("amount"), *blank), rows, (2,), (*sums, *blank))


def _pay_box(facts: LetterFacts, language: Language) -> PayBox | None:
    """Say how much, where to, and with which reference; None when there is neither bank nor link."""
    if facts.bank is None and not facts.pay_link:
        return None
    label, bank = language.label, facts.bank
    asked = asked_now(facts)
    pairs = [(label("total-to-pay"), language.money(asked))] if asked else []
    if bank is not None:
        pairs += [
            (label("account-holder"), bank.holder or facts.seller.name),
            (label("iban"), in_groups(bank.iban)),
            (label("account-number"), bank.account),
            (label("routing"), bank.routing),
            (label("bic"), bank.bic),
            (label("bank"), bank.bank),
        ]
    reference = facts.payment_reference or ", ".join(one.number for one in facts.documents)
    pairs.append((label("payment-reference"), reference))
    kept = tuple((name, line(value)) for name, value in pairs if value)
    return PayBox(kept, label("pay-online") if facts.pay_link else "", facts.pay_link)


def asked_now(facts: LetterFacts) -> Money | None:
    """Give the sum to pay now: the missed instalment, none for a plan not agreed yet, a deposit, or all that is due."""
    if facts.missed is not None:
        return facts.missed.amount
    if facts.plan:
        return None
    if facts.deposit is not None and not facts.documents:
        return facts.deposit
    return total_due(facts)


def _slip(facts: LetterFacts, language: Language) -> Slip | None:
    """Give lines to accept a plan (or an agreement) in writing."""
    if not facts.plan and not facts.points:
        return None
    text = language.phrase("accept-plan" if facts.plan else "accept-points", client=line(facts.client.name))
    return Slip(
        language.label("acceptance-slip"),
        text,
        tuple(language.label(key) for key in ("place-and-date", "name", "signature")),
    )


def _items(items: tuple[Item, ...], language: Language, *, numbered: bool) -> Listing | None:
    """Say point by point: the issue, what is done about it, and by which day."""
    if not items:
        return None
    return Listing(tuple(_item(one, language) for one in items), numbered=numbered and len(items) > 1)


def _item(one: Item, language: Language) -> str:
    text = ": ".join(line(part).removesuffix(".") for part in (one.issue, one.action) if part)
    return text if one.day is None else f"{text} ({language.label('by-day', date=day(language, one.day))})"


def _incident(one: Incident, language: Language) -> str:
    quote = language.label("quoted", words=line(one.words)) if one.words else ""
    return ": ".join(part for part in (language.date(one.day), line(one.text), quote) if part)


def _list(texts: Iterable[str]) -> Listing | None:
    found = tuple(line(one) for one in texts)
    return Listing(found) if found else None
