"""What each event changes in the tables that answer queries.

One pure function per event type (`changes/`) turns a fact into steps: statements with their parameters. The store runs
them in the event's own transaction; `verify` runs the very same ones in an empty database and compares. A step may say
what it means when its statement touches no row (``RETURNING`` gives none): then the whole transaction is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invoicing.ledger.changes import documents, money, records
from invoicing.ledger.changes.step import Step
from invoicing.ledger.events import known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from invoicing.ledger.driver import Driver
    from invoicing.ledger.events import Body, Fact


def apply(driver: Driver, fact: Fact) -> None:
    """Write one fact into the query tables, inside the transaction that is open."""
    for step in steps(fact):
        if not driver.execute(step.sql, step.params) and step.otherwise is not None:
            raise step.otherwise


def steps(fact: Fact) -> Iterator[Step]:
    """Give the statements one fact stands for. ``event-unknown`` (conflict) for a type this version does not know."""
    known(fact.type)
    for taken in fact.body.get("numbers", ()):
        yield _numbers(taken)
    handler = HANDLERS.get(fact.type)
    if handler is not None:
        yield from handler(fact)


_NUMBERS = """
    INSERT INTO numbers (series, period, last, last_date) VALUES (:series, :period, :last, :date)
    ON CONFLICT (series, period) DO UPDATE SET last = excluded.last,
        last_date = CASE WHEN excluded.last_date > numbers.last_date THEN excluded.last_date ELSE numbers.last_date END
"""


def _numbers(taken: Body) -> Step:
    return Step(_NUMBERS, {key: taken[key] for key in ("series", "period", "last", "date")})


# A type without a handler changes no table: `body-redacted` only changes how other facts are read.
HANDLERS: Mapping[str, Callable[[Fact], Iterator[Step]]] = {**records.HANDLERS, **documents.HANDLERS, **money.HANDLERS}
