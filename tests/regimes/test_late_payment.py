"""What each country lets one ask, by cases worked by hand.

The principal is 36 500 wherever it can be: a day at r per cent then costs exactly r, because 36 500 x r / 100 / 365 is
r. The rates are those of the series files, which name their sources; margins are those of the law files.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from invoicing.app.late_payment import law_for, rates_for
from invoicing.discovery import find
from invoicing.domain.errors import Refused
from invoicing.domain.interest import AgreedRate, Debt, Paid, Reckoning, reckon
from invoicing.domain.money import to_money

if TYPE_CHECKING:
    from invoicing.domain.interest import Debtor, InterestResult

LAWS = "invoicing.regimes._late_payment"
CONTRACT_ONLY = ("US", "CA", "AU")


def ask(
    country: str,
    due: str,
    until: str,
    *,
    principal: str = "36500",
    debtor: Debtor = "business",
    contract: str = "",
    paid: tuple[tuple[str, str], ...] = (),
    **how: object,
) -> InterestResult:
    """Reckon one debt in the country's own currency, EUR unless it is the United Kingdom."""
    currency = {"GB": "GBP", "CH": "CHF", "RO": "RON"}.get(country, "EUR")
    law = law_for(country)
    debt = Debt(
        to_money(Decimal(principal), currency),
        date.fromisoformat(due),
        debtor,
        date.fromisoformat(contract) if contract else None,
        tuple(Paid(date.fromisoformat(day), to_money(Decimal(amount), currency)) for day, amount in paid),
    )
    return reckon(law, debt, Reckoning(date.fromisoformat(until), **how), rates_for(law))  # type: ignore[arg-type]


def rows(result: InterestResult) -> list[tuple[str, str, int, str, str, str]]:
    """Give the rows as they would be printed: from, to, days, rate, base, interest."""
    return [
        (str(row.start), str(row.end), row.days, str(row.rate), str(row.base), str(row.interest))
        for row in result.segments
    ]


BOUNDARIES = [
    # country, debtor, due, last day before the change, rate of that day, rate of the day after; interest starts on the
    # last day before the change, so three claims that end on it, one and two days later cost a, a + b, a + 2b.
    ("IT", "business", "2025-06-29", "2025-06-30", "11.15", "10.15"),  # MEF 3.15 and 2.15, + 8
    ("IT", "public", "2026-06-29", "2026-06-30", "10.15", "10.40"),  # MEF 2.15 and 2.40, + 8
    ("IT", "consumer", "2025-12-30", "2025-12-31", "2.00", "1.60"),  # art. 1284 c.c.
    ("ES", "business", "2025-06-29", "2025-06-30", "11.15", "10.15"),  # BOE totals
    ("ES", "business", "2013-02-22", "2013-02-23", "7.75", "8.75"),  # RDL 4/2013, in the middle of a half-year
    ("NL", "business", "2023-06-29", "2023-06-30", "10.50", "12.00"),  # handelsrente
    ("NL", "business", "2013-03-14", "2013-03-15", "7.75", "8.75"),  # margin 8 from 16 March 2013
    ("NL", "public", "2026-06-29", "2026-06-30", "10.15", "10.40"),  # 6:119b
    ("NL", "consumer", "2025-12-30", "2025-12-31", "6.00", "4.00"),  # by decree
    ("RO", "business", "2024-12-30", "2024-12-31", "15.00", "14.50"),  # BNR 7.00 and 6.50, + 8
    ("DE", "business", "2025-06-29", "2025-06-30", "11.27", "10.27"),  # 2.27 and 1.27, + 9
    ("DE", "consumer", "2025-06-29", "2025-06-30", "7.27", "6.27"),  # 2.27 and 1.27, + 5
    ("DE", "business", "2026-06-29", "2026-06-30", "10.27", "10.52"),  # 1.27 and 1.52, + 9
    ("FR", "business", "2025-06-29", "2025-06-30", "13.15", "12.15"),  # ECB 3.15 and 2.15, + 10
    ("FR", "public", "2025-06-29", "2025-06-30", "11.15", "10.15"),  # the Directive's minimum, + 8
    ("BE", "business", "2022-12-30", "2022-12-31", "8.00", "10.50"),  # Moniteur belge totals
    ("PT", "business", "2025-06-29", "2025-06-30", "11.15", "10.15"),  # totals
    ("AT", "business", "2023-06-29", "2023-06-30", "11.08", "12.58"),  # 1.88 and 3.38, + 9.2
    ("AT", "consumer", "2023-06-29", "2023-06-30", "4.00", "4.00"),  # ABGB 1000(1)
    ("EU", "business", "2026-06-29", "2026-06-30", "10.15", "10.40"),  # ECB 2.15 and 2.40, + 8
    # The rate of these stays for the life of the debt.
    ("GB", "business", "2025-06-29", "2025-06-30", "12.75", "12.75"),  # 4.75 of 31 December 2024, + 8
    ("GB", "business", "2025-06-30", "2025-07-01", "12.25", "12.25"),  # 4.25 of 30 June 2025, + 8
    ("IE", "business", "2023-06-29", "2023-06-30", "10.50", "10.50"),  # 2.50 + 8
    ("CH", "business", "2025-06-29", "2025-06-30", "5.00", "5.00"),  # OR 104
    ("CH", "consumer", "2025-06-29", "2025-06-30", "5.00", "5.00"),  # OR 104
]


