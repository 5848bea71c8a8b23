"""What is printed: JSON that programs can trust, and text that no name can break."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePosixPath

import pytest

from invoicing.cli.context import Session
from invoicing.cli.output import Table, emit, json_text, note, plain_table, progress, safe
from invoicing.domain.money import Money

SESSION = Session(None, json=False, today=date(2026, 3, 1))


@dataclass(frozen=True, slots=True)
class Line:
    """A value with an amount in it."""

    net: Money
    price: Decimal


class Colour(Enum):
    """Something with a name."""

    RED = "red"


class Terminal(io.StringIO):
    """A stream somebody looks at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Money(123450, "EUR"), '"1234.50"'),
        (Money(-5, "JPY"), '"-5"'),
        (Decimal("1E+2"), '"100"'),
        (Decimal("0.10"), '"0.10"'),
        (date(2026, 2, 28), '"2026-02-28"'),
        (datetime(2026, 2, 28, 12, tzinfo=UTC), '"2026-02-28T12:00:00+00:00"'),
        (Line(Money(1, "EUR"), Decimal("0.125")), '{"net": "0.01", "price": "0.125"}'),
        ((1, None, True), "[1, null, true]"),
        ({"b", "a"}, '["a", "b"]'),
        (frozenset({2, 1}), "[1, 2]"),
        (Colour.RED, '"red"'),
        (PurePosixPath("a/b"), '"a/b"'),
        ("Müller & Söhne", '"Müller & Söhne"'),
        ("caf\udce9", '"caf\\udce9"'),
    ],
)
def test_a_value_becomes_json(value: object, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Design: amounts are decimal strings, dates ISO 8601; a broken byte of the command line stays readable."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert json_text(value) == text
    json.loads(text)


def test_a_value_without_a_json_form_is_our_fault() -> None:
    """It would otherwise be printed as some text."""
    with pytest.raises(TypeError, match="object has no JSON form"):
        json_text(object())


def test_a_stream_without_unicode_gets_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """LC_ALL=C: JSON stays JSON, text stays readable, nothing breaks."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert json_text("é€") == '"\\u00e9\\u20ac"'
    emit(SESSION, {}, "é€")
    stream.seek(0)
    assert stream.read() == "\\xe9\\u20ac\n"


def test_a_table_is_aligned_by_what_its_columns_hold() -> None:
    """Numbers stand right, text left; no blank at the end of a line; a wide sign takes two columns."""
    table = Table(
        ("Client", "Due", "Open", "Paid"),
        (
            ("Müller", date(2026, 1, 31), Money(123450, "EUR"), True),
            ("日本", None, Money(-500, "EUR"), False),
            ("a\nb", "", None, None),
        ),
        title="Open",
    )
    assert plain_table(table).splitlines() == [
        "Open",
        "Client  Due                Open  Paid",
        "Müller  2026-01-31  1234.50 EUR  yes",
        "日本                  -5.00 EUR  no",
        "a b",
    ]


def test_an_empty_table_is_its_head() -> None:
    """Nothing to show is shown as nothing, under its headings."""
    assert plain_table(Table(("Number", "Open"), ())) == "Number  Open"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本\nline", "plain é 日本\nline"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("bell\a", "bell\\x07"),
        ("\x9b2J", "\\x9b2J"),
        ("abc\u202ecba", "abc\\x202ecba"),
        ("over\rwrite", "over\\x0dwrite"),
    ],
)
def test_control_characters_are_shown_not_obeyed(text: str, shown: str) -> None:
    """A client's name must not move the cursor, colour the screen or turn the text round."""
    assert safe(text) == shown


def test_a_pipe_gets_no_escape_sequences(capsys: pytest.CaptureFixture[str]) -> None:
    """Design: piped output is plain aligned text."""
    emit(SESSION, {}, Table(("Name",), (("[red]x[/red]\x1b[31m",),)), "line")
    assert capsys.readouterr().out == "Name\n[red]x[/red]\\x1b[31m\nline\n"


def test_a_terminal_gets_a_drawn_table_without_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like markup in a name is text."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    emit(SESSION, {}, Table(("Name", "Open"), (("[red]x[/red]", 1), ("y", 10)), title="All"))
    assert "[red]x[/red]" in screen.getvalue()
    assert "─" in screen.getvalue()


def test_with_nothing_to_show_the_value_is_shown_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """As `schema` does: its value is its text."""
    emit(SESSION, {"a": 1})
    assert capsys.readouterr().out == '{\n  "a": 1\n}\n'


def test_a_note_is_plain_text_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing on standard output."""
    note(SESSION, "wrote \x1b it")
    assert capsys.readouterr() == ("", "wrote \\x1b it\n")


@pytest.mark.parametrize(("seconds", "shown"), [(0.5, ""), (2.0, "\rDrawing 1/2\rDrawing 2/2\n")])
def test_progress_is_shown_only_when_it_takes_long(monkeypatch: pytest.MonkeyPatch, seconds: float, shown: str) -> None:
    """Design: progress for anything over a second, on a terminal."""
    screen, clock = Terminal(), iter([0.0, seconds, seconds])
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr("invoicing.cli.output.time.monotonic", lambda: next(clock))
    with progress(SESSION, "Drawing", 2) as step:
        step()
        step()
    assert screen.getvalue() == shown


def test_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A log file is no place for a counter."""
    with progress(SESSION, "Drawing", 1) as step:
        step()
    assert capsys.readouterr().err == ""
