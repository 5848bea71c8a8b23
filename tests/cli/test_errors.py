"""Every error is an answer: one JSON value or readable text, and an exit code that means something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Answer

    Run = Callable[..., Answer]


@pytest.mark.parametrize(
    ("how", "exit_code", "code"),
    [
        ("refused", 3, "bad-tax"),
        ("not-found", 4, "no-such-document"),
        ("conflict", 5, "key-reused"),
        ("outside", 6, "mail-failed"),
        ("file", 3, "file-trouble"),
        ("bug", 70, "internal"),
        ("strange", 70, "strange"),
    ],
)
def test_the_class_of_an_error_decides_the_exit_code(probe: Run, how: str, exit_code: int, code: str) -> None:
    """The table of exit codes is the contract in the design."""
    answer = probe("nest-egg", "fail", how, "--json")
    assert (answer.code, answer.error["code"], answer.err) == (exit_code, code, "")
    assert set(answer.error) == {"code", "message", "remedy", "where", "findings"}


def test_all_findings_of_an_input_come_at_once(probe: Run) -> None:
    """Design: findings carry code, where, message, remedy, example; the rule beside them."""
    answer = probe("--json", "nest-egg", "fail", "refused")
    finding = {
        "code": "bad-tax",
        "message": "no such tax",
        "where": "lines[0].tax",
        "rule": "BR-S-01",
        "remedy": "write S 22",
        "example": 'tax = "S 22"',
    }
    assert answer.error["findings"] == [finding, finding]
    assert answer.error["message"] == "no such tax (and 1 more)"


def test_a_person_reads_place_rule_remedy_and_example(probe: Run) -> None:
    """Nothing stands on standard output, so a pipe stays clean."""
    answer = probe("nest-egg", "fail", "refused")
    block = (
        "error: no such tax [bad-tax]\n"
        "  where:   lines[0].tax\n"
        "  rule:    BR-S-01\n"
        "  remedy:  write S 22\n"
        '  example: tax = "S 22"\n'
    )
    assert (answer.out, answer.err) == ("", block + block)


@pytest.mark.parametrize(
    ("args", "code", "where", "remedy"),
    [
        ("", "bad-usage", "", "`invoicing --help`"),
        ("nest-egg", "bad-usage", "", "`invoicing nest-egg --help`"),
        ("ecko", "unknown-command", "ecko", "`invoicing echo`"),
        ("nest-egg lst", "unknown-command", "lst", "`invoicing nest-egg list`"),
        ("zzz", "unknown-command", "zzz", "`invoicing --help`"),
        ("--bok x echo", "unknown-option", "--bok", "--book"),
        ("echo --lime x", "unknown-option", "--lime", "--line"),
        ("nest-egg --todya x list", "unknown-option", "--todya", "--today"),
        ("nest-egg fail", "missing-argument", "HOW", "`invoicing nest-egg fail --help`"),
        ("nest-egg list too many", "bad-usage", "", "`invoicing nest-egg list --help`"),
        ("echo --line", "bad-option", "--line", "`invoicing echo --help`"),
        ("echo --dry-run=maybe", "bad-option", "--dry-run", "`invoicing echo --help`"),
    ],
)
def test_a_usage_error_is_json_too(probe: Run, args: str, code: str, where: str, remedy: str) -> None:
    """Design: an error is the one value, also for usage errors; exit 2."""
    answer = probe("--json", *args.split())
    assert (answer.code, answer.error["code"], answer.error["where"], answer.err) == (2, code, where, "")
    assert remedy in answer.error["remedy"]


def test_json_is_heard_even_where_the_line_cannot_be_parsed(probe: Run) -> None:
    """`--json` stands behind what breaks the parser."""
    assert probe("echo", "--nonsense", "--json").error["code"] == "unknown-option"


def test_json_behind_two_dashes_is_a_word(probe: Run) -> None:
    """What stands after `--` is no option."""
    answer = probe("nest-egg", "list", "--", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert "extra argument" in answer.err


def test_a_usage_error_shows_an_example_of_the_command(probe: Run) -> None:
    """The first example of the command's help."""
    assert probe("nest-egg", "fail", "--json").error["findings"][0]["example"] == "invoicing nest-egg fail refused"


@pytest.mark.parametrize("args", [[], ["nest-egg"]])
def test_no_command_shows_the_help(probe: Run, args: list[str]) -> None:
    """It is still a usage error: a script that forgot the command must notice."""
    answer = probe(*args)
    assert answer.code == 2
    assert answer.out.startswith("Usage: invoicing")


def test_a_traceback_comes_only_with_debug(probe: Run) -> None:
    """Design: a traceback only with --debug."""
    assert "Traceback" not in probe("nest-egg", "fail", "bug").err
    answer = probe("--debug", "--json", "nest-egg", "fail", "bug")
    assert answer.error["code"] == "internal"
    assert "Traceback" in answer.err


def test_a_password_in_an_address_is_never_printed(probe: Run) -> None:
    """Design section 7: secrets never reach a log line."""
    for args in (["--json"], ["--debug"], []):
        answer = probe("nest-egg", "fail", "outside", *args)
        assert "secret" not in answer.out + answer.err
        assert "smtp://***@mail.example" in answer.out + answer.err


def test_an_interruption_is_130(probe: Run) -> None:
    """128 + SIGINT, as shells count."""
    assert probe("nest-egg", "fail", "interrupt").code == 130


def test_a_reader_of_a_pipe_who_leaves_is_141(probe: Run) -> None:
    """128 + SIGPIPE, without a word."""
    answer = probe("nest-egg", "fail", "pipe")
    assert (answer.code, answer.out, answer.err) == (141, "", "")


@pytest.mark.parametrize(("args", "out"), [(["--yes"], {"asked": True}), (["-y"], {"asked": True})])
def test_yes_answers_the_question(probe: Run, args: list[str], out: dict[str, bool]) -> None:
    """Nothing is asked when the answer was given."""
    assert probe("nest-egg", "ask", "--json", *args).value == out


def test_nothing_is_asked_without_a_terminal(probe: Run) -> None:
    """Design: no prompt without a terminal or with --json: refused (3) unless --yes."""
    for args in ([], ["--json"]):
        assert probe("nest-egg", "ask", *args).code == 3
    assert probe("nest-egg", "ask", "--json").error["code"] == "not-confirmed"


@pytest.mark.parametrize(
    ("typed", "code", "out"),
    [("y\n", 0, "done\n"), ("YES\n", 0, "done\n"), ("\n", 3, ""), ("no\n", 3, ""), ("", 3, "")],
)
def test_a_terminal_is_asked(probe: Run, monkeypatch: pytest.MonkeyPatch, typed: str, code: int, out: str) -> None:
    """Only a clear yes goes on; an empty answer and the end of the input are a no."""
    import io
    import sys

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stderr", shown)
    answer = probe("nest-egg", "ask")
    assert (answer.code, answer.out) == (code, out)
    assert shown.getvalue().startswith("Write to 3 clients? [y/N] ")
