"""Laws that hold for any history of documents and of what settles, writes off or takes back, on both databases."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invoicing.app.book import Book
from invoicing.app.exports.journal import balances, journal
from invoicing.app.reports.aging import aging
from invoicing.app.reports.report import parse_period
from invoicing.app.reports.statement import statement
from invoicing.app.reports.tax import tax
from invoicing.domain.money import Money, to_money
from invoicing.ledger import queries
from invoicing.ledger.reports import Span
from tests.app.histories import SETTINGS, TODAY, Story, taxed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invoicing.app.reports.report import Report

CLIENTS = ("acme", "beta")
_any_database = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
rates = st.sampled_from(("22", "10", "4", "0"))
lines = st.lists(st.tuples(st.integers(1, 50_000), rates), min_size=1, max_size=3)
picks = st.integers(0, 20)
percents = st.integers(1, 100)
acts = st.one_of(
    st.tuples(st.just("issue"), st.sampled_from(CLIENTS), st.sampled_from(("EUR", "EUR", "JPY")), lines, st.booleans()),
    st.tuples(st.just("pay"), picks, percents, st.integers(0, 500)),
    st.tuples(st.just("reverse"), picks),
    st.tuples(st.just("refund"), picks, percents),
    st.tuples(st.just("come-back"), picks),
    st.tuples(st.just("credit"), picks, percents),
    st.tuples(st.just("write-off"), picks, percents),
    st.tuples(st.just("apply"), picks, percents),
)
histories = st.lists(acts, min_size=1, max_size=14)


@dataclass
class Model:
    """What the history means, in plain Python: the balance by client and currency, and what may still be done."""

    story: Story
    day: int = 0
    balance: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    invoices: list[str] = field(default_factory=list)
    about: dict[str, tuple[str, str]] = field(default_factory=dict)
    creditable: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    payments: dict[str, tuple[str, Money]] = field(default_factory=dict)
    """payments that stand: the document they were booked on, and the amount"""
    refunds: dict[str, tuple[str, Money]] = field(default_factory=dict)
    """refunds that stand: the payment, and the amount"""
    in_full: bool = False
    """nothing is written off or paid beyond what is open, and credit never exceeds it: the cash law needs that"""

    def run(self, act: tuple[Any, ...]) -> None:
        """Do one act on the next day, if there is anything it can be done to."""
        self.day += 1
        getattr(self, f"_{act[0].replace('-', '_')}")(*act[1:])

    @property
    def today(self) -> str:
        """The day of this act."""
        return date.fromordinal(date(2026, 1, 1).toordinal() + self.day).isoformat()

    def _issue(self, client: str, currency: str, parts: list[tuple[int, str]], withheld: bool) -> None:  # noqa: FBT001
        made = [taxed(str(self._amount(minor, currency)), rate) for minor, rate in parts]
        more: dict[str, Any] = {"withholding": ["20"]} if withheld else {}
        number = self.story.issue(*made, day=self.today, client=client, currency=currency, **more)
        self.about[number] = (client, currency)
        self.creditable[number] = (made[0].price, parts[0][1])
        self.invoices.append(number)
        self.balance[client, currency] += self.story.outstanding(number).minor

    @staticmethod
    def _amount(minor: int, currency: str) -> Decimal:
        return Money(minor, currency).amount

    def _open(self, pick: int, percent: int) -> tuple[str, Money] | None:
        """Choose an invoice with something open, and a share of that."""
        found = [number for number in self.invoices if self.story.outstanding(number)]
        if not found:
            return None
        number = found[pick % len(found)]
        left = self.story.outstanding(number)
        return number, Money(max(left.minor * percent // 100, 1), left.currency)

    def _pay(self, pick: int, percent: int, spare: int) -> None:
        chosen = self._open(pick, percent)
        if chosen is None:
            return
        number, amount = chosen
        extra = Money(0 if self.in_full else spare, amount.currency)
        payment = self.story.pay(number, str(amount), self.today, str(extra))
        self.payments[payment] = (number, amount + extra)
        self.balance[self.about[number]] -= (amount + extra).minor

    def _reverse(self, pick: int) -> None:
        if self.payments:
            payment = sorted(self.payments)[pick % len(self.payments)]
            number, amount = self.payments.pop(payment)
            self.story.reverse(payment, self.today)
            self.balance[self.about[number]] += amount.minor

    def _refund(self, pick: int, percent: int) -> None:
        """Send back a share of a payment, in full only what can be owed again."""
        if not self.payments:
            return
        payment = sorted(self.payments)[pick % len(self.payments)]
        number, amount = self.payments[payment]
        back = Money(amount.minor * percent // 100, amount.currency)
        if back:
            self.refunds[self.story.refund(payment, str(back), self.today)] = (payment, back)
            self.payments[payment] = (number, amount - back)
            self.balance[self.about[number]] += back.minor

    def _come_back(self, pick: int) -> None:
        """A refund of a payment that still stands comes back."""
        names = [name for name, (payment, _) in sorted(self.refunds.items()) if payment in self.payments]
        if names:
            name = names[pick % len(names)]
            payment, back = self.refunds.pop(name)
            number, amount = self.payments[payment]
            if self.in_full and self.story.outstanding(number) < back:
                return
            self.story.come_back(name, self.today)
            self.payments[payment] = (number, amount + back)
            self.balance[self.about[number]] -= back.minor

    def _credit(self, pick: int, percent: int) -> None:
        if not self.invoices:
            return
        number = self.invoices[pick % len(self.invoices)]
        client, currency = self.about[number]
        price, rate = self.creditable[number]
        net = to_money(price * percent / 100, currency)
        gross = net.amount * (100 + Decimal(rate)) / 100
        if not net or (self.in_full and to_money(gross, currency) > self.story.outstanding(number)):
            return
        line = taxed(str(net), rate)
        self.story.issue(line, day=self.today, kind="credit-note", preceding=[number], client=client, currency=currency)
        self.creditable[number] = (price - net.amount, rate)
        self.balance[client, currency] -= to_money(gross, currency).minor

    def _write_off(self, pick: int, percent: int) -> None:
        chosen = None if self.in_full else self._open(pick, percent)
        if chosen is not None:
            self.story.write_off(chosen[0], str(chosen[1]), self.today)
            self.balance[self.about[chosen[0]]] -= chosen[1].minor

    def _apply(self, pick: int, percent: int) -> None:
        chosen = self._open(pick, percent)
        if chosen is None:
            return
        number, amount = chosen
        client, currency = self.about[number]
        for credit in queries.credits_of(self.story.work, client, currency):
            part = min(credit.unallocated, amount)
            self.story.apply(credit.id, number, str(part), self.today)
            return

    def settle_all(self) -> None:
        """Pay everything that is open."""
        while any(self.story.outstanding(number) for number in self.invoices):
            self.run(("pay", 0, 100, 0))


def lived(place: str, history: list[tuple[Any, ...]], *, in_full: bool = False) -> Iterator[tuple[Book, Model]]:
    """Give a book with the history in it, in the database at a place (empty: a file of its own)."""
    folder = Path(tempfile.mkdtemp())
    ledger = f'ledger = "{place}"\n' if place.startswith("postgresql") else ""
    (folder / "invoicing.toml").write_text(ledger + SETTINGS, encoding="utf-8")
    book = Book(folder)
    with book.ledger() as opened, opened.writing(TODAY, "ada") as work:
        story = Story(work)
        for client in CLIENTS:
            story.client(client)
        model = Model(story, in_full=in_full)
        for act in history:
            model.run(act)
        if in_full:
            model.settle_all()
    try:
        yield book, model
    finally:
        shutil.rmtree(folder)


def money(text: str, currency: str) -> int:
    """Whole minor units of a JSON amount."""
    return to_money(Decimal(text), currency).minor


@_any_database
@given(history=histories)
def test_documents_less_credits_payments_and_write_offs_are_the_balance(
    place: Callable[[], str], history: list[tuple[Any, ...]]
) -> None:
    """Law: by client and currency, what the model counts is what statement, aging, claims and journal say."""
    for book, model in lived(place(), history):
        expected = {key: minor for key, minor in model.balance.items() if minor}
        stated = {}
        for client in CLIENTS:
            for account in statement(book, client, Span(), TODAY).value["currencies"]:
                closing = money(account["closing"], account["currency"])
                assert closing == money(account["outstanding"], account["currency"]) - money(
                    account["credit"], account["currency"]
                )
                stated[client, account["currency"]] = closing
        assert {key: minor for key, minor in stated.items() if minor} == expected
        assert _aged(book) == expected
        with book.ledger() as ledger:
            assert _claimed(ledger) == expected
            assert _booked(ledger) == expected


def _aged(book: Book) -> dict[tuple[str, str], int]:
    rows = aging(book, TODAY).value["rows"]
    sums = {
        (row["client"], row["currency"]): money(row["outstanding"], row["currency"])
        - money(row["credit"], row["currency"])
        for row in rows
    }
    return {key: minor for key, minor in sums.items() if minor}


def _claimed(ledger: queries.Source) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for claim in queries.open_claims(ledger):
        sums[claim.client, claim.currency] += claim.outstanding.minor
    for credit in queries.open_credits(ledger):
        sums[credit.client, credit.currency] -= credit.unallocated.minor
    return {key: minor for key, minor in sums.items() if minor}


def _booked(ledger: queries.Source) -> dict[tuple[str, str], int]:
    """Sum the journal's accounts of each client; each entry sums to nothing in its currency."""
    entries = journal(ledger, Span())
    for entry in entries:
        assert sum(one.amount.minor for one in entry.postings) == 0
        assert len({one.amount.currency for one in entry.postings}) == 1
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for (account, currency), amount in balances(entries).items():
        for client in CLIENTS:
            if account in {f"Assets:Receivable:{client.title()}", f"Liabilities:Customer-Credit:{client.title()}"}:
                sums[client, currency] += amount.minor
    return {key: minor for key, minor in sums.items() if minor}


