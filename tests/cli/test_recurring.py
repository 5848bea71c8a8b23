"""Documents that come again: set up, made once each, changed, paused, stopped."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.book import Typed


def set_up(book: Typed, rule: str, *more: str, day: str = "2026-01-31") -> dict[str, Any]:
    """Set up the hosting of Acme."""
    answer = book(
        day,
        "recurring",
        "add",
        "--client",
        "Acme S.r.l.",
        "--rule",
        rule,
        "--line",
        "Hosting {period}; 1; 40; S",
        *more,
    )
    assert answer.code == 0, answer.out
    value: dict[str, Any] = answer.value
    return value


def run(book: Typed, day: str, *more: str) -> list[tuple[str, str, str]]:
    """Run, and give run, number and issue date of what was made."""
    answer = book(day, "recurring", "run", *more)
    assert answer.code == 0, answer.out
    assert answer.value["failed"] == []
    return [(one["run"], one["number"], one["issue_date"]) for one in answer.value["made"]]


def test_monthly_on_the_31st_falls_on_the_last_day_of_each_month(book: Typed) -> None:
    """31 January, 28 February, 31 March, 30 April: RFC 7529 SKIP=BACKWARD."""
    done = set_up(book, "monthly on 31")
    assert (done["id"], done["client"], done["state"]) == ("acme", "acme", "active")
    assert done["next"][:4] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert len(done["next"]) == 10
    assert run(book, "2026-01-31") == [("2026-01-31", "2026-0001", "2026-01-31")]
    assert run(book, "2026-01-31") == []


def test_missed_days_are_caught_up_once_each_with_the_period_they_bill(book: Typed) -> None:
    """Three months at once, each on its own day; the text names the month in the client's language."""
    set_up(book, "monthly on 31")
    made = run(book, "2026-04-05")
    assert made == [
        ("2026-01-31", "2026-0001", "2026-01-31"),
        ("2026-02-28", "2026-0002", "2026-02-28"),
        ("2026-03-31", "2026-0003", "2026-03-31"),
    ]
    assert run(book, "2026-04-05") == []
    shown = book("2026-04-05", "show", "2026-0002").value
    assert shown["lines"][0]["description"] == "Hosting febbraio 2026"
    assert (shown["due_date"], shown["total"]) == ("2026-03-30", "48.80")


def test_a_day_behind_the_last_number_is_billed_on_that_numbers_day(book: Typed) -> None:
    """Numbers follow dates: an invoice of 10 March was issued, so the run of 28 February bears 10 March."""
    set_up(book, "monthly on 28", day="2026-02-01")
    book.issued("2026-03-10")
    assert run(book, "2026-03-12") == [("2026-02-28", "2026-0002", "2026-03-10")]
    assert "febbraio" in book("2026-03-12", "show", "2026-0002").value["lines"][0]["description"]


def test_an_edit_counts_from_the_next_run_on(book: Typed) -> None:
    """What was made stays; the rule that held before is still shown."""
    set_up(book, "monthly on 31")
    run(book, "2026-02-28")
    done = book("2026-03-01", "recurring", "edit", "acme", "--line", "Care {period}; 1; 50; S", "--rule", "quarterly")
    assert done.code == 0, done.out
    assert done.value["next"][:2] == ["2026-03-31", "2026-06-30"]
    assert [one["since"] for one in done.value["rules"]] == [None, "2026-03-01"]
    assert run(book, "2026-03-31") == [("2026-03-31", "2026-0003", "2026-03-31")]
    assert book("2026-03-31", "show", "2026-0003").value["total"] == "61.00"
    assert book("2026-03-31", "show", "2026-0001").value["total"] == "48.80"
    assert [one["run"] for one in book("2026-03-31", "recurring", "show", "acme").value["made"]] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
    ]


def test_a_rule_with_another_start_replaces_what_was_not_run_yet(book: Typed) -> None:
    """Nothing was made: the new start counts alone."""
    set_up(book, "monthly on 31")
    done = book("2026-01-31", "recurring", "edit", "acme", "--start", "2026-06-15", "--rule", "monthly").value
    assert done["next"][0] == "2026-06-15"
    assert len(done["rules"]) == 1


