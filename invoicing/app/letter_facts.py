"""Bring together what a letter may say: the parties, what is open, what was paid and written, and how to pay."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from invoicing.app.calendar import public_holidays
from invoicing.app.forms import deadline_of, form_named
from invoicing.app.issue import snapshot
from invoicing.correspondence.facts import Charges as Claimed
from invoicing.correspondence.facts import EarlierLetter, Instalment, Item, LetterFacts, OpenDocument, Promise, Received
from invoicing.domain.dates import next_business_day
from invoicing.domain.dunning.facts import BROKEN_PROMISE, PLAN_BROKEN
from invoicing.domain.dunning.standing import open_parts
from invoicing.domain.dunning.termination import end_day
from invoicing.domain.money import Money, total, zero
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from invoicing.app.book import Book
    from invoicing.app.facts import OpenDocument as Open
    from invoicing.app.plan import Judged, PlannedLetter
    from invoicing.domain.dunning.forms import Form
    from invoicing.domain.dunning.policy import Policy
    from invoicing.domain.issued import Issued
    from invoicing.intake.client import ClientRecord
    from invoicing.ledger.queries import Source

ITEMISED = (3, 4, 7)
"""the grades whose letters claim interest, row by row; a pause or an end asks for the principal"""
CITED = (1, 2, 3, 4, 5)
"""the grades a later letter refers to: a courtesy notice is no reminder"""
_FINAL, _SUSPENSION, _TERMINATION, _HAND_OVER = 4, 5, 6, 7
_LONGEST_WORK = 60


@dataclass(frozen=True, slots=True)
class Days:
    """The days a letter names: pay by `deadline`, and what follows on `after`."""

    deadline: date
    after: date
    count: int
    """the term as a number of days"""


def facts_of(source: Source, book: Book, record: ClientRecord, planned: PlannedLetter, today: date) -> LetterFacts:
    """Gather the facts of one planned letter of the ladder."""
    policy = planned.asked[0].document.policy
    form = form_named(planned.letter) if planned.letter.startswith("final-") else None
    days = days_of(policy, form, today, record.party.country)
    facts = _common(source, book, record, planned, today)
    facts = replace(
        facts,
        deadline=days.deadline,
        deadline_days=days.count,
        agreement=policy.agreement,
        next_step=next_step(planned, policy, form),
        next_step_day=_step_day(planned, policy, days, today) if form is None else days.after,
        charges=_charges(source, planned, form, today),
        proof=form.proof if form else "",
    )
    facts = replace(facts, documents=_with_interest(facts))
    return replace(facts, **_of_grade(source, planned, policy, days, today))


def days_of(policy: Policy, form: Form | None, today: date, country: str) -> Days:
    """Give the days of a letter: those the law fixes for its form, else the policy's, never on a holiday there."""
    holidays = public_holidays(country, today.year)
    if form is None:
        deadline, count = next_business_day(today + timedelta(days=policy.pay_within), holidays), policy.pay_within
    else:
        deadline, count = deadline_of(form, today, holidays), form.term
    return Days(deadline, next_business_day(deadline + timedelta(days=1), holidays), count)


def next_step(planned: PlannedLetter, policy: Policy, form: Form | None) -> str:
    """Give the key of what follows if nothing happens: only a step that the ladder or the law really takes next."""
    if form is not None:
        return form.next_step
    if planned.grade == _HAND_OVER:
        return policy.hand_over
    following = next((grade for grade in range(planned.grade + 1, _HAND_OVER + 1) if policy.rule(grade)), None)
    if planned.letter == BROKEN_PROMISE and planned.grade < 2:  # a first letter announces nothing
        return ""
    return _STEPS.get(following or 0, "court")


def _step_day(planned: PlannedLetter, policy: Policy, days: Days, today: date) -> date:
    """Give the day of what follows: not before the ladder takes that step itself."""
    following = next((rule for grade in range(planned.grade + 1, 8) if (rule := policy.rule(grade))), None)
    if following is None or planned.letter == PLAN_BROKEN:
        return days.after
    due = min(one.document.due_date for one in planned.asked)
    return max(days.after, today + timedelta(days=following.gap), due + timedelta(days=following.wait))


_STEPS = {2: "reminder", 3: "reminder", 4: "final", 5: "suspension", 6: "termination", 7: "lawyer"}
"""the key of a grade in phrases.toml"""


def _common(source: Source, book: Book, record: ClientRecord, planned: PlannedLetter, today: date) -> LetterFacts:
    numbers = [one.document.number for one in planned.asked]
    rule = planned.asked[0].document.policy.rule(planned.grade)
    signer = book.settings.seller.contact("billing")
    return LetterFacts(
        seller=book.settings.seller,
        client=record.party,
        today=today,
        currency=planned.currency,
        contact=record.party.contact(rule.role if rule else "billing"),
        sender=signer.name if signer else "",
        documents=tuple(_open(source, one, today) for one in planned.asked),
        also_open=tuple(_open(source, one, today) for one in planned.mentioned),
        payments=tuple(received(source, numbers)),
        credit=_credit(source, planned),
        earlier=tuple(EarlierLetter(one.letter, one.date) for one in _earlier(source, numbers)),
        bank=book.settings.bank,
        payment_reference=", ".join(numbers),
        pay_link=pay_link(source, numbers),
    )


