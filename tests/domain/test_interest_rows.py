"""How a claim is cut into rows, what lessens its base, and what is refused: on a law made for the test."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from invoicing.domain.errors import Refused
from invoicing.domain.interest import (
    AgreedRate,
    Credit,
    Debt,
    InterestLaw,
    InterestResult,
    InterestRule,
    Paid,
    RateRow,
    RateSeries,
    Reckoning,
    flat,
    reckon,
)
from invoicing.domain.interest.daycount import days_between, round_minor, year_length
from invoicing.domain.money import Money

DUE = date(2025, 9, 30)
# 3 650 at 10 %: one day costs exactly 1.00.
PRINCIPAL = Money(3650_00, "EUR")
RATES = {
    "s": RateSeries(
        "s",
        "series",
        "half-year",
        (
            RateRow(date(2025, 7, 1), date(2025, 12, 31), Decimal(2), ("first",), "two_or_more"),
            RateRow(date(2026, 1, 1), date(2026, 6, 30), Decimal(12), ("second",), "one_source", "notice 7"),
            RateRow(date(2026, 7, 1), None, Decimal(2), ("third",), "entered"),
        ),
    )
}
RULE = InterestRule("Act", "s 1", series="s", margin=Decimal(8), compensation=flat("40", "EUR", "debt", "s 2"))
LAW = InterestLaw("XX", "Testland", RULE, RULE, RULE, allocation_citation="s 3", sources=("act",))


def eur(amount: str) -> Money:
    """Give an amount in EUR."""
    return Money(int(Decimal(amount) * 100), "EUR")


def claim(until: date, *events: Paid | Credit, law: InterestLaw = LAW, **how: object) -> InterestResult:
    """Reckon the debt of the test."""
    debt = Debt(
        PRINCIPAL,
        DUE,
        payments=tuple(event for event in events if isinstance(event, Paid)),
        credits=tuple(event for event in events if isinstance(event, Credit)),
    )
    return reckon(law, debt, Reckoning(until, **how), RATES)  # type: ignore[arg-type]


def spans(result: InterestResult) -> list[tuple[str, str, str, str]]:
    """Give from, to, base and interest of each row."""
    return [(str(row.start), str(row.end), str(row.base), str(row.interest)) for row in result.segments]


def test_interest_runs_on_the_days_after_the_due_date_up_to_and_including_the_last() -> None:
    """Working: 1 to 10 October are ten days at 1.00."""
    result = claim(date(2025, 10, 10))
    assert spans(result) == [("2025-10-01", "2025-10-10", "3650.00", "10.00")]
    assert str(result.total) == "3700.00"


@pytest.mark.parametrize("until", [DUE, date(2025, 9, 1)])
def test_nothing_is_owed_beside_the_principal_until_the_due_date_has_passed(until: date) -> None:
    """No late day, no row, no lump sum."""
    result = claim(until)
    assert (result.segments, result.interest.minor, result.compensation.minor) == ((), 0, 0)
    assert result.total == PRINCIPAL


def test_a_row_ends_at_each_half_year_even_where_the_rate_stays() -> None:
    """An agreed rate of 10 over three half-years: 92 + 181 + 1 days."""
    result = claim(date(2026, 7, 1), agreed=(AgreedRate(Decimal(10)),))
    assert [row.days for row in result.segments] == [92, 181, 1]
    assert {row.sources for row in result.segments} == {()}


def test_agreed_rates_may_change_by_steps() -> None:
    """Working: ten days at 1.00 and five at 2.00."""
    result = claim(date(2025, 10, 15), agreed=(AgreedRate(Decimal(20), date(2025, 10, 11)), AgreedRate(Decimal(10))))
    assert [str(row.interest) for row in result.segments] == ["10.00", "10.00"]


def test_an_agreed_rate_that_starts_too_late_leaves_a_gap_that_is_refused() -> None:
    """No rate is made up for the days before the first step."""
    with pytest.raises(Refused, match="2025H2") as refused:
        claim(date(2025, 10, 15), agreed=(AgreedRate(Decimal(10), date(2025, 10, 11)),))
    assert refused.value.code == "rate-gap"


@pytest.mark.parametrize("rate", ["-1", "NaN", "Infinity"])
def test_an_agreed_rate_is_a_number_not_below_zero(rate: str) -> None:
    """Anything else is no interest."""
    with pytest.raises(Refused) as refused:
        claim(date(2025, 10, 15), agreed=(AgreedRate(Decimal(rate)),))
    assert refused.value.code == "bad-rate"


def test_the_old_principal_bears_interest_through_the_day_of_payment() -> None:
    """Working: ten days are paid, the rest halves the base from the 11th on: 5 days at 0.50."""
    result = claim(date(2025, 10, 15), Paid(date(2025, 10, 10), eur("1835.00")))
    assert spans(result) == [
        ("2025-10-01", "2025-10-10", "3650.00", "10.00"),
        ("2025-10-11", "2025-10-15", "1825.00", "2.50"),
    ]
    assert str(result.unpaid_interest) == "2.50"


def test_payday_new_lessens_the_base_from_the_day_of_payment() -> None:
    """Working: nine days at 1.00; 1 834 pay 9 and 1 825; six days at 0.50."""
    result = claim(date(2025, 10, 15), Paid(date(2025, 10, 10), eur("1834.00")), payday="new")
    assert spans(result) == [
        ("2025-10-01", "2025-10-09", "3650.00", "9.00"),
        ("2025-10-10", "2025-10-15", "1825.00", "3.00"),
    ]


@pytest.mark.parametrize("payday", ["old", "new"])
def test_a_payment_on_the_last_day_is_taken_into_account(payday: str) -> None:
    """The claim of that day knows it, whichever way the day counts."""
    result = claim(date(2025, 10, 10), Paid(date(2025, 10, 10), eur("100.00")), payday=payday)
    paid = result.paid
    assert str(paid.costs + paid.interest + paid.principal) == "100.00"


def test_a_payment_after_the_last_day_is_left_out_and_said() -> None:
    """The claim is that of the last day."""
    result = claim(date(2025, 10, 10), Paid(date(2025, 10, 11), eur("100.00")))
    assert str(result.total) == "3700.00"
    assert any("left out" in text for text in result.warnings)


def test_a_payment_before_the_due_date_lessens_the_principal_only() -> None:
    """Nothing is late yet, so there are no costs and no interest to pay first."""
    result = claim(date(2025, 10, 10), Paid(date(2025, 9, 1), eur("1825.00")))
    assert spans(result) == [("2025-10-01", "2025-10-10", "1825.00", "5.00")]
    assert str(result.paid.principal) == "1825.00"


@pytest.mark.parametrize(
    ("day", "rows"),
    [
        (date(2025, 9, 15), [("2025-10-01", "2025-10-10", "1825.00", "5.00")]),
        (
            date(2025, 10, 6),
            [("2025-10-01", "2025-10-05", "3650.00", "5.00"), ("2025-10-06", "2025-10-10", "1825.00", "2.50")],
        ),
    ],
)
def test_a_credit_note_lessens_the_debt_itself_from_its_day(day: date, rows: list[tuple[str, str, str, str]]) -> None:
    """It is no payment: nothing of it goes to costs or interest."""
    result = claim(date(2025, 10, 10), Credit(day, eur("1825.00")))
    assert spans(result) == rows
    assert (result.paid.costs.minor, result.paid.interest.minor, result.paid.principal.minor) == (0, 0, 0)
    assert str(result.principal) == "1825.00"


def test_what_is_too_much_is_reported_as_excess() -> None:
    """Working: 3 650 + 40 + 10 are 3 700 owed; 4 000 leave 300. A credit note over the debt leaves its rest too."""
    paid = claim(date(2025, 10, 31), Paid(date(2025, 10, 10), eur("4000.00")))
    assert (str(paid.paid.excess), paid.total.minor) == ("300.00", 0)
    credited = claim(date(2025, 10, 31), Credit(date(2025, 9, 30), eur("3651.00")))
    assert (str(credited.paid.excess), credited.total.minor, credited.compensation.minor) == ("1.00", 0, 0)


def test_days_after_everything_is_paid_need_no_rate() -> None:
    """All is paid in 2025, so a claim reckoned to 2030 asks no table for later rates, not even strictly."""
    result = claim(date(2030, 1, 1), Paid(date(2025, 10, 10), eur("3700.00")), strict=True)
    assert not result.provisional


def test_the_parties_may_agree_on_another_order() -> None:
    """Working: principal first; 100 leave 3 550 of principal, all costs and all interest."""
    result = claim(
        date(2025, 10, 10), Paid(date(2025, 10, 10), eur("100.00")), allocation=("principal", "interest", "costs")
    )
    assert str(result.paid.principal) == "100.00"
    assert result.allocation == ("principal", "interest", "costs")


def test_further_costs_are_owed_and_paid_first() -> None:
    """Working: 50 pay 15 of costs, 10 of interest and 25 of principal; 40 of compensation stay owed."""
    result = claim(date(2025, 10, 10), Paid(date(2025, 10, 10), eur("50.00")), costs=eur("15.00"))
    assert (str(result.open_costs), str(result.paid.costs), str(result.total)) == ("0.00", "15.00", "3665.00")


def test_the_lump_sum_is_settled_last_by_what_exceeds_everything_else() -> None:
    """Working: 3 650 + 10 of interest; 3 690 paid leave 30 for the 40, so 10 stay; 3 710 leave 10 too much."""
    part = claim(date(2025, 10, 10), Paid(date(2025, 10, 10), eur("3690.00")))
    assert (str(part.principal), str(part.open_compensation), str(part.total)) == ("0.00", "10.00", "10.00")
    full = claim(date(2025, 10, 10), Paid(date(2025, 10, 10), eur("3710.00")))
    assert (str(full.paid.compensation), str(full.paid.excess), str(full.total)) == ("40.00", "10.00", "0.00")


@pytest.mark.parametrize(
    ("day_count", "until", "days", "interest"),
    [
        ("365", date(2025, 10, 31), [31], "31.00"),
        ("actual", date(2025, 10, 31), [31], "31.00"),
        # 30E/360: to the 31st as to the 30th, so 30 days of 3 650 x 10 % / 360 = 1.01388...
        ("30/360", date(2025, 10, 31), [30], "30.42"),
        ("30/360", date(2025, 11, 30), [60], "60.83"),
    ],
)
def test_the_day_count_may_be_chosen(day_count: str, until: date, days: list[int], interest: str) -> None:
    """The rows show the days as they are counted."""
    result = claim(until, day_count=day_count)
    assert [row.days for row in result.segments] == days
    assert str(result.interest) == interest


def test_actual_divides_by_366_in_a_leap_year_and_splits_at_new_year() -> None:
    """Working, rule of the collection: 31 December 2023 over 365, 1 January 2024 over 366."""
    debt = Debt(PRINCIPAL, date(2023, 12, 30))
    how = Reckoning(date(2024, 1, 1), agreed=(AgreedRate(Decimal(10)),), day_count="actual")
    assert [str(row.interest) for row in reckon(LAW, debt, how, RATES).segments] == ["1.00", "1.00"]
    exact = [row.exact for row in reckon(LAW, debt, how, RATES).segments]
    assert exact[0] == 100
    assert exact[1] == exact[0] * 365 / 366
    assert (year_length(date(2024, 1, 1), "actual"), year_length(date(2023, 1, 1), "actual")) == (366, 365)


def test_thirty_day_months_add_up_over_the_end_of_february() -> None:
    """30E/360: from 28 February to 1 March are three days, also when they are cut in two."""
    whole = days_between(date(2025, 3, 1), date(2025, 3, 31), "30/360")
    parts = days_between(date(2025, 3, 1), date(2025, 3, 15), "30/360") + days_between(
        date(2025, 3, 16), date(2025, 3, 31), "30/360"
    )
    assert whole == parts == 32


def test_rounding_once_keeps_rows_exact_and_rounds_the_sum() -> None:
    """Working: 0.18 at 10 % over two half-years: each row rounds to nothing or a cent, the exact sum to its own."""
    debt = Debt(Money(100_00, "EUR"), date(2025, 12, 30))
    # One day at 10 % is 2.7397 cents, one at 20 % 5.4795: 3 + 5 printed, 8.2192 exact.
    by_row = reckon(LAW, debt, Reckoning(date(2026, 1, 1)), RATES)
    once = reckon(LAW, debt, Reckoning(date(2026, 1, 1), rounding="total"), RATES)
    assert (by_row.interest.minor, once.interest.minor) == (8, 8)
    longer = Reckoning(date(2026, 1, 4), rounding="total")
    assert reckon(LAW, debt, longer, RATES).interest.minor == round_minor(
        sum(row.exact for row in reckon(LAW, debt, longer, RATES).segments)
    )


def test_compounding_may_be_agreed_and_is_warned_about() -> None:
    """Working: 365 days at 1.00 join the base; 4 015 at 10 % are 1.10 a day."""
    result = claim(date(2026, 10, 10), agreed=(AgreedRate(Decimal(10)),), compound="annual")
    assert (str(result.segments[-1].base), str(result.segments[-1].interest)) == ("4015.00", "11.00")
    assert any("interest on interest" in text for text in result.warnings)


def test_a_payment_covers_the_interest_that_has_joined_the_base_before_the_rest() -> None:
    """Working: after a year 365 have joined; 365 pay these, so 3 650 bears interest again."""
    result = claim(
        date(2026, 10, 20),
        Paid(date(2026, 10, 10), eur("365.00")),
        agreed=(AgreedRate(Decimal(10)),),
        compound="annual",
    )
    assert str(result.segments[-1].base) == "3650.00"
    assert str(result.unpaid_interest) == "21.00"


def test_interest_after_today_is_marked_as_forecast() -> None:
    """The row that ends after today is one, and the result says from when."""
    result = claim(date(2026, 1, 10), today=date(2025, 12, 31))
    assert [row.forecast for row in result.segments] == [False, True]
    assert result.forecast_from == date(2026, 1, 1)
    assert claim(date(2025, 12, 31), today=date(2025, 12, 31)).forecast_from is None


def test_a_result_names_law_section_rows_and_their_sources() -> None:
    """What a judge must be able to follow."""
    result = claim(date(2026, 7, 2))
    assert (result.law, result.citation) == ("Act", "s 1")
    assert result.sources == ("act", "first", "second", "third")
    assert [row.notice for row in result.segments] == ["", "notice 7", ""]
    assert any("one place only" in text and "2026H1" in text for text in result.warnings)
    assert any("entered by the user" in text and "2026H2" in text for text in result.warnings)


@pytest.mark.parametrize(
    ("debt", "how", "code"),
    [
        (Debt(Money(-1, "EUR"), DUE), Reckoning(DUE), "bad-amount"),
        (Debt(PRINCIPAL, DUE, payments=(Paid(DUE, Money(0, "EUR")),)), Reckoning(DUE), "bad-amount"),
        (Debt(PRINCIPAL, DUE, payments=(Paid(DUE, Money(1, "USD")),)), Reckoning(DUE), "bad-amount"),
        (Debt(PRINCIPAL, DUE, credits=(Credit(DUE, Money(-1, "EUR")),)), Reckoning(DUE), "bad-amount"),
        (Debt(PRINCIPAL, DUE), Reckoning(DUE, allocation=("costs", "costs", "interest")), "bad-allocation"),
        (Debt(PRINCIPAL, DUE), Reckoning(DUE, costs=Money(1, "USD")), "bad-amount"),
        (Debt(PRINCIPAL, DUE), Reckoning(DUE, costs=Money(-1, "EUR")), "bad-amount"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(debt: Debt, how: Reckoning, code: str) -> None:
    """With a code that a program can rely on."""
    with pytest.raises(Refused) as refused:
        reckon(LAW, debt, how, RATES)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("value", "expected"), [("0.5", 1), ("0.49", 0), ("1.5", 2), ("-0.5", -1), ("-0.49", 0), ("-1.5", -2), ("2", 2)]
)
def test_a_half_is_rounded_away_from_zero(value: str, expected: int) -> None:
    """As `to_money` rounds."""
    assert round_minor(Fraction(value)) == expected
