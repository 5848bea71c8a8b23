"""The rules themselves: each takes a file and yields where it is broken."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.source import Source

LONGEST = 50
# From the module math only what stays whole.
_WHOLE_MATH = {"comb", "gcd", "isqrt", "lcm", "prod"}
# AE is also the tax category of reverse charge (UNTDID 5305); the others are no countries.
_NO_COUNTRY = {"AE", "EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def floats(source: Source) -> Iterator[str]:
    """Money never is a float. What `/` makes of two whole numbers mypy sees: no name in these rooms takes a float."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            yield source.at(node, f"the float {node.value}")
        if isinstance(node, ast.Name) and node.id in {"float", "complex"}:
            yield source.at(node, node.id)
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            yield from (source.at(node, f"math.{a.name}") for a in node.names if a.name not in _WHOLE_MATH)
        if isinstance(node, ast.Import):
            yield from (source.at(node, a.name) for a in node.names if a.name in {"math", "statistics", "random"})


def long_functions(source: Source) -> Iterator[str]:
    """One function does one thing; the docstring is not counted."""
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > LONGEST:
                yield source.at(node, f"{node.name} has {lines} lines")


def country_comparisons(source: Source) -> Iterator[str]:
    """What differs by country is a fact in its regime, not a branch elsewhere."""
    for node in ast.walk(source.tree):
        for text in _compared(node):
            if text in _countries():
                yield source.at(node, f"compares with the country {text}")


def clocks(source: Source) -> Iterator[str]:
    """Today is an argument."""
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            yield from (source.at(node, "imports time") for name in names if name == "time")
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"} and _of_datetime(node):
            yield source.at(node, f".{node.attr}")


def todays(source: Source) -> Iterator[str]:
    """Today's date is read in one place; a moment in UTC for a log is something else."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and (_is_today(node) or _is_day_of_now(node)):
            yield source.at(node, "reads today's date")


def prints(source: Source) -> Iterator[str]:
    """Only one module writes to the standard streams."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield source.at(node, "print")
        if isinstance(node, ast.Attribute) and node.attr == "echo":
            yield source.at(node, "echo")
        if isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr"} and _of(node, {"sys"}):
            yield source.at(node, "a standard stream")


def _is_today(node: ast.Attribute) -> bool:
    """Say whether this is ``date.today`` or ``datetime.today``."""
    return node.attr == "today" and _of_datetime(node)


def _is_day_of_now(node: ast.Attribute) -> bool:
    """Say whether this is ``datetime.now(...).date``."""
    call = node.value.func if node.attr == "date" and isinstance(node.value, ast.Call) else None
    return isinstance(call, ast.Attribute) and call.attr == "now"


def _of_datetime(node: ast.Attribute) -> bool:
    """Say whether this is an attribute of the class date or datetime, as in ``date.today``."""
    return _of(node, {"date", "datetime"})


def _of(node: ast.Attribute, names: set[str]) -> bool:
    """Say whether this is an attribute of one of these names."""
    return isinstance(node.value, ast.Name) and node.value.id in names


def _compared(node: ast.AST) -> Iterator[str]:
    """Give the texts that a node compares something with."""
    parts: list[ast.AST] = []
    if isinstance(node, ast.Compare):
        parts = [node.left, *node.comparators]
    elif isinstance(node, ast.MatchValue):
        parts = [node.value]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
        parts = list(node.args)
    for part in parts:
        elements = part.elts if isinstance(part, (ast.Tuple, ast.List, ast.Set)) else [part]
        for element in elements:
            if isinstance(element, ast.Constant) and isinstance(element.value, str):
                yield element.value


@cache
def _countries() -> frozenset[str]:
    """Give the codes of ISO 3166-1 alpha-2, as CLDR lists them."""
    codes = [str(code) for code in Locale("en").territories]
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRY
