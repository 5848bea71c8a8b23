"""The schema's version, the tables by name, and how an older book is brought up to date.

The version stands in the row `head` beside the hash of the last event. Steps run one by one, each in a transaction of
its own that ends with the new version, so that a step that fails leaves the book as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoicing.domain.errors import Conflict

if TYPE_CHECKING:
    from invoicing.ledger.driver import Driver

STEPS = ("step_001",)
VERSION = len(STEPS)

_TYPES = {
    "sqlite": {"key": "INTEGER", "whole": "INTEGER", "text": "TEXT", "bytes": "BLOB"},
    # COLLATE "C" compares by code point as SQLite does: order and ranges are the same on both.
    "postgresql": {"key": "BIGINT", "whole": "BIGINT", "text": 'TEXT COLLATE "C"', "bytes": "BYTEA"},
}


@dataclass(frozen=True, slots=True)
class Table:
    """A query table: its name, its columns in order, and how many of the first ones are its key."""

    name: str
    columns: tuple[str, ...]
    key: int

    @property
    def select(self) -> str:
        """The query that gives every row in the order of the key."""
        return f"SELECT {', '.join(self.columns)} FROM {self.name} ORDER BY {', '.join(self.columns[: self.key])}"  # noqa: S608

    @property
    def clear(self) -> str:
        """The statement that empties it."""
        return f"DELETE FROM {self.name}"  # noqa: S608


def _table(name: str, key: str, rest: str) -> Table:
    return Table(name, (*key.split(), *rest.split()), len(key.split()))


# In an order in which rows may be written: what is referred to comes first.
TABLES = (
    _table("numbers", "series period", "last last_date"),
    _table("clients", "id", "name country language debtor archived bookmarked profile"),
    _table("records", "kind id", "archived body"),
    _table(
        "documents",
        "seq",
        "number kind client currency country issue_date due_date supply_date sign net tax total payable due preceding"
        " pdf_path pdf_sha256 language series period ordinal",
    ),
    _table("follows", "number preceding", ""),
    _table("claims", "document part", "client currency due_date amount outstanding settled_on"),
    _table("payments", "seq", "id kind client currency amount unallocated fee date method reference reversed_on"),
    _table("allocations", "seq line", "source_kind source document part amount date"),
    _table("letters", "seq line", "document part grade letter kind date client language path sha256 plan outcome"),
    _table("keys", "key", "inputs result seq"),
    _table("acts", "seq", "type subject date until who why open body closed_by closed_on outcome"),
)


def version_of(driver: Driver) -> int:
    """Give the schema version of the book, 0 when it has no tables yet."""
    if not driver.has_ledger():
        return 0
    return int(driver.execute("SELECT version FROM head WHERE id = 1")[0][0])


def check_not_newer(version: int) -> None:
    """Refuse (``book-newer``, conflict) a book that a later version of the toolkit has written."""
    if version > VERSION:
        raise Conflict(
            "book-newer",
            f"the book has schema {version}; this version knows schemas up to {VERSION}",
            remedy="update: pipx upgrade invoicing",
        )


def migrate(driver: Driver) -> int:
    """Run the steps the book lacks and give the version it had before; two processes may try at once."""
    before = version_of(driver)
    check_not_newer(before)
    if before == VERSION:
        return before
    if before:
        driver.keep_copy(before)
    for number, name in enumerate(STEPS[before:], before + 1):
        driver.begin_schema()
        try:
            # Somebody else may have taken this step while we waited.
            if version_of(driver) < number:
                _run(driver, name, number)
            driver.commit()
        except BaseException:
            driver.rollback()
            raise
    return before


def _run(driver: Driver, name: str, number: int) -> None:
    from importlib import import_module

    step = import_module(f"invoicing.ledger.migrations.{name}")
    for statement in step.STATEMENTS:
        driver.execute(statement.format(**_TYPES[driver.dialect]))
    driver.execute("UPDATE head SET version = :version WHERE id = 1", {"version": number})
