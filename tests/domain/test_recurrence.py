"""Documents that come again: rules, days, pauses, edits, periods."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.dates import Period
from invoicing.domain.errors import Refused
from invoicing.domain.recurrence import (
    COVERS,
    UNITS,
    WEEKENDS,
    Rule,
    Version,
    dates,
    describe,
    due_dates,
    edited,
    issue_day,
    next_dates,
    parse_rule,
    period_of,
    period_shape,
    period_text,
    rule_on,
)
from invoicing.domain.values import from_json, to_json

SATURDAY = date(2026, 1, 31)
NONE: frozenset[date] = frozenset()


def iso(days: tuple[date, ...]) -> str:
    """Write days in a row, the way the tables below do."""
    return " ".join(day.isoformat() for day in days)


def days(text: str) -> tuple[date, ...]:
    """Read days written in a row."""
    return tuple(date.fromisoformat(one) for one in text.split())


@pytest.mark.parametrize(
    ("text", "start", "first"),
    [
        ("monthly", "2026-01-31", "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31"),
        ("monthly", "2028-01-31", "2028-01-31 2028-02-29 2028-03-31 2028-04-30"),
        ("monthly on 30", "2027-12-30", "2027-12-30 2028-01-30 2028-02-29 2028-03-30"),
        ("monthly on 31", "2026-02-10", "2026-02-28 2026-03-31 2026-04-30"),
        ("monthly on 15", "2026-01-31", "2026-02-15 2026-03-15"),
        ("quarterly", "2025-11-30", "2025-11-30 2026-02-28 2026-05-30 2026-08-30"),
        ("every 2 quarters on the last day", "2026-01-31", "2026-01-31 2026-07-31 2027-01-31"),
        ("half-yearly", "2025-08-31", "2025-08-31 2026-02-28 2026-08-31"),
        ("yearly", "2024-02-29", "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29"),
        ("yearly", "2096-02-29", "2096-02-29 2097-02-28 2098-02-28 2099-02-28 2100-02-28 2101-02-28"),
        ("yearly on 1 march", "2026-05-01", "2027-03-01 2028-03-01"),
        ("every 2 years on 1 march", "2026-05-01", "2028-03-01 2030-03-01"),
        ("yearly on last friday of november", "2026-01-31", "2026-11-27 2027-11-26 2028-11-24"),
        ("every second tuesday", "2026-01-31", "2026-02-10 2026-02-24 2026-03-10"),
        ("every second tuesday", "2026-02-02", "2026-02-03 2026-02-17 2026-03-03"),
        ("2nd tuesday", "2026-01-31", "2026-02-10 2026-03-10 2026-04-14"),
        ("last friday", "2026-01-31", "2026-02-27 2026-03-27 2026-04-24"),
        ("every quarter on the 1st monday", "2026-01-01", "2026-01-05 2026-04-06 2026-07-06"),
        ("weekly", "2026-01-31", "2026-01-31 2026-02-07 2026-02-14"),
        ("every 2 weeks on tue and fri", "2026-01-28", "2026-01-30 2026-02-10 2026-02-13 2026-02-24"),
        ("every 2 weeks on tue and sun", "2026-02-01", "2026-02-01 2026-02-10 2026-02-15 2026-02-24 2026-03-01"),
        ("daily", "2028-02-28", "2028-02-28 2028-02-29 2028-03-01"),
        ("every 10 days", "2026-12-25", "2026-12-25 2027-01-04 2027-01-14"),
        ("monthly until 2026-03-31", "2026-01-31", "2026-01-31 2026-02-28 2026-03-31"),
        ("monthly until 2026-03-30", "2026-01-31", "2026-01-31 2026-02-28"),
        ("monthly on 15, 2 times", "2026-01-31", "2026-02-15 2026-03-15"),
        ("monthly 9 times until 2026-02-28", "2026-01-31", "2026-01-31 2026-02-28"),
    ],
)
def test_a_rule_names_these_days(text: str, start: str, first: str) -> None:
    """Counted on a calendar: a day the month lacks is its last, the next month has it again; 2100 is no leap year."""
    rule = parse_rule(text, date.fromisoformat(start))
    named = next_dates(rule, date.min, len(first.split()) + 1)
    assert iso(named[: len(first.split())]) == first
    if rule.until or rule.count:
        assert len(named) == len(first.split())


@pytest.mark.parametrize(
    "parts",
    [
        {"frequency": "hourly"},
        {"frequency": "daily", "interval": 0},
        {"frequency": "daily", "count": -1},
        {"frequency": "daily", "day": 3},
        {"frequency": "weekly", "weekdays": (7,)},
        {"frequency": "monthly", "weekdays": (1,), "week": 2, "day": 3},
        {"frequency": "monthly", "week": 2},
        {"frequency": "monthly", "weekends": "friday"},
        {"frequency": "monthly", "covers": "everything"},
    ],
)
def test_a_rule_that_contradicts_itself_cannot_be_made(parts: dict[str, object]) -> None:
    """The value refuses itself, so that no stored rule is ever wrong."""
    with pytest.raises(Refused) as caught:
        Rule(start=SATURDAY, **parts)  # type: ignore[arg-type]
    assert caught.value.code == "bad-rule"


def test_a_rule_made_without_words_takes_its_days_from_the_start() -> None:
    """The same days as the words give."""
    assert next_dates(Rule("monthly", SATURDAY), date.min, 9) == next_dates(
        parse_rule("monthly", SATURDAY), date.min, 9
    )
    assert next_dates(Rule("weekly", SATURDAY), date.min, 9) == next_dates(parse_rule("weekly", SATURDAY), date.min, 9)
    assert next_dates(Rule("yearly", SATURDAY), date.min, 9) == next_dates(parse_rule("yearly", SATURDAY), date.min, 9)


def test_days_between_two_days_leave_out_the_first_and_take_the_last() -> None:
    """`after` is a day already made, `limit` is today."""
    rule = parse_rule("monthly on 15", SATURDAY)
    assert iso(dates(rule, date(2026, 2, 15), date(2026, 4, 15))) == "2026-03-15 2026-04-15"
    assert dates(rule, date(2026, 4, 15), date(2026, 4, 15)) == ()


def test_the_calendar_ends_and_no_rule_falls_over_its_edge() -> None:
    """9999-12-31 is the last day a date can be."""
    for frequency in UNITS:
        named = next_dates(Rule(frequency, date(9998, 12, 31)), date(9999, 11, 30), 50)
        assert named == tuple(day for day in named if day <= date.max)
    assert iso(next_dates(Rule("monthly", date(9999, 10, 31)), date.min, 50)) == "9999-10-31 9999-11-30 9999-12-31"


def test_a_missed_month_is_caught_up_once_each_and_a_second_run_makes_nothing() -> None:
    """Last run on 31 January, next on 2 May: three documents, then none."""
    rule = parse_rule("monthly on 31", SATURDAY)
    made = frozenset({date(2026, 1, 31)})
    today = date(2026, 5, 2)
    due = due_dates(rule, made, (), today)
    assert iso(due) == "2026-02-28 2026-03-31 2026-04-30"
    assert due_dates(rule, made | set(due), (), today) == ()
    # A crash after the first of them: only the others are still due.
    assert due_dates(rule, made | {due[0]}, (), today) == due[1:]


def test_nothing_is_due_before_the_start() -> None:
    """The start itself is the first day."""
    rule = parse_rule("monthly on 31", SATURDAY)
    assert due_dates(rule, NONE, (), date(2026, 1, 30)) == ()
    assert due_dates(rule, NONE, (), SATURDAY) == (SATURDAY,)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ("", "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31"),
        ("2026-02-28/2026-03-30", "2026-01-31 2026-03-31 2026-04-30 2026-05-31"),
        ("2026-02-28/2026-03-31", "2026-01-31 2026-04-30 2026-05-31"),
        ("2026-03-01/9999-12-31", "2026-01-31 2026-02-28"),
        ("2026-02-01/2026-02-28 2026-04-01/2026-04-30", "2026-01-31 2026-03-31 2026-05-31"),
    ],
)
def test_days_inside_a_pause_are_skipped_for_good(pauses: str, due: str) -> None:
    """Both ends of a pause belong to it; an open one ends with the calendar."""
    periods = tuple(Period(*days(one.replace("/", " "))) for one in pauses.split())
    assert iso(due_dates(parse_rule("monthly on 31", SATURDAY), NONE, periods, date(2026, 5, 31))) == due


def test_a_paused_day_counts_for_the_count() -> None:
    """RFC 5545 section 3.8.5.1: an excluded date was generated by the rule and is counted."""
    rule = parse_rule("monthly on 31, 3 times", SATURDAY)
    pause = (Period(date(2026, 2, 1), date(2026, 2, 28)),)
    assert iso(due_dates(rule, NONE, pause, date(2027, 1, 1))) == "2026-01-31 2026-03-31"


def test_an_edit_holds_from_its_day_on_and_leaves_the_past_as_it_was() -> None:
    """Monthly on 31, made until March; from 1 April on the 10th: nothing doubled, nothing lost, history kept."""
    old = parse_rule("monthly on 31", SATURDAY)
    new = parse_rule("monthly on 10", date(2026, 4, 1))
    history = edited(old, new, date(2026, 4, 1))
    expected = "2026-01-31 2026-02-28 2026-03-31 2026-04-10 2026-05-10"
    assert iso(next_dates(history, date.min, 5)) == expected
    assert history == (Version(date.min, old), Version(date(2026, 4, 1), new))
    made = frozenset(days("2026-01-31 2026-02-28"))
    assert iso(due_dates(history, made, (), date(2026, 4, 30))) == "2026-03-31 2026-04-10"
    assert rule_on(history, date(2026, 3, 31)) is old
    assert rule_on(history, date(2026, 4, 1)) is new
    assert rule_on((Version(SATURDAY, old),), date(2025, 1, 1)) is old


def test_an_edit_may_be_edited_and_an_earlier_one_replaces_later_ones() -> None:
    """Three versions; then the third is written anew from an earlier day."""
    first = parse_rule("monthly on 1", SATURDAY)
    weekly = parse_rule("weekly on monday", date(2026, 3, 1))
    daily = parse_rule("daily, 2 times", date(2026, 3, 10))
    history = edited(edited(first, weekly, date(2026, 3, 1)), daily, date(2026, 3, 10))
    expected = "2026-02-01 2026-03-02 2026-03-09 2026-03-10 2026-03-11"
    assert iso(next_dates(history, date.min, 9)) == expected
    assert edited(history, daily, date(2026, 3, 10)) == history
    again = edited(history, parse_rule("quarterly on 5", date(2026, 2, 20)), date(2026, 2, 20))
    assert len(again) == 2
    assert iso(next_dates(again, date.min, 3)) == "2026-02-01 2026-05-05 2026-08-05"


def test_a_weekend_moves_the_making_and_not_the_name_of_a_run() -> None:
    """31 January and 28 February 2026 are Saturdays; with Monday a holiday it is made on Tuesday."""
    rule = parse_rule("monthly on 31 or next business day until 2026-05-31", SATURDAY)
    assert issue_day(rule, SATURDAY) == date(2026, 2, 2)
    assert due_dates(rule, NONE, (), date(2026, 2, 1)) == ()
    assert due_dates(rule, NONE, (), date(2026, 2, 2)) == (SATURDAY,)
    holiday = frozenset({date(2026, 2, 2)})
    assert due_dates(rule, NONE, (), date(2026, 2, 2), holiday) == ()
    assert issue_day(rule, SATURDAY, holiday) == date(2026, 2, 3)
    # The last run, on Sunday 31 May, is not lost to the end of the rule.
    assert due_dates(rule, NONE, (), date(2026, 6, 1))[-1] == date(2026, 5, 31)
    assert issue_day(parse_rule("monthly", SATURDAY), SATURDAY) == SATURDAY


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Rome", "America/New_York"])
def test_no_time_zone_and_no_change_of_the_clock_moves_a_day(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    """Clocks change on 29 March 2026 in Rome and on 8 March in New York; the days are those of UTC."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        daily = next_dates(parse_rule("daily", date(2026, 3, 7)), date.min, 30)
        weekly = next_dates(parse_rule("weekly on sunday", date(2026, 3, 1)), date.min, 5)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert daily == tuple(date(2026, 3, 7) + timedelta(days=number) for number in range(30))
    assert iso(weekly) == "2026-03-01 2026-03-08 2026-03-15 2026-03-22 2026-03-29"


