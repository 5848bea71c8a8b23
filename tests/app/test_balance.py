"""Documents - credits - payments + what went back - write-offs = what is owed, less credit: for any history."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invoicing.app.apply import apply
from invoicing.app.book import Act, Book
from invoicing.app.clients import add_client
from invoicing.app.convert import Step, convert
from invoicing.app.credit import Taken, credit
from invoicing.app.hand_back import HandedBack, hand_back
from invoicing.app.issue import issue
from invoicing.app.pay import Arrived, pay
from invoicing.app.preview import drafted_from
from invoicing.app.reverse import reverse
from invoicing.app.write_off import write_off
from invoicing.domain.errors import Conflict, NotFound, Refused
from invoicing.ledger import queries, reports
from invoicing.ledger.verify import verify
from tests.app.histories import SETTINGS
from tests.ledger.conftest import postgres  # noqa: F401  the server of the ledger's tests

if TYPE_CHECKING:
    from collections.abc import Callable

_schemas = count(1)
ACT = Act(date(2026, 6, 30), "ada")
CLIENTS = ("acme", "beta")
RATES = ("22", "10", "4")
# What is done, to which of the things there are, with how much.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("invoice", "job", "credit", "pay", "pay-two", "apply", "reverse", "refund", "write-off")),
        st.integers(0, 30),
        st.integers(1, 60_000),
    ),
    min_size=4,
    max_size=20,
)


@dataclass
class Model:
    """What is owed by client, in cents, by adding up what the verbs answered; and what there is to act on."""

    book: Book
    owed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    documents: list[str] = field(default_factory=list)
    payments: dict[str, int] = field(default_factory=dict)
    """what stands of each payment, in cents"""
    credits: list[str] = field(default_factory=list)
    clients: dict[str, str] = field(default_factory=dict)

    def run(self, name: str, which: int, cents: int) -> None:
        """Do one act; what is refused changes nothing."""
        with suppress(Refused, Conflict, NotFound):
            getattr(self, "_" + name.replace("-", "_"))(which, cents)

    def _invoice(self, which: int, cents: int) -> None:
        flags: dict[str, Any] = {"client": CLIENTS[which % 2], "prices_include_tax": which % 5 == 0}
        if which % 3 == 0:
            flags["allowances"] = [{"reason": "Fair", "percent": "7.5"}]
        lines = [
            f"Work; 3; {_text(cents)}; S {RATES[which % 3]}",
            f"Print; 1; {_text(which + 1)}; S {RATES[cents % 3]}",
        ]
        self._bill(issue(self.book, drafted_from(self.book, "", flags, lines, ACT.today), ACT))

    def _job(self, which: int, cents: int) -> None:
        """A quote, its deposit and its final invoice."""
        flags = {"client": CLIENTS[which % 2], "kind": "quote"}
        lines = [f"Site; 1; {_text(cents + 10_000)}; S 22", f"Book; 2; {_text(cents + 5_000)}; S 4"]
        quote = issue(self.book, drafted_from(self.book, "", flags, lines, ACT.today), ACT)
        both = [
            convert(self.book, Step(quote["number"], "deposit-invoice", f"{which + 10}%"), ACT),
            convert(self.book, Step(quote["number"], "final-invoice"), ACT),
        ]
        for done in both:
            self._bill(done)
        assert sum(_cents(one["total"]) for one in both) == _cents(quote["total"])

    def _bill(self, done: dict[str, Any]) -> None:
        self.owed[done["client"]] += _cents(done["due"])
        self.documents.append(done["number"])
        self.clients[done["number"]] = done["client"]

    def _credit(self, which: int, cents: int) -> None:
        number = _one(self.documents, which)
        amount = "" if cents % 4 == 0 else _text(cents)
        done = credit(self.book, Taken(number, amount=amount), ACT)
        self.owed[self.clients[number]] -= _cents(done["due"])
        self.credits.append(done["number"])

    def _pay(self, which: int, cents: int) -> None:
        self._arrived(Arrived(_one(self.documents, which), _text(cents)))

    def _pay_two(self, which: int, cents: int) -> None:
        self._arrived(Arrived(_one(self.documents, which), _text(cents), also=(_one(self.documents, which + 1),)))

    def _arrived(self, arrived: Arrived) -> None:
        done = pay(self.book, arrived, ACT)
        self.owed[done["client"]] -= _cents(done["amount"])
        self.payments[done["payment"]] = _cents(done["amount"])
        self.clients[done["payment"]] = done["client"]

    def _apply(self, which: int, cents: int) -> None:
        amount = "" if cents % 2 else _text(cents)
        apply(self.book, _one([*self.payments, *self.credits], which), _one(self.documents, cents), amount, ACT)

    def _reverse(self, which: int, _cents: int) -> None:
        name = _one(list(self.payments), which)
        reverse(self.book, name, Act(ACT.today, reason="bounced"))
        self.owed[self.clients[name]] += self.payments[name]
        self.payments[name] = 0

    def _refund(self, which: int, cents: int) -> None:
        done = hand_back(self.book, HandedBack(_one(list(self.payments), which), _text(cents)), ACT)
        self.owed[self.clients[done["payment"]]] += cents
        self.payments[done["payment"]] -= cents

    def _write_off(self, which: int, cents: int) -> None:
        done = write_off(self.book, _one(self.documents, which), _text(cents), Act(ACT.today, reason="small"))
        self.owed[done["client"]] -= cents

    def check(self) -> None:
        """Compare with what the ledger says is open, what credit it holds, and what its statement moves."""
        with self.book.ledger() as ledger:
            for client in CLIENTS:
                is_open = sum(one.outstanding.minor for one in queries.open_claims(ledger, client))
                credit_left = sum(one.unallocated.minor for one in queries.credits_of(ledger, client))
                assert is_open - credit_left == self.owed[client]
                assert sum(one.amount.minor for one in reports.moves(ledger, client)) == self.owed[client]


def _one(things: list[str], which: int) -> str:
    """Choose one; with nothing to choose from, something that is not there."""
    return things[which % len(things)] if things else "nothing"


def _text(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _cents(text: str) -> int:
    return int(text.replace(".", ""))


def play(steps: list[tuple[str, int, int]], address: Callable[[], str]) -> None:
    """Play a history in a new book and compare after every step."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        ledger = address()
        head = f'ledger = "{ledger}"\n' if ledger else ""
        (folder / "invoicing.toml").write_text(head + SETTINGS, encoding="utf-8")
        book = Book(folder)
        for client in CLIENTS:
            add_client(book, "", {"id": client, "name": client.title(), "address.country": "IT"}, ACT)
        model = Model(book)
        for step in steps:
            model.run(*step)
            model.check()
        assert bool(model.documents) == any(step[0] in {"invoice", "job"} for step in steps)
        with book.ledger() as opened:
            assert verify(opened).ok


@settings(max_examples=150)
@given(STEPS)
def test_any_history_balances_on_sqlite(steps: list[tuple[str, int, int]]) -> None:
    """The verbs themselves write the history; the sums are kept beside it, in whole cents."""
    play(steps, lambda: "")


@pytest.mark.postgres
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_any_history_balances_on_postgresql(postgres: str, steps: list[tuple[str, int, int]]) -> None:  # noqa: F811
    """The same on the other database."""
    play(steps, lambda: f"{postgres}&options=-csearch_path%3Dbalance_{next(_schemas)}")