@pytest.mark.parametrize(("country", "debtor", "due", "last", "before", "after"), BOUNDARIES)
def test_a_claim_that_ends_before_on_and_after_a_rate_change_costs_each_day_its_own_rate(
    country: str, debtor: Debtor, due: str, last: str, before: str, after: str
) -> None:
    """Working: one day at the old rate, then one and two days at the new one, on 36 500."""
    day = date.fromisoformat(last).toordinal()
    for more in range(3):
        result = ask(country, due, str(date.fromordinal(day + more)), debtor=debtor)
        assert result.interest.amount == Decimal(before) + more * Decimal(after)
        assert result.segments[0].rate == Decimal(before)
        assert result.segments[-1].rate == (Decimal(after) if more else Decimal(before))


def test_every_jurisdiction_with_a_rate_has_a_worked_case() -> None:
    """The table above leaves out only those whose law names no rate."""
    assert {case[0] for case in BOUNDARIES} | set(CONTRACT_ONLY) == {key.upper() for key in find(LAWS)}


@pytest.mark.parametrize(
    ("country", "rate"),
    [("IT", "12.50"), ("NL", "12.50"), ("DE", "12.62"), ("FR", "14.50"), ("RO", "15.00"), ("GB", "13.25")],
)
def test_the_leap_day_bears_interest_over_365_days(country: str, rate: str) -> None:
    """Working: due 28 February 2024, so 29 February and 1 March are two days, each over 365: twice the rate."""
    result = ask(country, "2024-02-28", "2024-03-01")
    assert result.interest.amount == 2 * Decimal(rate)
    assert [row.days for row in result.segments] == [2]


@pytest.mark.parametrize(
    ("country", "rate"),
    [("IT", "11.15"), ("ES", "11.15"), ("NL", "11.15"), ("DE", "11.27"), ("FR", "13.15"), ("GB", "12.75")],
)
def test_a_debt_due_on_31_december_starts_with_the_rate_of_the_new_half_year(country: str, rate: str) -> None:
    """Working: the first interest day is 1 January 2025; one day on 36 500 costs the rate of 2025H1."""
    result = ask(country, "2024-12-31", "2025-01-01")
    assert rows(result) == [("2025-01-01", "2025-01-01", 1, rate, "36500.00", rate)]


