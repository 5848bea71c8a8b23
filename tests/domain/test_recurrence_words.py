"""Recurrence rules as they are written: in words, and by RFC 5545."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr

from invoicing.domain.errors import Refused
from invoicing.domain.recurrence import describe, next_dates, parse_rule

SATURDAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO",
        "FREQ=WEEKLY;BYDAY=FR,TU;COUNT=9",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20270115",
        "FREQ=MONTHLY;UNTIL=20270115T000000Z;BYMONTHDAY=7",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=2TU",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=+1MO",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1;COUNT=3",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=-1FR",
        "FREQ=YEARLY;INTERVAL=2",
        "freq=monthly",
    ],
)
@pytest.mark.parametrize("start", [date(2026, 1, 1), date(2026, 3, 28), date(2024, 2, 27)])
def test_a_rule_of_rfc_5545_means_what_dateutil_says_it_means(text: str, start: date) -> None:
    """python-dateutil's own reading of the text is the oracle, where no month lacks the day."""
    oracle = rrulestr(text.replace("T000000Z", ""), dtstart=datetime(start.year, start.month, start.day))  # noqa: DTZ001
    expected = tuple(one.date() for one, _ in zip(oracle, range(30), strict=False))
    assert next_dates(parse_rule(text, start), date.min, 30) == expected


def test_a_day_that_months_lack_is_read_as_skip_backward() -> None:
    """RFC 7529 section 4.1: BACKWARD uses the last day; RFC 5545 alone would leave February out."""
    for text in (
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;BYMONTHDAY=31",
        "FREQ=MONTHLY",
    ):
        assert next_dates(parse_rule(text, SATURDAY), SATURDAY, 2) == (date(2026, 2, 28), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("monthly on 31", "every month on the last day"),
        ("MONTHLY ON THE 31ST", "every month on the last day"),
        ("every month on the last day of the month", "every month on the last day"),
        ("the 31st of every month", "every month on the last day"),
        ("every 15th of the month", "every month on the 15th"),
        ("every 3 months on 22", "every 3 months on the 22nd"),
        ("each month on 3", "every month on the 3rd"),
        ("monthly on 11th", "every month on the 11th"),
        ("monthly on 21", "every month on the 21st"),
        ("fortnightly", "every 2 weeks on Saturday"),
        ("every second Tuesday", "every 2 weeks on Tuesday"),
        ("every 2nd tuesday", "every 2 weeks on Tuesday"),
        ("every other week on tuesday", "every 2 weeks on Tuesday"),
        ("every third thursday", "every 3 weeks on Thursday"),
        ("every second tuesday of the month", "every month on the 2nd Tuesday"),
        ("2nd tuesday", "every month on the 2nd Tuesday"),
        ("second Tuesday of each month", "every month on the 2nd Tuesday"),
        ("every first monday", "every month on the 1st Monday"),
        ("every last friday", "every month on the last Friday"),
        ("every monday and thursday", "every week on Monday and Thursday"),
        ("weekly on thu, mon", "every week on Monday and Thursday"),
        ("on the fourth wednesday", "every month on the 4th Wednesday"),
        ("every other day", "every 2 days"),
        ("yearly", "every year on the last day of January"),
        ("annually on march 15th", "every year on the 15th of March"),
        ("15 march", "every year on the 15th of March"),
        ("2nd tuesday of sep", "every year on the 2nd Tuesday of September"),
        ("quarterly for 8 times", "every quarter on the last day, 8 times"),
        ("monthly or next business day", "every month on the last day, moved to the next business day"),
        ("monthly on 1 for the previous month", "every month on the 1st, for the previous period"),
    ],
)
def test_words_are_understood_as(text: str, meaning: str) -> None:
    """Both meanings of "second Tuesday" can be said; what is left out is as in the start, Saturday 31 January 2026."""
    assert describe(parse_rule(text, SATURDAY)) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "",
        "christmas",
        "31",
        "monthly on",
        "monthly on 0",
        "monthly on 32",
        "monthly on 15 on 16",
        "monthly on tuesday",
        "monthly monthly",
        "daily on monday",
        "weekly on 15",
        "weekly on 2nd tuesday",
        "every 0 weeks",
        "0 times monthly",
        "every blah week",
        "every blah tuesday",
        "blah tuesday",
        "5th tuesday",
        "every first monday and tuesday",
        "every tuesday on monday",
        "monthly on 1 march",
        "until 2027-01-01",
        "monthly until 2026-01-30",
    ],
)
def test_words_that_are_no_rule_are_refused_with_right_ones(text: str) -> None:
    """The remedy can be pasted."""
    with pytest.raises(Refused) as caught:
        parse_rule(text, SATURDAY, "rule")
    assert caught.value.code == "bad-rule"
    assert caught.value.where == "rule"
    assert "every 2 weeks on tuesday" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("FREQ=HOURLY", "FREQ is one of"),
        ("INTERVAL=1;FREQ=", "unknown, empty or there twice"),
        ("FREQ=DAILY;FREQ=DAILY", "there twice"),
        ("FREQ=DAILY;BYHOUR=3", "BYHOUR=3"),
        ("FREQ=WEEKLY;WKST=SU", "WKST can only be MO"),
        ("FREQ=MONTHLY;SKIP=OMIT", "SKIP can only be BACKWARD"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "may not both"),
        ("FREQ=DAILY;COUNT=0", "COUNT=0"),
        ("FREQ=DAILY;INTERVAL=x", "INTERVAL=X"),
        ("FREQ=DAILY;UNTIL=soon", "UNTIL=20261231"),
        ("FREQ=DAILY;UNTIL=20270230", "not in the calendar"),
        ("FREQ=DAILY;BYDAY=MO", "daily rule names no weekday"),
        ("FREQ=WEEKLY;BYDAY=MON", "names no weekdays"),
        ("FREQ=WEEKLY;BYDAY=2MO", "names no day of the month"),
        ("FREQ=MONTHLY;BYDAY=TU", "which weekday of the month"),
        ("FREQ=MONTHLY;BYDAY=5TU", "first to fourth"),
        ("FREQ=MONTHLY;BYDAY=-2TU", "first to the fourth"),
        ("FREQ=MONTHLY;BYDAY=1TU,2TU", "first to the fourth"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "first to the fourth"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1,2", "first to the fourth"),
        ("FREQ=MONTHLY;BYSETPOS=1", "needs BYDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "BYMONTHDAY=1,15"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "together"),
        ("FREQ=MONTHLY;BYMONTH=1", "only a yearly rule"),
        ("FREQ=YEARLY;BYMONTHDAY=1", "needs BYMONTH"),
        ("FREQ=YEARLY;BYDAY=1MO", "needs BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=13", "no month 13"),
    ],
)
def test_a_part_of_rfc_5545_that_is_not_followed_is_refused_by_name(text: str, says: str) -> None:
    """Nothing is passed over: a dropped part would bill on other days."""
    with pytest.raises(Refused) as caught:
        parse_rule(text, SATURDAY)
    assert caught.value.code == "bad-rule"
    assert says in caught.value.message


def test_a_misspelt_word_is_named_with_the_nearest_right_one() -> None:
    """The likely word stands in the message."""
    with pytest.raises(Refused, match="'montly' may be 'monthly'"):
        parse_rule("montly on 15", SATURDAY)


def test_the_day_it_ends_on_must_be_a_day() -> None:
    """It is read as every other day is."""
    with pytest.raises(Refused) as caught:
        parse_rule("monthly until 2026-02-30", SATURDAY)
    assert caught.value.code == "bad-date"
