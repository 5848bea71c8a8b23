"""The book: a folder with its settings, its ledger and its papers, and how a verb acts on it.

A verb that writes does so inside `acting`: one transaction, undone by any error and by a dry run, with the files of the
transaction on disk when it ends. `once` makes an act with a key happen only once.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from invoicing.ledger.events import canonical
from invoicing.ledger.store import open_ledger
from invoicing.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from invoicing.domain.dunning import Policy
    from invoicing.intake.settings import Settings
    from invoicing.ledger.store import Ledger, Work

Result = dict[str, Any]


class Book:
    """An open book: where it is, what its settings say, and where its templates and letters are found.

    The settings are read when a verb first asks for them.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder; nothing is read yet."""
        self.folder = folder
        self.resources = Resources(folder)

    @cached_property
    def settings(self) -> Settings:
        """What `invoicing.toml` says; NotFound without the file, refused when it is not TOML."""
        from invoicing.intake.settings import read_settings

        return read_settings(self.folder / "invoicing.toml")

    @property
    def policy(self) -> Policy:
        """The ladder of the book."""
        return self.settings.policy

    def ledger(self) -> Ledger:
        """Open the ledger: `ledger.db` in the folder, or the database the settings name; made when it is missing."""
        return open_ledger(self.settings.ledger or self.folder / "ledger.db", create=True)


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts on which day and how.

    `key` makes the act happen once, `dry_run` undoes it, `reason` sets a rule aside.
    """

    today: date
    who: str = ""
    key: str = ""
    dry_run: bool = False
    reason: str = ""


class _Undo(Exception):
    """Raised inside a transaction to undo it."""


def _undo_if(dry_run: bool) -> None:  # noqa: FBT001 - the name says it
    if dry_run:
        raise _Undo


@contextmanager
def acting(book: Book, act: Act) -> Iterator[Work]:
    """Give the work of one transaction, commit it and write its files; a dry run undoes everything at the end."""
    with book.ledger() as ledger:
        try:
            with ledger.writing(act.today, act.who) as work:
                yield work
                _undo_if(act.dry_run)
        except _Undo:
            return
        ledger.settle_files(book.folder)


def once(work: Work, act: Act, inputs: Mapping[str, Any], do: Callable[[], Result]) -> Result:
    """Do an act, or give the first result again when its key was used with the same inputs before.

    Conflict (``key-reused``) when the key was used with other inputs.
    """
    if not act.key:
        return do()
    digest = hashlib.sha256(canonical(inputs).encode()).hexdigest()
    earlier = work.use_key(act.key, digest)
    if earlier is not None:
        return dict(earlier)
    result = do()
    work.store_result(act.key, digest, result)
    return result
