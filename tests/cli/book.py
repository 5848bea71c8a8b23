"""A small book made by typing, for tests of whole commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Answer

SETTINGS = """\
country = "IT"
currency = "EUR"
language = "it"

[seller]
name = "Studio Lumen"
vat = "IT00243030673"
email = "conti@studiolumen.example"

[seller.address]
street = "Via dei Tigli 6"
postal_code = "28100"
city = "Novara"
country = "IT"

[bank]
iban = "IT60X0542811101000000123456"
holder = "Studio Lumen"
"""

INVOICE = """\
kind = "invoice"
client = "acme"
issue_date = 2026-03-02

[[lines]]
description = "Design"
quantity = 10
unit = "hour"
price = "80.00"
tax = "S 22"
"""


class Typed:
    """A book in a folder, and a way to type commands on a day."""

    def __init__(self, folder: Path, invoicing: Callable[..., Answer]) -> None:
        """Write the settings and one client."""
        self.folder = folder
        self._invoicing = invoicing
        (folder / "invoicing.toml").write_text(SETTINGS, encoding="utf-8")
        self(
            "2026-03-01", "client", "add", "--id", "acme", "--name", "Acme S.r.l.", "--country", "IT", "--city", "Roma"
        )

    def __call__(self, day: str, *words: str) -> Answer:
        """Type one command as JSON on a day."""
        return self._invoicing("--book", str(self.folder), "--today", day, "--json", *words)

    def plain(self, day: str, *words: str) -> Answer:
        """Type one command for a person to read."""
        return self._invoicing("--book", str(self.folder), "--today", day, *words)

    def file(self, name: str, text: str = INVOICE) -> str:
        """Write a document file into the book's folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def issued(self, day: str = "2026-03-02", line: str = "Design; 10 h; 80; S 22", *more: str) -> dict[str, Any]:
        """Issue an invoice to Acme from flags."""
        answer = self(day, "issue", "--client", "acme", "--line", line, *more)
        assert answer.code == 0, answer.out
        value: dict[str, Any] = answer.value
        return value

    def letter_text(self, letter: str) -> str:
        """Give the text of the last letter of that name on one line, every blank an ordinary one."""
        from invoicing.app.book import Book

        with Book(self.folder).ledger() as ledger:
            bodies = [event.body for event in ledger.events(type="letter-written")]
        text: str = next(body["text"] for body in reversed(bodies) if body["letter"] == letter)
        return " ".join(text.split())
