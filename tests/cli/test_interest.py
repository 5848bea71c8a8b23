"""`invoicing interest` and `invoicing rates`, as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Answer

    Run = Callable[..., Answer]

ASKED = ("interest", "--country", "IT", "--principal", "36500", "--currency", "EUR", "--due", "2025-09-30")


def test_interest_needs_no_book_and_answers_with_one_json_value(invoicing: Run) -> None:
    """Working: ten days at 10.15 on 36 500 are 101.50; 40 of compensation."""
    answer = invoicing(*ASKED, "--until", "2025-10-10", "--json", "--today", "2025-10-01")
    assert answer.code == 0
    assert (answer.value["interest"], answer.value["total"]) == ("101.50", "36641.50")
    assert answer.value["forecast_from"] == "2025-10-02"


def test_a_person_sees_the_rows_the_sums_the_law_and_the_sources(invoicing: Run) -> None:
    """A table a judge can follow; doubts go to standard error."""
    options = (
        "--payment",
        "2025-10-05=90.75",
        "--rate",
        "10",
        "--costs",
        "0",
        "--allocation",
        "costs,interest,principal",
    )
    answer = invoicing(*ASKED, "--until", "2027-01-10", *options, "--today", "2025-10-05")
    assert answer.code == 0
    assert "2025-10-01  2025-10-05     5    10" in answer.out
    assert "50.00" in answer.out
    assert "forecast" in answer.out
    assert "D.Lgs. 9 October 2002" in answer.out
    assert "apollo" in answer.out
    assert "agreed rate" in answer.err
    assert "art. 1194" in answer.err


def test_a_result_without_doubts_says_nothing_more(invoicing: Run) -> None:
    """Switzerland has no rule taken on trust."""
    answer = invoicing("interest", "--country", "CH", *ASKED[3:], "--until", "2025-10-10")
    assert answer.code == 0
    assert "taken on trust" not in answer.err


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--until", "2027-01-10", "--strict"), "rate-provisional"),
        (("--until", "2025-10-10", "--country", "US"), "no-statutory-rate"),
        (("--until", "2025-10-10", "--debtor", "consumer", "--country", "ES"), "no-statutory-rate"),
        (("--until", "2025-10-10", "--payment", "x"), "bad-argument"),
    ],
)
def test_what_the_law_does_not_give_is_refused(invoicing: Run, more: tuple[str, ...], code: str) -> None:
    """Exit 3 with a stable code."""
    answer = invoicing(*ASKED, *more, "--json")
    assert (answer.code, answer.error["code"]) == (3, code)
    assert answer.error["remedy"]


def test_the_rate_tables_are_listed_and_shown(invoicing: Run) -> None:
    """Seventeen tables; each row with its source."""
    listed = invoicing("rates", "list", "--json", "--today", "2026-11-25")
    assert len(listed.value) == 17
    assert "de-basiszinssatz" in invoicing("rates", "list").out
    shown = invoicing("rates", "show", "be-total").out
    assert "missing: 2023H2" in shown
    assert "vanostaeyen.eu" in shown
    assert "nothing is known to be missing" in invoicing("rates", "show", "de-basiszinssatz").out
    assert invoicing("rates", "show", "de-basis", "--json").code == 4