@pytest.mark.parametrize(
    ("text", "run", "start", "end", "shape", "written"),
    [
        ("monthly on 31", "2026-06-30", "2026-06-01", "2026-06-30", "month", "June 2026"),
        ("monthly on 1", "2026-06-01", "2026-06-01", "2026-06-30", "month", "June 2026"),
        ("monthly on 1 for the previous month", "2027-01-01", "2026-12-01", "2026-12-31", "month", "December 2026"),
        ("monthly on 25 for the next month", "2026-06-25", "2026-07-01", "2026-07-31", "month", "July 2026"),
        (
            "monthly for the onward period",
            "2026-02-28",
            "2026-02-28",
            "2026-03-30",
            "days",
            "28 February to 30 March 2026",
        ),
        ("every 2 months", "2026-05-31", "2026-05-01", "2026-06-30", "months", "May to June 2026"),
        ("every 2 months", "2026-12-31", "2026-12-01", "2027-01-31", "months", "December 2026 to January 2027"),
        (
            "every 2 months for the previous period",
            "2026-03-31",
            "2026-01-01",
            "2026-02-28",
            "months",
            "January to February 2026",
        ),
        ("every 3 months", "2026-02-28", "2026-02-01", "2026-04-30", "months", "February to April 2026"),
        ("quarterly", "2026-04-30", "2026-04-01", "2026-06-30", "quarter", "Q2 2026"),
        ("quarterly for the previous quarter", "2026-01-31", "2025-10-01", "2025-12-31", "quarter", "Q4 2025"),
        ("yearly on 1 january", "2027-01-01", "2027-01-01", "2027-12-31", "year", "2027"),
        ("yearly on 1 june", "2026-06-01", "2026-06-01", "2027-05-31", "months", "June 2026 to May 2027"),
        ("yearly on 15 june", "2026-06-15", "2026-06-15", "2027-06-14", "days", "15 June 2026 to 14 June 2027"),
        ("yearly for the current period", "2026-01-31", "2026-01-01", "2026-12-31", "year", "2026"),
        ("weekly on tuesday", "2026-06-02", "2026-06-01", "2026-06-07", "days", "1 to 7 June 2026"),
        ("every 2 weeks on tuesday", "2026-06-02", "2026-06-01", "2026-06-14", "days", "1 to 14 June 2026"),
        (
            "weekly on monday for the previous week",
            "2026-06-01",
            "2026-05-25",
            "2026-05-31",
            "days",
            "25 to 31 May 2026",
        ),
        ("daily", "2026-06-02", "2026-06-02", "2026-06-02", "day", "2 June 2026"),
        (
            "every 3 days for the previous period",
            "2026-06-02",
            "2026-05-30",
            "2026-06-01",
            "days",
            "30 May to 1 June 2026",
        ),
    ],
)
def test_a_run_bills_this_period(text: str, run: str, start: str, end: str, shape: str, written: str) -> None:
    """Read off a calendar; BT-134 and BT-135 take the two days."""
    period = period_of(parse_rule(text, SATURDAY), date.fromisoformat(run))
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert period_shape(period) == shape
    assert period_text(period) == written