def test_an_italian_claim_over_five_half_years_adds_up_five_rows() -> None:
    """Working: 12.25 x 184 + 11.15 x 181 + 10.15 x 184 + 10.15 x 181 + 10.40 x 143 = 9 464.10."""
    result = ask("IT", "2024-06-30", "2026-11-20")
    assert rows(result) == [
        ("2024-07-01", "2024-12-31", 184, "12.25", "36500.00", "2254.00"),
        ("2025-01-01", "2025-06-30", 181, "11.15", "36500.00", "2018.15"),
        ("2025-07-01", "2025-12-31", 184, "10.15", "36500.00", "1867.60"),
        ("2026-01-01", "2026-06-30", 181, "10.15", "36500.00", "1837.15"),
        ("2026-07-01", "2026-11-20", 143, "10.40", "36500.00", "1487.20"),
    ]
    assert (str(result.interest), str(result.compensation), str(result.total)) == ("9464.10", "40.00", "46004.10")


def test_a_british_debt_keeps_its_rate_over_several_bank_rate_changes() -> None:
    """Working: Bank Rate was 5.25 on 30 June 2024, so 13.25 for life, though it changed five times by August 2025.

    169 + 181 + 184 days at 13.25: 2 239.25 + 2 398.25 + 2 438.00 = 7 075.50.
    """
    result = ask("GB", "2024-07-15", "2025-12-31")
    assert {str(row.rate) for row in result.segments} == {"13.25"}
    assert [str(row.interest) for row in result.segments] == ["2239.25", "2398.25", "2438.00"]
    assert (str(result.interest), str(result.compensation)) == ("7075.50", "100.00")


def test_a_dutch_debt_compounds_on_three_anniversaries() -> None:
    """Working: the interest of each year joins the base on 1 January.

    2023: 10.50 x 181 + 12.00 x 184 = 4 108.50. 2024 on 40 608.50: 2 531.08 (12.50 %, 182 days) + 2 507.71 (12.25 %,
    184). 2025 on 45 647.29: 2 523.92 (11.15 %, 181) + 2 335.64 (10.15 %, 184). January 2026 on 50 506.85: 435.40.
    """
    result = ask("NL", "2022-12-31", "2026-01-31")
    assert rows(result) == [
        ("2023-01-01", "2023-06-30", 181, "10.50", "36500.00", "1900.50"),
        ("2023-07-01", "2023-12-31", 184, "12.00", "36500.00", "2208.00"),
        ("2024-01-01", "2024-06-30", 182, "12.50", "40608.50", "2531.08"),
        ("2024-07-01", "2024-12-31", 184, "12.25", "40608.50", "2507.71"),
        ("2025-01-01", "2025-06-30", 181, "11.15", "45647.29", "2523.92"),
        ("2025-07-01", "2025-12-31", 184, "10.15", "45647.29", "2335.64"),
        ("2026-01-01", "2026-01-31", 31, "10.15", "50506.85", "435.40"),
    ]
    assert str(result.interest) == "14442.25"
    assert str(result.principal) == "36500.00"
    assert str(result.segments[-1].compounded) == "14006.85"


def test_a_dutch_debt_whose_first_day_is_29_february_compounds_on_28_february() -> None:
    """The facts: anniversaries of 29 February fall on 28 February in other years, on 29 February in leap years."""
    result = ask("NL", "2024-02-28", "2028-02-29", agreed=(AgreedRate(Decimal(10)),))
    grown = [
        str(row.start)
        for before, row in zip(result.segments, result.segments[1:], strict=False)
        if row.base != before.base
    ]
    assert grown == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


def test_two_part_payments_in_italy_go_to_costs_then_interest_then_principal() -> None:
    """Working, art. 1194 c.c.: 10 days at 10.15 on 36 500 are 101.50; 18 351.50 pay 101.50 and 18 250.

    10 days on 18 250 are 50.75; 9 175.75 pay 50.75 and 9 125; 10 days on 9 125 are 25.375, printed 25.38.
    """
    result = ask("IT", "2025-09-30", "2025-10-30", paid=(("2025-10-10", "18351.50"), ("2025-10-20", "9175.75")))
    assert rows(result) == [
        ("2025-10-01", "2025-10-10", 10, "10.15", "36500.00", "101.50"),
        ("2025-10-11", "2025-10-20", 10, "10.15", "18250.00", "50.75"),
        ("2025-10-21", "2025-10-30", 10, "10.15", "9125.00", "25.38"),
    ]
    paid = result.paid
    assert [str(part) for part in (paid.costs, paid.interest, paid.principal)] == ["0.00", "152.25", "27375.00"]
    assert (str(result.principal), str(result.total)) == ("9125.00", "9190.38")