@given(history=histories)
def test_the_tax_of_a_year_on_accrual_is_that_of_its_documents(history: list[tuple[Any, ...]]) -> None:
    """Law: with one tax on each line, bases sum to the signed net and taxes to the signed tax of all documents."""
    for book, _ in lived("", history):
        with book.ledger() as ledger:
            documents = queries.documents(ledger, queries.DocumentFilter())
        for currency in {row.currency for row in documents}:
            own = [row for row in documents if row.currency == currency]
            sums = (sum(row.sign * row.net.minor for row in own), sum(row.sign * row.tax.minor for row in own))
            assert _taxed(tax(book, parse_period("2026")), currency) == sums


def _taxed(report: Report, currency: str) -> tuple[int, int]:
    rows = [row for row in report.value["rows"] if row["currency"] == currency]
    return sum(money(row["base"], currency) for row in rows), sum(money(row["amount"], currency) for row in rows)


@_any_database
@given(history=histories)
def test_cash_tax_becomes_accrual_tax_when_all_is_paid(
    place: Callable[[], str], history: list[tuple[Any, ...]]
) -> None:
    """Law: whatever the parts, reversals and credit notes on the way, each row ends where accrual has it."""
    for book, _ in lived(place(), history, in_full=True):
        year = parse_period("2026")
        assert tax(book, year, "cash").value["rows"] == tax(book, year).value["rows"]


@given(history=histories)
def test_the_months_of_cash_tax_sum_to_the_year(history: list[tuple[Any, ...]]) -> None:
    """Law: every settlement falls into exactly one month."""
    for book, _ in lived("", history):
        whole = _keyed([tax(book, parse_period("2026"), "cash")])
        months = _keyed([tax(book, parse_period(f"2026-{month:02}"), "cash") for month in range(1, 13)])
        assert months == whole


def _keyed(reports: list[Report]) -> dict[tuple[str, ...], tuple[int, int]]:
    sums: dict[tuple[str, ...], tuple[int, int]] = {}
    for report in reports:
        for row in report.value["rows"]:
            key = (row["currency"], row["tax"] or "", row["rate"] or "")
            base, amount = sums.get(key, (0, 0))
            sums[key] = (
                base + money(row["base"], row["currency"]),
                amount + money(row["amount"], row["currency"]),
            )
    return {key: both for key, both in sums.items() if any(both)}