def test_a_pause_skips_for_good_and_a_resume_goes_on(book: Typed) -> None:
    """February and March fall into the pause."""
    set_up(book, "monthly on 31")
    run(book, "2026-01-31")
    paused = book("2026-02-10", "recurring", "pause", "acme").value
    assert (paused["state"], paused["next"], paused["next_date"]) == ("paused", [], None)
    assert book("2026-02-11", "recurring", "pause", "acme").error["code"] == "recurring-paused"
    assert run(book, "2026-03-31") == []
    resumed = book("2026-04-01", "recurring", "resume", "acme").value
    assert (resumed["state"], resumed["next"][0]) == ("active", "2026-04-30")
    assert resumed["pauses"] == [{"from": "2026-02-10", "until": "2026-03-31"}]
    assert run(book, "2026-04-30") == [("2026-04-30", "2026-0002", "2026-04-30")]
    assert book("2026-05-01", "recurring", "resume", "acme").error["code"] == "recurring-not-paused"


def test_a_pause_until_a_day_ends_by_itself_and_one_of_a_day_can_be_undone(book: Typed) -> None:
    """Paused until 15 March: 28 February is skipped, 31 March is not."""
    set_up(book, "monthly on 31")
    run(book, "2026-01-31")
    done = book("2026-02-10", "recurring", "pause", "acme", "--until", "2026-03-15").value
    assert done["next"][0] == "2026-03-31"
    book("2026-02-10", "recurring", "resume", "acme")
    assert run(book, "2026-02-28") == [("2026-02-28", "2026-0002", "2026-02-28")]


def test_what_was_stopped_makes_nothing_and_is_not_changed(book: Typed) -> None:
    """Stopped for good; listed only when asked."""
    set_up(book, "monthly on 31")
    run(book, "2026-01-31")
    stopped = book("2026-02-01", "recurring", "stop", "acme").value
    assert (stopped["state"], stopped["next"]) == ("stopped", [])
    assert run(book, "2026-04-01") == []
    assert run(book, "2026-04-01", "acme") == []
    assert book("2026-04-01", "recurring", "edit", "acme", "--rule", "weekly").error["code"] == "recurring-stopped"
    assert book("2026-04-01", "recurring", "list").value == []
    assert [one["state"] for one in book("2026-04-01", "recurring", "list", "--stopped").value] == ["stopped"]


def test_a_file_is_a_template_and_ends_when_its_rule_ends(book: Typed) -> None:
    """Two times every two weeks; a key of its own, extra fields and notes come along, the file's date does not."""
    file = book.file(
        "care.toml",
        'client = "acme"\nissue_date = 2025-01-01\nnotes = "{period}"\nlanguage = "en"\n[extra]\nCIG = "7A1B"\n'
        '[[lines]]\ndescription = "Care"\nprice = 20.50\ntax = "S 22"\n',
    )
    answer = book("2026-03-03", "recurring", "add", file, "--rule", "every 2 weeks on tuesday, 2 times", "--id", "care")
    assert answer.value["next"] == ["2026-03-03", "2026-03-17"]
    assert [one[0] for one in run(book, "2026-12-31")] == ["2026-03-03", "2026-03-17"]
    shown = book("2026-12-31", "show", "2026-0001").value
    assert (shown["notes"], shown["extra"]) == (["2 to 15 March 2026"], {"CIG": "7A1B"})
    assert book("2026-12-31", "recurring", "list").value[0]["next_date"] is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--client", "acme", "--rule", "now and then", "--line", "x; 1; 1; S"), "bad-rule"),
        (("--rule", "monthly", "--line", "x; 1; 1; S"), "missing-client"),
        (("--client", "nobody", "--rule", "monthly", "--line", "x; 1; 1; S"), "client-unknown"),
        (("--client", "acme", "--rule", "monthly", "--line", "x; 1; 1; Q"), "bad-tax"),
        (("--client", "acme", "--rule", "monthly", "--line", "x; 1; 0; S"), "nothing-to-pay"),
        (("--client", "acme", "--rule", "monthly", "--line", "x; 1; 1; S", "--id", "a b"), "bad-key"),
        (("--client", "acme", "--rule", "monthly"), "missing-key"),
    ],
)
def test_what_could_not_be_issued_is_found_when_it_is_set_up(book: Typed, words: tuple[str, ...], code: str) -> None:
    """Not on the day, when nobody looks."""
    answer = book("2026-03-01", "recurring", "add", *words)
    assert answer.code in {3, 4}, answer.out
    found = {one["code"] for one in answer.error["findings"]} | {answer.error["code"]}
    assert code in found