@pytest.mark.parametrize(
    ("country", "principal", "paid"),
    [
        ("IT", "36500", ("0.00", "101.50", "898.50")),  # art. 1194 c.c.: interest before the principal
        ("DE", "36500", ("0.00", "102.70", "897.30")),  # BGB 367(1); 10 days at 10.27
        ("RO", "36500", ("0.00", "145.00", "855.00")),  # Codul civil 1509(2); the 40 EUR are not in lei
        ("NL", "3650", ("490.00", "10.15", "499.85")),  # BW 6:44; 15 % of 2 500 and 10 % of 1 150 are 490
        ("ES", "36500", ("0.00", "101.50", "898.50")),  # CC 1173: interest before capital
        ("FR", "36500", ("0.00", "121.50", "878.50")),  # Code civil 1343-1; 10 days at 12.15
        ("CH", "36500", ("0.00", "50.00", "950.00")),  # OR 85; no lump sum
    ],
)
def test_a_part_payment_of_1000_is_spent_in_the_order_of_the_law(
    country: str, principal: str, paid: tuple[str, str, str]
) -> None:
    """Working: due 30 September 2025, 1 000 paid ten days later."""
    spent = ask(country, "2025-09-30", "2025-10-10", principal=principal, paid=(("2025-10-10", "1000"),)).paid
    assert (str(spent.costs), str(spent.interest), str(spent.principal)) == paid


@pytest.mark.parametrize("country", ["IT", "ES", "NL", "DE", "GB"])
def test_a_payment_on_the_due_date_is_not_late(country: str) -> None:
    """Nothing is owed beside the principal when all of it comes on the due date; a part lessens the base at once."""
    full = ask(country, "2025-09-30", "2025-12-31", paid=(("2025-09-30", "36500"),))
    assert (full.total.minor, full.interest.minor, full.compensation.minor, full.segments) == (0, 0, 0, ())
    part = ask(country, "2025-09-30", "2025-10-01", paid=(("2025-09-30", "18250"),))
    assert str(part.segments[0].base) == "18250.00"
    assert str(part.paid.principal) == "18250.00"


def test_a_payment_on_a_saturday_counts_on_the_saturday() -> None:
    """Working: 11 October 2025 is a Saturday; eleven days at 10.15 on 36 500, no day of grace: 111.65."""
    assert date(2025, 10, 11).weekday() == 5
    result = ask("IT", "2025-09-30", "2025-10-31", paid=(("2025-10-11", "36651.65"),))
    assert rows(result) == [("2025-10-01", "2025-10-11", 11, "10.15", "36500.00", "111.65")]
    assert result.total.minor == 0


@pytest.mark.parametrize(
    ("country", "last", "first", "old", "new"),
    [
        ("IT", "2012-12-31", "2013-01-01", "10.15", "11.15"),  # D.Lgs. 192/2012 art. 3: 7 points, then 8
        ("ES", "2013-02-23", "2013-02-24", "10.15", "11.15"),  # RDL 4/2013: 7, then 8
        ("NL", "2013-03-15", "2013-03-16", "10.15", "11.15"),  # 7, then 8
        ("DE", "2014-07-28", "2014-07-29", "10.27", "11.27"),  # 8, then 9
    ],
)
def test_the_margin_follows_the_day_of_the_contract(country: str, last: str, first: str, old: str, new: str) -> None:
    """Working: one day in 2025H1 on 36 500 with the last contract of the old margin and the first of the new one."""
    assert str(ask(country, "2025-06-29", "2025-06-30", contract=last).interest) == old
    assert str(ask(country, "2025-06-29", "2025-06-30", contract=first).interest) == new
    assert str(ask(country, "2025-06-29", "2025-06-30").interest) == new


