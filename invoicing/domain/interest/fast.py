"""Many debts of one law on one day: the same answer as `reckon` in a few microseconds each.

For a list of what is late, most debts have no payment after the due date and differ only in sum and due date. The
rows of a due date are worked out once as whole-number fractions; a debt then costs one multiplication a row. A debt
with part payments or credit notes after its due date, an agreed rate or a further choice goes through `reckon`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from invoicing.domain.dates import add_years, next_half_year
from invoicing.domain.interest.costs import collection_costs, compensation_for
from invoicing.domain.interest.daycount import days_between, year_length
from invoicing.domain.interest.quotes import rate_source
from invoicing.domain.interest.series import ONE_DAY
from invoicing.domain.money import Money, to_money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invoicing.domain.interest.law import Debtor, InterestLaw, InterestRule
    from invoicing.domain.interest.series import Quote, RateSeries


@dataclass(frozen=True, slots=True)
class Accrued:
    """What one late debt has brought by law: `interest` and `collection_costs` in its own currency."""

    interest: Money
    compensation: Money
    collection_costs: Money
    provisional: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """Interest of a row is base x numerator / denominator; `compounds`: unpaid interest joins the base before it."""

    numerator: int
    denominator: int
    compounds: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A law, a kind of debtor, a currency and a last day, with the rows of each due date seen so far."""

    law: InterestLaw
    rule: InterestRule
    rates: Mapping[str, RateSeries]
    until: date
    currency: str
    derive: bool
    rows: dict[tuple[date, date | None], tuple[_Row, ...]] = field(default_factory=dict, compare=False, repr=False)
    sums: dict[int, Money] = field(default_factory=dict, compare=False, repr=False)


def prepare(
    law: InterestLaw,
    rates: Mapping[str, RateSeries],
    until: date,
    currency: str,
    debtor: Debtor = "business",
    *,
    derive: bool = False,
) -> Prepared:
    """Get ready to answer for many debts of one law, one currency and one kind of debtor on `until`."""
    return Prepared(law, law.rule_for(debtor), rates, until, currency, derive)


def interest_on(prepared: Prepared, minor: int, due: date, contract_date: date | None = None) -> Accrued:
    """Give what a debt of `minor` units, due on `due` and untouched since, has brought by `prepared.until`.

    Each row is rounded half up and the sum of the rows is the interest. Refused as `reckon` refuses.
    """
    key = (due, contract_date)
    rows = prepared.rows.get(key)
    if rows is None:
        rows = prepared.rows[key] = _rows(prepared, due, contract_date)
    base, joined, provisional = minor, 0, False
    interest = 0
    for row in rows:
        if row.compounds:
            base += interest - joined
            joined = interest
        interest += (2 * base * row.numerator + row.denominator) // (2 * row.denominator)
        provisional = provisional or row.provisional
    late = minor if due < prepared.until else 0
    return Accrued(Money(interest, prepared.currency), *_costs(prepared, late), provisional)


def _rows(prepared: Prepared, due: date, contract_date: date | None) -> tuple[_Row, ...]:
    law, rule = prepared.law, prepared.rule
    quote = rate_source(law, rule, prepared.rates, due, contract_date, derive=prepared.derive)
    first, end = due + ONE_DAY, prepared.until + ONE_DAY
    birthday = add_years(first, 1) if rule.compound == "annual" else None
    rows: list[_Row] = []
    day, years = first, 0
    while day < end:
        compounds = day == birthday
        if compounds:
            years += 1
            birthday = add_years(first, years + 1)
        quoted = quote(day)
        stop = min(
            end,
            next_half_year(day),
            birthday or end,
            end if quoted.end is None else quoted.end + ONE_DAY,
        )
        rows.append(_row(prepared, quoted, day, stop - ONE_DAY, compounds=compounds))
        day = stop
    return tuple(rows)


def _row(prepared: Prepared, quoted: Quote, start: date, end: date, *, compounds: bool) -> _Row:
    numerator, denominator = quoted.rate.as_integer_ratio()
    count = prepared.law.day_count
    days, year = days_between(start, end, count), year_length(start, count)
    return _Row(numerator * days, denominator * 100 * year, compounds, quoted.provisional)


def _costs(prepared: Prepared, late: int) -> tuple[Money, Money]:
    rule = prepared.rule
    debt = Money(late, prepared.currency)
    scale = rule.collection
    if scale is None or scale.needs_letter:
        return _compensation(prepared, debt), Money(0, prepared.currency)
    return _compensation(prepared, debt), collection_costs(scale, debt)


def _compensation(prepared: Prepared, debt: Money) -> Money:
    """Look the lump sum up once for each step of its scale."""
    rule = prepared.rule.compensation
    step = 0
    if rule is not None and debt.minor > 0:
        step = 1 + sum(debt.minor >= start for start in _starts(prepared))
    known = prepared.sums.get(step)
    if known is None:
        known = prepared.sums[step] = compensation_for(rule, debt)
    return known


def _starts(prepared: Prepared) -> tuple[int, ...]:
    """Give the amounts at which a higher step begins, in minor units; none when the currencies differ."""
    rule = prepared.rule.compensation
    if rule is None or rule.currency != prepared.currency or len(rule.steps) == 1:
        return ()
    return tuple(to_money(start, prepared.currency).minor for start, _fee in rule.steps[1:])