def _open(source: Source, judged: Judged, today: date) -> OpenDocument:
    one: Open = judged.document
    issued = snapshot(source, one.number)
    return OpenDocument(
        number=one.number,
        kind=one.kind,
        issue_date=one.issue_date,
        due_date=one.due_date,
        total=issued.totals.payable,
        outstanding=one.facts.chasable,
        days_late=one.days_late(today),
        subject=subject_of(issued),
    )


def subject_of(issued: Issued) -> str:
    """Give what a document was for: its project, else the first line of its first item."""
    lines = issued.document.lines
    return issued.document.project or (lines[0].description.splitlines()[0] if lines else "")


def _charges(source: Source, planned: PlannedLetter, form: Form | None, today: date) -> Claimed:
    """Give what is claimed beside the principal: in the grades that itemise it, and where a form must announce it."""
    if planned.grade not in ITEMISED and form is None:
        return Claimed()
    from invoicing.app.charges import Charges
    from invoicing.app.claimed import claimed_in

    return claimed_in(Charges(source, today), [one.document for one in planned.asked], form, today)


def _with_interest(facts: LetterFacts) -> tuple[OpenDocument, ...]:
    sums: dict[str, Money] = {}
    for row in facts.charges.rows:
        sums[row.document] = sums.get(row.document, zero(facts.currency)) + row.interest
    return tuple(replace(one, interest=sums.get(one.number)) for one in facts.documents)


def _of_grade(source: Source, planned: PlannedLetter, policy: Policy, days: Days, today: date) -> dict[str, Any]:
    """Give what only some letters speak of: a promise, a plan, a pause, an end."""
    found: dict[str, Any] = {}
    first = planned.asked[0].document
    broken = next(
        (one.document.facts.promise_to_name for one in planned.asked if one.document.facts.promise_to_name), None
    )
    if broken is not None:
        found["promise"] = Promise(broken.given, broken.until, broken.amount)
    if planned.letter == PLAN_BROKEN:
        found |= _plan(first)
    if planned.grade == _FINAL:
        found["alternatives"] = policy.offers
    if planned.grade >= _SUSPENSION:
        found["work"] = policy.work or short(subject_of(snapshot(source, first.number)))
        found["pause_day"] = days.after
    if planned.grade == _TERMINATION:
        found |= ending_facts(end_day(today, policy.notice), [found["work"]])
    return found


def _plan(document: Open) -> dict[str, Any]:
    account, missed = document.account, document.facts.missed
    if account.plan is None or missed is None:
        return {}
    parts = tuple(
        Instalment(part.due, part.amount, paid=not left) for part, left in open_parts(account.plan, account.receipts)
    )
    return {"plan": parts, "missed": Instalment(missed.due, missed.amount)}


def ending_facts(end: date, handover: Sequence[str]) -> dict[str, Any]:
    """Give the days of an end: everything is handed over, and billed for the last time, by its last day."""
    return {
        "end_day": end,
        "handover": tuple(Item(one, day=end) for one in handover if one),
        "files_day": end,
        "last_invoice_day": end,
    }


def short(text: str) -> str:
    """Cut a description to what fits into a subject line, at a word."""
    if len(text) <= _LONGEST_WORK:
        return text
    return text[:_LONGEST_WORK].rsplit(" ", 1)[0].rstrip(" ,;:-") + " …"


def received(source: Source, numbers: Iterable[str]) -> Iterable[Received]:
    """Give the money that came in on these documents, one row a payment, oldest first."""
    found: dict[str, tuple[date, Money]] = {}
    for number in numbers:
        for one in queries.allocations_of(source, number):
            if one.source_kind == "payment":
                day, amount = found.get(one.source, (one.date, zero(one.amount.currency)))
                found[one.source] = (day, amount + one.amount)
    return [Received(day, amount) for day, amount in sorted(found.values(), key=lambda pair: pair[0]) if amount]


def currency_of(open_: Sequence[Open], record: ClientRecord, book: Book) -> str:
    """Give the currency of a letter to a client: that of most open documents, else the client's, else the book's."""
    if open_:
        return Counter(one.currency for one in open_).most_common(1)[0][0]
    return record.currency or book.settings.currency or "EUR"


def pay_link(source: Source, numbers: Sequence[str]) -> str:
    """Give the open payment link of a letter about one document; a link is for one document only."""
    if len(numbers) != 1 or not queries.acts(source, numbers[0], "link", open=True):
        return ""
    from invoicing.app.link import pay_url

    return pay_url(source, numbers[0])


def _credit(source: Source, planned: PlannedLetter) -> Money | None:
    left = (one.unallocated for one in queries.credits_of(source, planned.client, planned.currency))
    return total(left, planned.currency) or None


def _earlier(source: Source, numbers: list[str]) -> Iterable[queries.LetterRow]:
    """Give each letter that asked for these documents once, oldest first."""
    return {one.seq: one for one in queries.letters_of(source, numbers) if one.grade in CITED}.values()