def test_the_last_run_bills_a_whole_period_too() -> None:
    """A yearly rule that ends with this run; and an edit lets the period follow the rule of its day."""
    rule = parse_rule("yearly on 1 june, 1 times", date(2026, 6, 1))
    assert period_of(rule, date(2026, 6, 1)) == Period(date(2026, 6, 1), date(2027, 5, 31))
    history = edited(rule, parse_rule("monthly on 1", date(2027, 6, 1)), date(2027, 6, 1))
    assert period_of(history, date(2027, 7, 1)) == Period(date(2027, 7, 1), date(2027, 7, 31))
    assert period_of(Rule("yearly", date(9999, 1, 1)), date(9999, 1, 1)).end == date(9999, 12, 30)


starts = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule a user can write: by day, by weekday, with or without an end."""
    start = draw(starts)
    frequency = draw(st.sampled_from(tuple(UNITS)))
    parts: dict[str, object] = {}
    if frequency == "weekly":
        parts["weekdays"] = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    elif frequency != "daily":
        by_weekday = st.fixed_dictionaries(
            {"weekdays": st.tuples(st.integers(0, 6)), "week": st.sampled_from((1, 2, 3, 4, -1))}
        )
        parts |= draw(st.one_of(by_weekday, st.fixed_dictionaries({"day": st.integers(1, 31)})))
    if frequency == "yearly":
        parts["month"] = draw(st.integers(1, 12))
    return Rule(
        frequency,
        start,
        draw(st.integers(1, 5)),
        until=draw(st.none() | st.dates(start, date(2040, 1, 1))),
        count=draw(st.integers(0, 9)),
        weekends=draw(st.sampled_from(WEEKENDS)),
        covers=draw(st.sampled_from(COVERS)),
        **parts,  # type: ignore[arg-type]
    )


@given(rules())
def test_days_rise_keep_inside_the_rule_and_honour_its_count(rule: Rule) -> None:
    """No day twice, none before the start, none after the end, never more than the count."""
    named = next_dates(rule, date.min, 40)
    assert list(named) == sorted(set(named))
    assert all(rule.start <= day <= (rule.until or date.max) for day in named)
    assert len(named) <= (rule.count or 40)
    assert rule.until is not None or len(named) == min(rule.count or 40, 40)


@given(rules(), starts)
def test_next_days_and_days_until_a_limit_agree(rule: Rule, after: date) -> None:
    """Two ways to ask for the same days."""
    named = next_dates(rule, after, 5)
    assert all(day > after for day in named)
    if named:
        assert dates(rule, after, named[-1]) == named


@given(rules())
def test_a_rule_said_in_words_and_read_back_is_the_same_rule(rule: Rule) -> None:
    """`describe` then `parse_rule`, with the same start."""
    assert parse_rule(describe(rule), rule.start) == rule


@given(rules())
def test_a_rule_survives_the_book(rule: Rule) -> None:
    """It is stored through the codec of all values."""
    version = Version(rule.start, rule)
    assert from_json(Rule, to_json(rule)) == rule
    assert from_json(Version, to_json(version)) == version


@given(rules(), rules(), starts, starts)
def test_running_day_by_day_or_at_once_makes_the_same_documents(one: Rule, two: Rule, since: date, today: date) -> None:
    """What a late run catches up is what daily runs would have made; nothing twice, whatever is edited."""
    history = edited(one, two, since)
    whole = due_dates(history, NONE, (), today)
    assert list(whole) == sorted(set(whole))
    made: frozenset[date] = NONE
    for day in (today - timedelta(days=400), today - timedelta(days=35), today - timedelta(days=1), today):
        made |= set(due_dates(history, made, (), day))
    assert made == set(whole)


@given(rules(), starts)
def test_periods_of_neighbouring_runs_do_not_overlap(rule: Rule, after: date) -> None:
    """Nothing is billed twice by a rule that has one day in each of its periods."""
    runs = next_dates(rule, after, 2)
    if len(runs) == 2 and len(rule.weekdays) < 2:
        first, second = (period_of(rule, day) for day in runs)
        assert first.end < second.start
