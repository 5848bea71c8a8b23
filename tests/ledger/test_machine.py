"""Any history gives the same answers from SQLite, from PostgreSQL and from a plain Python model."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from invoicing.domain.errors import InvoicingError
from invoicing.domain.money import decimal_text
from invoicing.ledger import Ledger, open_ledger, queries
from invoicing.ledger.archive import backup, restore
from invoicing.ledger.verify import verify
from tests.ledger import server
from tests.ledger.books import TODAY, client, credit_note, invoice, payment

amounts = st.integers(1, 300)
_places = count(1)


def text(minor: int) -> str:
    """Cents as a decimal text."""
    return decimal_text(minor, "EUR")


@dataclass(slots=True)
class Model:
    """The book in plain Python: open cents by claim, credit by source, and what each payment settled."""

    open: dict[tuple[str, int], int] = field(default_factory=dict)
    credit: dict[str, int] = field(default_factory=dict)
    settled: dict[str, list[tuple[tuple[str, int], int]]] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    refunds: dict[str, tuple[str, tuple[str, int], int, int]] = field(default_factory=dict)
    """by id, what stands: the payment, the claim opened again, how much of it, and how much credit went"""
    refunded: int = 0
    documents: int = 0
    payments: int = 0
    credit_notes: int = 0

    def split(self, amount: int) -> tuple[list[tuple[tuple[str, int], int]], int]:
        """Allocate an amount to what is open, oldest first; what is left is credit."""
        parts = []
        for claim, outstanding in self.open.items():
            part = min(amount, outstanding)
            if part:
                parts.append((claim, part))
                amount -= part
        return parts, amount

    def settle(self, parts: list[tuple[tuple[str, int], int]]) -> None:
        """Lower each claim."""
        for claim, part in parts:
            self.open[claim] -= part


def allocations(parts: list[tuple[tuple[str, int], int]]) -> list[dict[str, Any]]:
    """Write allocations as a body has them."""
    return [{"document": number, "part": part, "amount": text(minor)} for (number, part), minor in parts]


class History(RuleBasedStateMachine):
    """Acts at random, each done in the model and in every database."""

    url: str | None = None

    @initialize()
    def make(self) -> None:
        """Start with an empty book in each database."""
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.model = Model()
        self.ledgers = [open_ledger(place, create=True) for place in self.places()]
        self.write("client-added", "acme", client())

    def places(self) -> list[str]:
        """Name a new place in each database."""
        number = next(_places)
        files = [str(self.folder / f"{number}.db")]
        return files if self.url is None else [*files, f"{self.url}&options=-csearch_path%3Dhistory_{number}"]

    def write(self, type_: str, subject: str, body: dict[str, Any]) -> str:
        """Write one event into every database; they agree on whether it is refused, and with which code."""
        codes = []
        for ledger in self.ledgers:
            try:
                with ledger.writing(TODAY) as work:
                    work.append(type_, subject, body)
            except InvoicingError as error:
                codes.append(error.code)
            else:
                codes.append("")
        assert len(set(codes)) == 1, codes
        return codes[0]

    @rule(first=amounts, second=st.integers(0, 200))
    def issue(self, first: int, second: int) -> None:
        """Issue an invoice in one part or two."""
        self.model.documents += 1
        number = f"I{self.model.documents}"
        parts = [(1, first), *([(2, second)] if second else [])]
        claims = [{"part": part, "due_date": f"2026-0{part + 2}-28", "amount": text(minor)} for part, minor in parts]
        assert self.write("document-issued", number, invoice(number, text(first + second), claims=claims)) == ""
        self.model.open.update({(number, part): minor for part, minor in parts})

    @rule(amount=amounts)
    def pay(self, amount: int) -> None:
        """Receive money, oldest claim first, the rest as credit."""
        parts, rest = self.model.split(amount)
        self.model.payments += 1
        id_ = f"P{self.model.payments}"
        body = payment(id_, text(amount), *allocations(parts), unallocated=text(rest))
        assert self.write("payment-received", id_, body) == ""
        self.model.settle(parts)
        self.model.settled[id_] = parts
        self.model.credit[id_] = rest

    @rule(amount=amounts, pick=st.integers(0, 20))
    def overpay_one_claim(self, amount: int, pick: int) -> None:
        """Allocate more than is open of a claim: refused everywhere."""
        claims = list(self.model.open.items())
        if claims:
            (number, part), outstanding = claims[pick % len(claims)]
            over = text(outstanding + amount)
            body = payment("P-over", over, {"document": number, "part": part, "amount": over})
            assert self.write("payment-received", "P-over", body) == "claim-not-open"

    @rule(amount=amounts, pick=st.integers(0, 20))
    def credit(self, amount: int, pick: int) -> None:
        """Credit a claim up to what is open; the rest stays as the client's credit."""
        claims = list(self.model.open.items())
        if claims:
            (number, part), outstanding = claims[pick % len(claims)]
            credited = min(amount, outstanding)
            self.model.credit_notes += 1
            id_ = f"N{self.model.credit_notes}"
            body = credit_note(id_, number, text(credited), text(amount - credited))
            body["credits"] = allocations([((number, part), credited)]) if credited else []
            assert self.write("document-issued", id_, body) == ""
            self.model.settle([((number, part), credited)])
            self.model.credit[id_] = amount - credited

    @rule(pick=st.integers(0, 20))
    def use_credit(self, pick: int) -> None:
        """Use what a payment or credit note left."""
        sources = [source for source, left in self.model.credit.items() if left]
        if sources:
            source = sources[pick % len(sources)]
            parts, rest = self.model.split(self.model.credit[source])
            body = {"source": source, "date": "2026-04-05", "allocations": allocations(parts)}
            assert self.write("credit-applied", source, body) == ""
            self.model.settle(parts)
            self.model.credit[source] = rest
            self.model.settled.setdefault(source, []).extend(parts)

    @rule(pick=st.integers(0, 20))
    def reverse(self, pick: int) -> None:
        """Undo a payment; a second time is refused."""
        if self.model.payments:
            id_ = f"P{1 + pick % self.model.payments}"
            code = self.write("payment-reversed", id_, {"payment": id_, "date": "2026-04-09"})
            assert code == ("payment-not-open" if id_ in self.model.reversed else "")
            if not code:
                self.model.reversed.add(id_)
                self.model.settle([(claim, -part) for claim, part in self.model.settled[id_]])
                self.model.credit[id_] = 0

    def back(self, id_: str, parts: tuple[str, tuple[str, int], int, int], name: str) -> dict[str, Any]:
        """Write the body of a refund or of its return."""
        payment_, claim, claimed, spare = parts
        body = {"refund": id_, "payment": payment_, "client": "acme", "currency": "EUR", "date": "2026-04-10"}
        entries = allocations([(claim, claimed)] if claimed else [])
        return {**body, "amount": text(claimed + spare), name: entries, "unallocated": text(spare)}

    @rule(pick=st.integers(0, 20), percent=st.integers(0, 100))
    def refund(self, pick: int, percent: int) -> None:
        """Send back the credit of a payment and a share of what it settled."""
        standing = [id_ for id_ in self.model.settled if id_.startswith("P") and id_ not in self.model.reversed]
        if not standing:
            return
        id_ = standing[pick % len(standing)]
        sums: dict[tuple[str, int], int] = {}
        for claim, part in self.model.settled[id_]:
            sums[claim] = sums.get(claim, 0) + part
        claim, whole = max(sums.items(), key=lambda pair: pair[1], default=(("", 0), 0))
        parts = (id_, claim, whole * percent // 100, self.model.credit[id_])
        if not parts[2] + parts[3]:
            return
        self.model.refunded += 1
        name = f"R{self.model.refunded}"
        too_much = self.back(name, (id_, claim, whole + 1, parts[3]), "reopened")
        assert self.write("payment-refunded", id_, too_much) == "refund-exceeds"
        assert self.write("payment-refunded", id_, self.back(name, parts, "reopened")) == ""
        if parts[2]:
            self.model.settle([(claim, -parts[2])])
            self.model.settled[id_].append((claim, -parts[2]))
        self.model.credit[id_] = 0
        self.model.refunds[name] = parts

    @rule(pick=st.integers(0, 20))
    def refund_comes_back(self, pick: int) -> None:
        """The payer's bank sends a refund back: it settles again what is still open, the rest is credit."""
        names = [name for name, parts in self.model.refunds.items() if parts[0] not in self.model.reversed]
        if not names:
            return
        name = names[pick % len(names)]
        id_, claim, claimed, spare = self.model.refunds.pop(name)
        again = min(claimed, self.model.open.get(claim, 0))
        parts = (id_, claim, again, spare + claimed - again)
        assert self.write("refund-returned", id_, self.back(name, parts, "allocations")) == ""
        if again:
            self.model.settle([(claim, again)])
            self.model.settled[id_].append((claim, again))
        self.model.credit[id_] += parts[3]

    @rule(pick=st.integers(0, 20))
    def write_off(self, pick: int) -> None:
        """Give up what is open of a claim."""
        claims = [(claim, outstanding) for claim, outstanding in self.model.open.items() if outstanding]
        if claims:
            parts = [claims[pick % len(claims)]]
            (body,) = allocations(parts)
            assert self.write("written-off", body["document"], {**body, "why": "small"}) == ""
            self.model.settle(parts)

    @rule()
    def move(self) -> None:
        """Back each book up and restore it into the other database: every hash is kept."""
        number = next(_places)
        moved = []
        for index, (ledger, place) in enumerate(zip(self.ledgers, reversed(self.places()), strict=True)):
            file = self.folder / f"{number}-{index}.zip"
            backup(ledger, self.folder / "book", file)
            restore(file, self.folder / f"restored-{number}-{index}", place)
            moved.append(open_ledger(place))
            assert moved[-1].head() == ledger.head()
            ledger.close()
        self.ledgers = moved

    @invariant()
    def all_agree(self) -> None:
        """Open claims, credit and sums are those of the model, in every database."""
        owed = {claim: minor for claim, minor in self.model.open.items() if minor}
        left = {source: minor for source, minor in self.model.credit.items() if minor}
        for ledger in getattr(self, "ledgers", []):
            claims = queries.open_claims(ledger)
            assert {(one.document, one.part): one.outstanding.minor for one in claims} == owed
            assert {one.id: one.unallocated.minor for one in queries.open_credits(ledger)} == left
            assert sum(one.outstanding.minor for one in queries.aging(ledger, TODAY)) == sum(owed.values())

    def teardown(self) -> None:
        """Every book verifies at the end, and all rows are equal."""
        ledgers: list[Ledger] = getattr(self, "ledgers", [])
        assert all(verify(ledger).ok for ledger in ledgers)
        rows = [(queries.documents(ledger), queries.payments(ledger)) for ledger in ledgers]
        assert all(row == rows[0] for row in rows)
        for ledger in ledgers:
            ledger.close()
        if ledgers:
            shutil.rmtree(self.folder)


@pytest.fixture
def everywhere(request: pytest.FixtureRequest) -> type[History]:
    """Give the history over SQLite and, where there is a server, PostgreSQL."""
    url = request.getfixturevalue("postgres") if server.binaries() else None
    return type("Everywhere", (History,), {"url": url})


def test_any_history_gives_equal_answers_everywhere(everywhere: type[History]) -> None:
    """Brief: issue, pay, credit, reverse, back up and restore, compared with a plain Python model."""
    run_state_machine_as_test(everywhere, settings=settings(max_examples=12, stateful_step_count=25))


@pytest.mark.slow
def test_many_long_histories_give_equal_answers_everywhere(everywhere: type[History]) -> None:
    """The same, longer and more often."""
    run_state_machine_as_test(everywhere, settings=settings(max_examples=100, stateful_step_count=60))
