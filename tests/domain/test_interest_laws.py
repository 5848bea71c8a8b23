"""What must hold for every claim, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from invoicing.app.late_payment import law_for, rates_for
from invoicing.domain.interest import (
    AgreedRate,
    Credit,
    Debt,
    InterestResult,
    Paid,
    Reckoning,
    interest_on,
    prepare,
    reckon,
)
from invoicing.domain.money import Money

# Tables without a gap from 2017 to 2026: simple, compounding, interest first, fixed rate, no rate series.
SIMPLE = ("IT", "DE", "ES", "FR", "EU", "GB", "CH")
LAWS = {code: law_for(code) for code in (*SIMPLE, "NL")}
RATES = {code: rates_for(law) for code, law in LAWS.items()}

countries = st.sampled_from(sorted(LAWS))
simple = st.sampled_from(SIMPLE)
dues = st.dates(date(2017, 1, 1), date(2025, 12, 31))
lengths = st.integers(0, 1200)
amounts = st.integers(1, 10_000_000)
counts = st.sampled_from(["365", "actual", "30/360"])
events = st.lists(st.tuples(st.booleans(), st.integers(-40, 1200), st.integers(1, 4_000_000)), min_size=1, max_size=5)


def money(minor: int) -> Money:
    """Give an amount in EUR."""
    return Money(minor, "EUR")


def run(country: str, debt: Debt, days: int, **how: object) -> InterestResult:
    """Reckon up to `days` after the due date."""
    until = debt.due + timedelta(days=days)
    return reckon(LAWS[country], debt, Reckoning(until, **how), RATES[country])  # type: ignore[arg-type]


def exact(result: InterestResult) -> Fraction:
    """Give the interest before rounding, in minor units."""
    return sum((row.exact for row in result.segments), Fraction(0))


def with_events(debt: Debt, drawn: list[tuple[bool, int, int]]) -> Debt:
    """Put payments and credit notes on days counted from the due date."""
    days = [(credit, debt.due + timedelta(days=offset), money(minor)) for credit, offset, minor in drawn]
    return replace(
        debt,
        payments=tuple(Paid(day, amount) for credit, day, amount in days if not credit),
        credits=tuple(Credit(day, amount) for credit, day, amount in days if credit),
    )


@given(countries, dues, amounts, lengths, lengths, counts)
def test_interest_of_a_period_is_the_sum_of_its_parts(
    country: str, due: date, minor: int, one: int, other: int, day_count: str
) -> None:
    """Before rounding exactly; after rounding within a cent a row. Compounding joins only at the same anniversaries."""
    debt = Debt(money(minor), due)
    whole = run(country, debt, one + other, day_count=day_count, rounding="total")
    part = run(country, debt, one, day_count=day_count, rounding="total")
    cut = due + timedelta(days=one)
    after = sum((row.exact for row in whole.segments if row.start > cut), Fraction(0))
    across = [row for row in whole.segments if row.start <= cut < row.end]
    split = sum((row.exact * _share(row.start, row.end, cut, row.days, day_count) for row in across), Fraction(0))
    assert exact(part) + after + split == exact(whole)
    rounded = run(country, debt, one + other, day_count=day_count)
    if country != "NL":
        assert abs(rounded.interest.minor - exact(whole)) <= len(rounded.segments)


def _share(start: date, end: date, cut: date, days: int, day_count: str) -> Fraction:
    """Give the share of a row that lies after the cut, counted anew without the code under test."""
    if days == 0:
        return Fraction(0)
    if day_count != "30/360":
        return Fraction((end - cut).days, (end - start).days + 1)

    def thirties(day: date) -> int:
        return day.year * 360 + day.month * 30 + min(30, day.day)

    return Fraction(thirties(end) - thirties(cut), days)


@given(countries, dues, amounts, lengths, st.integers(1, 400), counts)
def test_more_days_never_cost_less(country: str, due: date, minor: int, days: int, more: int, day_count: str) -> None:
    """The claim grows or stays with each day."""
    debt = Debt(money(minor), due)
    assert (
        run(country, debt, days + more, day_count=day_count).interest
        >= run(country, debt, days, day_count=day_count).interest
    )


@given(countries, dues, amounts, events, lengths, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_written_does_not_matter(
    country: str, due: date, minor: int, drawn: list[tuple[bool, int, int]], days: int, random: object
) -> None:
    """Also for events of one day: their sums are taken together."""
    twice = [*drawn, *((not credit, offset, amount) for credit, offset, amount in drawn)]
    shuffled = list(twice)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    debt = Debt(money(minor), due)
    one = run(country, with_events(debt, twice), days)
    other = run(country, with_events(debt, shuffled), days)
    assert one == other


@given(countries, dues, amounts, events, lengths, st.integers(-40, 1200), st.integers(1, 4_000_000))
def test_a_further_payment_never_raises_the_claim(
    country: str, due: date, minor: int, drawn: list[tuple[bool, int, int]], days: int, offset: int, amount: int
) -> None:
    """Rounded once it never does; rounded by row the cut may move each later row by a cent."""
    debt = with_events(Debt(money(minor), due), drawn)
    paid = replace(debt, payments=(*debt.payments, Paid(due + timedelta(days=offset), money(amount))))
    once = {"rounding": "total"}
    assert run(country, paid, days, **once).total <= run(country, debt, days, **once).total
    before, after = run(country, debt, days), run(country, paid, days)
    assert after.total.minor <= before.total.minor + len(after.segments)


@given(simple, dues, amounts, st.integers(2, 50), lengths)
def test_simple_interest_is_linear_in_the_principal(country: str, due: date, minor: int, times: int, days: int) -> None:
    """Before rounding: so many times the principal, so many times the interest."""
    once = exact(run(country, Debt(money(minor), due), days))
    assert exact(run(country, Debt(money(minor * times), due), days)) == times * once


@given(
    countries, dues, amounts, events, lengths, st.sampled_from(["segment", "total"]), st.sampled_from(["old", "new"])
)
def test_what_was_paid_and_what_is_open_reconcile(
    country: str, due: date, minor: int, drawn: list[tuple[bool, int, int]], days: int, rounding: str, payday: str
) -> None:
    """Every cent that came in was spent, credited or is excess; `total` is the sum the contract states."""
    debt = with_events(Debt(money(minor), due), drawn)
    result = run(country, debt, days, rounding=rounding, payday=payday)
    until = due + timedelta(days=days)
    came = sum(event.amount.minor for event in debt.events if event.day <= until)
    paid = result.paid
    credited = minor - result.principal.minor - paid.principal.minor
    spent = paid.costs.minor + paid.interest.minor + paid.principal.minor + paid.compensation.minor
    assert spent + credited + paid.excess.minor == came
    lump_sum = result.open_compensation.minor if result.open_compensation.currency == "EUR" else 0
    owed = result.principal.minor + result.unpaid_interest.minor + lump_sum + result.open_costs.minor
    assert result.total.minor == owed
    assert min(lump_sum, result.open_costs.minor) >= 0
    assert result.unpaid_interest.minor >= 0
    if rounding == "segment":
        assert result.interest.minor == sum(row.interest.minor for row in result.segments)


@given(countries, dues, amounts, events, lengths)
def test_rows_follow_each_other_and_show_the_sum_they_come_from(
    country: str, due: date, minor: int, drawn: list[tuple[bool, int, int]], days: int
) -> None:
    """Each printed interest is base x rate x days / 36 500, rounded half up, so that a reader can check it."""
    result = run(country, with_events(Debt(money(minor), due), drawn), days)
    for before, after in pairwise(result.segments):
        assert before.end < after.start
    for row in result.segments:
        assert due < row.start <= row.end <= due + timedelta(days=days)
        value = row.base.amount * row.rate * row.days / 36500
        assert abs(row.interest.amount - value) <= Decimal("0.005")


@given(countries, dues, amounts, lengths)
def test_the_quick_way_gives_the_same_answer(country: str, due: date, minor: int, days: int) -> None:
    """`interest_on` against `reckon`."""
    until = due + timedelta(days=days)
    quick = interest_on(prepare(LAWS[country], RATES[country], until, "EUR"), minor, due)
    slow = run(country, Debt(money(minor), due), days)
    assert (quick.interest, quick.compensation, quick.collection_costs, quick.provisional) == (
        slow.interest,
        slow.compensation,
        slow.collection_costs,
        slow.provisional,
    )


@given(dues, amounts, lengths, st.decimals(0, 30, places=2))
def test_an_agreed_rate_needs_no_table(due: date, minor: int, days: int, rate: Decimal) -> None:
    """Before rounding: principal x rate x days / 36 500, also for a country without a file."""
    result = reckon(
        law_for("JP"),
        Debt(Money(minor, "JPY"), due),
        Reckoning(due + timedelta(days=days), agreed=(AgreedRate(rate),)),
        {},
    )
    assert exact(result) == Fraction(minor) * Fraction(rate) * days / 36500


@given(dues, amounts, st.integers(366, 1200))
def test_the_quick_way_compounds_as_the_long_one_does(due: date, minor: int, days: int) -> None:
    """A Dutch debt that has passed at least one anniversary."""
    until = due + timedelta(days=days)
    quick = interest_on(prepare(LAWS["NL"], RATES["NL"], until, "EUR"), minor, due)
    assert quick.interest == run("NL", Debt(money(minor), due), days).interest


def test_the_rows_of_a_due_date_are_worked_out_once() -> None:
    """Working: one day at 10.15 on 36 500; the second debt of that day reads the rows of the first."""
    prepared = prepare(LAWS["IT"], RATES["IT"], date(2025, 10, 1), "EUR")
    assert interest_on(prepared, 36500_00, date(2025, 9, 30)).interest == money(10_15)
    assert interest_on(prepared, 73000_00, date(2025, 9, 30)).interest == money(20_30)
    assert len(prepared.rows) == 1
    assert interest_on(prepared, 36500_00, date(2025, 9, 30), date(2012, 1, 1)).interest == money(9_15)