@pytest.mark.parametrize(("country", "due", "rate"), [("IT", "2012-12-30", "8.00"), ("DE", "2014-07-27", "7.27")])
def test_a_debt_due_before_the_margin_changed_comes_from_an_older_contract(country: str, due: str, rate: str) -> None:
    """Working: a contract is never younger than its due date. IT 2012H2 1.00 + 7; DE 2014H2 -0.73 + 8."""
    result = ask(country, due, str(date.fromordinal(date.fromisoformat(due).toordinal() + 1)))
    assert str(result.interest) == rate


def test_a_spanish_debt_of_2012_follows_the_printed_table_and_asks_for_the_contract_date() -> None:
    """The published Spanish table itself went from 7.75 to 8.75; what older contracts owe is not verified."""
    assert any("give the contract date" in text for text in ask("ES", "2013-02-22", "2013-02-25").warnings)


@pytest.mark.parametrize("country", ["ES", "RO", "FR", "BE", "IE", "PT", "GB", "EU"])
def test_a_consumer_is_never_asked_for_the_business_rate(country: str) -> None:
    """These laws leave consumers out: refused with the remedy of an agreed rate, which then works, without lump sum."""
    with pytest.raises(Refused) as refused:
        ask(country, "2025-06-29", "2025-06-30", debtor="consumer")
    assert refused.value.code == "no-statutory-rate"
    assert "--rate" in refused.value.remedy
    agreed = ask(country, "2025-06-29", "2025-06-30", debtor="consumer", agreed=(AgreedRate(Decimal(3)),))
    assert (str(agreed.interest), agreed.compensation.minor) == ("3.00", 0)


@pytest.mark.parametrize("country", CONTRACT_ONLY)
@pytest.mark.parametrize("debtor", ["business", "consumer", "public"])
def test_without_a_statutory_rate_only_the_contract_counts(country: str, debtor: Debtor) -> None:
    """US, CA and AU: refused without a rate, with a warning about usury and no ceiling claimed."""
    with pytest.raises(Refused) as refused:
        ask(country, "2025-06-29", "2025-06-30", debtor=debtor)
    assert refused.value.code == "no-statutory-rate"
    assert "usury" in refused.value.remedy
    assert "--rate" in refused.value.remedy
    agreed = ask(country, "2025-06-29", "2025-06-30", debtor=debtor, agreed=(AgreedRate(Decimal(12)),))
    assert (str(agreed.interest), agreed.compensation.minor) == ("12.00", 0)
    assert any("usury" in text for text in agreed.warnings)


@pytest.mark.parametrize(
    ("country", "due", "until", "half"),
    [
        ("ES", "2013-12-30", "2013-12-31", "2013H2"),
        ("ES", "2015-12-31", "2016-01-31", "2016H1"),
        ("BE", "2023-06-30", "2023-07-31", "2023H2"),
        ("AT", "2024-12-31", "2025-06-30", "2025H1"),
        ("PT", "2013-12-31", "2014-01-31", "2014H1"),
        ("GB", "2010-12-30", "2011-06-30", "2010H2"),
        ("IT", "2002-06-29", "2002-12-31", "2002H1"),
    ],
)
def test_a_gap_is_refused_and_named(country: str, due: str, until: str, half: str) -> None:
    """The gaps are those the collection names, and the time before a table's first row."""
    with pytest.raises(Refused) as refused:
        ask(country, due, until)
    assert refused.value.code == "rate-gap"
    assert half in refused.value.message
    assert f"{half} RATE" in refused.value.findings[0].example


@pytest.mark.parametrize(
    ("country", "due", "until", "rate"),
    [
        ("ES", "2013-12-30", "2013-12-31", "8.50"),  # 0.50 + 8
        ("BE", "2023-06-30", "2023-07-01", "12.00"),  # 4.00 + 8 is 12.00, a half point already
        ("PT", "2013-12-31", "2014-01-01", "8.25"),  # 0.25 + 8
    ],
)
def test_a_gap_is_derived_by_the_statute_only_when_asked_and_then_says_so(
    country: str, due: str, until: str, rate: str
) -> None:
    """Working: the gap rule of the collection, ECB half-year + 8 (BE: rounded up to the next half point)."""
    result = ask(country, due, until, derive=True)
    assert str(result.interest) == rate
    assert result.derived
    assert not result.provisional
    assert any("derived" in text for text in result.warnings)


