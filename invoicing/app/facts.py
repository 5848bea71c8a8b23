"""Gather what the ladder judges: one value per open document, read with as few queries as there are tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from invoicing.app.acts import bank_read, read_acts
from invoicing.domain.dunning.facts import Facts, Letter
from invoicing.domain.dunning.policy import LAST_GRADE, Policy
from invoicing.domain.dunning.standing import Account, Receipt, Standing, stand
from invoicing.domain.money import Money, zero
from invoicing.ledger import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from invoicing.app.acts import Acts
    from invoicing.app.policies import Ladders
    from invoicing.domain.dunning.facts import Blocker
    from invoicing.ledger.queries import LetterRow, OpenClaim, Source

_SUSPENDED = 5
"""from this grade on an end of the agreement may be next"""


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document with something open: its facts for the ladder, and what lists and letters show of it."""

    facts: Facts
    number: str
    kind: str
    client: str
    client_name: str
    debtor: str
    country: str
    """whose law the document bears: the seller's country"""
    client_country: str
    language: str
    currency: str
    issue_date: date
    due_date: date
    """the earliest due day of what is open"""
    amount: Money
    outstanding: Money
    overdue: Money
    account: Account
    standing: Standing
    policy: Policy
    waived: tuple[str, ...] = ()
    parts: tuple[OpenClaim, ...] = ()

    @property
    def law(self) -> str:
        """The country whose law governs late payment: a consumer's own (Rome I art. 6), else the seller's (art. 4)."""
        return (self.client_country if self.debtor == "consumer" else "") or self.country

    @property
    def disputed(self) -> Money:
        """What of the overdue sum is disputed and therefore not chased."""
        return (self.overdue or self.outstanding) - self.facts.chasable

    def days_late(self, today: date) -> int:
        """Days since the earliest due day of what is open; 0 until it has passed."""
        return max((today - self.due_date).days, 0)


@dataclass(slots=True)
class _Sources:
    """What was read once for all documents."""

    acts: Acts
    letters: Mapping[str, Sequence[LetterRow]]
    countries: Mapping[str, str]
    credit: dict[tuple[str, str], Money]
    receipts: Mapping[str, tuple[Receipt, ...]]
    bank_read: date | None
    ladders: Ladders
    of_client: Mapping[str, Sequence[str]]


def gather(
    source: Source, today: date, ladders: Ladders, *, client: str = "", number: str = ""
) -> tuple[OpenDocument, ...]:
    """Give every document with an open part, by client, currency and due day."""
    by_document: dict[str, list[OpenClaim]] = {}
    for claim in queries.open_claims(source, client):
        by_document.setdefault(claim.document, []).append(claim)
    if not by_document:
        return ()
    read = _read(source, by_document, ladders, narrow=bool(client))
    in_order = sorted(by_document.values(), key=_order)
    found = [_document(parts, read, today) for parts in in_order]
    return tuple(one for one in found if not number or one.number == number)


def _order(parts: Sequence[OpenClaim]) -> tuple[str, str, date, str]:
    first = min(parts, key=lambda one: one.due_date)
    return (first.client, first.currency, first.due_date, first.document)


def _read(source: Source, by_document: Mapping[str, list[OpenClaim]], ladders: Ladders, *, narrow: bool) -> _Sources:
    client_of = {number: parts[0].client for number, parts in by_document.items()}
    of_client: dict[str, list[str]] = defaultdict(list)
    for number, client in client_of.items():
        of_client[client].append(number)
    subjects = {*client_of, *client_of.values()} if narrow else None
    acts = read_acts(source, subjects)
    touched = [number for number in by_document if number in acts.promises or number in acts.plans]
    return _Sources(
        acts,
        dict(_letters(source, by_document)),
        dict(source.driver.execute("SELECT id, country FROM clients")),
        _credits(source),
        {number: receipts_of(source, number) for number in touched},
        bank_read(source),
        ladders,
        of_client,
    )


def _letters(source: Source, by_document: Mapping[str, list[OpenClaim]]) -> Iterator[tuple[str, tuple[LetterRow, ...]]]:
    """Read the letters of the documents that have any, in groups that fit into one statement."""
    wanted = [number for number, parts in by_document.items() if parts[0].grade is not None]
    for start in range(0, len(wanted), 500):
        rows = sorted(queries.letters_of(source, wanted[start : start + 500]), key=lambda one: (one.document, one.seq))
        for number, several in groupby(rows, key=lambda one: one.document):
            yield number, tuple(one for one in several if one.grade is not None)


