"""The answer of `invoicing interest`: its shape, how its arguments are read, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from invoicing.app.interest import InterestQuestion, interest
from invoicing.app.late_payment import law_for, rates_for
from invoicing.app.rates import entered_row, known_series, list_rates, show_rates
from invoicing.domain.errors import NotFound, Refused
from invoicing.domain.interest import RateRow
from invoicing.domain.money import parse_decimal

ASKED = InterestQuestion("IT", "36500.00", "EUR", "2025-09-30", "2025-10-10")


def test_the_answer_has_the_shape_tools_rely_on() -> None:
    """Design section 5; working: ten days at 10.15 on 36 500 are 101.50."""
    answer = interest(replace(ASKED, payments=("2025-10-10=141.50",)))
    assert json.loads(json.dumps(answer)) == answer
    assert {key: answer[key] for key in ("interest", "compensation", "collection_costs", "principal", "total")} == {
        "interest": "101.50",
        "compensation": "40.00",
        "collection_costs": "0.00",
        "principal": "36460.00",
        "total": "36500.00",
    }
    paid = {"costs": "0.00", "interest": "101.50", "principal": "40.00", "excess": "0.00", "compensation": "0.00"}
    assert answer["paid"] == paid
    assert (answer["provisional"], answer["currency"], answer["compensation_currency"]) == (False, "EUR", "EUR")
    segments = answer["segments"]
    assert isinstance(segments, list)
    row = {key: segments[0][key] for key in ("from", "to", "days", "rate", "principal", "interest", "compounded")}
    assert row == {
        "from": "2025-10-01",
        "to": "2025-10-10",
        "days": 10,
        "rate": "10.15",
        "principal": "36500.00",
        "interest": "101.50",
        "compounded": "0.00",
    }
    assert "D.Lgs. 9 October 2002 n. 231" in str(answer["law"])
    assert isinstance(answer["sources"], list)
    assert any("apollo" in source for source in answer["sources"])


def test_rows_carry_six_decimals_when_only_the_sum_is_rounded() -> None:
    """Working: 100 x 10.15 % x 10 / 365 is 0.27808219..."""
    answer = interest(replace(ASKED, principal="100.00", rounding="total"))
    segments = answer["segments"]
    assert isinstance(segments, list)
    assert (segments[0]["interest"], answer["interest"]) == ("0.278082", "0.28")


def test_every_choice_is_passed_on() -> None:
    """Working: credit note to 18 250 on the due date; 30/360 at 12 %: ten days are 60.83; 5.00 of costs, VAT unused."""
    answer = interest(
        replace(
            ASKED,
            country="de",
            debtor="public",
            credits=("2025-09-30=18250.00",),
            contract_date="2024-01-01",
            costs="5.00",
            rates=("12",),
            day_count="30/360",
            compound="annual",
            payday="new",
            allocation="interest, costs, principal",
            costs_vat="19",
            today=date(2025, 10, 1),
        )
    )
    assert (answer["country"], answer["interest"], answer["collection_costs"]) == ("DE", "60.83", "5.00")
    assert (answer["allocation"], answer["day_count"], answer["compound"]) == (
        ["interest", "costs", "principal"],
        "30/360",
        "annual",
    )
    assert answer["forecast_from"] == "2025-10-02"
    assert str(answer["law"]).startswith("agreed rate; else BGB")


def test_a_country_that_is_not_collected_needs_an_agreed_rate() -> None:
    """No legal claim is made for it, and the refusal says how to go on."""
    with pytest.raises(Refused) as refused:
        interest(replace(ASKED, country="PL"))
    assert refused.value.code == "no-statutory-rate"
    assert "--rate" in refused.value.remedy
    assert "--country EU" in refused.value.remedy
    with pytest.raises(Refused) as outside:
        interest(replace(ASKED, country="JP"))
    assert "--country EU" not in outside.value.remedy
    answer = interest(replace(ASKED, country="pl", rates=("2025-01-01=7", "2025-10-06=8")))
    assert (answer["interest"], answer["law"], answer["country"]) == ("75.00", "contract", "PL")


def test_entered_rows_are_used() -> None:
    """Working: 2027H1 entered as 2.65 + 8 = 10.65, one day."""
    row = RateRow(date(2027, 1, 1), date(2027, 6, 30), parse_decimal("2.65"), ("notice",), "entered")
    answer = interest(
        replace(ASKED, due="2026-12-31", until="2027-01-01", entered={"it-mef-reference": (row,)}, strict=True)
    )
    assert (answer["interest"], answer["provisional"]) == ("10.65", False)
    assert "notice" in str(answer["sources"])


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"country": "Italy"}, "unknown-country", "country"),
        ({"principal": "1,000"}, "bad-number", "principal"),
        ({"principal": "1.005"}, "amount-too-fine", "principal"),
        ({"principal": "-1"}, "bad-amount", "principal"),
        ({"currency": "EURO"}, "unknown-currency", "currency"),
        ({"due": "30.9.2025"}, "bad-date", "due"),
        ({"until": "2025-02-30"}, "bad-date", "until"),
        ({"contract_date": "x"}, "bad-date", "contract_date"),
        ({"payments": ("2025-10-01",)}, "bad-argument", "payment"),
        ({"payments": ("2025-10-01=0",)}, "bad-amount", "payment"),
        ({"credits": ("x=1",)}, "bad-date", "credit"),
        ({"debtor": "busines"}, "bad-choice", "debtor"),
        ({"debtor": "zzz"}, "bad-choice", "debtor"),
        ({"day_count": "366"}, "bad-choice", "day_count"),
        ({"compound": "monthly"}, "bad-choice", "compound"),
        ({"rounding": "up"}, "bad-choice", "rounding"),
        ({"payday": "late"}, "bad-choice", "payday"),
        ({"rates": ("x",)}, "bad-number", "rate"),
        ({"rates": ("8", "9")}, "bad-rate", "rate"),
        ({"allocation": "costs,interest"}, "bad-allocation", "allocation"),
        ({"costs": "x"}, "bad-number", "costs"),
        ({"costs_vat": "x"}, "bad-number", "costs_vat"),
    ],
)
def test_an_argument_that_cannot_be_read_is_refused_at_its_place(
    change: dict[str, object], code: str, where: str
) -> None:
    """Each with a stable code and the name of the argument."""
    with pytest.raises(Refused) as refused:
        interest(replace(ASKED, **change))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.where) == (code, where)


def test_the_series_are_listed_with_how_far_they_reach() -> None:
    """From 25 November 2026 the German table has 36 days left; the Irish one ended on 31 December 2024."""
    listed = {row["series"]: row for row in list_rates(date(2026, 11, 25))}
    assert set(listed) == set(known_series())
    german = listed["de-basiszinssatz"]
    assert (german["last_day"], german["last_rate"], german["days_left"]) == ("2026-12-31", "1.52", 36)
    assert listed["ie-total"]["days_left"] == (date(2024, 12, 31) - date(2026, 11, 25)).days
    assert (listed["ecb-mro-changes"]["last_day"], listed["ecb-mro-changes"]["days_left"]) == (None, None)


def test_a_series_is_shown_row_by_row() -> None:
    """Its last row, as the notice of June 2026 prints it, and that of a table still open."""
    rows = show_rates("es-ley-3-2004-total")["rows"]
    assert isinstance(rows, list)
    assert (rows[-1]["from"], rows[-1]["to"], rows[-1]["rate"]) == ("2026-07-01", "2026-12-31", "10.40")
    assert "BOE-A-2026-14327" in rows[-1]["notice"]
    changes = show_rates("ecb-mro-changes")["rows"]
    assert isinstance(changes, list)
    assert changes[-1]["to"] is None
    with pytest.raises(NotFound):
        show_rates("es-ley")


def test_a_law_brings_the_series_its_rates_are_derived_from() -> None:
    """Belgium's table and the ECB's; Switzerland needs none."""
    assert set(rates_for(law_for("be"))) == {"be-total", "ecb-half-year"}
    assert rates_for(law_for("CH")) == {}


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2027H1", date(2027, 1, 1), date(2027, 6, 30)),
        ("2027h2", date(2027, 7, 1), date(2027, 12, 31)),
        ("2027-03-01/2027-04-30", date(2027, 3, 1), date(2027, 4, 30)),
    ],
)
def test_a_row_may_be_entered_for_a_half_year_or_for_days(period: str, start: date, end: date) -> None:
    """With its rate and where it was read."""
    row = entered_row("ro-bnr-reference", period, "6.25", " https://bnr.example/2027 ")
    assert (row.start, row.end, str(row.rate), row.check) == (start, end, "6.25", "entered")
    assert row.sources == ("https://bnr.example/2027",)


@pytest.mark.parametrize(
    ("period", "rate", "source", "code"),
    [
        ("2027", "6", "x", "bad-period"),
        ("2027H3", "6", "x", "bad-period"),
        ("27H1", "6", "x", "bad-period"),
        ("2027-06-30/2027-01-01", "6", "x", "period-backwards"),
        ("2027H1", "six", "x", "bad-number"),
        ("2027H1", "6", " ", "rate-without-source"),
        ("2026H1", "6", "x", "rate-overlap"),
        ("2025-12-31/2026-12-31", "6", "x", "rate-overlap"),
    ],
)
def test_a_row_that_cannot_be_relied_on_is_refused(period: str, rate: str, source: str, code: str) -> None:
    """A rate has days of its own, a number and a source."""
    with pytest.raises(Refused) as refused:
        entered_row("ro-bnr-reference", period, rate, source)
    assert refused.value.code == code
