"""The book: a folder with its settings, its ledger and its papers, and how a verb acts on it.

A verb that writes does so inside `acting`: one transaction, undone by any error and by a dry run, with the files of the
transaction on disk when it ends, and with the payment links brought in line with what is owed (`link_upkeep`). `once`
makes an act with a key happen only once.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from invoicing.domain.values import to_json
from invoicing.ledger.events import canonical
from invoicing.ledger.store import open_ledger
from invoicing.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from invoicing.app.link_reserve import Reserved
    from invoicing.app.outside import Call
    from invoicing.domain.dunning import Policy
    from invoicing.domain.money import Money
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
        self.rehearsed: tuple[Call, ...] = ()
        """what the last dry run would have asked of services beyond this machine"""

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

    `key` makes the act happen once, `dry_run` undoes it, `reason` sets a rule aside, `reserved` are payment links that
    exist already for documents about to be issued.
    """

    today: date
    who: str = ""
    key: str = ""
    dry_run: bool = False
    reason: str = ""
    reserved: tuple[Reserved, ...] = ()

    def pay_url(self, number: str, amount: Money) -> str:
        """Give the address of the link that was made for a document before it was issued, or an empty text."""
        fits = (one.link.url for one in self.reserved if (one.number, one.amount) == (number, amount))
        return next(fits, "")


class _Undo(Exception):
    """Raised inside a transaction to undo it."""


def _undo_if(dry_run: bool) -> None:  # noqa: FBT001 - the name says it
    if dry_run:
        raise _Undo


@contextmanager
def transaction(book: Book, act: Act) -> Iterator[Work]:
    """Give the work of one transaction, commit it and write its files; a dry run undoes everything at the end.

    This alone is for those who look after links themselves; every other verb takes `acting`.
    """
    with book.ledger() as ledger:
        try:
            with ledger.writing(act.today, act.who) as work:
                yield work
                _undo_if(act.dry_run)
        except _Undo:
            return
        ledger.settle_files(book.folder)


@contextmanager
def acting(book: Book, act: Act) -> Iterator[Work]:
    """Give the work of one `transaction` and keep payment links in line with what it changes.

    In the transaction outdated links are wished closed and new ones wished for; after it the calls are made when a key
    is at hand. A call that fails is pending, is said (`notes`), and undoes nothing.
    """
    calls: tuple[Call, ...] = ()
    with transaction(book, act) as work:
        start = work.seq
        yield work
        if work.seq > start and _concerns_links(work, start):
            from invoicing.app.link_upkeep import tend

            calls = tend(work, book, act, start)
    if act.dry_run:
        book.rehearsed = calls
    elif calls:
        from invoicing.app.link_upkeep import make_calls

        make_calls(book, act, calls, start)


_LINKS_OR_BILLS = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM acts WHERE type = 'link')
        OR EXISTS (SELECT 1 FROM documents WHERE seq > :start AND sign > 0)
"""


def _concerns_links(work: Work, start: int) -> bool:
    """Say whether a link could be affected: most books have none, and pay for this question alone."""
    return bool(work.driver.execute(_LINKS_OR_BILLS, {"start": start}))


def issuing(book: Book, act: Act, issue: Callable[[Act], Result]) -> Result:
    """Run a verb that issues documents, with their payment links made before where the book wants that."""
    if act.dry_run or book.settings.stripe.links != "auto":
        return issue(act)
    from invoicing.app.link_reserve import with_link

    return with_link(book, act, issue)


def once(work: Work, act: Act, inputs: Mapping[str, Any], do: Callable[[], Result]) -> Result:
    """Do an act, or give the first result again when its key was used with the same inputs before.

    Conflict (``key-reused``) when the key was used with other inputs.
    """
    if not act.key:
        return do()
    earlier = first_result(work, act, inputs)
    if earlier is not None:
        return earlier
    result = do()
    work.store_result(act.key, _digest(inputs), result)
    return result


def keyed(book: Book, act: Act, inputs: Mapping[str, Any], do: Callable[[], Result]) -> Result:
    """Do an act of several transactions, or give the first result of its key; a killed act is taken up by `do` again.

    `do` must itself do nothing twice: the key is recorded only when all of it is done.
    """
    if not act.key or act.dry_run:
        return do()
    alone = replace(act, key="")
    with acting(book, alone) as work:
        earlier = first_result(work, act, inputs)
    if earlier is not None:
        return earlier
    result = do()
    with acting(book, alone) as work:
        work.store_result(act.key, _digest(inputs), result)
    return result


def first_result(work: Work, act: Act, inputs: Mapping[str, Any]) -> Result | None:
    """Give the result of the act that used this key before, None for a new key or none at all."""
    earlier = work.use_key(act.key, _digest(inputs)) if act.key else None
    return None if earlier is None else dict(earlier)


def _digest(inputs: Mapping[str, Any]) -> str:
    """Hash what was given, in JSON; what was left to the day or to the book is not part of it."""
    return hashlib.sha256(canonical(to_json(dict(inputs))).encode()).hexdigest()