def _credits(source: Source) -> dict[tuple[str, str], Money]:
    found: dict[tuple[str, str], Money] = {}
    for one in queries.open_credits(source):
        key = (one.client, one.currency)
        found[key] = found.get(key, zero(one.currency)) + one.unallocated
    return found


def receipts_of(source: Source, number: str) -> tuple[Receipt, ...]:
    """Give what settled a document, by day; what was taken back is negative."""
    return tuple(Receipt(one.date, one.amount) for one in queries.allocations_of(source, number))


def _document(parts: list[OpenClaim], read: _Sources, today: date) -> OpenDocument:
    first = min(parts, key=lambda one: one.due_date)
    outstanding = overdue = amount = zero(first.currency)
    for part in parts:
        outstanding += part.outstanding
        amount += part.amount
        if part.due_date < today:
            overdue += part.outstanding
    policy = read.ladders.of(first.debtor, first.client, first.document)
    account = _account(first, outstanding, overdue, read)
    standing = stand(account, today, policy.pay_within)
    facts = _facts(first, account, standing, read, today, several=len(parts) > 1 or first.part > 1)
    return OpenDocument(
        facts,
        first.document,
        first.kind,
        first.client,
        first.client_name,
        first.debtor,
        first.country,
        read.countries.get(first.client, ""),
        first.language,
        first.currency,
        first.issue_date,
        first.due_date,
        amount,
        outstanding,
        overdue,
        account,
        standing,
        policy,
        read.acts.waivers.get(first.document, ()),
        tuple(parts),
    )


def _account(first: OpenClaim, outstanding: Money, overdue: Money, read: _Sources) -> Account:
    acts, number, client = read.acts, first.document, first.client
    return Account(
        outstanding,
        overdue,
        read.receipts.get(number, ()),
        tuple(acts.promises.get(number, ())),
        acts.plans.get(number),
        (*acts.objections.get(number, ()), *acts.objections.get(client, ())),
        (*acts.holds.get(number, ()), *acts.holds.get(client, ())),
        tuple(acts.messages.get(client, ())),
        _take_credit(read.credit, (client, first.currency), overdue or outstanding),
        acts.settled.get(number),
    )


def _take_credit(credit: dict[tuple[str, str], Money], key: tuple[str, str], needed: Money) -> Money | None:
    """Give the client's open credit as it covers its documents, the oldest due first."""
    left = credit.get(key)
    if left is None or not left:
        return None
    credit[key] = left - min(left, needed)
    return left


def _facts(
    first: OpenClaim, account: Account, standing: Standing, read: _Sources, today: date, *, several: bool
) -> Facts:
    rows, country = read.letters.get(first.document, ()), read.countries.get(first.client, "")
    letters = letters_as_facts(rows, country, first.due_date if several else None)
    grade = max((one.grade for one in letters), default=0)
    return Facts(
        first.document,
        first.client,
        first.due_date,
        account.outstanding,
        standing.chasable,
        letters,
        standing.holds,
        read.acts.skips.get(first.document, {}),
        read.bank_read,
        first.issue_date,
        standing.broken,
        standing.missed,
        _ending(first.client, read, today) if _SUSPENDED <= grade < LAST_GRADE else (),
    )


def letters_as_facts(rows: Iterable[LetterRow], country: str, part_due: date | None = None) -> tuple[Letter, ...]:
    """Give letters to a client of a country as the ladder sees them.

    A document payable in parts starts anew with each part: letters up to `part_due` were about an earlier one, save for
    a courtesy notice of the last days.
    """
    found = []
    for one in rows:
        about_earlier = part_due is not None and one.date <= part_due
        if one.grade is None or (about_earlier and not (one.grade == 0 and one.date > part_due - timedelta(days=14))):  # type: ignore[operator]
            continue
        found.append(Letter(one.grade, one.date, one.letter, _term(one.letter, one.date, country)))
    return tuple(found)


def _term(letter: str, day: date, country: str) -> date | None:
    """Give the last day of the term a form fixed by law leaves, None for any other letter."""
    if not letter.startswith("final-"):
        return None
    from invoicing.app.calendar import public_holidays
    from invoicing.app.forms import deadline_of, form_named

    form = form_named(letter)
    return None if form is None else deadline_of(form, day, public_holidays(country, day.year))


def _ending(client: str, read: _Sources, today: date) -> tuple[Blocker, ...]:
    """Say what an end of the agreement lacks; on the ladder the letters themselves are the record of what happened."""
    from invoicing.app.ending import ending_of
    from invoicing.domain.dunning.termination import INCIDENTS, lacking

    numbers = read.of_client.get(client, ())
    return lacking(ending_of(read.acts, client, numbers, today, notices=1, more_incidents=INCIDENTS), "vague")
