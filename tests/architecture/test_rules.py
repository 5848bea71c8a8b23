"""The source keeps the rules of the house, and each rule finds what it is for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.architecture import rules
from tests.architecture.source import Source, pure, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rule = Callable[[Source], Iterator[str]]


def offences(rule: Rule, over: Iterator[Source]) -> list[str]:
    """Gather every place where a rule is broken."""
    return [place for source in over for place in rule(source)]


def test_the_pure_rooms_know_no_float() -> None:
    """Design: money never is a float."""
    assert offences(rules.floats, pure()) == []


def test_the_pure_rooms_know_no_clock() -> None:
    """Design: `today` is always an argument."""
    assert offences(rules.clocks, pure()) == []


def test_no_function_is_longer_than_fifty_lines() -> None:
    """Design: bodies of at most 50 lines."""
    assert offences(rules.long_functions, iter(sources())) == []


def test_no_country_is_compared_with_outside_the_regimes() -> None:
    """Design: law comes from the country's file."""
    assert offences(rules.country_comparisons, (s for s in sources() if s.room != "regimes")) == []


def test_todays_date_is_read_in_one_place() -> None:
    """Design: the clock is read once, where the command line begins."""
    places = [source.name for source in sources() if list(rules.todays(source))]
    assert places == ["cli/context.py"]


def test_only_one_module_prints() -> None:
    """Design: output.py is the only one that prints. main.py closes the pipe, options.py asks for nothing."""
    assert offences(rules.prints, (s for s in sources() if s.name not in {"cli/output.py", "cli/main.py"})) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (rules.floats, "x = 0.5"),
        (rules.floats, "def f(x: float) -> None: ..."),
        (rules.floats, "from math import sqrt"),
        (rules.floats, "import statistics"),
        (rules.clocks, "date.today()"),
        (rules.clocks, "datetime.now(UTC)"),
        (rules.clocks, "import time"),
        (rules.todays, "date.today()"),
        (rules.todays, "datetime.now(UTC).date()"),
        (rules.prints, "print('x')"),
        (rules.prints, "sys.stdout.write('x')"),
        (rules.prints, "typer.echo('x')"),
        (rules.country_comparisons, "x == 'IT'"),
        (rules.country_comparisons, "x in ('IT', 'it')"),
        (rules.country_comparisons, "x.startswith('RO')"),
        (rules.country_comparisons, "match x:\n    case 'NL': ..."),
        (rules.long_functions, "def f() -> None:\n    '''Doc.'''\n" + "    x = 1\n" * 51),
    ],
)
def test_a_rule_finds_what_it_forbids(rule: Rule, code: str) -> None:
    """Each snippet breaks the rule once."""
    assert len(list(rule(Source("sample.py", ast.parse(code))))) == 1


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (rules.floats, "from math import gcd"),
        (rules.country_comparisons, "category == 'AE'"),
        (rules.country_comparisons, "members = {'IT': 1958}"),
        (rules.country_comparisons, "language == 'it'"),
        (rules.clocks, "case.today"),
        (rules.todays, "datetime.now(UTC).isoformat()"),
        (rules.long_functions, "def f() -> None:\n    '''Doc.'''\n" + "    x = 1\n" * 50),
    ],
)
def test_a_rule_leaves_alone_what_it_is_not_about(rule: Rule, code: str) -> None:
    """Each snippet is near the rule, and allowed."""
    assert list(rule(Source("sample.py", ast.parse(code)))) == []
