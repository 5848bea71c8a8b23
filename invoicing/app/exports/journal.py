"""The book as double entry: documents and everything that moves money, as postings that sum to nothing.

    Assets:Receivable:CLIENT        what the client owes                        = open claims of the ledger
    Liabilities:Customer-Credit:CLIENT   money that settles nothing yet         = minus the credit of the ledger
    Assets:Withholding:KIND         what buyers paid to the state for the seller
    Liabilities:Tax:NAME-CATEGORY-RATE   tax billed
    Liabilities:Deposits            what a document says was paid before it
    Income:Sales, Income:Rounding, Expenses:Bank-Fees, Expenses:Write-Offs, Assets:Bank, Assets:Cash

What came in from another program was booked there: its other side is Equity:Opening-Balances. A journal that starts in
the middle opens with one entry over the balances before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from invoicing.app.reports.snapshots import sum_of, taxes_of, withheld_of
from invoicing.domain.money import Money, exact_money, parse_decimal, plain, zero
from invoicing.domain.money import total as sum_up
from invoicing.ledger import queries, reports
from invoicing.ledger.reports import IMPORTED_METHOD, Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import date

    from invoicing.ledger.queries import PaymentRow, Source
    from invoicing.ledger.reports import IssuedRow, ReturnedRow, SettlementRow

SALES = "Income:Sales"
ROUNDING = "Income:Rounding"
FEES = "Expenses:Bank-Fees"
WRITE_OFFS = "Expenses:Write-Offs"
BANK = "Assets:Bank"
CASH = "Assets:Cash"
DEPOSITS = "Liabilities:Deposits"
OPENING = "Equity:Opening-Balances"
_CARRIED = ("Assets:", "Liabilities:", "Equity:")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on an account: positive is a debit."""

    account: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction of the journal. Its postings sum to nothing in each currency; none of them is zero."""

    day: date
    seq: int
    code: str
    payee: str
    text: str
    postings: tuple[Posting, ...]


class Accounts:
    """The accounts of clients: one each, never shared by two clients, however alike their keys are."""

    def __init__(self, names: dict[str, str]) -> None:
        """Give every client its part of an account's name, in the order of the keys."""
        self.names = names
        self._parts: dict[str, str] = {}
        taken: set[str] = set()
        for client in sorted(names):
            self._parts[client] = self._free(client, taken)

    def _free(self, client: str, taken: set[str]) -> str:
        part, count = account_part(client), 1
        while (name := part if count == 1 else f"{part}-{count}") in taken:
            count += 1
        taken.add(name)
        return name

    def receivable(self, client: str) -> str:
        """The account of what a client owes."""
        return f"Assets:Receivable:{self._part(client)}"

    def credit(self, client: str) -> str:
        """The account of a client's money that settles nothing yet."""
        return f"Liabilities:Customer-Credit:{self._part(client)}"

    def _part(self, client: str) -> str:
        if client not in self._parts:
            self._parts[client] = self._free(client, set(self._parts.values()))
        return self._parts[client]


def account_part(text: str) -> str:
    """Write a text as a part of an account's name: letters, digits and hyphens, a capital or a digit first."""
    plain_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    part = _NOT_IN_A_NAME.sub("-", plain_text).strip("-")
    return part[:1].upper() + part[1:] or "Unnamed"


def journal(source: Source, span: Span) -> tuple[Entry, ...]:
    """Give the entries of a span by day and order of recording, after one that opens with what was before it."""
    accounts = Accounts(reports.names(source))
    until = Span(None, span.until)
    entries = [*_documents(source, accounts, until), *_money(source, accounts, until)]
    entries.sort(key=lambda one: (one.day, one.seq))
    if span.since is None:
        return tuple(entries)
    before = [one for one in entries if one.day < span.since]
    opening = _opening(before, span.since)
    return (*opening, *(one for one in entries if one.day >= span.since))


def balances(entries: Iterable[Entry]) -> dict[tuple[str, str], Money]:
    """Sum the postings by account and currency."""
    found: dict[tuple[str, str], Money] = {}
    for entry in entries:
        for posting in entry.postings:
            key = (posting.account, posting.amount.currency)
            found[key] = found.get(key, zero(key[1])) + posting.amount
    return found


