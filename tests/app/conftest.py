"""A book for the verbs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from invoicing.app.book import Book
from tests.app.histories import SETTINGS, TODAY, Story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Tell = Callable[[Book], AbstractContextManager[Story]]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Give a book with settings and an empty ledger."""
    (tmp_path / "invoicing.toml").write_text(SETTINGS, encoding="utf-8")
    return Book(tmp_path)


@contextmanager
def _telling(book: Book) -> Iterator[Story]:
    with book.ledger() as ledger, ledger.writing(TODAY, "ada") as work:
        yield Story(work)


@pytest.fixture
def tell() -> Tell:
    """Give what opens a transaction in a book and tells a story in it."""
    return _telling