def test_a_gap_without_a_formula_stays_refused_even_when_a_derived_rate_is_asked_for() -> None:
    """The Austrian figure of 1 January 2025 is missing, and no statute makes it from another table."""
    with pytest.raises(Refused, match="2025H1"):
        ask("AT", "2024-12-31", "2025-06-30", derive=True)


@pytest.mark.parametrize(
    ("country", "due", "until", "rate"),
    [
        ("IT", "2026-12-30", "2027-01-01", "10.40"),
        ("DE", "2026-12-30", "2027-01-01", "10.52"),
        ("NL", "2026-12-30", "2027-01-01", "10.40"),
        ("RO", "2026-06-29", "2026-07-01", "14.50"),  # 1 July 2026 is not confirmed
        ("BE", "2024-12-30", "2025-01-01", "11.50"),  # ECB 3.15 + 8 = 11.15, up to the next half point
        ("PT", "2025-12-30", "2026-01-01", "10.15"),  # ECB 2.15 + 8
        ("IE", "2024-12-31", "2025-01-01", "11.15"),  # ECB 3.15 + 8
        ("GB", "2026-12-31", "2027-01-01", "11.75"),  # the last known 3.75 + 8
    ],
)
def test_past_the_last_known_half_year_the_claim_is_provisional_and_strict_refuses_it(
    country: str, due: str, until: str, rate: str
) -> None:
    """Working: the last row, or the statute's formula where the ECB series goes on."""
    result = ask(country, due, until)
    assert result.provisional
    assert str(result.segments[-1].rate) == rate
    assert any("provisional" in text for text in result.warnings)
    with pytest.raises(Refused) as refused:
        ask(country, due, until, strict=True)
    assert refused.value.code == "rate-provisional"


def test_a_british_debt_that_started_in_a_known_half_year_is_not_provisional_later() -> None:
    """Its rate was fixed when interest started, so nothing unknown enters in 2027."""
    assert not ask("GB", "2026-12-30", "2027-06-30").provisional


@pytest.mark.parametrize(("country", "contract"), [("RO", "2013-04-04"), ("BE", "2013-03-15"), ("IE", "2013-03-15")])
def test_a_contract_older_than_the_rule_is_refused(country: str, contract: str) -> None:
    """RO: contracts from 5 April 2013; BE and IE: the tables are for contracts from 16 March 2013."""
    with pytest.raises(Refused) as refused:
        ask(country, "2024-03-01", "2024-03-31", contract=contract)
    assert refused.value.code == "contract-too-old"


def test_the_romanian_lump_sum_stays_in_euro_and_out_of_a_total_in_lei() -> None:
    """Working: one day at 14.50 on 36 500 RON is 14.50; the 40 EUR are not converted."""
    result = ask("RO", "2025-09-30", "2025-10-01")
    assert (result.compensation.currency, str(result.compensation)) == ("EUR", "40.00")
    assert (result.total.currency, str(result.total)) == ("RON", "36514.50")
    assert any("not converted" in text for text in result.warnings)


@pytest.mark.parametrize("key", sorted(find(LAWS)))
def test_every_law_names_its_text_and_knows_its_series(key: str) -> None:
    """A result quotes law, section and sources, so none of them may be missing."""
    law = law_for(key)
    series = rates_for(law)
    for debtor in ("business", "consumer", "public"):
        rule = law.rule_for(debtor)
        assert rule.law
        assert rule.statutory or (rule.reason and "--rate" in rule.remedy)
        assert not rule.statutory or (rule.citation and law.sources)
        assert rule.series is None or rule.series in series
    assert law.code == key.upper()
    assert law.confidence
