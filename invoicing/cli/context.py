"""What every command knows: which book, which day, which language, and how to answer.

While the line is parsed, `Given` collects what was said before and after the command. When the command runs it becomes
a `Session`, which does not change any more. The environment and the clock are read here and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from invoicing.domain.dates import parse_date
from invoicing.domain.errors import NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SETTINGS = "invoicing.toml"

# The shape of a tag by BCP 47: a language of two or three letters, then sub-tags.
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(slots=True)
class Given:
    """The global options as they were written so far; the environment fills what no option says."""

    book: str = ""
    json: bool = False
    today: str = ""
    lang: str = ""
    quiet: bool = False
    debug: bool = False
    who: str = ""
    today_from: str = "--today"
    # Whether --json stands somewhere in the line, even in one that cannot be parsed.
    json_asked: bool = False

    @classmethod
    def of(cls, args: Sequence[str], environ: Mapping[str, str]) -> Given:
        """Read the environment once: INVOICING_BOOK, INVOICING_TODAY, INVOICING_WHO or the login name."""
        names = ("INVOICING_WHO", "LOGNAME", "USER")
        today = environ.get("INVOICING_TODAY", "")
        return cls(
            book=environ.get("INVOICING_BOOK", ""),
            today=today,
            today_from="INVOICING_TODAY" if today else "--today",
            who=next((environ[name] for name in names if environ.get(name)), ""),
            json_asked="--json" in (args[: args.index("--")] if "--" in args else args),
        )

    def say(self, name: str, value: object) -> None:
        """Take one option from the command line; it wins over the environment."""
        setattr(self, name, value)
        if name == "today":
            self.today_from = "--today"

    def session(self) -> Session:
        """Settle what was given; refused when the day, the language or the book has no right form."""
        return Session(
            named=_folder(self.book) if self.book else None,
            json=self.json,
            today=parse_date(self.today, self.today_from) if self.today else _today(),
            lang=_language(self.lang) if self.lang else None,
            quiet=self.quiet,
            debug=self.debug,
            who=self.who,
        )


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one command: `named` is the absolute path of a named book, `lang` a BCP 47 tag, `who` for the log."""

    named: Path | None
    json: bool
    today: date
    lang: str | None = None
    quiet: bool = False
    debug: bool = False
    who: str = ""

    @property
    def book(self) -> Path:
        """The folder of the book: the named one, else the first with an invoicing.toml from here upwards.

        Raises NotFound (``no-book``).
        """
        if self.named is not None:
            if self.named.is_dir():
                return self.named
            raise _no_book(f"there is no folder {self.named}")
        found = find_book(Path.cwd())
        if found is None:
            raise _no_book(f"no {SETTINGS} here or in a folder above")
        return found

    @property
    def book_if_any(self) -> Path | None:
        """The folder of the book, None where there is none; a named folder that is missing is still NotFound."""
        return self.book if self.named is not None else find_book(Path.cwd())


def find_book(start: Path) -> Path | None:
    """Walk from a folder upwards to the first that holds an invoicing.toml, as git finds a repository."""
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS).is_file()), None)


def _today() -> date:
    """Read the clock: the only place that does."""
    return date.today()  # noqa: DTZ011  an invoice bears the day of the place where it is written


def _no_book(message: str) -> NotFound:
    """Say that there is no book, and how to make one or name one."""
    return NotFound(
        "no-book", message, remedy="make one with `invoicing init`, or name one with --book DIR", where="--book"
    )


def _folder(text: str) -> Path:
    """Take the book's folder. An address is refused: every user of the machine sees an argument, and its password."""
    if "://" in text:
        raise Refused.one(
            "book-not-a-folder",
            "the book is always a folder, not an address",
            where="--book",
            rule="a password is never an argument",
            remedy="name the database in invoicing.toml, and its password in PGPASSWORD or ~/.pgpass",
            example='ledger = "postgresql://host/books"',
        )
    if "\0" in text:
        raise Refused.one(
            "bad-path", f"{text!r} is not a path", where="--book", remedy="name a folder", example="--book ~/books/2026"
        )
    return Path(text).expanduser().absolute()


def _language(text: str) -> str:
    """Take a language tag; only its shape is checked here, whether there are texts in it the texts know."""
    tag = text.replace("_", "-")
    if _TAG.fullmatch(tag):
        return tag
    raise Refused.one(
        "bad-language",
        f"{text!r} is not a language tag",
        where="--lang",
        rule="BCP 47",
        remedy="write the two-letter code of the language",
        example="--lang it",
    )