def test_one_that_fails_stops_no_other(book: Typed) -> None:
    """The item of the first is archived before its day; the second is made."""
    book("2026-03-01", "item", "add", "--id", "care", "--description", "Care", "--price", "10", "--tax", "S 22")
    book("2026-03-01", "recurring", "add", "--client", "acme", "--rule", "monthly", "--line", "@care", "--id", "a")
    set_up(book, "monthly", "--id", "b", day="2026-03-01")
    book("2026-03-01", "item", "archive", "care")
    done = book("2026-03-01", "recurring", "run").value
    assert [one["recurring"] for one in done["made"]] == ["b"]
    assert [(one["recurring"], one["code"]) for one in done["failed"]] == [("a", "unknown-item")]


def test_two_processes_make_each_document_once(book: Typed) -> None:
    """Both begin at the same moment; twelve months are missing."""
    set_up(book, "monthly on 31", day="2025-01-31")
    words = [sys.executable, "-m", "invoicing", "--book", str(book.folder), "--today", "2025-12-31", "recurring", "run"]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(2)]
    for one in both:
        one.communicate(timeout=60)
        assert one.returncode == 0
    listed = book("2025-12-31", "list").value
    assert [one["number"] for one in listed] == [f"2025-{index:04}" for index in range(1, 13)]


def test_a_dry_run_makes_nothing_and_a_key_sets_up_once(book: Typed) -> None:
    """Design section 5."""
    assert set_up(book, "monthly", "--dry-run")["id"] == "acme"
    assert book("2026-02-01", "recurring", "list").value == []
    first = set_up(book, "monthly", "--key", "k")
    assert set_up(book, "monthly", "--key", "k") == first
    assert set_up(book, "monthly")["id"] == "acme-2"
    assert len(book("2026-02-01", "recurring", "run", "--dry-run").value["made"]) == 2
    assert book("2026-02-01", "list").value == []
    again = book(
        "2026-02-01",
        "recurring",
        "add",
        "--client",
        "acme",
        "--rule",
        "monthly",
        "--id",
        "acme",
        "--line",
        "x; 1; 1; S",
    )
    assert (again.code, again.error["code"]) == (5, "recurring-exists")


def test_every_answer_reads_well_without_json(book: Typed) -> None:
    """For a person."""
    day = "2026-01-31"

    def said(*words: str) -> str:
        return book.plain(day, "recurring", *words).out

    assert "Nothing comes again" in said("list")
    added = said("add", "--client", "acme", "--rule", "monthly on 31", "--line", "x; 1; 1; S")
    assert "Set up acme: every month on the last day" in added
    assert "2026-02-28" in said("list") or "2026-01-31" in said("list")
    assert "acme 2026-01-31: would make 2026-0001, 1.22 EUR" in said("run", "--dry-run")
    assert "made 2026-0001" in said("run")
    assert "Nothing is due today." in said("run")
    assert "made 2026-01-31: 2026-0001" in said("show", "acme")
    assert "Changed acme" in said("edit", "acme", "--rule", "quarterly")
    assert "Paused acme" in said("pause", "acme")
    assert "paused from 2026-01-31 until resumed" in said("show", "acme")
    assert "Resumed acme" in said("resume", "acme")
    assert "Stopped acme after 1 documents" in said("stop", "acme")
