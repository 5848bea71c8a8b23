"""A restored book names the database its ledger went to."""

from __future__ import annotations

import pytest

from invoicing.app.backup import _naming

TABLES = '\n[seller]\nname = "Studio"\nledger = "of the seller"\n'


@pytest.mark.parametrize(
    ("before", "ledger", "after"),
    [
        ('country = "IT"\n', "", 'country = "IT"\n'),
        ('country = "IT"\nledger = "postgresql:///old"\n', "", 'country = "IT"\n'),
        ('  ledger="postgresql:///old"\ntax = ["S 22"]\n', "", 'tax = ["S 22"]\n'),
        ('ledger = "postgresql:///old"\n', "postgresql:///new", 'ledger = "postgresql:///new"\n'),
        ('tax = ["S 22"]\n', "postgresql:///new", 'ledger = "postgresql:///new"\ntax = ["S 22"]\n'),
        ("", "postgresql:///new", 'ledger = "postgresql:///new"\n'),
        ("", "", ""),
    ],
)
def test_only_the_books_own_key_is_changed(before: str, ledger: str, after: str) -> None:
    """Above the first table; a key of that name inside a table is another's."""
    assert _naming(before + TABLES, ledger) == after + TABLES
    assert _naming(before, ledger) == after
    assert _naming(TABLES.lstrip(), ledger).endswith(TABLES.lstrip())
