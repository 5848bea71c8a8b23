"""How long the interest of 100 000 open debts takes, by the quick way and row by row.

Run: python bench/interest.py [COUNT]. Prints one line a law: seconds, microseconds a debt.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from invoicing.app.late_payment import law_for, rates_for
from invoicing.domain.interest import Debt, Paid, Reckoning, interest_on, prepare, reckon
from invoicing.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Callable

UNTIL = date(2026, 11, 20)
DAYS = 3 * 365
LAWS = (("IT", "EUR"), ("NL", "EUR"), ("DE", "EUR"), ("GB", "GBP"))


def main() -> None:
    """Time both ways for some laws; the slower one on a tenth of the debts."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    debts = [(100_00 + (n * 7919) % 2_000_000, UNTIL - timedelta(days=1 + n % DAYS)) for n in range(count)]
    for country, currency in LAWS:
        fewer = debts[: count // 10]
        show(f"{country} quick", count, partial(quick, country, currency, debts))
        show(f"{country} rows, two payments", len(fewer), partial(rows, country, currency, fewer))


def quick(country: str, currency: str, debts: list[tuple[int, date]]) -> None:
    """Reckon every debt with `interest_on`."""
    law = law_for(country)
    prepared = prepare(law, rates_for(law), UNTIL, currency)
    for minor, due in debts:
        interest_on(prepared, minor, due)


def rows(country: str, currency: str, debts: list[tuple[int, date]]) -> None:
    """Reckon every debt with `reckon` and two part payments."""
    law = law_for(country)
    rates = rates_for(law)
    how = Reckoning(UNTIL)
    for minor, due in debts:
        part = Money(minor // 4, currency)
        paid = (Paid(due + timedelta(days=30), part), Paid(due + timedelta(days=90), part))
        reckon(law, Debt(Money(minor, currency), due, payments=paid), how, rates)


def show(what: str, count: int, work: Callable[[], None]) -> None:
    """Time a piece of work and print its line."""
    start = time.process_time()
    work()
    spent = time.process_time() - start
    print(f"{what:24} {count:>8} debts {spent:7.2f} s CPU {spent / count * 1e6:8.1f} us each")


if __name__ == "__main__":
    main()
