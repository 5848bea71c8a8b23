"""Values to JSON and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given

from invoicing.domain.dates import Period
from invoicing.domain.issued import Issued
from invoicing.domain.money import Money
from invoicing.domain.totals import compute
from invoicing.domain.values import from_json, to_json
from tests.strategies import documents

if TYPE_CHECKING:
    from invoicing.domain.document import Document


@dataclass(frozen=True, slots=True)
class Sample:
    """One field of each shape the codec knows."""

    day: date
    amount: Money
    rate: Decimal
    period: Period | None = None
    pair: tuple[str, int] = ("a", 1)
    names: frozenset[str] = frozenset()


def test_each_shape_has_one_json_form() -> None:
    """The forms are listed in values.py; defaults are left out."""
    value = Sample(
        date(2026, 2, 1),
        Money(-5, "EUR"),
        Decimal("22.00"),
        Period(date(2026, 1, 1), date(2026, 1, 31)),
        ("b", 2),
        frozenset({"z", "y"}),
    )
    data = to_json(value)
    assert data == {
        "day": "2026-02-01",
        "amount": "EUR -0.05",
        "rate": "22",
        "period": {"start": "2026-01-01", "end": "2026-01-31"},
        "pair": ["b", 2],
        "names": ["y", "z"],
    }
    assert to_json({"k": (Decimal(1),)}) == {"k": ["1"]}
    back = from_json(Sample, {**data, "names": []})
    assert (back.day, back.amount, back.rate, back.period, back.pair) == (
        value.day,
        value.amount,
        value.rate,
        value.period,
        value.pair,
    )


def test_a_missing_field_takes_its_default_and_an_unknown_one_is_passed_over() -> None:
    """An older snapshot is read by a newer tool, and the other way round."""
    value = from_json(Sample, {"day": "2026-02-01", "amount": "JPY 7", "rate": "1", "period": None, "later": 1})
    assert value == Sample(date(2026, 2, 1), Money(7, "JPY"), Decimal(1))


@given(documents())
def test_an_issued_document_survives_the_round_trip_through_text(document: Document) -> None:
    """What the ledger keeps is what was issued."""
    issued = Issued("2026-0001", document, compute(document))
    assert from_json(Issued, json.loads(json.dumps(to_json(issued)))) == issued
