"""The dated rates of every country: their days, their sources, and the days on which they changed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.tax import rate_on, rates_on
from invoicing.regimes import regime, regimes

if TYPE_CHECKING:
    from invoicing.domain.law import Regime

CODES = ("BE", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "RO", "US")
VAT_COUNTRIES = tuple(one.code for one in regimes() if one.rates)
LAST = date(9999, 12, 31)


def rate(code: str, key: str, day: date) -> str:
    """Give the rate of a country on a day as text; empty when there is none."""
    found = rate_on(regime(code).rates, key, day)
    return str(found.rate) if found else ""


def test_the_ten_countries_with_a_file_are_found_by_their_name() -> None:
    """Source: the task's list of countries; a file is a country."""
    assert tuple(one.code for one in regimes()) == CODES


def test_every_country_but_the_united_states_has_a_standard_rate_since_2020() -> None:
    """Source: Directive 2006/112/EC art. 96 and VATA 1994 s 2; the US has no VAT."""
    assert set(CODES) - set(VAT_COUNTRIES) == {"US"}
    for code in VAT_COUNTRIES:
        assert rate(code, "standard", date(2020, 1, 1))


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.code)
def test_no_two_rows_of_a_key_hold_on_the_same_day(law: Regime) -> None:
    """Source: a rate is chosen by key and day, so a day has one row at most."""
    for one, other in combinations(law.rates, 2):
        if one.key == other.key:
            assert (one.until or LAST) < other.since or (other.until or LAST) < one.since, (one, other)


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.code)
def test_every_rate_withholding_fund_identifier_and_sentence_has_a_source(law: Regime) -> None:
    """Source: no fact of law without the place where it is printed."""
    printed = [
        *((one.key, one.source) for one in law.rates),
        *((one.kind, one.source) for one in law.withholding),
        *((one.kind, one.source) for one in law.funds),
        *((one.scheme, one.source) for one in law.identifiers),
        *((one.key, one.source) for one in law.texts),
    ]
    assert [key for key, source in printed if not source.strip()] == []
    assert law.sources
    assert all(source.title and source.address.startswith("https://") for source in law.sources)
    assert law.term_source or law.default_term_days is None


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.code)
def test_rates_are_exact_and_run_forward(law: Regime) -> None:
    """Source: Decimal per cent between 0 and 100; a row ends no earlier than it starts."""
    for one in law.rates:
        assert type(one.rate) is Decimal
        assert 0 <= one.rate < 100
        assert one.until is None or one.since <= one.until
    held = [*(one.rate for one in law.withholding), *(one.rate for one in law.funds)]
    assert all(type(rate) is Decimal for rate in held)


@pytest.mark.parametrize("law", regimes(), ids=lambda law: law.code)
def test_newest_rows_of_a_key_stand_first(law: Regime) -> None:
    """Source: `Regime.rates` promises newest first."""
    for key in {one.key for one in law.rates}:
        days = [one.since for one in law.rates if one.key == key]
        assert days == sorted(days, reverse=True)


# Standard rates: TEDB and the statutes named in each file. UStG §§ 12, 28; VATCA 2010 s 46(1A); Legea 141/2025.
STANDARD = (
    ("IT", "2020-01-01", "22"),
    ("IT", "2024-02-29", "22"),
    ("IT", "2026-11-21", "22"),
    ("NL", "2020-02-29", "21"),
    ("NL", "2026-11-21", "21"),
    ("ES", "2012-08-31", ""),
    ("ES", "2012-09-01", "21"),
    ("ES", "2024-02-29", "21"),
    ("RO", "2016-12-31", ""),
    ("RO", "2017-01-01", "19"),
    ("RO", "2025-07-30", "19"),
    ("RO", "2025-07-31", "19"),
    ("RO", "2025-08-01", "21"),
    ("RO", "2025-08-02", "21"),
    ("GB", "2020-02-29", "20"),
    ("GB", "2026-11-21", "20"),
    ("US", "2026-11-21", ""),
    ("DE", "2020-02-29", "19"),
    ("DE", "2020-06-30", "19"),
    ("DE", "2020-07-01", "16"),
    ("DE", "2020-07-02", "16"),
    ("DE", "2020-12-30", "16"),
    ("DE", "2020-12-31", "16"),
    ("DE", "2021-01-01", "19"),
    ("FR", "2013-12-31", ""),
    ("FR", "2014-01-01", "20"),
    ("FR", "2024-02-29", "20"),
    ("IE", "2020-08-31", "23"),
    ("IE", "2020-09-01", "21"),
    ("IE", "2020-09-02", "21"),
    ("IE", "2021-02-27", "21"),
    ("IE", "2021-02-28", "21"),
    ("IE", "2021-03-01", "23"),
    ("BE", "2024-02-29", "21"),
)


@pytest.mark.parametrize(("code", "day", "expected"), STANDARD)
def test_the_standard_rate_changes_on_the_day_the_law_names(code: str, day: str, expected: str) -> None:
    """Source: Legea 141/2025; UStG § 28; VATCA 2010 s 46(1A); RDL 20/2012 art. 23; the day before, on and after."""
    assert rate(code, "standard", date.fromisoformat(day)) == expected


