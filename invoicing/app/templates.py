"""Themes of pages: which there are, how one looks on a sample document, and what is wrong with an own one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from invoicing import regimes
from invoicing.domain.errors import Finding, InvoicingError, NotFound, Refused
from invoicing.domain.party import Address, BankAccount, Party
from invoicing.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from invoicing.app.book import Book
    from invoicing.domain.issued import Issued
    from invoicing.domain.law import Regime
    from invoicing.pdf.theme import Theme

_SETTINGS = "theme.toml"
_PARTS = (_SETTINGS, "page.txt")
_SELLER = Party("Studio Example", Address("Canal Street 12", postal_code="1016 AB", city="Amsterdam", country="NL"))
_BUYER = Party("Acme Ltd", Address("High Street 1", postal_code="N1 9GU", city="London", country="GB"))
_BANK = BankAccount(iban="NL91ABNA0417164300", bank="Example Bank", holder="Studio Example")


def list_themes(book: Book | None) -> list[dict[str, Any]]:
    """Give each theme with where it is from (``book`` or ``shipped``), what it extends, and how much is wrong in it."""
    from invoicing.pdf.check import folder

    resources = book.resources if book else Resources()
    used = book.settings.theme if book else "classic"
    names = [name for name in resources.names("templates") if _is_theme(resources.find("templates", name))]
    found = []
    for name in names:
        path = resources.find("templates", name)
        own = book is not None and path.is_relative_to(book.folder)
        found.append(
            {
                "theme": name,
                "from": "book" if own else "shipped",
                "extends": _extends(path),
                "used": name == used,
                "findings": len(folder(path)),
                "folder": str(path),
            }
        )
    return found


def preview_theme(book: Book | None, name: str, target: Path, today: date, lang: str = "") -> dict[str, str]:
    """Draw a sample document of this seller with a theme into a file; no number is used, nothing is kept."""
    from invoicing.ledger.paths import write_file
    from invoicing.pdf.document import render

    theme = _load(book, name)
    write_file(target, render(_sample(book, theme.resources, today, lang), theme))
    return {"theme": name, "pdf": str(target)}


def check_themes(book: Book | None, folder: Path | None, today: date) -> dict[str, Any]:
    """Check a theme's folder, or each theme in a folder: the book's own when none is named, else the shipped ones.

    Refused with every finding of every theme, each with its file and line. A theme whose files are right is drawn
    too, because a template can also fail while it runs. NotFound (``no-theme``) where there is none.
    """
    from invoicing.pdf.check import folder as findings_in

    place = folder or _usual_folder(book)
    themes = _themes_in(place)
    findings: list[Finding] = []
    for path in themes:
        findings += findings_in(path) or _drawn(path, today)
    if findings:
        raise Refused.of(findings)
    return {"ok": True, "folder": str(place), "themes": [path.name for path in themes]}


def _is_theme(path: Path) -> bool:
    return any((path / part).is_file() for part in _PARTS)


def _extends(path: Path) -> str:
    """Say what a theme extends; nothing when its settings cannot be read, which `check` reports."""
    import tomllib

    try:
        found = tomllib.loads((path / _SETTINGS).read_text(encoding="utf-8")).get("extends", "")
    except (OSError, ValueError):
        return ""
    return str(found)


def _usual_folder(book: Book | None) -> Path:
    return (book.resources if book else Resources()).folders("templates")[0]


def _themes_in(place: Path) -> list[Path]:
    if _is_theme(place):
        return [place]
    themes = sorted(path for path in place.iterdir() if _is_theme(path)) if place.is_dir() else []
    if not themes:
        raise NotFound(
            "no-theme",
            f"{place} holds no theme",
            where=str(place),
            remedy="a theme is a folder with a theme.toml, in the folder templates of the book",
        )
    return themes


def _drawn(path: Path, today: date) -> Iterable[Finding]:
    """Draw the sample with a theme that lies in a folder `templates`, and give what stops it."""
    if path.parent.name != "templates":
        return ()
    from invoicing.pdf.document import render
    from invoicing.pdf.theme import load

    resources = Resources(path.parent.parent)
    try:
        render(_sample(None, resources, today, ""), load(resources, path.name))
    except InvoicingError as error:
        return error.findings or (Finding(error.code, error.message, error.where, remedy=error.remedy),)
    return ()


def _load(book: Book | None, name: str) -> Theme:
    """Load a theme; the folder is looked for first, so that a misspelt name brings the nearest one."""
    (book.resources if book else Resources()).find("templates", name)
    if book is None:
        from invoicing.pdf.theme import load

        return load(Resources(), name)
    from invoicing.app.issue import load_theme

    return load_theme(book, name)


def _sample(book: Book | None, resources: Resources, today: date, lang: str) -> Issued:
    """Make an invoice that fills every block of a page: two rates, a discount, an allowance, instalments, a note."""
    from invoicing.app.drafting import draft
    from invoicing.intake.build import Defaults
    from invoicing.intake.document import parse_document

    seller = book.settings.seller if book and book.settings.seller.name else _SELLER
    law = regimes.regime(seller.country or "NL")
    buyer = replace(_BUYER, address=replace(_BUYER.address, country=law.code))
    defaults = Defaults(
        issue_date=today,
        currency=(book.settings.currency if book else "") or law.currency or "EUR",
        country=law.code,
        language=lang or (book.settings.language if book else "") or "en",
        bank=(book.settings.bank if book else None) or _BANK,
    )
    given = parse_document(_content(law, today), "the sample document")
    document = given.to_document(seller=seller, buyer=buyer, defaults=defaults)
    return replace(draft(document, resources, final=False).issued, number=f"{today.year}-0001", draft=True)


def _content(law: Regime, today: date) -> dict[str, Any]:
    """Give the sample as a document file would write it, with the rates its country has today."""
    from datetime import timedelta

    first, second = _rates(law, today)
    month = timedelta(days=30)
    return {
        "kind": "invoice",
        "order": "PO-1024",
        "lines": [
            {"description": "Catalogue, design and layout", "quantity": 24, "unit": "hour", "price": 65, "tax": first},
            {"description": "Printed copies", "quantity": 250, "price": "3.20", "discount": "10%", "tax": second},
        ],
        "allowances": [{"reason": "Early booking", "percent": 5}],
        "terms": [{"due": today + month, "percent": 50}, {"due": today + 2 * month, "percent": 50}],
        "notes": "A sample, to see how a page looks.",
    }


def _rates(law: Regime, today: date) -> Iterator[str]:
    """Give the standard rate of the day and one other; no tax where a country has no rates."""
    from invoicing.domain.money import plain
    from invoicing.domain.tax import rates_on

    rates = [one.rate for one in rates_on(law.rates, today) if one.rate]
    yield f"S {plain(max(rates))}" if rates else "none"
    yield f"S {plain(min(rates))}" if rates else "none"
