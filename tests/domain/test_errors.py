"""Errors carry all findings of an input at once."""

from __future__ import annotations

from invoicing.domain.errors import Finding, Refused, nearest


def test_an_error_takes_its_code_from_the_first_finding_and_counts_the_rest() -> None:
    """A file is mended in one go."""
    one, two = Finding("a", "first is wrong", "x", "rule", "do this", "x = 1"), Finding("b", "second is wrong")
    error = Refused.of([one, two])
    assert (error.code, error.where, error.remedy) == ("a", "x", "do this")
    assert str(error) == "first is wrong (and 1 more)"
    assert error.findings == (one, two)
    assert str(Refused.one("a", "alone")) == "alone"


def test_the_nearest_word_is_named_or_nothing() -> None:
    """A misspelt key is answered with the right one."""
    assert nearest("curency", ["currency", "country"]) == "currency"
    assert nearest("zzz", ["currency"]) == ""
