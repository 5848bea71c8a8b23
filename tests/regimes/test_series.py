"""The rate tables: their form, what they must agree with, and published errors that must not be in them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from invoicing.app.late_payment import every_series
from invoicing.domain.errors import Refused
from invoicing.domain.interest import CHECKS, RateRow, RateSeries, quote_on
from invoicing.domain.interest.series import Formula

SERIES = {series.key: series for series in every_series()}
# The first row with the present margin: before it 7 points were added (IT has no margin in its table).
MARGIN_8_FROM = {"es-ley-3-2004-total": date(2013, 2, 24), "nl-handelsrente-total": date(2013, 3, 16)}


def rate(key: str, day: str) -> str:
    """Give the rate a table has on a day, or an empty text."""
    row = SERIES[key].row_on(date.fromisoformat(day))
    return str(row.rate) if row else ""


def test_there_are_seventeen_series() -> None:
    """The collection of 2026-11-21 has seventeen."""
    assert len(SERIES) == 17


@pytest.mark.parametrize("key", sorted(SERIES))
def test_rows_are_in_order_without_overlap_and_each_names_a_source_and_its_check(key: str) -> None:
    """A claim looks a day up in at most one row, and can always say where the figure was read."""
    rows = SERIES[key].rows
    for row in rows:
        assert row.end is None or row.start <= row.end
        assert row.sources
        assert all(row.sources)
        assert row.check in CHECKS[:2]
        assert row.check == "one_source" or len(row.sources) > 1
    for before, after in pairwise(rows):
        assert before.end is not None
        assert before.end < after.start


@pytest.mark.parametrize("key", sorted(key for key, series in SERIES.items() if series.formula))
def test_every_printed_row_since_2009_equals_the_ecb_rate_with_the_margin_of_its_time(key: str) -> None:
    """Directive 2011/7 art. 2: ECB rate of 1 January or 1 July plus the margin; recomputed row by row, day by day."""
    series, ecb = SERIES[key], SERIES["ecb-half-year"]
    formula = series.formula
    assert formula is not None
    checked = 0
    for row in series.rows:
        for half in ecb.rows:
            if half.start <= (row.end or date.max) and row.start <= (half.end or date.max):
                less = 1 if row.start < MARGIN_8_FROM.get(key, date.min) else 0
                # Belgium's 8.00 of 2012H2 is from before its formula.
                if key == "be-total" and row.start < formula.since:
                    continue
                assert formula.apply(half.rate) - less == row.rate
                checked += 1
    assert checked >= 2


def test_the_half_year_reference_of_the_ecb_is_the_rate_in_force_on_its_first_day() -> None:
    """Directive 2011/7 art. 2(7): 1 January for the first half-year, 1 July for the second."""
    for row in SERIES["ecb-half-year"].rows:
        assert rate("ecb-mro-changes", str(row.start)) == str(row.rate)


def test_the_romanian_reference_is_the_bnr_rate_in_force_on_the_first_day_of_the_half_year() -> None:
    """OG 13/2011: the value of 1 January and 1 July; 2026H1 was printed after the day-by-day table ends."""
    for row in SERIES["ro-bnr-reference"].rows:
        assert Decimal(rate("ro-bnr-changes", str(row.start))) == row.rate


def test_the_british_reference_is_bank_rate_on_the_day_before_the_half_year() -> None:
    """SI 2002/1675: 30 June and 31 December."""
    for row in SERIES["gb-reference"].rows:
        eve = rate("gb-boe-changes", str(row.start - timedelta(days=1)))
        assert eve in {"", str(row.rate)}


@pytest.mark.parametrize(
    ("key", "day", "right", "published"),
    [
        # calcolatorifiscali.it prints the ECB moves inside the half-year; the notices say 4.25 and 3.15.
        ("it-mef-reference", "2024-10-31", "4.25", "3.65"),
        ("it-mef-reference", "2025-03-31", "3.15", "2.65"),
        # delegum prints 11.65 for 2024H2, propulsebyca.fr 13.65 for France.
        ("es-ley-3-2004-total", "2024-10-31", "12.25", "11.65"),
        ("fr-total", "2024-10-31", "14.25", "13.65"),
        # One project dates the Dutch consumer rate of 2 % from 2014-07-01, and 8.75 from 2013-01-01.
        ("nl-wettelijke-rente-consumer", "2014-12-31", "3.00", "2.00"),
        ("nl-wettelijke-rente-consumer", "2015-01-01", "2.00", "3.00"),
        ("nl-handelsrente-total", "2013-03-15", "7.75", "8.75"),
        ("nl-handelsrente-total", "2013-03-16", "8.75", "7.75"),
        # rentetool has a made-up row of 2027-01-01 and lacks 2026-07-01; hledger-interest lacks 2018H2.
        ("nl-handelsrente-total", "2027-01-01", "", "10.40"),
        ("nl-handelsrente-total", "2026-07-01", "10.40", "10.15"),
        ("de-basiszinssatz", "2018-07-01", "-0.88", ""),
        # digineo dates 3.12 from 2023-06-01.
        ("de-basiszinssatz", "2023-06-30", "1.62", "3.12"),
        # 2.25 above the ECB rate in whole per cent would be 5 from 2026-07-01.
        ("nl-wettelijke-rente-consumer", "2026-07-01", "4.00", "5.00"),
        # BNR 5.00 started on 2 July 2013 and 7.00 ended on 7 July 2024: neither is the value of 1 July.
        ("ro-bnr-reference", "2013-07-01", "5.25", "5.00"),
        ("ro-bnr-reference", "2024-07-31", "7.00", "6.75"),
        # Italy's 2008H2 is 4.10, where the others derive 4.07.
        ("it-mef-reference", "2008-12-31", "4.10", "4.07"),
        ("es-ley-3-2004-total", "2008-12-31", "11.07", "11.10"),
    ],
)
def test_a_published_error_is_not_in_the_tables(key: str, day: str, right: str, published: str) -> None:
    """The traps of the collection: what somebody prints, and what the official notice says."""
    assert rate(key, day) == right
    assert rate(key, day) != published


def test_no_table_has_a_row_for_2027() -> None:
    """Nobody can know it before 1 January 2027; only tables of change points end open."""
    for series in SERIES.values():
        assert series.rows[-1].start <= date(2026, 12, 31)
        assert series.rows[-1].end is None or series.rows[-1].end <= date(2026, 12, 31)


@pytest.mark.parametrize(
    ("value", "expected"), [("3.15", "11.50"), ("2.50", "10.50"), ("0.05", "8.50"), ("0.00", "8.00")]
)
def test_the_belgian_formula_rounds_up_to_the_next_half_point(value: str, expected: str) -> None:
    """Loi du 2 août 2002: 11.15 becomes 11.50, a half point stays."""
    formula = SERIES["be-total"].formula
    assert formula is not None
    assert str(formula.apply(Decimal(value))) == expected


def entered(start: str, end: str, value: str) -> RateRow:
    """Make a row as a user enters it."""
    return RateRow(date.fromisoformat(start), date.fromisoformat(end), Decimal(value), ("notice 1",), "entered")


def test_an_entered_row_fills_a_gap_and_goes_on_past_the_end() -> None:
    """`rates add`: a new half-year with its source."""
    series = SERIES["at-basiszinssatz"].with_entered(
        [entered("2027-01-01", "2027-06-30", "1.75"), entered("2025-01-01", "2025-06-30", "2.53")]
    )
    first = quote_on(series, SERIES, date(2025, 3, 1))
    assert (str(first.rate), first.check, first.sources) == ("2.53", "entered", ("notice 1",))
    later = quote_on(series, SERIES, date(2027, 3, 1))
    assert (str(later.rate), later.provisional) == ("1.75", False)


def test_an_entered_row_never_overrules_a_shipped_one() -> None:
    """A later version of the toolkit may ship the half-year that a user entered by hand."""
    series = SERIES["de-basiszinssatz"].with_entered([entered("2026-07-01", "2026-12-31", "9.99")])
    assert series == SERIES["de-basiszinssatz"]


def test_nothing_is_derived_before_the_formula_held_nor_past_a_following_row() -> None:
    """A derived rate ends the day before the next printed row; before `since` there was another margin."""
    parent = RateSeries("p", "p", "", (entered("2020-01-01", "2020-12-31", "1"),))
    rows = (entered("2020-01-01", "2020-01-31", "3"), entered("2020-03-16", "2020-06-30", "3"))
    child = RateSeries("c", "c", "", rows, formula=Formula("p", Decimal(2), date(2020, 2, 15)))
    both = {"p": parent, "c": child}
    assert quote_on(child, both, date(2020, 2, 15), derive=True).end == date(2020, 3, 15)
    with pytest.raises(Refused, match="gap in the table"):
        quote_on(child, both, date(2020, 2, 14), derive=True)
    with pytest.raises(Refused, match="before its first row"):
        quote_on(child, both, date(2019, 12, 31), derive=True)
