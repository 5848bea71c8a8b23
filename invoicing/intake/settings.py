"""invoicing.toml: the book's settings.

What lists need (the ledger's address, the ladder, the theme and the languages) is read without pydantic, because a list
shall start in a tenth of the time pydantic takes. Everything else is checked the first time it is asked for, and then
the whole file, so that its findings come at once; a wrong value among the quick ones brings the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from invoicing.domain.errors import Refused
from invoicing.intake import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from invoicing.domain.dunning import Policy
    from invoicing.domain.numbering import Series
    from invoicing.domain.party import BankAccount, Party
    from invoicing.domain.tax import Tax
    from invoicing.domain.terms import Terms
    from invoicing.intake._records import SettingsForm

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mail:
    """The server that sends mail. `security` is ``starttls``, ``tls`` or ``none``; the password is never here."""

    host: str
    port: int = 587
    user: str = ""
    sender: str = ""
    security: str = "starttls"


@dataclass(frozen=True, slots=True)
class Stripe:
    """What Stripe may do: `links` is ``auto`` or ``manual``; `live` lets a live key be used without being asked for."""

    links: str = "manual"
    live: bool = False


def _stripe(table: object) -> Stripe:
    from invoicing.intake.text import wrong_type
    from invoicing.intake.values import link_mode
    from invoicing.intake.words import yes_or_no

    if not isinstance(table, dict) or table.keys() - {"links", "live"}:
        raise wrong_type(table, "a table with links and live", 'links = "auto"')
    return Stripe(link_mode(table.get("links", "manual")), yes_or_no(table.get("live", False)))


@dataclass(frozen=True)
class Settings:
    """What a book says. Texts are empty and values None where it is silent.

    Each property may refuse with every finding of the file, each with its place and line.
    """

    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    source: str = "invoicing.toml"
    text: str = field(default="", repr=False)

    @property
    def country(self) -> str:
        """Whose tax law holds (ISO 3166-1): the setting, else the seller's address."""
        from invoicing.intake.words import country

        return self._quick("country", country, "") or self._form.seller.address.country

    @property
    def currency(self) -> str:
        """ISO 4217 code of documents whose client has none."""
        from invoicing.intake.words import currency

        return self._quick("currency", currency, "")

    @property
    def language(self) -> str:
        """BCP 47 tag for clients who have none."""
        from invoicing.intake.words import language

        return self._quick("language", language, "")

    @property
    def theme(self) -> str:
        """Name of the theme."""
        from invoicing.intake.values import client_key

        return self._quick("theme", client_key, "classic")

    @property
    def logo(self) -> str:
        """Path of the logo inside the book's folder."""
        from invoicing.intake.values import inside_book

        return self._quick("logo", inside_book, "")

    @property
    def ledger(self) -> str:
        """``postgresql://…``, or empty: ledger.db in the book's folder."""
        if "ledger" not in self.data:
            return ""
        from invoicing.intake.secrets import ledger_url

        return self._quick("ledger", ledger_url, "")

    @property
    def policy(self) -> Policy:
        """The ladder of reminders."""
        from invoicing.domain.dunning import Policy
        from invoicing.intake.ladder import policy

        return self._quick("policy", lambda table: policy(table, self.currency), Policy())

    @cached_property
    def seller(self) -> Party:
        """Who sells (BG-4)."""
        from invoicing.intake.parties import party_of

        return party_of(self._form.seller)

    @cached_property
    def banks(self) -> tuple[BankAccount, ...]:
        """Where money is to go (BG-17), in the order of the file."""
        from invoicing.intake.parties import bank_of

        return tuple(bank_of(one) for one in self._form.bank)

    @property
    def bank(self) -> BankAccount | None:
        """The account that stands on documents."""
        return self.banks[0] if self.banks else None

    @cached_property
    def taxes(self) -> tuple[Tax, ...] | None:
        """The taxes of a line that names none."""
        from invoicing.intake.parties import taxes_of

        return taxes_of(self._form.tax)

    @property
    def mail(self) -> Mail | None:
        """The server that sends mail."""
        return Mail(**self._form.mail.model_dump()) if self._form.mail else None

    @property
    def stripe(self) -> Stripe:
        """What Stripe may do for this book."""
        return self._quick("stripe", _stripe, Stripe())

    @property
    def extra(self) -> tuple[tuple[str, str], ...]:
        """Labels and values printed on every document."""
        return self._form.extra

    def terms(self, country: str = "") -> Terms | None:
        """The terms of a client in a country who has none of their own: the country's, else the book's, else None."""
        from invoicing.intake.parties import terms_of

        return terms_of(self._form.country_terms.get(country) or self._form.terms)

    def series(self, kind: str, pattern: str) -> Series:
        """The series of a kind: as the book says, else with the kind's own `pattern`."""
        from invoicing.domain.numbering import Series

        written = self._form.series.get(kind)
        return Series(kind, written.pattern, written.yearly) if written else Series(kind, pattern)

    def check(self) -> None:
        """Check the whole file; refused with all its findings at once."""
        _ = self._form

    @cached_property
    def _form(self) -> SettingsForm:
        from invoicing.intake._records import SettingsForm
        from invoicing.intake.place import shown, with_line
        from invoicing.intake.secrets import secret_in_file, secrets_in
        from invoicing.intake.shape import fill

        secret = [shown(path) for path in secrets_in(self.data)]
        found = [secret_in_file(with_line(where, self.text)) for where in secret]
        try:
            form = fill(SettingsForm, self.data, toml=self.text)
        except Refused as refused:
            found += [one for one in refused.findings if one.where.partition(" ")[0] not in secret]
        if found:
            raise Refused.of(found)
        return form

    def _quick(self, key: str, reader: Callable[[object], T], silent: T) -> T:
        """Read one value without pydantic; a wrong one brings the findings of the whole file."""
        if key not in self.data:
            return silent
        try:
            return reader(self.data[key])
        except Refused:
            self.check()
            raise


def read_settings(path: Path) -> Settings:
    """Read a book's settings; `NotFound` (``no-such-file``) without the file, `Refused` when it is not TOML."""
    text = read.decode(read.read_bytes(path), path.name)
    return Settings(read.parse_toml(text, path.name), path.name, text)
