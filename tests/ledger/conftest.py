"""Both databases for every ledger test, and a book in each."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from invoicing.ledger import open_ledger
from tests.ledger import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from invoicing.ledger import Ledger

_schemas = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Run one PostgreSQL server for the session and give its address; skip with the remedy where there is none."""
    folder = server.binaries()
    if folder is None:
        pytest.skip(server.HOW_TO_GET_ONE)
    with server.running(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def dialect(request: pytest.FixtureRequest) -> str:
    """Run the test once on each database."""
    return str(request.param)


@pytest.fixture
def place(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Give addresses of databases that hold nothing yet, a new one at each call."""
    if dialect == "sqlite":
        return lambda: str(tmp_path / f"{next(_schemas)}.db")
    url = request.getfixturevalue("postgres")
    return lambda: f"{url}&options=-csearch_path%3Dbook_{next(_schemas)}"


@pytest.fixture
def where(place: Callable[[], str]) -> str:
    """Give the address of one database that holds nothing yet."""
    return place()


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    """Give a new book."""
    with open_ledger(where, create=True) as book:
        yield book