# Other rates, the day before, on and after each change.
OTHERS = (
    ("RO", "reduced", "2025-07-31", "9"),
    ("RO", "reduced", "2025-08-01", "11"),
    ("RO", "super-reduced", "2025-07-31", "5"),
    ("RO", "super-reduced", "2025-08-01", ""),
    ("DE", "reduced", "2020-06-30", "7"),
    ("DE", "reduced", "2020-07-01", "5"),
    ("DE", "reduced", "2020-12-31", "5"),
    ("DE", "reduced", "2021-01-01", "7"),
    ("DE", "zero", "2022-12-31", ""),
    ("DE", "zero", "2023-01-01", "0"),
    ("NL", "reduced", "2018-12-31", ""),
    ("NL", "reduced", "2019-01-01", "9"),
    ("NL", "reduced", "2026-01-01", "9"),
    ("NL", "zero", "2024-02-29", "0"),
    ("ES", "reduced", "2024-02-29", "10"),
    ("ES", "super-reduced", "2024-02-29", "4"),
    ("ES", "food-basic", "2022-12-31", ""),
    ("ES", "food-basic", "2023-01-01", "0"),
    ("ES", "food-basic", "2024-09-30", "0"),
    ("ES", "food-basic", "2024-10-01", "2"),
    ("ES", "food-basic", "2024-12-31", "2"),
    ("ES", "food-basic", "2025-01-01", ""),
    ("ES", "food-oil-pasta", "2024-09-30", "5"),
    ("ES", "food-oil-pasta", "2024-10-01", "7.5"),
    ("ES", "food-oil-pasta", "2025-01-01", ""),
    ("GB", "reduced", "2024-02-29", "5"),
    ("GB", "zero", "2024-02-29", "0"),
    ("GB", "hospitality", "2020-07-14", ""),
    ("GB", "hospitality", "2020-07-15", "5"),
    ("GB", "hospitality", "2021-09-30", "5"),
    ("GB", "hospitality", "2021-10-01", "12.5"),
    ("GB", "hospitality", "2022-03-31", "12.5"),
    ("GB", "hospitality", "2022-04-01", ""),
    ("FR", "intermediate", "2024-02-29", "10"),
    ("FR", "reduced", "2024-02-29", "5.5"),
    ("FR", "super-reduced", "2024-02-29", "2.1"),
    ("IE", "reduced", "2024-02-29", "13.5"),
    ("IE", "second-reduced", "2024-02-29", "9"),
    ("IE", "livestock", "2024-02-29", "4.8"),
    ("IE", "zero", "2024-02-29", "0"),
    ("BE", "intermediate", "2026-03-01", "12"),
    ("BE", "reduced", "2026-03-01", "6"),
    ("IT", "reduced", "2024-02-29", "10"),
    ("IT", "second-reduced", "2024-02-29", "5"),
    ("IT", "super-reduced", "2024-02-29", "4"),
)


@pytest.mark.parametrize(("code", "key", "day", "expected"), OTHERS)
def test_a_reduced_rate_holds_from_its_first_to_its_last_day(code: str, key: str, day: str, expected: str) -> None:
    """Source: Legea 141/2025; RDL 4/2024 art. 1; S.I. 2020/728; VATCA 2010 s 46; CGI 278 ff; KB/AR 20; D.P.R. 633."""
    assert rate(code, key, date.fromisoformat(day)) == expected


@given(code=st.sampled_from(VAT_COUNTRIES), offset=st.integers(0, (date(2026, 12, 31) - date(2020, 1, 1)).days))
def test_on_every_day_since_2020_a_country_has_one_standard_rate_and_one_row_a_key(code: str, offset: int) -> None:
    """Source: no gap and no overlap, whichever day is asked."""
    rows = rates_on(regime(code).rates, date(2020, 1, 1) + timedelta(days=offset))
    keys = [one.key for one in rows]
    assert keys.count("standard") == 1
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("code", "kind", "rate_text", "since"),
    [
        ("IT", "ritenuta", "20", "2020-01-01"),
        ("ES", "irpf", "15", "2015-07-12"),
        ("ES", "irpf-new", "7", "2015-07-12"),
        ("ES", "irpf-rent", "19", "2016-01-01"),
    ],
)
def test_withholding_has_its_rate_and_first_day(code: str, kind: str, rate_text: str, since: str) -> None:
    """Source: D.P.R. 600/1973 art. 25; RD 439/2007 arts 95.1 and 100 as of RDL 9/2015 (from 2015-07-12)."""
    rule = next(one for one in regime(code).withholding if one.kind == kind)
    assert (str(rule.rate), rule.since.isoformat(), rule.until) == (rate_text, since, None)


def test_only_the_inps_rivalsa_enters_the_base_of_the_ritenuta() -> None:
    """Source: L. 662/1996 art. 1 c. 212 (part of the fee); a professional fund is outside the ritenuta."""
    assert {one.kind: one.in_withholding_base for one in regime("IT").funds} == {"inps-rivalsa": True, "fund": False}


@pytest.mark.parametrize("code", VAT_COUNTRIES)
def test_the_default_term_is_thirty_days_and_the_ceiling_sixty(code: str) -> None:
    """Source: Directive 2011/7/EU art. 3 (3) to (5) and the national law named in each file."""
    assert (regime(code).default_term_days, regime(code).max_term_days) == (30, 60)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("IT", "IVA"),
        ("NL", "BTW"),
        ("ES", "IVA"),
        ("RO", "TVA"),
        ("GB", "VAT"),
        ("US", "Sales tax"),
        ("DE", "USt"),
        ("FR", "TVA"),
        ("IE", "VAT"),
        ("BE", "BTW/TVA"),
    ],
)
def test_the_tax_is_called_as_in_the_country(code: str, label: str) -> None:
    """Source: the name in each country's VAT law."""
    assert regime(code).tax_label == label


def test_american_paper_is_letter_and_european_a4() -> None:
    """Source: ANSI A and ISO 216."""
    assert {one.code for one in regimes() if one.paper == "LETTER"} == {"US"}
    assert {one.paper for one in regimes()} == {"LETTER", "A4"}