def _opening(before: Iterable[Entry], day: date) -> Iterator[Entry]:
    """Carry assets and liabilities over; income and expenses of the time before are equity now."""
    carried: list[Posting] = []
    for (account, _), amount in sorted(balances(before).items()):
        carried.append(Posting(account if account.startswith(_CARRIED) else OPENING, amount))
    postings = _merged(carried)
    if postings:
        yield Entry(day, 0, "", "", "opening balances", postings)


def _entry(entry: Entry, postings: Iterable[Posting]) -> Entry:
    return replace(entry, postings=_merged(postings))


def _merged(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Bring the postings of one account together and leave out what is zero."""
    sums: dict[tuple[str, str], Money] = {}
    for one in postings:
        key = (one.account, one.amount.currency)
        sums[key] = sums.get(key, zero(key[1])) + one.amount
    return tuple(Posting(account, amount) for (account, _), amount in sums.items() if amount)


# -------------------------------------------------------------------------------------------------------- documents


def _documents(source: Source, accounts: Accounts, span: Span) -> Iterator[Entry]:
    for row in reports.issued(source, span):
        if row.sign:
            payee = accounts.names.get(row.client, "")
            entry = Entry(row.issue_date, row.seq, row.number, payee, f"{row.kind} {row.number}", ())
            made = _entry(entry, _document(row, accounts))
            if made.postings:
                yield made


def _document(row: IssuedRow, accounts: Accounts) -> Iterator[Posting]:
    """Book a document: what it asks (or credits) against sales, tax, withholding, deposits and rounding."""
    spare = exact_money(parse_decimal(row.body.get("unallocated") or "0"), row.currency)
    due = row.due if row.sign > 0 else -row.due
    yield Posting(accounts.receivable(row.client), due + spare)
    yield Posting(accounts.credit(row.client), -spare)
    if row.imported:
        yield Posting(OPENING, -due)
        return
    net = row.net if row.sign > 0 else -row.net
    withheld, taxes, rounding, prepaid = (
        withheld_of(row),
        taxes_of(row),
        sum_of(row, "rounding"),
        sum_of(row, "prepaid"),
    )
    yield Posting(SALES, -net)
    for one in taxes:
        yield Posting(f"Liabilities:Tax:{_tax_part(one.name, one.category, plain(one.rate))}", -one.tax)
    for kind, amount in withheld:
        yield Posting(f"Assets:Withholding:{account_part(kind)}", amount)
    yield Posting(DEPOSITS, prepaid)
    yield Posting(ROUNDING, -rounding)
    # A snapshot that was redacted to its sums says no more than that something lies between total and due.
    tax, kept = sum_up((one.tax for one in taxes), row.currency), sum_up((one for _, one in withheld), row.currency)
    yield Posting(DEPOSITS, net + tax - kept - prepaid + rounding - due)


def _tax_part(name: str, category: str, rate: str) -> str:
    return account_part(f"{name}-{category}-{rate}") if name else "Unspecified"


# ------------------------------------------------------------------------------------------------------------ money


@dataclass(slots=True)
class _Settled:
    """Settlements by what brought or undid them: by payment, and for refunds by the number of their event."""

    at_receipt: dict[str, list[SettlementRow]] = field(default_factory=lambda: defaultdict(list))
    taken_back: dict[str, list[SettlementRow]] = field(default_factory=lambda: defaultdict(list))
    opened: dict[int, list[SettlementRow]] = field(default_factory=lambda: defaultdict(list))

    def take(self, one: SettlementRow, refunds: Container[int]) -> bool:
        """Keep a settlement that belongs to a payment, a refund or a reversal; False when it stands for itself."""
        if one.seq in refunds:
            self.opened[one.seq].append(one)
        elif one.amount.minor < 0:
            self.taken_back[one.source].append(one)
        elif one.seq == one.source_seq:
            self.at_receipt[one.source].append(one)
        else:
            return False
        return True


def _money(source: Source, accounts: Accounts, span: Span) -> Iterator[Entry]:
    """Book payments, refunds, what came back of both, credit used and write-offs."""
    refunds = {one.seq: one for one in queries.refunds(source, until=span.until)}
    returned = {one.seq: one for one in reports.returned_refunds(source) if span.holds(one.date)}
    payments = {one.id: one for one in queries.payments(source, until=span.until)}
    settled = _Settled()
    for one in reports.settlements(source, span):
        if one.source_kind == "write-off":
            yield _written_off(one, accounts)
        elif not settled.take(one, refunds) and one.source_seq is not None and one.seq not in returned:
            yield _credit_used(one, accounts)
    for refund in refunds.values():
        yield _refunded(refund, settled.opened[refund.seq], accounts)
    for back in returned.values():
        yield _came_back(back, payments[back.payment], accounts)
    for payment in payments.values():
        yield _received(payment, settled.at_receipt[payment.id], accounts)
        if payment.reversed_on is not None and span.holds(payment.reversed_on):
            gone = (one.amount for one in refunds.values() if one.reference == payment.id and not one.reversed_on)
            left = payment.amount - sum_up(gone, payment.currency)
            yield _reversed(payment._replace(amount=left), settled.taken_back[payment.id], accounts)


def _received(payment: PaymentRow, settled: Iterable[SettlementRow], accounts: Accounts) -> Entry:
    return _entry(_entry_of(payment, accounts, payment.date, "payment"), _payment(payment, settled, accounts))


def _payment(payment: PaymentRow, settled: Iterable[SettlementRow], accounts: Accounts) -> Iterator[Posting]:
    place = _place(payment)
    yield Posting(place, payment.amount)
    if place != OPENING:
        yield Posting(place, -payment.fee)
        yield Posting(FEES, payment.fee)
    spare = payment.amount
    for one in settled:
        spare -= one.amount
        yield Posting(accounts.receivable(one.client), -one.amount)
    yield Posting(accounts.credit(payment.client), -spare)


def _reversed(payment: PaymentRow, taken_back: Iterable[SettlementRow], accounts: Accounts) -> Entry:
    """Undo a payment: every claim it settled is open again, the bank keeps its fee."""
    back = tuple(taken_back)
    spare = payment.amount + sum_up((one.amount for one in back), payment.currency)
    postings = [Posting(accounts.receivable(one.client), -one.amount) for one in back]
    postings += [Posting(accounts.credit(payment.client), spare), Posting(_place(payment), -payment.amount)]
    day = payment.reversed_on or payment.date
    seq = back[0].seq if back else payment.seq
    return _entry(replace(_entry_of(payment, accounts, day, "reversal"), seq=seq), postings)


def _refunded(refund: PaymentRow, opened: Iterable[SettlementRow], accounts: Accounts) -> Entry:
    """Book money that went back: claims are open again, the rest was credit."""
    again = tuple(opened)
    spare = refund.amount + sum_up((one.amount for one in again), refund.currency)
    postings = [Posting(accounts.receivable(one.client), -one.amount) for one in again]
    postings += [Posting(accounts.credit(refund.client), spare), Posting(BANK, -refund.amount)]
    return _entry(_entry_of(refund, accounts, refund.date, "refund"), postings)


def _came_back(back: ReturnedRow, payment: PaymentRow, accounts: Accounts) -> Entry:
    spare = back.amount - sum_up((amount for _, _, amount in back.settled), payment.currency)
    receivable = accounts.receivable(payment.client)
    postings = [Posting(receivable, -amount) for _, _, amount in back.settled]
    postings += [Posting(accounts.credit(payment.client), -spare), Posting(BANK, back.amount)]
    entry = _entry_of(payment, accounts, back.date, "refund returned:")
    return _entry(replace(entry, seq=back.seq), postings)


def _entry_of(payment: PaymentRow, accounts: Accounts, day: date, what: str) -> Entry:
    text = f"{what} {payment.id}" + (f" {payment.reference}" if payment.reference else "")
    return Entry(day, payment.seq, payment.id, accounts.names.get(payment.client, ""), text, ())


def _place(payment: PaymentRow) -> str:
    if payment.method == IMPORTED_METHOD:
        return OPENING
    return CASH if payment.method == "cash" else BANK


def _credit_used(one: SettlementRow, accounts: Accounts) -> Entry:
    text = f"credit of {one.source} used for {one.document}"
    entry = Entry(one.date, one.seq, one.source, accounts.names.get(one.client, ""), text, ())
    return _entry(
        entry, (Posting(accounts.credit(one.client), one.amount), Posting(accounts.receivable(one.client), -one.amount))
    )


def _written_off(one: SettlementRow, accounts: Accounts) -> Entry:
    text = f"write-off {one.document}"
    entry = Entry(one.date, one.seq, one.document, accounts.names.get(one.client, ""), text, ())
    return _entry(entry, (Posting(WRITE_OFFS, one.amount), Posting(accounts.receivable(one.client), -one.amount)))
